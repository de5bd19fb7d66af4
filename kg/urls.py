"""URLs as the graph holds them: split, checked, cleaned to valid IRIs."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urljoin

# RFC 3987's ucschar but for spaces and invisible marks, which rdflib refuses in N-Triples and
# section 4.1 forbids in running text; they are percent-encoded.
_VISIBLE: Final = (
    "\xa1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef"
)
UCSCHAR: Final = _VISIBLE + "".join(
    f"{chr(plane * 0x10000 + (0x1000 if plane == 14 else 0))}-{chr(plane * 0x10000 + 0xFFFD)}"
    for plane in range(1, 15)
)
_PRIVATE: Final = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_UNRESERVED: Final = r"A-Za-z0-9._~\-"
_SUB_DELIMS: Final = "!$&'()*+,;="
PATH: Final = f"{_UNRESERVED}{_SUB_DELIMS}:@/"

_SPACE: Final = "".join(map(chr, (*range(0x21), *range(0x7F, 0xA1)))) + "\u200b\u2028\u2029\ufeff"
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_ESCAPED_AMPERSAND: Final = re.compile("&(?:(?:amp|#0*38|#[xX]0*26);)+", re.IGNORECASE)
_SPLIT: Final = re.compile(r"(?is)(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z")
_AUTHORITY: Final = re.compile(r"(?s)(?:.*@)?(\[[^\]]*\]|[^:]*)(?::([0-9]*))?\Z")
_HOST: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\Z")
_HAS_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

Encoder = Callable[[str], str]


def encoder(allowed: str, *, decode_unreserved: bool) -> Encoder:
    """Return a function that percent-encodes what is not `allowed`, and lone percent signs."""
    illegal = re.compile(f"%([0-9A-Fa-f]{{2}})?|[^%{allowed}]")

    def encode(match: re.Match[str]) -> str:
        digits = match.group(1)
        if digits is None:
            return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "replace"))
        if not decode_unreserved:
            return match.group()
        character = chr(int(digits, 16))
        return character if re.match(f"[{_UNRESERVED}]", character) else f"%{digits.upper()}"

    return lambda text: illegal.sub(encode, text)


_iri_path: Final = encoder(PATH + UCSCHAR, decode_unreserved=False)
_iri_query: Final = encoder(PATH + "?" + UCSCHAR + _PRIVATE, decode_unreserved=False)
_iri_fragment: Final = encoder(PATH + "?" + UCSCHAR, decode_unreserved=False)
_iri_host: Final = encoder(_UNRESERVED + UCSCHAR, decode_unreserved=False)
_NOT_UNRESERVED: Final = re.compile(f"[^{_UNRESERVED}{UCSCHAR}]")


def _encode_bytes(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8"))


def encode_key(key: str) -> str:
    """Return `key` as it stands in an IRI: all but ``iunreserved`` percent-encoded, reversibly.

    >>> encode_key("c++"), encode_key("überraschung")
    ('c%2B%2B', 'überraschung')
    """
    return _NOT_UNRESERVED.sub(_encode_bytes, key)


def canonical_host(host: str) -> str | None:
    """Return the host that identifies a site, or ``None`` where the text is no host.

    Lower case, in ASCII by UTS #46 (non-transitional), without a final dot and every leading
    ``www.``.

    >>> canonical_host("WWW.Straße.de."), canonical_host("exa mple.com")
    ('xn--strae-oqa.de', None)
    """
    if "%" in host and not host.startswith("["):
        host = unquote(host, errors="replace")
    if not host.isascii():
        mapped = _to_ascii(host)
        if mapped is None:
            return None
        host = mapped
    host = host.lower().removesuffix(".")
    while host.startswith("www."):
        host = host[4:]
    if host.startswith("["):
        try:
            address = ipaddress.IPv6Address(host[1:-1])
            return f"[{address.compressed}]" if host.endswith("]") and "%" not in host else None
        except ValueError:
            return None
    return host if _HOST.match(host) else None


def _to_ascii(host: str) -> str | None:
    """Map a host to ASCII; `idna.encode` refuses hosts that exist (emoji, underscores)."""
    import idna

    try:
        mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
    except (idna.IDNAError, UnicodeError):
        return None
    labels = (
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
        for label in mapped.split(".")
    )
    return ".".join(labels)


@dataclass(slots=True)
class URL:
    """The parts of an http(s) URL, changed in place step by step."""

    scheme: str
    authority: str
    path: str
    query: str | None
    fragment: str | None
    host: str = ""
    port: str = ""

    def __str__(self) -> str:
        authority = self.authority or (f"{self.host}:{self.port}" if self.port else self.host)
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.scheme}://{authority}{self.path}{query}{fragment}"


def _trim(text: str) -> str:
    """Strip space and controls, and remove the controls inside, line breaks among them."""
    text = text.strip(_SPACE)
    return text if text.isprintable() else _CONTROLS.sub("", text).strip(_SPACE)


def _resolve(text: str, site: str) -> str:
    """Resolve a relative URL; what the library cannot resolve stays as it is, and is no URL."""
    try:
        return urljoin(site, text)
    except ValueError:
        return text


def split_url(text: str) -> URL | None:
    """Trim and split a URL; ``None`` where it is not http(s) with a host."""
    text = _trim(text)
    if text.startswith("//"):
        text = "https:" + text
    match = _SPLIT.match(text)
    if match is None or not match.group(2):
        return None
    return URL(*match.groups())


def split_authority(url: URL) -> tuple[str, str] | None:
    """Return the host as written and the port, userinfo dropped; ``None`` where one is bad."""
    match = _AUTHORITY.match(url.authority)
    if match is None:
        return None
    host, port = match.group(1), match.group(2) or ""
    return None if port and int(port) > 65535 else (host, port)


def _plain_url() -> re.Pattern[str]:
    """Return what matches the URLs that are already as `clean_url` would make them."""
    others = PATH.replace("&", "")
    step = "(?:%[0-9A-Fa-f]{2}|&(?!(?i:amp|#0*38|#x0*26);))"
    part = f"[{{0}}]*+(?:{step.replace('{', '{{').replace('}', '}}')}[{{0}}]*+)*"
    return re.compile(
        r"https?://[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*(?::[0-9]{1,4})?"
        rf"(?:/{part.format(others)})?(?:\?{part.format(others + '?')})?(?:\#{part.format(others + '?')})?\Z"
    )


_PLAIN_URL: Final = _plain_url()


def is_plain_url(text: str) -> bool:
    """Tell quickly of most URLs that they are as the graph holds them; ``False`` means unknown."""
    return _PLAIN_URL.match(text) is not None


def clean_url(text: str, site: str | None = None) -> str | None:
    """Return the URL as the graph holds it: an absolute IRI (RFC 3987), or ``None``.

    Trimmed; ``&amp;`` decoded; NFC; characters that no IRI holds percent-encoded; userinfo
    removed. A relative URL is resolved against `site` where there is one.

    >>> clean_url("https://user:pw@apnews.com/Business Wire/1?a=1&amp;b=2")
    'https://apnews.com/Business%20Wire/1?a=1&b=2'
    """
    return text if is_plain_url(text) else _clean(text, site)


def _clean(text: str, site: str | None) -> str | None:
    text = _ESCAPED_AMPERSAND.sub("&", _trim(text))
    if site is not None and is_relative(text):
        text = _ESCAPED_AMPERSAND.sub("&", _resolve(text, site))
    text = unicodedata.normalize("NFC", text)
    url = split_url(text)
    if url is None:
        return None
    split = split_authority(url)
    if split is None or canonical_host(split[0]) is None:
        return None
    host, port = split
    url.authority = (host if host.startswith("[") else _iri_host(host)) + (f":{port}" if port else "")
    url.path = _iri_path(url.path)
    if url.query is not None:
        url.query = _iri_query(url.query)
    if url.fragment is not None:
        url.fragment = _iri_fragment(url.fragment)
    return str(url)


def has_escaped_ampersand(text: str) -> bool:
    """Tell whether the text writes an ampersand as an HTML entity."""
    return "&" in text and _ESCAPED_AMPERSAND.search(text) is not None


def has_control_characters(text: str) -> bool:
    """Tell whether control characters stand inside the text, which `clean_url` removes."""
    return not text.isprintable() and _CONTROLS.search(text.strip(_SPACE)) is not None


def is_relative(text: str) -> bool:
    """Tell whether the text can only be a URL relative to a site.

    It has neither scheme nor host; a space only where it plainly is a path.
    """
    text = _trim(text)
    if not text or text.startswith("//") or _HAS_SCHEME.match(text):
        return False
    return " " not in text or text.startswith(("/", "./", "../", "?"))


@lru_cache(maxsize=2**14)
def provider_domain(text: str) -> str | None:
    """Return the domain that identifies a provider, or ``None`` where the text holds none.

    >>> provider_domain("https://www.CNN.com/us/live-news/"), provider_domain("CNN News")
    ('cnn.com', None)
    """
    text = text.strip(_SPACE)
    if "://" not in text:
        text = "https://" + text.removeprefix("//")
    url = split_url(text)
    split = split_authority(url) if url else None
    return canonical_host(split[0]) if split else None
