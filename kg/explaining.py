"""Why a node is one node: its identity step by step, its mentions, and who won each field."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote

from kg.assemble.findings import Field, field_of, locate
from kg.cache import RecordCache
from kg.cachefolder import CacheFolder
from kg.canonical import canonical_steps, canonical_url
from kg.errors import NotInGraphError
from kg.explanation import Choice, Explanation, MentionSummary, Step
from kg.files import SourceFile, find_files, source_list
from kg.gather import read_files
from kg.mentions import FileRecord, Mention
from kg.model import BY_OWNER, KINDS
from kg.resolve import (
    SINGLE_VALUED,
    Entry,
    build_taxonomy,
    by_preference,
    preference,
    resolve_article,
    resolve_provider,
    resolve_topic,
)
from kg.settings import make_settings
from kg.urls import clean_url, provider_domain

_REASONS: Final = (
    "a document goes before a listed mention",
    "a mention with a date goes before one without",
    "the later date goes first",
    "a mention with a quality goes before one without",
    "the higher quality goes first",
    "the smaller path goes first",
    "the smaller position goes first",
)
"""Why one mention goes before another, by the part of `preference` that tells them apart."""


def _why_preferred(name: str, won: Mention, others: Sequence[Mention]) -> str:
    """Return why a mention's value is taken and not that of others which have one."""
    if not others:
        return "the only mention that has it"
    if all(getattr(other, name) == getattr(won, name) for other in others):
        return f"all {len(others) + 1} mentions that have it agree"
    ranks = zip(_REASONS, preference(won), preference(others[0]), strict=True)
    return next(reason for reason, own, other in ranks if own != other)


class _Corpus:
    """What was read, with the places of mentions."""

    def __init__(self, files: Sequence[SourceFile], records: Sequence[FileRecord]) -> None:
        self.files = {file.path: file for file in files}
        self.mentions = [mention for record in records for mention in record.mentions]
        self.taxonomy = build_taxonomy(records)

    def places(self, fields: Iterable[Field]) -> dict[Field, str]:
        """Return ``path:line:column`` of fields."""
        found = locate(fields, self.files)
        return {field: f"{field.path}:{line}:{column}" for field, (line, column) in found.items()}


