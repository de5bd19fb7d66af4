"""Links between articles that lists make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kg.assemble.findings import Findings, enumerate_values, field_of
from kg.mentions import Mention
from kg.resolve import observed


class Link(NamedTuple):
    """A ``related_to`` edge and its attributes."""

    source: str
    target: str
    values: dict[str, Any]


def links_to(
    article: str, mentions: Iterable[Mention], values: Mapping[str, Any], findings: Findings
) -> list[Link]:
    """Return the links that lists make to an article, one from each article that lists it.

    Of several from one article the first is kept; what a dropped one observed is in the issue
    that reports it.

    Parameters
    ----------
    mentions
        All mentions of the article.
    values
        The article's attributes.
    """
    listed = [mention for mention in mentions if mention.listed_by is not None]
    if not listed:
        return []
    kept: dict[str, Mention] = {}
    for mention in sorted(listed, key=lambda m: (m.position, m.path)):
        source = str(mention.listed_by)
        if source == article:
            what = "the article lists itself; the link is dropped"
            findings.add("self-link", field_of(mention), what + _said(mention, values))
            continue
        first = kept.setdefault(source, mention)
        if first is not mention:
            findings.merged["related_to"] += 1
            what = "the same article as {other}, whose link is kept"
            findings.add("duplicate-link", field_of(mention), what + _said(mention, values), field_of(first))
    return [
        Link(source, article, {"position": m.position, "listed_in": m.path} | observed(m, values))
        for source, m in kept.items()
    ]


def _said(mention: Mention, values: Mapping[str, Any]) -> str:
    """Return what a dropped link observed of its article, as the end of a message."""
    lost = observed(mention, values)
    lost.pop("observed_title", None)  # an alternative title of the article
    return f"; not taken: {enumerate_values(lost)}" if lost else ""
