"""The graph that must come out of a story, by the rules of identity and preference alone."""

from __future__ import annotations

from base64 import b32encode
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from bench.corpus.mentions import Identity, Mention, Picture, instant, logo_url
from bench.corpus.taxonomy import TOPICS, organizations

Item = dict[str, Any]
"""One node, edge or image: ``node``, ``edge`` or ``image`` says which, the rest are attributes."""

_TOPIC_IDS = {topic.name: f"topic:{topic.identifier}" for topic in TOPICS.values()}


def article_id(identity: Identity) -> str:
    """Return an article's id.

    >>> article_id(("https://example.com/a", "example.com"))
    'article:yf53a2l64fziwmvf'
    """
    digest = sha256("\n".join(identity).encode("utf-8")).digest()
    return f"article:{b32encode(digest[:10]).decode('ascii').lower()}"


def _preference(mention: Mention) -> tuple[object, ...]:
    return (
        mention.position > 0,
        mention.minute is None,
        -(mention.minute or 0),
        mention.quality is None,
        -(mention.quality or 0),
        mention.path,
        mention.position,
    )


def _article(mentions: Sequence[Mention]) -> Item:
    """Return an article's attributes; absent ones are ``None`` or empty."""

    def first(name: str) -> Any:
        return next((v for m in mentions if (v := getattr(m, name)) is not None), None)

    title, url, original = mentions[0].title, mentions[0].url, first("original_url")
    minutes = [m.minute for m in mentions if m.minute is not None]
    amp, picture = first("amp"), first("picture")
    sources = sorted({m.path for m in mentions if not m.position})
    return {
        "kind": "article",
        "label": title,
        "title": title,
        "alternative_titles": sorted({m.title for m in mentions} - {title}),
        "excerpt": first("excerpt"),
        "url": url,
        "original_url": original if original != url else None,
        "published_at": instant(min(minutes)) if minutes else None,
        "modified_at": instant(max(minutes)) if len(set(minutes)) > 1 else None,
        "type": first("type"),
        "category": first("category"),
        "quality": first("quality"),
        "heat": first("heat"),
        "featured": first("featured"),
        "amp_url": amp[0] if amp else None,
        "amp_cache_url": amp[1] if amp else None,
        "image": picture.url if picture else None,
        "images": sorted({m.picture.url for m in mentions if m.picture}),
        "tags": sorted({tag for m in mentions for tag in m.tags}),
        "authors": sorted({author for m in mentions for author in m.authors}),
        "sources": sources,
        "stub": not sources,
    }


def _present(item: Item) -> Item:
    return {name: value for name, value in item.items() if value is not None and value != []}


def _edge(source: str, relation: str, target: str, **attributes: Any) -> Item:
    return {"edge": [source, relation, target], **attributes}


class Expectation:
    """What must come out of a corpus, story by story.

    Attributes
    ----------
    counts
        Nodes by kind and edges by relation.
    issues
        Issues by code.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.issues: Counter[str] = Counter()
        self._names: dict[str, Counter[str]] = defaultdict(Counter)
        self._logos: set[str] = set()

    def story(self, documents: Sequence[Mention]) -> Iterator[Item]:
        """Yield the nodes, edges and images of a story: the articles, and all that leaves them."""
        mentions = [m for document in documents for m in (document, *document.lists)]
        groups: dict[Identity, list[Mention]] = defaultdict(list)
        for mention in mentions:
            groups[mention.identity].append(mention)
            self._names[mention.provider.domain][mention.provider_name] += 1
            if mention.logo:
                self._logos.add(mention.provider.domain)
        ids = {identity: article_id(identity) for identity in groups}
        resolved: dict[Identity, Item] = {}
        for identity, group in groups.items():
            group.sort(key=_preference)
            article = ids[identity]
            resolved[identity] = _present(_article(group))
            yield {"node": article, **resolved[identity]}
            yield _edge(article, "published_by", f"provider:{identity[1]}")
            for topic in sorted({topic for m in group for topic in m.topics}):
                yield _edge(article, "about", _TOPIC_IDS[topic])
                self.counts["about"] += 1
            self.issues["duplicate-document"] += max(sum(not m.position for m in group) - 1, 0)
        self.counts["article"] += len(groups)
        self.counts["published_by"] += len(groups)
        self.issues["url-shared-across-providers"] += len(groups) - len({url for url, _ in groups})
        yield from self._links(mentions, ids, resolved)
        sizes: dict[str, Picture] = {}
        for mention in sorted(mentions, key=_preference):
            if mention.picture is not None:
                sizes.setdefault(mention.picture.url, mention.picture)
        for url, picture in sizes.items():
            yield {"image": url, "size": [picture.width, picture.height]}

    def _links(
        self, mentions: Sequence[Mention], ids: dict[Identity, str], resolved: dict[Identity, Item]
    ) -> Iterator[Item]:
        known = set()
        for m in sorted((m for m in mentions if m.lister), key=lambda m: (m.position, m.path)):
            assert m.lister is not None
            pair = m.lister, m.identity
            if m.lister == m.identity:
                self.issues["self-link"] += 1
            elif pair in known:
                self.issues["duplicate-link"] += 1
            else:
                known.add(pair)
                observed = {
                    "observed_title": (m.title, "title"),
                    "observed_quality": (m.quality, "quality"),
                    "observed_at": (None if m.minute is None else instant(m.minute), "published_at"),
                }
                differing = {
                    name: said
                    for name, (said, own) in observed.items()
                    if said is not None and said != resolved[m.identity].get(own)
                }
                self.counts["related_to"] += 1
                yield _edge(
                    ids[m.lister],
                    "related_to",
                    ids[m.identity],
                    position=m.position,
                    listed_in=m.path,
                    **differing,
                )

    def providers(self) -> Iterator[Item]:
        """Yield the providers, when all stories are known, and the sizes of their logos."""
        described = {organization.domain: organization for organization in organizations()}
        for domain, names in self._names.items():
            organization = described.get(domain)
            name = organization.name if organization else min(names, key=lambda n: (-names[n], n))
            others = {*names, *(organization.other_names if organization else ())} - {name}
            logo = logo_url(domain, "50x50") if domain in self._logos else None
            yield {"node": f"provider:{domain}"} | _present(
                {
                    "kind": "provider",
                    "label": name,
                    "name": name,
                    "alternative_names": sorted(others),
                    "domain": domain,
                    "logo": logo,
                }
            )
            if logo is not None:
                yield {"image": logo, "size": [50, 50]}
        self.counts["provider"] = len(self._names)

    def topics(self) -> Iterator[Item]:
        """Yield the topics of the taxonomy and their hierarchy."""
        for topic in TOPICS.values():
            others = [topic.shortname] if topic.shortname and topic.shortname != topic.name else []
            yield {"node": _TOPIC_IDS[topic.name]} | _present(
                {
                    "kind": "topic",
                    "label": topic.name,
                    "name": topic.name,
                    "alternative_names": others,
                    "keywords": sorted(topic.keywords),
                    "in_taxonomy": True,
                }
            )
            if topic.parent:
                yield _edge(_TOPIC_IDS[topic.name], "broader", _TOPIC_IDS[TOPICS[topic.parent].name])
                self.counts["broader"] += 1
        self.counts["topic"] = len(TOPICS)
