"""The straightforward stack: PyYAML to networkx to rdflib, as one writes it in an afternoon.

With a third argument ``pyvis`` it makes the page with pyvis as well. Texts are taken as they
are: no repair of encodings and entities, no places of problems, no check of what comes out.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import networkx as nx
from rdflib import Graph

from bench.check import iri
from bench.peers.clock import clocked, places, tell
from bench.peers.csafeloader import files, front_matter, load
from bench.peers.triples import LIBRARIES, clean, triples

Coverage: TypeAlias = "nx.MultiDiGraph[str]"
Entry = dict[str, Any]

_TRACKING = re.compile(r"utm_.*|fbclid|gclid|cmp|CMP|ncid|yptr|ito|smid|partner|rss|sref|xtor")
_AMP_CACHE = re.compile(r"https?://[^/]*\.cdn\.ampproject\.org/c/(?:s/)?")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f]")


def _canonical(url: str) -> str:
    parts = urlsplit(_AMP_CACHE.sub("https://", url))
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~").rstrip("/")
    query = urlencode([p for p in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(p[0])])
    return f"{parts.netloc.lower().removeprefix('www.')}{path}?{query}#{parts.fragment}"


def _domain(entry: Entry) -> str:
    return str(entry["provider"]["domain"]).split("/")[0].removeprefix("www.")


def _article_id(entry: Entry) -> str:
    url = entry.get("webUrl") or entry["originalUrl"]
    key = "\n".join((_canonical(url), _domain(entry)))
    return f"article:{sha256(key.encode()).hexdigest()[:16]}"


def _rank(entry: Entry) -> tuple[bool, str, int]:
    return "path" in entry, str(entry.get("publishedDateTime") or ""), entry.get("quality") or 0


def _article(entries: list[Entry]) -> Entry:
    """Return an article's attributes: the best entry's, lists united."""
    entries.sort(key=_rank, reverse=True)
    merged: Entry = {}
    for entry in reversed(entries):
        merged |= {name: value for name, value in entry.items() if value is not None}
    dates = sorted(d.strftime("%Y-%m-%dT%H:%M:%SZ") for e in entries if (d := e.get("publishedDateTime")))
    images = [clean(image["url"]) for entry in entries for image in entry.get("images") or ()]
    values = {
        "kind": "article", "label": merged["title"], "title": merged["title"],
        "excerpt": merged.get("excerpt"),
        "alternative_titles": sorted({e["title"] for e in entries} - {merged["title"]}),
        "url": clean(merged.get("webUrl") or merged["originalUrl"]),
        "original_url": merged.get("originalUrl"), "published_at": min(dates, default=None),
        "modified_at": dates[-1] if dates and dates[-1] != dates[0] else None, "type": merged.get("type"),
        "category": merged.get("category"), "quality": merged.get("quality"), "heat": merged.get("heat"),
        "featured": merged.get("published"), "amp_url": merged.get("ampWebUrl"),
        "amp_cache_url": merged.get("cdnAmpWebUrl"), "image": images[0] if images else None,
        "images": sorted(set(images)), "tags": sorted({t for e in entries for t in e.get("tags") or ()}),
        "authors": sorted({a for e in entries for a in e.get("authors") or ()}),
        "sources": sorted({e["path"] for e in entries if "path" in e}), "stub": "path" not in merged,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value is not None and value != []}


def _add_providers(graph: Coverage, entries: list[Entry], organizations: dict[str, Entry]) -> None:
    names: dict[str, Counter[str]] = defaultdict(Counter)
    logos: dict[str, str] = {}
    for entry in entries:
        names[_domain(entry)][entry["provider"]["name"]] += 1
        for image in entry["provider"].get("images") or ():
            if image["url"].startswith("http"):
                logos[_domain(entry)] = image["url"]
                graph.graph["images"][image["url"]] = image["width"], image["height"]
    for domain, found in names.items():
        about = organizations.get(domain, {})
        name = about.get("name") or found.most_common(1)[0][0]
        others = sorted({*found, *about.get("otherNames", ())} - {name})
        values = {"label": name, "name": name, "alternative_names": others, "domain": domain}
        logo = {"logo": logos[domain]} if domain in logos else {}
        graph.add_node(
            f"provider:{domain}", kind="provider", **{k: v for k, v in values.items() if v}, **logo
        )


def _add_topics(graph: Coverage, topics: dict[str, Entry]) -> None:
    for name, topic in topics.items():
        node = f"topic:{topic['_id']}"
        graph.add_node(
            node, kind="topic", label=name, name=name, keywords=topic["keywords"], in_taxonomy=True
        )
        if topic.get("shortname", name) != name:
            graph.nodes[node]["alternative_names"] = [topic["shortname"]]
        if topic.get("parent"):
            graph.add_edge(node, f"topic:{topics[topic['parent']]['_id']}", key="broader")


def _build(source: Path) -> Coverage:
    graph: Coverage = nx.MultiDiGraph(images={})
    groups: dict[str, list[Entry]] = defaultdict(list)
    topics: dict[str, Entry] = {}
    organizations: dict[str, Entry] = {}
    for path in files(source):
        entry = load(front_matter(path))
        if not isinstance(entry, dict):
            continue
        if entry.get("taxonomy") == "topic":
            topics[entry["name"]] = entry
        elif entry.get("taxonomy") == "organization":
            organizations[entry["domain"]] = entry
        elif "title" in entry and ("webUrl" in entry or "originalUrl" in entry):
            entry.pop("secured", None)
            entry["path"] = str(Path(path).relative_to(source))
            article = _article_id(entry)
            groups[article].append(entry)
            for topic in entry.get("topics") or ():
                graph.add_edge(article, f"topic:{topic.lower().replace(' ', '-')}", key="about")
            for position, item in enumerate(entry.pop("related", None) or (), 1):
                other = _article_id(item)
                groups[other].append(item)
                if other != article and not graph.has_edge(article, other, "related_to"):
                    graph.add_edge(
                        article, other, key="related_to", position=position, listed_in=entry["path"]
                    )
    for article, entries in groups.items():
        graph.add_node(article, **_article(entries))
        graph.add_edge(article, f"provider:{_domain(entries[0])}", key="published_by")
        for image in (image for entry in entries for image in entry.get("images") or ()):
            graph.graph["images"][clean(image["url"])] = image["width"], image["height"]
    _add_providers(graph, [entry for entries in groups.values() for entry in entries], organizations)
    _add_topics(graph, topics)
    return graph


def _to_rdf(graph: Coverage) -> Graph:
    rdf = Graph()
    for prefix in ("kg", "schema", "skos"):
        rdf.bind(prefix, iri(f"{prefix}:"), replace=True)
    for triple in triples(graph, LIBRARIES["rdflib"]()):
        rdf.add(triple)
    return rdf


def _to_graphml(graph: Coverage) -> Coverage:
    """Return a copy with values that GraphML allows."""
    legal: Coverage = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        texts = {name: "|".join(value) if isinstance(value, list) else value for name, value in data.items()}
        legal.add_node(
            node, **{k: _CONTROLS.sub("", v) if isinstance(v, str) else v for k, v in texts.items()}
        )
    for source, target, relation, data in graph.edges(keys=True, data=True):
        legal.add_edge(source, target, key=relation, **data)
    return legal


def _write_page(graph: Coverage, path: Path) -> None:
    from pyvis.network import Network

    shown: Coverage = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        shown.add_node(node, label=data["label"], group=data["kind"], title=data.get("excerpt", ""))
    shown.add_edges_from((source, target, {"title": key}) for source, target, key in graph.edges(keys=True))
    network = Network(directed=True, cdn_resources="in_line")
    network.from_nx(shown)
    path.write_text(network.generate_html(), "utf-8")


def _run(source: Path, work: Path, page: bool) -> tuple[Coverage, int]:
    graph = _build(source)
    rdf = _to_rdf(graph)
    rdf.serialize(work / "straightforward.ttl", format="turtle")
    legal = _to_graphml(graph)
    nx.write_graphml(legal, work / "straightforward.graphml")
    if page:
        _write_page(legal, work / "straightforward.html")
    return graph, len(rdf)


if __name__ == "__main__":
    corpus, folder = places()
    seconds, (built, told) = clocked(lambda: _run(corpus, folder, "pyvis" in sys.argv[3:]))
    kinds = Counter(data["kind"] for _, data in built.nodes(data=True))
    relations = Counter(relation for _, _, relation in built.edges(keys=True))
    tell(seconds, triples=told, **kinds, **relations)
