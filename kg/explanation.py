"""Why a node is one node: its identity step by step, its mentions, and who won each field."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.assemble.findings import path_of
from kg.canonical import canonical_steps, canonical_url
from kg.errors import NotInGraphError
from kg.files import SourceFile, find_files, source_list
from kg.mentions import FileRecord, Mention
from kg.model import KINDS
from kg.read import locate_field, read_files
from kg.resolve import (
    SINGLE_VALUED,
    Taxonomy,
    build_taxonomy,
    by_preference,
    choose_name,
    preference,
    resolve_article,
    winner,
)
from kg.settings import make_settings
from kg.urls import clean_url


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a URL to its canonical form; `url` is ``None`` where it is found to be none."""

    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class MentionSummary:
    """One mention of a node, the preferred one first.

    Attributes
    ----------
    where
        ``path:line:column``.
    role
        ``document``, ``listed as no. N``, ``taxonomy``, or ``N mentions``.
    said
        What identifies or ranks it, in words.
    """

    where: str
    role: str
    said: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One attribute: its value, where it comes from, and why."""

    field: str
    value: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a node is what it is.

    Attributes
    ----------
    id
        The node's id.
    label
        What to show for it.
    identity
        In one sentence, what the id is made of.
    steps
        The way from the preferred mention's URL to the canonical one; empty for other kinds.
    mentions
        Its mentions, the preferred one first.
    choices
        Its attributes.
    """

    id: str
    label: str
    identity: str
    steps: tuple[Step, ...]
    mentions: tuple[MentionSummary, ...]
    choices: tuple[Choice, ...]


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
        self.taxonomy: Taxonomy = build_taxonomy(
            (topic for record in records for topic in record.topics),
            (organization for record in records for organization in record.organizations),
        )

    def where(self, mention: Mention) -> str:
        return self.place(mention.path, path_of(mention))

    def place(self, path: str, at: tuple[str | int, ...] = ()) -> str:
        line, column = locate_field(self.files[path], at)
        return f"{path}:{line}:{column}"