def _show(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _article_choices(mentions: Sequence[Mention], where: Mapping[Field, str]) -> Iterator[Choice]:
    resolved = resolve_article(mentions)
    for name in (row.name for row in BY_OWNER["article"]):
        if name == "label" or name not in resolved:
            continue
        value = resolved[name]
        field = "images" if name == "image" else name
        place, why = "", "the union over all mentions"
        if name in SINGLE_VALUED or name == "image":
            won, *others = (m for m in mentions if getattr(m, field) not in (None, ()))
            place, why = where[field_of(won)], _why_preferred(field, won, others)
        elif name in ("published_at", "modified_at"):
            won = next(m for m in mentions if m.published_at == value)
            extreme = "earliest" if name == "published_at" else "latest"
            place, why = where[field_of(won)], f"the {extreme} date that a mention gives"
        elif name == "stub":
            why = "it is only ever listed" if value else "it has a document of its own"
        yield Choice(name, _show(value), place, why)


def _explain_article(article: str, corpus: _Corpus) -> Explanation:
    mentions = by_preference(mention for mention in corpus.mentions if mention.article == article)
    if not mentions:
        raise NotInGraphError(f"no article has the id {article}; copy one from an export, or give its URL")
    first = mentions[0]
    identity = (
        f"16 characters of base32 of SHA-256 over the canonical URL {first.canonical_url}"
        f" and the provider domain {first.provider_domain}"
    )
    where = corpus.places(field_of(mention) for mention in mentions)
    summaries = tuple(
        MentionSummary(
            where[field_of(mention)],
            "document" if mention.is_document else f"listed as no. {mention.position}",
            f"{mention.url}; date {mention.published_at or 'none'}; quality {mention.quality}",
        )
        for mention in mentions
    )
    steps = (Step("as read", first.url), *(Step(name, url) for name, url in canonical_steps(first.url)))
    return Explanation(
        article, first.title, identity, steps, summaries, tuple(_article_choices(mentions, where))
    )


def _why_named(counts: Counter[str], official: bool, name: str) -> str:
    if official:
        return "the taxonomy's name"
    if not counts:
        return "no mention names it"
    rivals = ", ".join(f"{other} ({n})" for other, n in sorted(counts.items()) if other != name)
    times = f"({counts[name]} times)"
    if not rivals:
        return f"the only name its mentions give {times}"
    return f"the most frequent name, then the smallest {times}, before {rivals}"


_WHY_NAMED: Final = {
    "alternative_names": "all its other names",
    "domain": "it identifies the provider",
    "logo": "the largest image, then the smallest URL, of its mentions and the taxonomy",
    "in_taxonomy": "whether the taxonomy lists it",
}


def _explain_named(
    node: str,
    identity: str,
    entry: Entry | None,
    names: Sequence[str],
    resolved: dict[str, Any],
    corpus: _Corpus,
) -> Explanation:
    """Explain a provider or a topic: both are named by their mentions or by the taxonomy."""
    counts = Counter(names)
    mentions = [MentionSummary("", f"{n} mentions", name) for name, n in sorted(counts.items())]
    place = ""
    if entry is not None:
        place = corpus.places([Field(entry.path)])[Field(entry.path)]
        mentions.insert(0, MentionSummary(place, "taxonomy", entry.name or ""))
    why_named = _why_named(counts, entry is not None and bool(entry.name), resolved["name"])
    choices = tuple(
        Choice(name, _show(value), "", why_named)
        if name == "name"
        else Choice(name, _show(value), "", _WHY_NAMED[name])
        if name in _WHY_NAMED
        else Choice(name, _show(value), place, "the taxonomy's")
        for name, value in resolved.items()
        if name != "label"
    )
    return Explanation(node, resolved["name"], identity, (), tuple(mentions), choices)


def _explain_provider(node: str, corpus: _Corpus) -> Explanation:
    given = node.partition(":")[2]
    domain = provider_domain(given) or given
    mentions = [mention for mention in corpus.mentions if mention.provider_domain == domain]
    if not mentions:
        raise NotInGraphError(f"no article is published by {domain}; see kg stats for the providers")
    names = [mention.provider_name for mention in mentions if mention.provider_name]
    entry = corpus.taxonomy.organizations.get(domain)
    images = {image for mention in mentions for image in mention.provider_images}
    resolved = resolve_provider(domain, names, images.union(entry.images if entry else ()), entry)
    identity = f"the provider domain, without www., of {len(mentions)} mentions"
    return _explain_named(f"provider:{domain}", identity, entry, names, resolved, corpus)


def _explain_topic(node: str, corpus: _Corpus) -> Explanation:
    key, taxonomy = node.partition(":")[2], corpus.taxonomy
    by_key: dict[str, list[str]] = {}
    for mention in corpus.mentions:
        for name in mention.topics:
            by_key.setdefault(taxonomy.topic_key(name), []).append(name)
    if key not in by_key and key not in taxonomy.topics:
        key = taxonomy.topic_key(key)
    entry, names = taxonomy.topics.get(key), by_key.get(key, [])
    if entry is None and not names:
        raise NotInGraphError(f"no topic has the key or name {key}; see kg stats for the topics")
    identity = "the _id of the taxonomy's topic" if entry else "the slug of the topic's name"
    return _explain_named(f"topic:{key}", identity, entry, names, resolve_topic(key, names, entry), corpus)


def _refuse(node: str, corpus: _Corpus) -> Explanation:
    raise NotInGraphError(
        f"{node} is made by analytics, not read from files; explain one of its articles, which a graph that"
        " was exported --with-analytics names"
    )


_EXPLAIN: Final = {
    "article": _explain_article,
    "provider": _explain_provider,
    "topic": _explain_topic,
    "story": _refuse,
}


def _articles_of_url(url: str, corpus: _Corpus) -> list[str]:
    canonical = canonical_url(clean_url(url) or url)
    if canonical is None:
        known = ", ".join(f"{kind.name}:KEY" for kind in KINDS.values() if not kind.derived)
        raise NotInGraphError(f"{url} is neither an http(s) URL nor an id; give a URL, or one of {known}")
    found = sorted({mention.article for mention in corpus.mentions if mention.canonical_url == canonical})
    if not found:
        raise NotInGraphError(f"no article has the URL {url}, whose canonical form is {canonical}")
    return found


def explain(
    what: str,
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    base: str | None = None,
    site: str | None = None,
    jobs: int | None = 1,
    cache: CacheFolder | str | os.PathLike[str] | None = None,
) -> tuple[Explanation, ...]:
    """Say why a node is one node, and where each of its values comes from.

    Parameters
    ----------
    what
        A node's id, as in ``provider:vice.com``, its IRI, or the URL of an article.
    source
        A folder, a file, or several of them.
    base
        The IRI that the ids are appended to.
    site
        The address that relative URLs are resolved against.
    jobs
        Processes that read side by side; ``None`` for one per core.
    cache
        A folder that keeps what was read; ``None`` for none. See `kg.build`.

    Returns
    -------
    One explanation; several where a URL was given that several providers published.

    Raises
    ------
    NotInGraphError
        Where the id or URL names nothing in the graph.

    Examples
    --------
    >>> (found,) = explain("https://www.zdnet.com/article/"
    ...     "ibm-pushes-for-us-to-limit-facial-recognition-system-exports/", "seeds")
    >>> [mention.role for mention in found.mentions]
    ['listed as no. 1', 'listed as no. 2']
    """
    settings = make_settings(site=site, base=base)
    sources = source_list(source)
    folder = CacheFolder(cache) if isinstance(cache, str | os.PathLike) else cache
    files = find_files(sources, stamped=folder is not None)
    known = RecordCache(folder, sources, settings.site) if folder else None
    corpus = _Corpus(files, tuple(read_files(files, site=settings.site, jobs=jobs, cache=known)))
    if what.startswith(settings.base):
        kind, _, key = what[len(settings.base) :].partition("/")
        what = f"{kind}:{unquote(key)}" if kind in _EXPLAIN else what
    kind = what.partition(":")[0]
    if kind in _EXPLAIN:
        return (_EXPLAIN[kind](what, corpus),)
    return tuple(_explain_article(article, corpus) for article in _articles_of_url(what, corpus))
