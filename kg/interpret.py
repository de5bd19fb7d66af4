"""From a document's values to mentions: the table of fields, and identity.

Identity is a pure function of one mention, so it is decided here, wherever the file is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg import values
from kg.canonical import canonical_url, url_host
from kg.mentions import FileRecord, Mention, Organization, TopicEntry
from kg.model import article_id
from kg.text import printable, slug
from kg.urls import is_relative, provider_domain
from kg.values import Notes, Parser
from kg.yamltree import NEVER_KEPT, Path


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a file's mapping.

    Attributes
    ----------
    name
        What the value is called in `Mention`, `TopicEntry` or `Organization`.
    parse
        What types and repairs it.
    """

    name: str
    parse: Parser

    @property
    def meaning(self) -> str:
        """How the value is read, in one line."""
        summary = (self.parse.__doc__ or "").split("\n", 1)[0]
        return summary.removeprefix("Return ").rstrip(".").replace("``", "`")


def _whole(value: Any, at: Path, notes: Notes) -> Any:
    """Return the fields of its own table."""
    return value


def _nothing(value: Any, at: Path, notes: Notes) -> None:
    """Return nothing: it is never kept."""


MENTION_FIELDS: Final[dict[str, Field]] = {
    "title": Field("title", values.text),
    "excerpt": Field("excerpt", values.text),
    "publishedDateTime": Field("published_at", values.instant),
    "webUrl": Field("web_url", values.article_url),
    "originalUrl": Field("original_url", values.article_url),
    "ampWebUrl": Field("amp_url", values.url),
    "cdnAmpWebUrl": Field("amp_cache_url", values.url),
    "type": Field("type", values.text),
    "category": Field("category", values.text),
    "quality": Field("quality", values.integer),
    "heat": Field("heat", values.integer),
    "published": Field("featured", values.boolean),
    "tags": Field("tags", values.texts),
    "authors": Field("authors", values.texts),
    "images": Field("images", values.images),
    "provider": Field("provider", _whole),
    NEVER_KEPT: Field(NEVER_KEPT, _nothing),
}
"""The fields of a mention, in a document of its own or in another one's list."""

DOCUMENT_FIELDS: Final[dict[str, Field]] = {
    **MENTION_FIELDS,
    "topics": Field("topics", values.texts),
    "related": Field("related", _whole),
}
"""The fields of an article's own document."""

PROVIDER_FIELDS: Final[dict[str, Field]] = {
    "name": Field("name", values.text),
    "domain": Field("domain", values.text),
    "images": Field("images", values.images),
}

TOPIC_FIELDS: Final[dict[str, Field]] = {
    "taxonomy": Field("taxonomy", _whole),
    "_id": Field("id", values.text),
    "name": Field("name", values.text),
    "shortname": Field("shortname", values.text),
    "parent": Field("parent", values.text),
    "description": Field("description", values.text),
    "keywords": Field("keywords", values.texts),
    "hashtags": Field("hashtags", values.texts),
}

ORGANIZATION_FIELDS: Final[dict[str, Field]] = {
    "taxonomy": Field("taxonomy", _whole),
    "_id": Field("id", values.text),
    "name": Field("name", values.text),
    "domain": Field("domain", values.text),
    "otherNames": Field("other_names", values.texts),
    "images": Field("images", values.images),
}


def _parse(mapping: Mapping[Any, Any], fields: Mapping[str, Field], at: Path, notes: Notes) -> dict[str, Any]:
    """Return the values of a mapping's fields by name; fields without a row are counted."""
    found: dict[str, Any] = {}
    for key, value in mapping.items():
        field = fields.get(key)
        if field is None:
            notes.tally("unmapped-field", (*at, key))
        else:
            found[field.name] = field.parse(value, (*at, key), notes)
    return found


def _provider(value: Any, at: Path, notes: Notes) -> dict[str, Any]:
    if isinstance(value, dict):
        return _parse(value, PROVIDER_FIELDS, at, notes)
    if values.is_absent(value):
        return {}
    if isinstance(value, list):
        notes.add("wrong-type", at, f"expected a mapping, found {values.shape(value)}; left out")
        return {}
    notes.add("wrong-type", at, "expected a mapping, found a value; taken as the provider's name")
    return {"name": values.text(value, at, notes)}


def _why_bad(url: Any, notes: Notes) -> str:
    if notes.site is None and is_relative(url):
        return f"{values.quote(url)} is relative, and no site is set"
    return f"{values.quote(url)} is no http(s) URL with a host"


def _choose_url(mapping: Mapping[Any, Any], found: dict[str, Any], at: Path, notes: Notes) -> str | None:
    """Return the URL that identifies the article: webUrl, else originalUrl."""
    keys = {"webUrl": found.pop("web_url", None), "originalUrl": found.get("original_url")}
    chosen = keys["webUrl"] or keys["originalUrl"]
    found["original_url"] = found.get("original_url") or None
    for key, value in keys.items():
        if value == "":
            code, consequence = ("wrong-type", "left out") if chosen else ("bad-url", "it makes no article")
            notes.add(code, (*at, key), f"{_why_bad(mapping[key], notes)}; {consequence}")
    if not chosen and "" not in keys.values():
        notes.add("missing-url", at, "neither webUrl nor originalUrl; it makes no article")
    return chosen or None


def _choose_domain(provider: dict[str, Any], canonical: str, at: Path, notes: Notes) -> str:
    """Return the provider's domain: the one named, else the URL's host."""
    named = provider.get("domain")
    domain = provider_domain(named) if named else None
    if domain is None:
        domain = url_host(canonical)
        what = f"{values.quote(named)} is no domain" if named else "no provider domain"
        notes.add("provider-from-url", at, f"{what}; {domain} is taken, from the URL")
    elif named and domain != named:
        notes.add("provider-domain-cleaned", at, f"{values.quote(named)} was read as {domain}")
    return domain


