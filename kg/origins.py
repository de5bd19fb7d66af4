"""Where in the files of a corpus what a graph says comes from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote

from kg.assemble.findings import Field, field_of, locate
from kg.fields import DOCUMENT_FIELDS, PROVIDER_FIELDS, TOPIC_FIELDS
from kg.files import find_files, source_list
from kg.gather import read_files
from kg.ids import link_id
from kg.mentions import FileRecord, Mention
from kg.model import LINK
from kg.resolve import by_preference
from kg.settings import make_settings

_KEYS: Final[Mapping[str, str]] = {
    **{row.name: key for key, row in DOCUMENT_FIELDS.items()},
    "label": "title",
    "alternative_titles": "title",
    "url": "webUrl",
    "modified_at": "publishedDateTime",
    "image": "images",
    "published_by": "provider",
    "about": "topics",
    "related_to": "related",
    "observed_title": "title",
    "observed_quality": "quality",
    "observed_at": "publishedDateTime",
}
"""The key in a file of each attribute of an article or a link."""

_PROVIDER_KEYS: Final[Mapping[str, str]] = {
    **{row.name: key for key, row in PROVIDER_FIELDS.items()},
    "label": "name",
    "alternative_names": "name",
    "logo": "images",
}
_TOPIC_KEYS: Final[Mapping[str, str]] = {
    **{row.name: key for key, row in TOPIC_FIELDS.items()},
    "label": "name",
    "alternative_names": "shortname",
    "broader": "parent",
}


class Origins:
    """The files of a corpus, in which the fields that nodes come from are found.

    Parameters
    ----------
    source
        The folder, file, or several of them, that the graph was made of.
    base
        What the graph's ids are appended to.
    site
        The address that relative URLs are resolved against.
    jobs
        Processes that read side by side; ``None`` for one per core.
    """

    def __init__(
        self,
        source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        base: str | None = None,
        site: str | None = None,
        jobs: int | None = 1,
    ) -> None:
        settings = make_settings(source_list(source), base=base, site=site)
        self._base = settings.base
        files = find_files(settings.sources)
        self._files = {file.path: file for file in files}
        self._articles: dict[str, list[Mention]] = {}
        self._providers: dict[str, Mention] = {}
        self._links: dict[str, Mention] = {}
        self._topics: dict[str, Field] = {}
        for record in read_files(files, site=settings.site, jobs=jobs):
            self._take(record)

    def _take(self, record: FileRecord) -> None:
        for mention in record.mentions:
            self._articles.setdefault(mention.article, []).append(mention)
            if mention.provider_name or mention.provider_images:
                self._providers.setdefault(mention.provider_domain, mention)
            if mention.listed_by is not None:
                self._links.setdefault(link_id(mention.listed_by, LINK, mention.article), mention)
        for entry in record.topics:
            self._topics.setdefault(entry.key, Field(entry.path))

    def _field(self, node: str, attribute: str) -> Field | None:
        """Return the field of a file that an attribute of a node, or its mention, comes from."""
        kind, _, key = unquote(node.removeprefix(self._base)).partition("/")
        if kind == "article" and f"article:{key}" in self._articles:
            mentions = by_preference(self._articles[f"article:{key}"])
            has = [m for m in mentions if getattr(m, attribute, None) not in (None, ())]
            return _within(field_of((has or mentions)[0]), _KEYS.get(attribute))
        if kind == "link" and key in self._links:
            return _within(field_of(self._links[key]), _KEYS.get(attribute))
        if kind == "provider" and key in self._providers:
            return _within(field_of(self._providers[key]), "provider", _PROVIDER_KEYS.get(attribute))
        if kind == "topic" and key in self._topics:
            return _within(self._topics[key], _TOPIC_KEYS.get(attribute))
        return None

    def places(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return ``path:line:column`` of what nodes' attributes come from, as far as it is known.

        Parameters
        ----------
        wanted
            The IRI of each node, and the name of the attribute; empty for the node itself.
        """
        fields = {pair: field for pair in wanted if (field := self._field(*pair)) is not None}
        found = locate(set(fields.values()), self._files)
        return {pair: f"{field.path}:{found[field][0]}:{found[field][1]}" for pair, field in fields.items()}


def _within(field: Field, *keys: str | None) -> Field:
    return Field(field.path, (*field.at, *(key for key in keys if key)))
