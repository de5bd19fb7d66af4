"""Several mentions, one article: which value each field takes, and what a topic's name means.

Pure functions of mentions and of the taxonomy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from kg.mentions import FileRecord, Image, Mention, Organization, TopicEntry
from kg.model import sorted_unique
from kg.text import slug

SINGLE_VALUED: Final = (
    "title",
    "excerpt",
    "url",
    "original_url",
    "type",
    "category",
    "quality",
    "heat",
    "featured",
    "amp_url",
    "amp_cache_url",
)
"""Fields that take the value of the preferred mention that has one."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Preference = tuple[bool, bool, timedelta, bool, int, str, int]


def preference(mention: Mention) -> Preference:
    """Return what mentions of one article are sorted by, the preferred one first.

    Documents before listed mentions; then the latest date; then the highest quality; then the
    smallest path and position. A missing date or quality sorts last.
    """
    date, quality = mention.published_at, mention.quality
    return (
        not mention.is_document,
        date is None,
        timedelta() if date is None else _EPOCH - date,
        quality is None,
        -(quality or 0),
        mention.path,
        mention.position,
    )


def by_preference(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions of one article, the preferred one first."""
    return sorted(mentions, key=preference)


def winner(name: str, mentions: Sequence[Mention]) -> Mention | None:
    """Return the first of the mentions that has a value for a field."""
    for mention in mentions:
        if getattr(mention, name) not in (None, ()):
            return mention
    return None


def resolve_article(mentions: Sequence[Mention]) -> dict[str, Any]:
    """Return an article's attributes, absent ones as ``None`` or ``()``.

    Parameters
    ----------
    mentions
        All mentions of the article, by preference.
    """
    values = {name: getattr(won, name) if (won := winner(name, mentions)) else None for name in SINGLE_VALUED}
    if values["original_url"] == values["url"]:
        values["original_url"] = None
    dates = [mention.published_at for mention in mentions if mention.published_at is not None]
    pictured = winner("images", mentions)
    documents = [mention for mention in mentions if mention.is_document]
    return {
        **values,
        "label": values["title"],
        "alternative_titles": sorted_unique(m.title for m in mentions if m.title != values["title"]),
        "published_at": min(dates, default=None),
        "modified_at": max(dates) if len(set(dates)) > 1 else None,
        "image": pictured.images[0].url if pictured else None,
        "images": sorted_unique(image.url for mention in mentions for image in mention.images),
        "tags": sorted_unique(tag for mention in mentions for tag in mention.tags),
        "authors": sorted_unique(author for mention in mentions for author in mention.authors),
        "sources": sorted_unique(mention.path for mention in documents),
        "stub": not documents,
    }


def not_taken(mention: Mention, resolved: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a mention says of its article and the article's attributes do not.

    Other titles are alternative titles; the earliest and the latest date are kept; lists are
    united.
    """
    said = {name: getattr(mention, name) for name in SINGLE_VALUED if name not in ("title", "original_url")}
    if mention.original_url != mention.url:
        said["original_url"] = mention.original_url
    if mention.published_at not in (resolved.get("published_at"), resolved.get("modified_at")):
        said["published_at"] = mention.published_at
    if mention.images:
        said["image"] = mention.images[0].url
    return {name: value for name, value in said.items() if value is not None and value != resolved.get(name)}


def observed(mention: Mention, target: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a listed mention says of its article where the article itself says otherwise."""
    pairs = (
        ("observed_title", mention.title, target.get("title")),
        ("observed_quality", mention.quality, target.get("quality")),
        ("observed_at", mention.published_at, target.get("published_at")),
    )
    return {name: said for name, said, own in pairs if said is not None and said != own}


def choose_name(names: Iterable[str]) -> str | None:
    """Return the most frequent name, the smallest of several; ``None`` of none."""
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name), default=None)


def largest_image(images: Iterable[Image]) -> Image | None:
    """Return the image with the most pixels, then with the smallest URL; ``None`` of none."""
    return min(images, key=lambda i: (-(i.width or 0) * (i.height or 0), i.url), default=None)


def resolve_provider(
    domain: str, names: Sequence[str], images: Iterable[Image], organization: Organization | None
) -> dict[str, Any]:
    """Return a provider's attributes, absent ones as ``None`` or ``()``.

    Parameters
    ----------
    domain
        The domain that identifies it.
    names
        The names that its mentions give it.
    images
        The logos that its mentions and the taxonomy give it.
    organization
        What the taxonomy says of it.
    """
    official = organization.name if organization else None
    other_names = organization.other_names if organization else ()
    logo = largest_image(images)
    name = official or choose_name(names) or domain
    return {
        "label": name,
        "name": name,
        "alternative_names": sorted_unique(other for other in (*names, *other_names) if other != name),
        "domain": domain,
        "logo": logo.url if logo else None,
    }


def resolve_topic(key: str, names: Sequence[str], entry: TopicEntry | None) -> dict[str, Any]:
    """Return a topic's attributes, absent ones as ``None`` or ``()``.

    Parameters
    ----------
    key
        The part of its id behind ``topic:``.
    names
        The names that articles give it.
    entry
        What the taxonomy says of it.
    """
    name = (entry.name if entry else None) or choose_name(names) or key
    shortname = (entry.shortname,) if entry and entry.shortname else ()
    return {
        "label": name,
        "name": name,
        "alternative_names": sorted_unique(other for other in (*shortname, *names) if other != name),
        "description": entry.description if entry else None,
        "keywords": sorted_unique(entry.keywords) if entry else (),
        "hashtags": sorted_unique(entry.hashtags) if entry else (),
        "in_taxonomy": entry is not None,
    }


Entry = TopicEntry | Organization


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The topics and organizations that a corpus describes.

    Attributes
    ----------
    topics
        By key; of several entries with one key, the one with the smallest path.
    organizations
        By domain; likewise.
    repeated
        Pairs of entries that describe the same: the one that is taken, and one that is not.
    """

    topics: dict[str, TopicEntry] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    repeated: tuple[tuple[Entry, Entry], ...] = ()
    _names: dict[str, str] = field(default_factory=dict)

    def topic_key(self, name: str) -> str:
        """Return the key of the topic that a name means.

        The ``_id`` of the taxonomy's topic of that ``name``, else of that ``shortname``, else of
        that ``_id``, compared as slugs; else the name's slug.
        """
        compared = slug(name)
        return self._names.get(compared, compared)


def build_taxonomy(records: Iterable[FileRecord]) -> Taxonomy:
    """Return the taxonomy that files describe, whatever their order.

    Where two topics share a name, the name means the one with the smaller key.
    """
    repeated: list[tuple[Entry, Entry]] = []
    by_key: dict[str, TopicEntry] = {}
    by_domain: dict[str, Organization] = {}
    for record in sorted(records, key=lambda record: record.path):
        for topic in record.topics:
            first = by_key.setdefault(topic.key, topic)
            if first is not topic:
                repeated.append((first, topic))
        for organization in record.organizations:
            earlier = by_domain.setdefault(organization.domain, organization)
            if earlier is not organization:
                repeated.append((earlier, organization))
    names: dict[str, str] = {}
    ordered = [by_key[key] for key in sorted(by_key)]
    for meaning in ("name", "shortname", "key"):
        for topic in ordered:
            if getattr(topic, meaning):
                names.setdefault(slug(getattr(topic, meaning)), topic.key)
    return Taxonomy(by_key, by_domain, tuple(repeated), names)


def broader_cycles(parents: Mapping[str, str]) -> list[list[str]]:
    """Return the cycles of a child-to-parent mapping, each beginning with its smallest member."""
    cycles = []
    seen: set[str] = set()
    for start in sorted(parents):
        trail: dict[str, int] = {}
        node: str | None = start
        while node is not None and node not in seen and node not in trail:
            trail[node] = len(trail)
            node = parents.get(node)
        if node in trail:
            members = list(trail)[trail[node] :]
            smallest = members.index(min(members))
            cycles.append(members[smallest:] + members[:smallest])
        seen.update(trail)
    return cycles
