"""The sizes of the images that nodes name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.assemble.findings import Findings
from kg.mentions import Image, Mention, Ranked
from kg.resolve import preference

Size = tuple[int, int]
"""Width and height in pixels."""


@dataclass(slots=True)
class ImageSizes:
    """The sizes that images have: of several the preferred mention's.

    Attributes
    ----------
    named
        The URLs of images that nodes name; no other's size is asked for.
    """

    named: set[str] = field(default_factory=set)
    _sizes: dict[str, tuple[Size, Ranked | None]] = field(default_factory=dict)
    _again: dict[str, list[Size]] = field(default_factory=dict)

    def add(self, url: str, size: Size, giver: Ranked | None) -> None:
        """Take in the size that a mention gives an image; the taxonomy, no mention, comes last."""
        known = self._sizes.get(url)
        if known is None:
            self._sizes[url] = size, giver
            return
        seen = self._again.get(url)
        if seen is None:
            self._again[url] = [known[0], size]
        else:
            seen.append(size)
        before = known[1]
        if giver is not None and before is not None and preference(giver) < preference(before):
            self._sizes[url] = size, giver

    def add_mention(self, mention: Mention) -> None:
        """Take in a mention, whose images its article names; which logos are named is seen later."""
        for image in mention.images:
            self.named.add(image.url)
            if image.width is not None and image.height is not None:
                self.add(image.url, (image.width, image.height), mention)
        for image in mention.provider_images:
            if image.width is not None and image.height is not None:
                self.add(image.url, (image.width, image.height), mention)

    def choose(self, described: Iterable[Image], findings: Findings) -> dict[str, Size]:
        """Return the sizes of the named images, by URL.

        Parameters
        ----------
        described
            The images of the taxonomy.
        findings
            Where sizes that are not taken are counted.
        """
        for image in described:
            if image.width is not None and image.height is not None:
                self.add(image.url, (image.width, image.height), None)
        sizes = {url: size for url, (size, _) in sorted(self._sizes.items()) if url in self.named}
        differing = 0
        for url, seen in self._again.items():
            if url in sizes:
                differing += len(seen) - seen.count(sizes[url])
        if differing:
            findings.differing["image size"] += differing
        return sizes
