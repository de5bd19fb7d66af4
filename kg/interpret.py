"""From a document's values to mentions, and their identity.

Identity is a pure function of one mention, so it is decided here, wherever the file is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from kg import plain, values
from kg.canonical import canonical_url, url_host
from kg.fields import (
    DOCUMENT_FIELDS,
    MENTION_FIELDS,
    ORGANIZATION_FIELDS,
    PROVIDER_FIELDS,
    TOPIC_FIELDS,
    Field,
)
from kg.ids import article_id
from kg.mentions import FileRecord, Mention, Organization, TopicEntry
from kg.text import printable, slug
from kg.urls import is_relative, provider_domain
from kg.values import Notes
from kg.yamltree import NEVER_KEPT, Path


def _parse(mapping: Mapping[Any, Any], fields: Mapping[str, Field], at: Path, notes: Notes) -> dict[str, Any]:
    """Return the values of a mapping's fields by name; fields without a row are counted."""
    found: dict[str, Any] = {}
    for key, value in mapping.items():
        try:
            name, parse, glance = fields[key]
        except KeyError:
            notes.tally("unmapped-field", (*at, key))
            continue
        plainly = glance(value)
        found[name] = parse(value, (*at, key), notes) if plainly is None else plainly
    return found


@lru_cache(maxsize=2**12)
def _plain_provider(name: str, domain: str) -> dict[str, Any] | None:
    """Return what a mapping of these two texts says: the same few stand in thousands of files."""
    found = {"name": plain.text(name), "domain": plain.text(domain)}
    return None if None in found.values() else found


def _provider(value: Any, at: Path, notes: Notes) -> Mapping[str, Any]:
    if isinstance(value, dict):
        name, domain = value.get("name"), value.get("domain")
        if len(value) == 2 and type(name) is str and type(domain) is str:
            return _plain_provider(name, domain) or _parse(value, PROVIDER_FIELDS, at, notes)
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
    web, original = found.pop("web_url", None), found.get("original_url")
    if web and original != "":
        return str(web)
    chosen = web or original
    if original == "":
        found["original_url"] = None
    for key, value in (("webUrl", web), ("originalUrl", original)):
        if value == "":
            code, consequence = ("wrong-type", "left out") if chosen else ("bad-url", "it makes no article")
            notes.add(code, (*at, key), f"{_why_bad(mapping[key], notes)}; {consequence}")
    if not chosen and "" not in (web, original):
        notes.add("missing-url", at, "neither webUrl nor originalUrl; it makes no article")
    return chosen or None


def _choose_domain(named: str | None, canonical: str, at: Path, notes: Notes) -> str:
    """Return the provider's domain: the one named, else the URL's host."""
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
    domain = provider.get("domain")
    if domain is None or provider_domain(domain) != domain:
        domain_at = (*provider_at, "domain") if "domain" in provider else provider_at
        domain = _choose_domain(domain, canonical, domain_at, notes)
    found["provider_name"] = provider.get("name")
    found["provider_images"] = provider.get("images", ())
    return Mention(
        article_id(canonical, domain), canonical, domain, path, position, listed_by, title, url, **found
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
