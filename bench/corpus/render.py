"""Documents as files, in the very form that real ones have."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from hashlib import shake_128

from bench.corpus.dirt import RAW_DASH, in_quotes, soil
from bench.corpus.draw import Draw
from bench.corpus.mentions import Mention, instant, logo_url


def _secured(draw: Draw) -> str:
    """Return what looks like an encrypted text with its initial vector."""
    count = 369 if draw.has("secured is long") else 240
    blob = shake_128(b"%r" % draw.uniform()).digest(count + 16)
    return f"{b64encode(blob[16:]).decode('ascii')};{b64encode(blob[:16]).decode('ascii')}"


def _text(mention: Mention, field: str, clean: str) -> str:
    return mention.written.get(field) or in_quotes(clean)


def _head(mention: Mention) -> Iterator[str]:
    yield f'title: "{_text(mention, "title", mention.title)}"'
    yield f'excerpt: "{_text(mention, "excerpt", mention.excerpt)}"'
    if mention.minute is not None:
        yield f"publishedDateTime: {instant(mention.minute)}"
    if mention.original_url is not None:
        yield f'originalUrl: "{mention.original_url}"'
    yield f'webUrl: "{mention.written_url}"'
    if mention.amp is not None:
        yield f'ampWebUrl: "{mention.amp[0]}"\ncdnAmpWebUrl: "{mention.amp[1]}"'
    yield f"type: {mention.type}"


def _picture(mention: Mention) -> Iterator[str]:
    picture = mention.picture
    if picture is not None:
        yield f'images:\n  - url: "{picture.written}"'
        yield f"    width: {picture.width}\n    height: {picture.height}"
        if mention.picture_title is not None:
            yield f'    title: "{in_quotes(mention.picture_title)}"'


def _listed(mention: Mention) -> str:
    lines = list(_head(mention))
    lines.append(f"provider:\n  name: {mention.provider_name}\n  domain: {mention.domain}")
    if mention.quality is not None:
        lines.append(f"quality: {mention.quality}")
    lines += _picture(mention)
    return "  - " + "\n".join(lines).replace("\n", "\n    ")


def _list(name: str, items: tuple[str, ...]) -> str:
    return "\n  - ".join((f"{name}:", *items))


def _news(document: Mention, draw: Draw) -> str:
    lines = ["---", f"category: {document.category}", *_head(document)]
    if document.quality is not None:
        lines += [f"quality: {document.quality}", f"heat: {document.heat}"]
    if document.featured is not None:
        lines.append(f"published: {'true' if document.featured else 'false'}")
    provider = f"provider:\n  name: {document.provider_name}\n  domain: {document.domain}"
    if document.logo:
        logo = logo_url(document.provider.domain, "50x50")
        provider += f'\n  images:\n    - url: "{logo}"\n      width: 50\n      height: 50'
    parts = ["\n".join(lines), provider, _list("topics", document.topics)]
    if document.tags:
        parts.append(_list("tags", document.tags))
    if document.authors:
        parts.append(_list("authors", document.authors))
    if document.picture is not None:
        parts.append("\n".join(_picture(document)))
    if document.lists:
        parts.append("related:\n" + "\n".join(map(_listed, document.lists)))
    parts.append(f'secured: "{_secured(draw)}"\n---\n\n')
    return "\n\n".join(parts)


def _learning(document: Mention) -> str:
    """Return an answer or a lesson: written by hand, so with other fields, order and spaces."""
    texts = [f'{name}: "{_text(document, name, getattr(document, name))}"' for name in ("title", "excerpt")]
    lines = ["---", *texts, f"webUrl: {document.written_url}", f"type: {document.type}"]
    if document.priced:
        lines.append("price: ")
    lines.append(f'length: "{document.length}"')
    if document.minute is not None:
        lines.append(f"publishedDateTime: {instant(document.minute)}")
    lines += [f"heat: {document.heat}", "", "provider:", f"  name: {document.provider_name}"]
    lines.append(f"  domain: {document.domain}\n  images:")
    lines.append(f'    - url: "/assets/images/organizations/{document.provider.domain}-50x50.jpg"')
    lines.append(f"      width: 50\n      height: 50\n      \n{_list('topics', document.topics)}\n")
    lines += _picture(document)
    if document.lists:
        lines.append("related:\n" + "\n".join(map(_listed, document.lists)))
    return "\n".join([*lines, "---", ""])


def _body(draw: Draw, document: Mention) -> str:
    if draw.defect("html body"):
        rows = "".join(f"<tr><td>{n}</td><td>{document.excerpt}</td></tr>\n---\n" for n in range(60))
        return f"<!DOCTYPE html>\n<html><body><h1>{document.title}</h1><table>{rows}</table></body></html>\n"
    if draw.defect("text body"):
        return f"{document.excerpt}\n\n{document.excerpt}\n"
    return ""


def count_unmapped(document: Mention, unmapped: Counter[str]) -> None:
    """Count the fields of a document that the graph has no place for."""
    if document.picture_title is not None:
        unmapped["article.images[].title"] += 1
    if document.length is not None:
        unmapped["article.length"] += 1
    if document.priced:
        unmapped["article.price"] += 1


def render(draw: Draw, document: Mention, issues: Counter[str]) -> bytes:
    """Return a document's file, and count the issues that are to be found in it."""
    soil(draw, document, issues)
    for listed in document.lists:
        soil(draw, listed, issues)
    text = _news(document, draw) if document.category is not None else _learning(document)
    if RAW_DASH in text:
        issues["control-characters"] += 1
    text += _body(draw, document)
    if draw.defect("crlf"):
        text = text.replace("\n", "\r\n")
    return text.encode("utf-8")
