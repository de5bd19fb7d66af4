"""The fields of a file's mapping: one table for each kind of mapping, one row for each field."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from kg import plain, values
from kg.plain import Glance
from kg.values import Notes, Parser
from kg.yamltree import NEVER_KEPT, Path


class Field(NamedTuple):
    """One field of a file's mapping.

    Attributes
    ----------
    name
        What the value is called in `Mention`, `TopicEntry` or `Organization`.
    parse
        What types and repairs it.
    glance
        What tells most of its values without that; ``None`` from it means unknown.
    """

    name: str
    parse: Parser
    glance: Glance

    @property
    def meaning(self) -> str:
        """How the value is read, in one line."""
        summary = (self.parse.__doc__ or "").split("\n", 1)[0]
        return summary.removeprefix("Return ").rstrip(".").replace("``", "`")


def _whole(value: Any, at: Path, notes: Notes) -> Any:
    """Return the fields of its own table."""
    return value


def _same(value: Any) -> Any:
    return value


def _nothing(value: Any, at: Path, notes: Notes) -> None:
    """Return nothing: it is never kept."""


def _unknown(value: Any) -> None:
    return None


MENTION_FIELDS: Final[dict[str, Field]] = {
    "title": Field("title", values.text, plain.text),
    "excerpt": Field("excerpt", values.text, plain.text),
    "publishedDateTime": Field("published_at", values.instant, plain.instant),
    "webUrl": Field("web_url", values.article_url, plain.url),
    "originalUrl": Field("original_url", values.article_url, plain.url),
    "ampWebUrl": Field("amp_url", values.url, plain.url),
    "cdnAmpWebUrl": Field("amp_cache_url", values.url, plain.url),
    "type": Field("type", values.text, plain.text),
    "category": Field("category", values.text, plain.text),
    "quality": Field("quality", values.integer, plain.integer),
    "heat": Field("heat", values.integer, plain.integer),
    "published": Field("featured", values.boolean, plain.boolean),
    "tags": Field("tags", values.texts, plain.texts),
    "authors": Field("authors", values.texts, plain.texts),
    "images": Field("images", values.images, _unknown),
    "provider": Field("provider", _whole, _same),
    NEVER_KEPT: Field(NEVER_KEPT, _nothing, _unknown),
}
"""The fields of a mention, in a document of its own or in another one's list."""

DOCUMENT_FIELDS: Final[dict[str, Field]] = {
    **MENTION_FIELDS,
    "topics": Field("topics", values.texts, plain.texts),
    "related": Field("related", _whole, _same),
}
"""The fields of an article's own document."""

PROVIDER_FIELDS: Final[dict[str, Field]] = {
    "name": Field("name", values.text, plain.text),
    "domain": Field("domain", values.text, plain.text),
    "images": Field("images", values.images, _unknown),
}

TOPIC_FIELDS: Final[dict[str, Field]] = {
    "taxonomy": Field("taxonomy", _whole, _same),
    "_id": Field("id", values.text, plain.text),
    "name": Field("name", values.text, plain.text),
    "shortname": Field("shortname", values.text, plain.text),
    "parent": Field("parent", values.text, plain.text),
    "description": Field("description", values.text, plain.text),
    "keywords": Field("keywords", values.texts, plain.texts),
    "hashtags": Field("hashtags", values.texts, plain.texts),
}

ORGANIZATION_FIELDS: Final[dict[str, Field]] = {
    "taxonomy": Field("taxonomy", _whole, _same),
    "_id": Field("id", values.text, plain.text),
    "name": Field("name", values.text, plain.text),
    "domain": Field("domain", values.text, plain.text),
    "otherNames": Field("other_names", values.texts, plain.texts),
    "images": Field("images", values.images, _unknown),
}
