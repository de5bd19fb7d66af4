"""What is said of one URL in different articles: an image's size, who published it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.assemble.articles import report_shared_url
from kg.assemble.findings import Findings
from kg.assemble.images import ImageSizes
from kg.collector import collector_paused
from kg.mentions import Image
from kg.streaming.spools import Room, SeenUrl, Spools


@dataclass(frozen=True, slots=True)
class UrlComparer:
    """Compares what was put aside in one bucket of URLs, in any process.

    Attributes
    ----------
    described
        The images of the taxonomy.
    named
        The URLs of images that others than articles name.
    """

    room: Room
    described: Sequence[Image]
    named: Sequence[str]

    def __call__(self, bucket: int) -> Findings:
        """Put the images of a bucket aside with their sizes, and return what was found."""
        room, spools, findings = self.room, self.room.spools, Findings()
        with collector_paused():
            _choose_sizes(
                bucket,
                [image for image in self.described if room.url_bucket(image.url) == bucket],
                [url for url in self.named if room.url_bucket(url) == bucket],
                spools,
                findings,
            )
            _report_shared(spools.urls.read(bucket), findings)
        spools.images.remove(bucket)
        spools.urls.remove(bucket)
        spools.sized_images.flush()
        return findings


def _choose_sizes(
    bucket: int, described: Iterable[Image], named: Iterable[str], spools: Spools, findings: Findings
) -> None:
    images = ImageSizes(set(named))
    for seen in spools.images.read(bucket):
        if seen.named:
            images.named.add(seen.url)
        if seen.size is not None:
            images.add(seen.url, seen.size, seen)
    sizes = images.choose(described, findings)
    for url in sorted(images.named):
        spools.sized_images.add(bucket, (url, sizes.get(url)))


def _report_shared(found: Iterable[SeenUrl], findings: Findings) -> None:
    """Report each URL that several providers give; the first mention of each counts."""
    first: dict[str, SeenUrl] = {}
    several: dict[str, dict[str, SeenUrl]] = {}
    for seen in found:
        other = first.setdefault(seen.url, seen)
        if other is not seen and (other.provider_domain != seen.provider_domain or seen.url in several):
            givers = several.setdefault(seen.url, {})
            for giver in (other, seen):
                known = givers.setdefault(giver.provider_domain, giver)
                if (giver.path, giver.position) < (known.path, known.position):
                    givers[giver.provider_domain] = giver
        elif (seen.path, seen.position) < (other.path, other.position):
            first[seen.url] = seen
    for url, givers in several.items():
        report_shared_url(url, givers.values(), findings)