def _mention(
    mapping: Mapping[Any, Any],
    found: dict[str, Any],
    at: Path,
    notes: Notes,
    *,
    path: str,
    position: int,
    listed_by: str | None,
) -> Mention | None:
    """Return the mention that a mapping is, or ``None`` where it makes no article."""
    provider_at = (*at, "provider") if "provider" in mapping else at
    provider = _provider(found.pop("provider", None), provider_at, notes)
    found.pop(NEVER_KEPT, None)
    title = found.pop("title", None)
    url = _choose_url(mapping, found, at, notes)
    if title is None:
        notes.add("missing-title", (*at, "title"), "no title; it makes no article")
    if title is None or url is None:
        return None
    canonical = canonical_url(url)
    if canonical is None:
        notes.add("bad-url", at, f"{values.quote(url)} has no canonical form; it makes no article")
        return None
    domain_at = (*provider_at, "domain") if "domain" in provider else provider_at
    domain = _choose_domain(provider, canonical, domain_at, notes)
    return Mention(
        article=article_id(canonical, domain),
        canonical_url=canonical,
        provider_domain=domain,
        path=path,
        position=position,
        listed_by=listed_by,
        title=title,
        url=url,
        provider_name=provider.get("name"),
        provider_images=provider.get("images", ()),
        **found,
    )


def _article(mapping: Mapping[Any, Any], path: str, notes: Notes) -> FileRecord:
    found = _parse(mapping, DOCUMENT_FIELDS, (), notes)
    related = found.pop("related", None)
    document = _mention(mapping, found, (), notes, path=path, position=0, listed_by=None)
    mentions = [] if document is None else [document]
    listing = None if document is None else document.article
    for position, (item, at) in enumerate(values.mappings(related, ("related",), notes), 1):
        if isinstance(at[-1], int):
            position = at[-1] + 1
        listed = _parse(item, MENTION_FIELDS, at, notes)
        mention = _mention(item, listed, at, notes, path=path, position=position, listed_by=listing)
        if mention is not None:
            mentions.append(mention)
    return FileRecord(path, "article", mentions=tuple(mentions))


def _topic(mapping: Mapping[Any, Any], path: str, notes: Notes) -> FileRecord:
    found = _parse(mapping, TOPIC_FIELDS, (), notes)
    del found["taxonomy"]
    identifier = found.pop("id", None)
    name = found.pop("name", None) or identifier
    if name is None:
        notes.add("missing-title", ("name",), "a topic with neither name nor _id; it makes no node")
        return FileRecord(path, "topic")
    return FileRecord(path, "topic", topics=(TopicEntry(path, identifier or slug(name), name, **found),))


def _organization(mapping: Mapping[Any, Any], path: str, notes: Notes) -> FileRecord:
    found = _parse(mapping, ORGANIZATION_FIELDS, (), notes)
    del found["taxonomy"]
    identifier, named = found.pop("id", None), found.pop("domain", None)
    if named is not None and identifier is not None and provider_domain(identifier) != provider_domain(named):
        notes.tally("unmapped-field", ("_id",))
    at: Path = ("_id",) if named is None else ("domain",)
    named = named or identifier
    domain = provider_domain(named) if named else None
    if domain is None:
        what = f"{values.quote(named)} is no domain" if named else "an organization without a domain"
        notes.add("wrong-type", at, f"{what}; left out")
        return FileRecord(path, "organization")
    if domain != named:
        notes.add("provider-domain-cleaned", at, f"{values.quote(str(named))} was read as {domain}")
    return FileRecord(path, "organization", organizations=(Organization(path, domain, **found),))


_TAXONOMY: Final[dict[str, Callable[[Mapping[Any, Any], str, Notes], FileRecord]]] = {
    "topic": _topic,
    "organization": _organization,
}


def _word(mapping: Mapping[Any, Any], key: str, notes: Notes) -> str | None:
    """Return the text of a scalar that names a kind; ``None`` for anything else."""
    value = mapping.get(key)
    if value is None or isinstance(value, dict | list):
        return None
    if not isinstance(value, str):
        notes.inexact()
    return str(value).strip() or None


def _is_article(mapping: Mapping[Any, Any], taxonomy: str | None) -> bool:
    """Tell whether a mapping is an article, be it an incomplete one.

    A title and a URL make one; without a taxonomy so does any field that only articles have, in
    the form that articles have it. A page with a title alone is none.
    """
    has_url = "webUrl" in mapping or "originalUrl" in mapping
    if taxonomy is not None:
        return has_url and "title" in mapping
    related = mapping.get("related")
    return (
        has_url
        or "publishedDateTime" in mapping
        or isinstance(mapping.get("provider"), dict)
        or (isinstance(related, list) and any(isinstance(item, dict) for item in related))
    )


def interpret(mapping: Mapping[Any, Any], path: str, notes: Notes) -> FileRecord:
    """Return what a file's mapping says; what is wrong with it goes to `notes`.

    What is neither an article nor of the taxonomy is passed over, under the word that it has for
    itself.
    """
    taxonomy = _word(mapping, "taxonomy", notes)
    if taxonomy in _TAXONOMY:
        return _TAXONOMY[taxonomy](mapping, path, notes)
    if _is_article(mapping, taxonomy):
        return _article(mapping, path, notes)
    kind = taxonomy or _word(mapping, "type", notes) or _word(mapping, "layout", notes) or "other"
    return FileRecord(path, printable(kind), passed_over=True)
