"""Articles with all that leaves and reaches them, from their mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from kg.assemble.findings import Findings, field_of, said_otherwise
from kg.assemble.links import Link, links_to
from kg.assemble.topics import TopicIds
from kg.mentions import Mention, Placed
from kg.resolve import by_preference, not_taken, resolve_article


class Article(NamedTuple):
    """An article node and its edges.

    Attributes
    ----------
    provider
        The id of who published it.
    topics
        The ids of what it is about, sorted.
    links
        The links that lead to it.
    """

    id: str
    values: dict[str, Any]
    provider: str
    topics: tuple[str, ...]
    links: list[Link]


def to_article(
    mentions: Sequence[Mention], topics: TopicIds, findings: Findings, values: dict[str, Any] | None = None
) -> Article:
    """Return the article that mentions are of.

    Parameters
    ----------
    mentions
        All its mentions, by preference.
    topics
        The ids of topics.
    findings
        Where what is folded is reported.
    values
        Its attributes, where they are known already.
    """
    first = mentions[0]
    resolved = resolve_article(mentions) if values is None else values
    if len(mentions) > 1:
        findings.merged["published_by"] += len(mentions) - 1
        _report_differences(mentions, resolved, findings)
    provider = f"provider:{first.provider_domain}"
    links = links_to(first.article, mentions, resolved, findings)
    return Article(first.article, resolved, provider, topics.about(mentions, findings), links)


def _report_differences(mentions: Sequence[Mention], resolved: Mapping[str, Any], findings: Findings) -> None:
    """Report what the graph does not take of the mentions after the preferred one."""
    first = mentions[0]
    for mention in mentions[1:]:
        lost = not_taken(mention, resolved)
        if mention.is_document:
            message = f"the same article as {{other}}, which is preferred; {said_otherwise(lost)}"
            findings.add("duplicate-document", field_of(mention), message, field_of(first))
        else:
            on_edge = () if mention.listed_by is None else ("quality", "published_at")
            findings.differing.update([name for name in lost if name not in on_edge])


@dataclass(slots=True)
class Articles:
    """The articles that mentions are of.

    An article is resolved when its first mention comes, while other processes are still reading,
    and again only where more of them follow.
    """

    _mentions: dict[str, list[Mention]] = field(default_factory=dict)
    _alone: dict[str, dict[str, Any]] = field(default_factory=dict)
    _by_url: dict[str, str] = field(default_factory=dict)
    _shared: dict[str, set[str]] = field(default_factory=dict)

    def add(self, mention: Mention) -> None:
        """Take in a mention."""
        article = mention.article
        others = self._mentions.get(article)
        if others is not None:
            others.append(mention)
            self._alone.pop(article, None)
            return
        self._mentions[article] = [mention]
        self._alone[article] = resolve_article((mention,))
        other = self._by_url.setdefault(mention.canonical_url, article)
        if other is not article:
            self._shared.setdefault(mention.canonical_url, {other}).add(article)

    def resolve(self, topics: TopicIds, findings: Findings) -> Iterator[Article]:
        """Yield the articles by id."""
        known = self._alone.get
        for article in sorted(self._mentions):
            yield to_article(by_preference(self._mentions[article]), topics, findings, known(article))

    def report_shared_urls(self, findings: Findings) -> None:
        """Report each URL that stands for several articles because several providers give it."""
        for url, articles in self._shared.items():
            givers = [first_giver(self._mentions[article]) for article in articles]
            report_shared_url(url, givers, findings)


class Giver(Placed, Protocol):
    """What gives an article's URL, and its provider."""

    @property
    def provider_domain(self) -> str:
        """The provider's domain."""


def first_giver(mentions: Iterable[Mention]) -> Mention:
    """Return the first of an article's mentions in the files."""
    return min(mentions, key=lambda mention: (mention.path, mention.position))


def report_shared_url(url: str, givers: Iterable[Giver], findings: Findings) -> None:
    """Report a URL that stands for several articles because several providers give it.

    Parameters
    ----------
    url
        The canonical URL.
    givers
        The first mention of each of the articles.
    """
    first, *others = sorted(givers, key=lambda giver: (giver.path, giver.position))
    message = f"{url} is given under {first.provider_domain} too, at {{other}}; two articles are made"
    for other in others:
        where = field_of(other)
        at = where._replace(at=(*where.at, "webUrl"))
        findings.add("url-shared-across-providers", at, message, field_of(first))
