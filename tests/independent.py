"""The counts of a corpus by a few lines that share nothing with the package.

URLs are reduced with `urllib.parse` by the rules that real articles need; that is enough to
count, and wrong wherever the package's rules go further.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import yaml

_TRACKING = ("utm_", "fbclid", "gclid", "cmp", "CMP", "ito", "ncid", "smid", "partner", "xtor", "rss", "sref")


def _front_matter(path: Path) -> object:
    text = path.read_text("utf-8", errors="replace").replace("\x97", "—")
    if path.suffix not in (".yaml", ".yml"):
        text = text.split("\n---", 1)[0] if text.startswith("---") else ""
    return yaml.load(text, yaml.CBaseLoader)


def _identity(entry: dict) -> tuple[str, str]:
    parts = urlsplit(entry.get("webUrl") or entry["originalUrl"])
    host = parts.netloc.lower().removeprefix("www.")
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~").rstrip("/")
    if path.startswith("/index.php/"):
        path = path.split("/index.php", 2)[2]
    kept = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(_TRACKING)
    ]
    domain = entry["provider"]["domain"].split("/")[0].lower().removeprefix("www.")
    fragment = "" if parts.fragment.startswith("xtor=") else parts.fragment
    return f"{host}{path}?{kept}#{fragment}", domain


def count(folder: Path) -> dict[str, int]:
    """Return the nodes by kind and the edges by relation that a folder's files say."""
    found = [_front_matter(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    mappings = [entry for entry in found if isinstance(entry, dict)]
    topics = [entry for entry in mappings if entry.get("taxonomy") == "topic"]
    documents = [
        entry for entry in mappings if "title" in entry and ("webUrl" in entry or "originalUrl" in entry)
    ]
    by_name = {topic["name"]: topic["_id"] for topic in topics}
    own = {_identity(entry) for entry in documents}
    pairs = [(_identity(entry), _identity(item)) for entry in documents for item in entry.get("related", ())]
    everything = own | {listed for _, listed in pairs}
    about = {(_identity(entry), by_name.get(t, t)) for entry in documents for t in entry.get("topics", ())}
    links = Counter(pair for pair in pairs if pair[0] != pair[1])
    return {
        "articles": len(everything),
        "stubs": len(everything - own),
        "providers": len({domain for _, domain in everything}),
        "topics": len({topic for _, topic in about} | set(by_name.values())),
        "published_by": len(everything),
        "about": len(about),
        "related_to": len(links),
        "broader": sum(topic.get("parent") in by_name for topic in topics),
        "self-link": len(pairs) - links.total(),
        "duplicate-link": links.total() - len(links),
    }
