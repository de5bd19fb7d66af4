"""Several mentions, one article: which value each field takes, and what a topic's name means.

Pure functions of mentions and of the taxonomy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from sys import intern
from typing import Any, Final

from kg.mentions import FileRecord, Image, Mention, Organization, Ranked, TopicEntry
from kg.model import drop_absent, sorted_unique
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

_RECURRING: Final = ("type", "category")

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Preference = tuple[bool, bool, timedelta, bool, int, str, int]


def preference(mention: Ranked) -> Preference:
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
    listed = list(mentions)
    return sorted(listed, key=preference) if len(listed) > 1 else listed


_single_values: Final = attrgetter(*SINGLE_VALUED)


def _union(name: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return what the lists of mentions hold together, sorted; texts that recur are kept once."""
    if len(mentions) == 1:
        items = getattr(mentions[0], name)
        return items if len(items) < 2 else sorted_unique(items)
    return sorted_unique(item for mention in mentions for item in getattr(mention, name))


def resolve_article(mentions: Sequence[Mention]) -> dict[str, Any]:
    """Return an article's attributes; absent ones are absent.

    Parameters
    ----------
    mentions
        All mentions of the article, by preference.
    """
    values: dict[str, Any] = {}
    for mention in reversed(mentions):
        given = zip(SINGLE_VALUED, _single_values(mention), strict=True)
        values.update([pair for pair in given if pair[1] is not None])
    if values.get("original_url") == values["url"]:
        del values["original_url"]
    title = values["label"] = values["title"]
    for name in _RECURRING:
        if name in values:
            values[name] = intern(values[name])
    documents = [mention.path for mention in mentions if mention.is_document]
    values["stub"] = not documents
    if documents:
        values["sources"] = sorted_unique(documents)
    dates = [mention.published_at for mention in mentions if mention.published_at is not None]
    if dates:
        values["published_at"] = earliest = min(dates)
        if (latest := max(dates)) != earliest:
            values["modified_at"] = latest
    if len(mentions) > 1:
        others = {mention.title for mention in mentions} - {title}
        if others:
            values["alternative_titles"] = tuple(sorted(others))
    for name in ("tags", "authors"):
        if items := _union(name, mentions):
            values[name] = tuple(map(intern, items))
    pictured = next((mention.images for mention in mentions if mention.images), ())
    if pictured:
        values["image"] = pictured[0].url
        urls = (image.url for mention in mentions for image in mention.images)
        values["images"] = (pictured[0].url,) if len(mentions) == len(pictured) == 1 else sorted_unique(urls)
    return values


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
    """Return the most frequent name, the smallest of several; ``None`` of none.

    A mapping says how often each name is given.
    """
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name), default=None)


def largest_image(images: Iterable[Image]) -> Image | None:
    """Return the image with the most pixels, then with the smallest URL; ``None`` of none."""
    return min(images, key=lambda i: (-(i.width or 0) * (i.height or 0), i.url), default=None)


def resolve_provider(
    domain: str, names: Collection[str], images: Iterable[Image], organization: Organization | None
) -> dict[str, Any]:
    """Return a provider's attributes; absent ones are absent.

    Parameters
    ----------
    domain
        The domain that identifies it.
    names
        The names that its mentions give it, each as often as it is given, or counted.
    images
        The logos that its mentions and the taxonomy give it.
    organization
        What the taxonomy says of it.
    """
    official = organization.name if organization else None
    other_names = organization.other_names if organization else ()
    logo = largest_image(images)
    name = official or choose_name(names) or domain
    values = {
        "label": name,
        "name": name,
        "alternative_names": sorted_unique(other for other in (*names, *other_names) if other != name),
        "domain": domain,
        "logo": logo.url if logo else None,
    }
    return drop_absent(values)


def resolve_topic(key: str, names: Collection[str], entry: TopicEntry | None) -> dict[str, Any]:
    """Return a topic's attributes; absent ones are absent.

    Parameters
    ----------
    key
        The part of its id behind ``topic:``.
    names
        The names that articles give it, each as often as it is given, or counted.
    entry
        What the taxonomy says of it.
    """
    name = (entry.name if entry else None) or choose_name(names) or key
    shortname = (entry.shortname,) if entry and entry.shortname else ()
    values = {
        "label": name,
        "name": name,
        "alternative_names": sorted_unique(other for other in (*shortname, *names) if other != name),
        "description": entry.description if entry else None,
        "keywords": sorted_unique(entry.keywords) if entry else (),
        "hashtags": sorted_unique(entry.hashtags) if entry else (),
        "in_taxonomy": entry is not None,
    }
    return drop_absent(values)


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
    names
        The keys of topics, by the slugs of all names that mean them.
    """

    topics: dict[str, TopicEntry] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    repeated: tuple[tuple[Entry, Entry], ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    def topic_key(self, name: str) -> str:
        """Return the key of the topic that a name means.

        The ``_id`` of the taxonomy's topic of that ``name``, else of that ``shortname``, else of
        that ``_id``, compared as slugs; else the name's slug.
        """
        compared = slug(name)
        return self.names.get(compared, compared)

    def images(self) -> Iterator[Image]:
        """Yield the images of the organizations, by domain."""
        for _, organization in sorted(self.organizations.items()):
            yield from organization.images


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
