"""Article nodes, and who published them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.assemble.findings import Findings, field_of, said_otherwise
from kg.assemble.placing import join, place
from kg.mentions import Mention
from kg.resolve import by_preference, not_taken, resolve_article

if TYPE_CHECKING:
    import networkx as nx


@dataclass(slots=True)
class Articles:
    """The articles that mentions are of.

    An article is resolved when its first mention comes, while other processes are still reading,
    and again only where more of them follow.
    """

    _mentions: dict[str, list[Mention]] = field(default_factory=dict)
    _alone: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, mentions: Iterable[Mention]) -> None:
        """Take in mentions, in any order."""
        for mention in mentions:
            others = self._mentions.get(mention.article)
            if others is None:
                self._mentions[mention.article] = [mention]
                self._alone[mention.article] = resolve_article((mention,))
            else:
                others.append(mention)
                self._alone.pop(mention.article, None)

    def groups(self) -> dict[str, list[Mention]]:
        """Return the mentions of each article by preference, the articles by id."""
        return {article: by_preference(self._mentions[article]) for article in sorted(self._mentions)}

    def place(
        self, graph: nx.MultiDiGraph[str], groups: Mapping[str, Sequence[Mention]], findings: Findings
    ) -> None:
        """Add the articles to a graph that has the providers."""
        for article, mentions in groups.items():
            resolved = self._alone.get(article) or resolve_article(mentions)
            place(graph, article, "article", resolved)
            join(graph, article, f"provider:{mentions[0].provider_domain}", "published_by", {})
            if len(mentions) > 1:
                findings.merged["published_by"] += len(mentions) - 1
                _report_differences(mentions, resolved, findings)


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
            findings.differing.update(name for name in lost if name not in on_edge)


def report_shared_urls(groups: Mapping[str, Sequence[Mention]], findings: Findings) -> None:
    """Report each URL that stands for several articles because several providers give it."""
    by_url: dict[str, list[Sequence[Mention]]] = defaultdict(list)
    for mentions in groups.values():
        by_url[mentions[0].canonical_url].append(mentions)
    for url, articles in by_url.items():
        if len(articles) < 2:
            continue
        seen = sorted(min((m.path, m.position, m) for m in mentions) for mentions in articles)
        (*_, first), others = seen[0], seen[1:]
        message = f"{url} is given under {first.provider_domain} too, at {{other}}; two articles are made"
        for *_, other in others:
            where = field_of(other)
            findings.add(
                "url-shared-across-providers",
                where._replace(at=(*where.at, "webUrl")),
                message,
                field_of(first),
            )