def _show(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _article_choices(mentions: Sequence[Mention], corpus: _Corpus) -> Iterable[Choice]:
    resolved = resolve_article(mentions)
    sole = corpus.where(mentions[0]) if len(mentions) == 1 else ""
    for name, value in resolved.items():
        if name == "label" or value is None or value == ():
            continue
        source_field = "images" if name == "image" else name
        if name in SINGLE_VALUED or name == "image":
            having = [m for m in mentions if getattr(m, source_field) not in (None, ())]
            won = winner(source_field, mentions) or mentions[0]
            why = _why_preferred(source_field, won, [m for m in having if m is not won])
            yield Choice(name, _show(value), corpus.where(won), why)
        elif name in ("published_at", "modified_at"):
            won = next(m for m in mentions if m.published_at == value)
            why = "the earliest date" if name == "published_at" else "the latest date"
            yield Choice(name, _show(value), corpus.where(won), f"{why} that a mention gives")
        elif name == "stub":
            why = "it is only ever listed" if value else "it has a document of its own"
            yield Choice(name, _show(value), sole, why)
        else:
            yield Choice(name, _show(value), sole, "the union over all mentions")


def _explain_article(article: str, corpus: _Corpus) -> Explanation:
    mentions = by_preference(mention for mention in corpus.mentions if mention.article == article)
    if not mentions:
        raise NotInGraphError(f"no article has the id {article}; copy one from an export, or give its URL")
    first = mentions[0]
    identity = (
        f"16 characters of base32 of SHA-256 over the canonical URL {first.canonical_url}"
        f" and the provider domain {first.provider_domain}"
    )
    summaries = tuple(
        MentionSummary(
            corpus.where(mention),
            "document" if mention.is_document else f"listed as no. {mention.position}",
            f"{mention.url}; date {mention.published_at or 'none'}; quality {mention.quality}",
        )
        for mention in mentions
    )
    steps = tuple(Step(name, url) for name, url in canonical_steps(first.url))
    choices = tuple(_article_choices(mentions, corpus))
    return Explanation(
        article, first.title, identity, (Step("as read", first.url), *steps), summaries, choices
    )


def _name_choice(counts: Counter[str], official: str | None, chosen: str) -> Choice:
    if official is not None:
        return Choice("name", chosen, "", "the taxonomy's name")
    rivals = ", ".join(f"{name} ({n})" for name, n in sorted(counts.items()) if name != chosen)
    why = (
        f"the most frequent among its mentions, of {rivals}" if rivals else "the only name its mentions give"
    )
    return Choice("name", chosen, "", f"{why} ({counts[chosen]} times)" if counts else "it has no name")


def _explain_named(
    node: str, identity: str, entry: Any, names: Sequence[str], official: str | None, corpus: _Corpus
) -> Explanation:
    """Explain a provider or a topic: both are named by their mentions or by the taxonomy."""
    counts = Counter(names)
    chosen = official or choose_name(names) or node.partition(":")[2]
    mentions = [MentionSummary("", f"{n} mentions", name) for name, n in sorted(counts.items())]
    if entry is not None:
        mentions.insert(0, MentionSummary(corpus.place(entry.path), "taxonomy", entry.name or ""))
    choice = _name_choice(counts, official, chosen)
    return Explanation(node, chosen, identity, (), tuple(mentions), (choice,))


def _explain_provider(node: str, corpus: _Corpus) -> Explanation:
    domain = node.partition(":")[2]
    mentions = [mention for mention in corpus.mentions if mention.provider_domain == domain]
    if not mentions:
        raise NotInGraphError(f"no article is published by {domain}; see kg stats for the providers")
    names = [mention.provider_name for mention in mentions if mention.provider_name]
    entry = corpus.taxonomy.organizations.get(domain)
    identity = f"the provider domain, without www., of {len(mentions)} mentions"
    return _explain_named(node, identity, entry, names, entry.name if entry else None, corpus)


def _explain_topic(node: str, corpus: _Corpus) -> Explanation:
    key = node.partition(":")[2]
    names = [n for mention in corpus.mentions for n in mention.topics if corpus.taxonomy.topic_key(n) == key]
    entry = corpus.taxonomy.topics.get(key)
    if entry is None and not names:
        raise NotInGraphError(f"no topic has the key {key}; see kg stats for the topics")
    what = "the _id of the taxonomy's topic" if entry else "the slug of the topic's name"
    return _explain_named(node, what, entry, names, entry.name if entry else None, corpus)


_EXPLAIN: Final = {"article": _explain_article, "provider": _explain_provider, "topic": _explain_topic}


def _articles_of_url(url: str, corpus: _Corpus) -> list[str]:
    canonical = canonical_url(clean_url(url) or url)
    if canonical is None:
        known = ", ".join(f"{kind}:KEY" for kind in KINDS)
        raise NotInGraphError(f"{url} is neither an http(s) URL nor an id; give a URL, or one of {known}")
    found = sorted({mention.article for mention in corpus.mentions if mention.canonical_url == canonical})
    if not found:
        raise NotInGraphError(f"no article has the URL {url}, whose canonical form is {canonical}")
    return found


def explain(
    what: str,
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    site: str | None = None,
    jobs: int | None = 1,
) -> tuple[Explanation, ...]:
    """Say why a node is one node, and where each of its values comes from.

    Parameters
    ----------
    what
        A node's id, as in ``provider:vice.com``, or the URL of an article.
    source
        A folder, a file, or several of them.
    site
        The address that relative URLs are resolved against.
    jobs
        Processes that read side by side; ``None`` for one per core.

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
    files = find_files(source_list(source))
    records = read_files(files, site=make_settings(site=site).site, jobs=jobs)
    corpus = _Corpus(files, records)
    kind = what.partition(":")[0]
    if kind in _EXPLAIN:
        return (_EXPLAIN[kind](what, corpus),)
    return tuple(_explain_article(article, corpus) for article in _articles_of_url(what, corpus))
