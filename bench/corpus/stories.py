"""Stories: articles that list one another, most of them alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bench.corpus import addresses
from bench.corpus.draw import Draw, Weighted
from bench.corpus.measured import ARTICLES_PER_DAY, SHARES, TOPIC_LISTS
from bench.corpus.mentions import Mention, Picture, instant
from bench.corpus.providers import Provider, Providers
from bench.corpus.taxonomy import TOPICS
from bench.corpus.words import Writer, url_slug

_TOPICS = Weighted(
    {tuple(TOPICS[key].name for key in keys.split("+")): weight for keys, weight in TOPIC_LISTS.items()}
)
_STATES = (
    "NC NY SC OH OR OK TX CA VA TN WA UT PA WI NM ND IA NE AK FL GA MI MN MO MT NV NH NJ KS KY LA ME MD MA "
    "AZ AR CO CT DE HI ID IL IN MS RI SD VT WV WY AL"
).split()
_COUNTRIES = (
    ("SG", "Singapore"), ("GB", "UK"), ("AU", "Australia"), ("SE", "Sweden"), ("JP", "Japan"),
    ("IN", "India"),    ("DE", "Germany"), ("IT", "Italy"), ("FR", "France"), ("ES", "Spain"),
)  # fmt: skip
_REGIONS = (
    ("CA", "CA-ON", "Canada-ON"), ("CA", "CA-QC", "Canada-QC"), ("CN", "CN-SH", "China-Shanghai"),
    ("CN", "CN-HB", "China-Hubei"), ("CN", "CN-HK", "China-HongKong"), ("CA", "CA-AB", "Canada-AB"),
)  # fmt: skip
_RECIPROCAL = SHARES["list is reciprocal"][0] / (2 - SHARES["list is reciprocal"][0])
"""The share of linked pairs, where `SHARES` has that of links."""


class Stories:
    """Makes stories one by one; nothing of a story is kept but which providers there are."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._write = Writer(draw)
        self._providers = Providers(draw)
        self._number = 0

    def next(self, limit: int) -> list[Mention]:
        """Return the documents of a story, with their lists; `limit` at most."""
        draw = self._draw
        linked = draw.has("story is linked")
        count = draw.count("documents of a linked story") if linked else 1
        documents: list[Mention] = []
        for _ in range(min(count, limit)):
            near = documents[0] if documents else None
            documents.append(self._document(near))
        if linked:
            self._link(documents)
        for document in tuple(documents):
            self._make_live(document, documents, limit)
        for document in documents:
            document.lists.sort(key=lambda listed: -(listed.quality or 0))
            for position, listed in enumerate(document.lists, 1):
                listed.path, listed.position, listed.lister = document.path, position, document.identity
        return documents

    def _provider(self, near: Mention | None) -> Provider:
        if near is not None and self._draw.has("same provider"):
            return near.provider
        return self._providers.next()

    def _article(self, near: Mention | None, amp: str) -> Mention:
        """Return what is said of a new article, by its document or in a list."""
        draw, number = self._draw, self._number
        self._number += 1
        provider = self._provider(near)
        title = self._write.title()
        if near is None or near.minute is None:
            minute = (number // ARTICLES_PER_DAY) * 1440 + draw.count("hour") * 60 + draw.below(60)
        else:
            minute = max(near.minute + draw.below(2400) - 1200, 0)
        address = addresses.article_address(draw, provider, title, number, minute)
        renamed = provider.other_name is not None and draw.uniform() < 0.1
        mention = Mention(
            address=address,
            provider=provider,
            provider_name=provider.other_name if renamed and provider.other_name else provider.name,
            domain=provider.domain,
            title=title,
            excerpt=self._write.excerpt(),
            minute=minute,
            url=address.url,
            written_url=address.url,
            quality=draw.quantity("quality"),
        )
        if provider.amp and draw.uniform() < amp_share(amp):
            mention.amp = addresses.amp_addresses(provider, address)
        return mention

    def _document(self, near: Mention | None) -> Mention:
        draw = self._draw
        place = draw.uniform()
        mention = self._article(near, "amp")
        if place < SHARES["answer"][0]:
            self._make_answer(mention)
            return mention
        mention.topics = draw.of(_TOPICS)
        if place < SHARES["answer"][0] + SHARES["lesson"][0]:
            _make_lesson(mention, draw, self._number)
            return mention
        if draw.has("image"):
            self._illustrate(mention)
        mention.category, mention.tags = "news", self._tags()
        mention.logo = mention.provider.logo
        mention.featured = draw.has("featured")
        place = draw.uniform()
        if place < SHARES["heat is quality"][0]:
            mention.heat = mention.quality
        elif place < SHARES["heat is quality"][0] + SHARES["heat is -1"][0]:
            mention.heat = -1
        else:
            mention.heat = draw.quantity("heat")
        if draw.has("no scores"):
            mention.quality = mention.heat = mention.featured = None
        if draw.defect("original url"):
            mention.original_url = f"https://{mention.address.host}/print{mention.address.path}"
        if draw.defect("authors"):
            mention.authors = ("A. Writer", "Zoë Reporter")[: draw.below(2) + 1]
        addresses.with_odd_path(draw, mention)
        mention.path = _news_path(mention, self._number)
        return mention

    def _make_answer(self, mention: Mention) -> None:
        mention.address = addresses.answer_address(mention.provider, self._number)
        mention.url = mention.written_url = mention.address.url
        mention.title += "?"
        mention.type, mention.length, mention.priced = "answer", "1:00", True
        mention.amp = mention.minute = mention.quality = None
        mention.heat = self._draw.one((200, 300))
        mention.topics = (TOPICS["root"].name,)
        mention.picture = addresses.picture(self._draw, mention.provider, self._number)
        mention.picture_title = mention.title
        mention.path = f"_learning/answers/{url_slug(mention.title)}-{self._number}.md"

    def _illustrate(self, mention: Mention) -> None:
        draw, provider = self._draw, mention.provider
        if draw.has("image of the provider"):
            url, width, height = provider.stock_image
            mention.picture = Picture(url, width, height, url)
        else:
            mention.picture = addresses.picture(draw, provider, self._number)
        mention.picture_title = "share image" if draw.has("image title differs") else mention.title

    def _tags(self) -> tuple[str, ...]:
        draw = self._draw
        count = draw.count("tags")
        if count == 1:
            return (f"US-{draw.one(_STATES)}",)
        if count == 2:
            return draw.one(_COUNTRIES)
        return () if count == 0 else (*draw.one(_REGIONS), "US")[:count]

    def _stub(self, near: Mention) -> Mention:
        """Return a mention of an article that has no document."""
        draw = self._draw
        stub = self._article(near, "listed amp")
        if draw.has("same title"):
            stub.title, stub.excerpt, stub.picture = near.title, near.excerpt, near.picture
        elif draw.has("listed image"):
            self._illustrate(stub)
        stub.picture_title = None
        if draw.defect("shared url"):
            stub.address, stub.url, stub.written_url = near.address, near.url, near.written_url
        addresses.write_differently(draw, stub)
        return stub

    def _link(self, documents: list[Mention]) -> None:
        draw = self._draw
        pairs_linked = 1.0 if len(documents) == 2 else 1.6 / max(len(documents) - 1, 1)
        for at, one in enumerate(documents):
            for other in documents[:at]:
                if draw.uniform() < pairs_linked:
                    self._link_pair(one, other)
        stubs: list[Mention] = []
        for document in documents:
            if len(documents) > 1 and not draw.has("mate has a list of stubs too"):
                continue
            known = tuple(stubs)
            for number in range(draw.count("list length")):
                if number < len(known) and draw.has("stub is known"):
                    listed = copy(known[number])
                else:
                    stubs.append(listed := self._stub(document))
                document.lists.append(listed)
            if draw.defect("duplicate link"):
                document.lists.append(self._version(document.lists[0]))

    def _link_pair(self, one: Mention, other: Mention) -> None:
        if self._draw.uniform() < 0.5:
            one, other = other, one
        one.lists.append(self._listed(other))
        if self._draw.uniform() < _RECIPROCAL:
            other.lists.append(self._listed(one))

    def _listed(self, document: Mention) -> Mention:
        """Return the mention of a document in another one's list."""
        listed = copy(document)
        if self._draw.defect("listed otherwise"):
            listed = self._version(listed)
        addresses.write_differently(self._draw, listed)
        return listed

    def _version(self, mention: Mention) -> Mention:
        """Return an article as it was seen at another time: live pages change."""
        draw = self._draw
        version = copy(mention)
        if draw.uniform() < 13 / 16:
            version.title = self._write.title()
        if version.minute is not None and draw.uniform() < 15 / 16:
            version.minute = max(version.minute + draw.below(6800) - 3300, 0)
        if version.quality is not None and draw.uniform() < 10 / 16:
            version.quality = draw.quantity("quality")
        if draw.uniform() < 7 / 16:
            version.excerpt = self._write.excerpt()
        return version

    def _make_live(self, document: Mention, documents: list[Mention], limit: int) -> None:
        """Sometimes list the document in itself, or add a second document of the same article."""
        draw = self._draw
        if document.category is None:
            return
        if draw.defect("self-link"):
            document.lists.append(self._version(document))
        if draw.defect("duplicate document") and len(documents) < limit:
            second = replace(self._version(document), title=self._write.title(), lists=[])
            second.category, second.topics, second.tags = "news", document.topics, document.tags
            second.heat, second.featured, second.logo = document.heat, document.featured, document.logo
            second.picture_title, second.authors = document.picture_title, document.authors
            second.path = _news_path(second, self._number + len(documents))
            documents.append(second)
            if draw.uniform() < 0.1:
                document.lists.append(copy(second))


def amp_share(name: str) -> float:
    """Return how many articles have AMP pages, of those whose provider has them at all."""
    return min(SHARES[name][0] / SHARES["amp"][0], 1.0)


def copy(mention: Mention) -> Mention:
    """Return a mention as lists have it: without what only documents say."""
    return replace(
        mention,
        url=mention.address.url,
        written_url=mention.address.url,
        category=None,
        heat=None,
        featured=None,
        original_url=None,
        tags=(),
        authors=(),
        topics=(),
        picture_title=None,
        logo=False,
        length=None,
        priced=False,
        written={},
        lists=[],
    )


def _make_lesson(mention: Mention, draw: Draw, number: int) -> None:
    mention.length, mention.quality, mention.amp = "5:00", None, None
    mention.heat = draw.one((200, 400))
    mention.path = f"_learning/articles/{url_slug(mention.title)[:60]}-{number}.md"


def _news_path(mention: Mention, number: int) -> str:
    slug = url_slug(mention.title)
    if len(slug) < 40:
        slug += f"-{number}"
    return f"_news/{instant(mention.minute or 0)[:10]}-{slug}.md"


def stories(draw: Draw, articles: int) -> Iterator[list[Mention]]:
    """Yield stories until there are so many article documents."""
    maker, made = Stories(draw), 0
    while made < articles:
        story = maker.next(articles - made)
        made += len(story)
        yield story
