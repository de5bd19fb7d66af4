"""Every code of the table of issues: what yields it, how severe it is, and exactly where."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import networkx as nx
import pytest

import kg
import kg.files
import kg.gather
import kg.read
import kg.report
from kg.errors import CODES, Issue
from kg.report import issues_of
from tests.conftest import Source, article

Files = dict[str, str | bytes]

GOOD = article(webUrl="https://example.com/good")
PROVIDER = "provider: {name: Example, domain: example.com}\n"
RELATED = (
    "---\ntitle: A title\nwebUrl: https://example.com/a\n"
    "provider: {name: Example, domain: example.com}\nrelated:\n"
)
ITEM = "  - title: B\n    webUrl: https://example.com/b\n    provider: {domain: example.com}\n"
TOPIC = "---\ntaxonomy: topic\n_id: ai\nname: AI\n"


def topic(key: str, parent: str | None = None) -> str:
    line = f"parent: {parent}\n" if parent else ""
    return f"---\ntaxonomy: topic\n_id: {key}\nname: {key}\n{line}---\n"


TABLE: list[tuple[str, Files, str]] = [
    ("yaml-error", {"a.md": "---\ntitle: a: b\n---\n"}, "a.md:2:9"),
    ("yaml-error", {"a.md": "---\ntitle: *nothing\n---\n"}, "a.md:2:8"),
    ("yaml-error", {"a.md": "---\ntitle: x\nwebUrl: y\n"}, "a.md:1:1"),
    ("yaml-error", {"a.yaml": "layout: page\n---\nlayout: page\n"}, "a.yaml:2:1"),
    ("not-a-mapping", {"a.md": "---\n# a list\n- title: x\n---\n"}, "a.md:3:1"),
    ("not-a-mapping", {"a.yaml": "  a scalar"}, "a.yaml:1:3"),
    ("missing-title", {"a.md": article(title=None)}, "a.md:2:1"),
    ("missing-title", {"a.md": article(title="''")}, "a.md:2:1"),
    ("missing-title", {"a.md": article(category="news", title=None, x=None)}, "a.md:2:1"),
    (
        "missing-title",
        {"a.md": RELATED + ITEM + "  -   webUrl: https://example.com/c\n      " + PROVIDER + "---\n"},
        "a.md:9:7",
    ),
    (
        "missing-title",
        {"a.md": RELATED + "  - {webUrl: https://example.com/c, provider: {domain: example.com}}\n---\n"},
        "a.md:6:5",
    ),
    ("missing-title", {"a.md": "---\ntaxonomy: topic\nname: ~\n---\n"}, "a.md:3:1"),
    ("missing-url", {"a.md": article(webUrl=None)}, "a.md:2:1"),
    ("missing-url", {"a.md": RELATED + "  - title: B\n    " + PROVIDER + "---\n"}, "a.md:6:5"),
    ("bad-url", {"a.md": article(webUrl="mailto:a@b.c")}, "a.md:3:1"),
    ("bad-url", {"a.md": article(webUrl="/relative")}, "a.md:3:1"),
    ("bad-url", {"a.md": article(webUrl=None, originalUrl="'https://'")}, "a.md:4:1"),
    ("bad-url", {"a.md": RELATED + "  - title: B\n    webUrl: ftp://b.c/d\n---\n"}, "a.md:7:5"),
    ("too-large", {"a.md": b"---\ntitle: " + b"x" * 5_000_000 + b"\n---\n"}, "a.md:1:1"),
    ("too-large", {"a.yaml": b"#" * 5_000_000}, "a.yaml:1:1"),
    ("too-deep", {"a.yaml": "x: " + "[" * 500 + "]" * 500}, "a.yaml:1:131"),
    ("empty-document", {"a.md": ""}, "a.md:1:1"),
    ("empty-document", {"a.md": "---\n---\nbody"}, "a.md:1:1"),
    ("empty-document", {"a.yml": "# nothing\n"}, "a.yml:1:1"),
    ("not-utf8", {"a.md": article(title="caf\udce9").encode("utf-8", "surrogateescape")}, "a.md:2:11"),
    ("not-utf8", {"a.md": article(title="café").encode("utf-16")}, "a.md:1:1"),
    ("bad-date", {"a.md": article(publishedDateTime="soon")}, "a.md:5:1"),
    ("bad-date", {"a.md": article(publishedDateTime="2020-02-30T00:00:00Z")}, "a.md:5:1"),
    ("bad-date", {"a.md": article(publishedDateTime="0001-01-01T00:00:00+01:00")}, "a.md:5:1"),
    ("naive-date", {"a.md": article(publishedDateTime="2020-09-14T19:17:00")}, "a.md:5:1"),
    ("naive-date", {"a.md": article(publishedDateTime="2020-09-14")}, "a.md:5:1"),
    ("naive-date", {"a.md": RELATED + ITEM + "    publishedDateTime: 2020-09-14\n---\n"}, "a.md:9:5"),
    ("relative-url", {"a.md": article(images="[{width: 1, height: 1, url: /a.jpg}]")}, "a.md:5:32"),
    ("relative-url", {"a.md": article(images="[/a.jpg, /b.jpg]")}, "a.md:5:10"),
    ("bad-number", {"a.md": article(quality="high")}, "a.md:5:1"),
    ("bad-number", {"a.md": article(quality="1.5")}, "a.md:5:1"),
    ("bad-number", {"a.md": article(quality="1e3")}, "a.md:5:1"),
    ("bad-number", {"a.md": article(heat=2**63)}, "a.md:5:1"),
    ("bad-number", {"a.md": article(heat="9" * 5000)}, "a.md:5:1"),
    (
        "bad-number",
        {"a.md": article(images="[{url: https://example.com/a.jpg, width: 0}]")},
        "a.md:5:43",
    ),
    ("wrong-type", {"a.md": article(excerpt="[a, b]")}, "a.md:5:1"),
    ("wrong-type", {"a.md": article(tags="one")}, "a.md:5:1"),
    ("wrong-type", {"a.md": article(tags="\n  - one\n  - {a: b}")}, "a.md:7:5"),
    ("wrong-type", {"a.md": article(published="maybe")}, "a.md:5:1"),
    ("wrong-type", {"a.md": article(related="[x]")}, "a.md:5:11"),
    ("wrong-type", {"a.md": article(ampWebUrl="mailto:a@b.c")}, "a.md:5:1"),
    ("wrong-type", {"a.md": article(originalUrl="mailto:a@b.c")}, "a.md:5:1"),
    ("wrong-type", {"a.md": "---\ntaxonomy: organization\ndomain: no domain\n---\n"}, "a.md:3:1"),
    ("duplicate-key", {"a.md": article(title="One\ntitle: Two")}, "a.md:3:1"),
    ("duplicate-key", {"a.md": article(provider="{domain: a.com, domain: example.com}")}, "a.md:4:27"),
    ("duplicate-document", {"a.md": article(), "b.md": article()}, "b.md:2:1"),
    ("duplicate-document", {"a.md": topic("ai"), "b.md": topic("ai")}, "b.md:2:1"),
    (
        "url-shared-across-providers",
        {"a.md": article(), "b.md": article(provider="{domain: other.com}")},
        "b.md:3:1",
    ),
    (
        "url-shared-across-providers",
        {
            "a.md": RELATED + "  - title: B\n    webUrl: https://example.com/a\n"
            "    provider: {domain: other.com}\n---\n"
        },
        "a.md:7:5",
    ),
    ("provider-from-url", {"a.md": article(provider=None)}, "a.md:2:1"),
    ("provider-from-url", {"a.md": article(provider="{name: Example}")}, "a.md:4:1"),
    ("provider-from-url", {"a.md": article(provider="{name: E, domain: no domain}")}, "a.md:4:21"),
    ("unknown-topic-parent", {"a.md": topic("ai", "science")}, "a.md:5:1"),
    ("topic-cycle", {"a.md": topic("ai", "ai")}, "a.md:5:1"),
    ("topic-cycle", {"a.md": topic("b", "c"), "b.md": topic("c", "b")}, "a.md:5:1"),
    ("mojibake-repaired", {"a.md": article(title="the nationâ€™s")}, "a.md:2:1"),
    ("mojibake-repaired", {"a.md": article(tags="[plain, nationâ€™s]")}, "a.md:5:15"),
    ("control-characters", {"a.md": article(title="1970\x961975")}, "a.md:2:12"),
    ("control-characters", {"a.md": article(title="a\x00b")}, "a.md:2:9"),
    ("control-characters", {"a.md": article(excerpt='"a\\x07b"')}, "a.md:5:1"),
    ("entity-unescaped", {"a.md": article(title="AT&amp;T")}, "a.md:2:1"),
    ("entity-unescaped", {"a.md": article(webUrl="https://example.com/?a&amp;b")}, "a.md:3:1"),
    ("provider-domain-cleaned", {"a.md": article(provider="{domain: www.Example.com/us}")}, "a.md:4:12"),
    ("self-link", {"a.md": RELATED + ITEM.replace("/b", "/a") + "---\n"}, "a.md:6:5"),
    ("duplicate-link", {"a.md": RELATED + ITEM + ITEM + "---\n"}, "a.md:9:5"),
    ("unmapped-field", {"a.md": article(length="PT13M")}, "a.md:5:1"),
    (
        "unmapped-field",
        {"a.md": article(length=1), "b.md": article(webUrl="http://b.c", length=2)},
        "a.md:5:1",
    ),
    ("unmapped-field", {"a.md": article(images="[{url: https://e.com/a.jpg, isCached: true}]")}, "a.md:5:37"),
]


def build(folder: Path) -> tuple[nx.MultiDiGraph[str], list[Issue]]:
    graph = kg.build(folder)
    return graph, list(issues_of(graph))


def titles(graph: nx.MultiDiGraph[str]) -> set[str]:
    return {data["title"] for _, data in graph.nodes(data=True) if data["kind"] == "article"}


@pytest.mark.parametrize(
    ("code", "files", "where"), TABLE, ids=[f"{number}-{row[0]}" for number, row in enumerate(TABLE)]
)
def test_code(source: Source, code: str, files: Files, where: str) -> None:
    _, issues = build(source(files))
    assert [(found.code, found.where) for found in issues] == [(code, where)]
    assert issues[0].severity == CODES[code].severity
    assert issues[0].message


def test_unreadable(source: Source) -> None:
    folder = source({"a.md": GOOD})
    graph = kg.build([folder, "/proc/self/mem"])
    assert [(found.code, found.severity, found.where) for found in issues_of(graph)] == [
        ("unreadable", "error", "mem:1:1")
    ]
    assert titles(graph) == {"A title"}


def test_a_folder_that_cannot_be_listed(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = source({"a.md": GOOD, "locked/b.md": GOOD})
    entries = kg.files._entries

    def refuse(path: str, stack: ExitStack) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return entries(path, stack)

    monkeypatch.setattr("kg.files._entries", refuse)
    graph, issues = build(folder)
    assert [(found.code, found.where) for found in issues] == [("unreadable", "locked:1:1")]
    assert titles(graph) == {"A title"}


def test_every_code_is_shown() -> None:
    assert {code for code, _, _ in TABLE} | {"unreadable"} == set(CODES)


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        *(
            (code, "error")
            for code in ["unreadable", "yaml-error", "not-a-mapping", "missing-title", "missing-url"]
        ),
        *((code, "error") for code in ["bad-url", "too-large", "too-deep"]),
        *(
            (code, "warning")
            for code in ["empty-document", "not-utf8", "bad-date", "naive-date", "relative-url"]
        ),
        *((code, "warning") for code in ["bad-number", "wrong-type", "duplicate-key", "duplicate-document"]),
        *((code, "warning") for code in ["url-shared-across-providers", "provider-from-url"]),
        *((code, "warning") for code in ["unknown-topic-parent", "topic-cycle"]),
        *((code, "note") for code in ["mojibake-repaired", "control-characters", "entity-unescaped"]),
        *(
            (code, "note")
            for code in ["provider-domain-cleaned", "self-link", "duplicate-link", "unmapped-field"]
        ),
    ],
)
def test_severities(code: str, severity: str) -> None:
    assert CODES[code].severity == severity


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(12)
)
BROKEN: dict[str, tuple[str, bytes, str | None]] = {
    "bad YAML": ("x.md", b"---\ntitle: [\n---\n", "yaml-error"),
    "a quote without an end": ("x.md", b'---\ntitle: "x\n---\n', "yaml-error"),
    "a tab as indent": ("x.yaml", b"a:\n\tb: c\n", "yaml-error"),
    "one byte of Windows-1252": (
        "x.md",
        article(title="\udc93q\udc94").encode("utf-8", "surrogateescape"),
        "not-utf8",
    ),
    "UTF-16, little-endian": (
        "x.md",
        b"\xff\xfe" + article(webUrl="http://x.y").encode("utf-16-le"),
        "not-utf8",
    ),
    "UTF-16, big-endian": (
        "x.md",
        b"\xfe\xff" + article(webUrl="http://x.y").encode("utf-16-be"),
        "not-utf8",
    ),
    "empty": ("x.md", b"", "empty-document"),
    "empty YAML": ("x.yaml", b"---\n", "empty-document"),
    "null": ("x.yaml", b"~\n", "empty-document"),
    "a list": ("x.yaml", b"- a\n- b\n", "not-a-mapping"),
    "a scalar": ("x.yaml", b"word\n", "not-a-mapping"),
    "a number": ("x.yaml", b"5\n", "not-a-mapping"),
    "a line of 50 MB": ("x.md", b"---\ntitle: " + b"x" * 50_000_000, "too-large"),
    "a line of 50 MB in the body": ("x.md", b"---\nlayout: page\n---\n" + b"x" * 50_000_000, None),
    "flow nested 10,000 deep": ("x.yaml", b"a: " + b"[" * 10_000 + b"]" * 10_000, "too-deep"),
    "flow mappings nested 10,000 deep": ("x.yaml", b"a: " + b"{a: " * 10_000 + b"}" * 10_000, "too-deep"),
    "flow nested without end": ("x.yaml", b"a: " + b"[" * 100_000, "too-deep"),
    "blocks nested 10,000 deep": ("x.yaml", b"- " * 10_000, "too-deep"),
    "block mappings nested deep": (
        "x.yaml",
        "".join(f"{' ' * n}a:\n" for n in range(2500)).encode(),
        "too-deep",
    ),
    "an alias bomb": ("x.yaml", BOMB.encode(), "too-large"),
    "an alias cycle": ("x.yaml", b"a: &x {b: *x}\n", "yaml-error"),
    "U+0097": ("x.md", article(title="a\x97b", webUrl="http://x.y").encode(), "control-characters"),
    "NUL": ("x.md", article(title="a\x00\x00b", webUrl="http://x.y").encode(), "control-characters"),
    "two documents": ("x.yaml", b"layout: a\n---\nlayout: b\n", "yaml-error"),
    "front matter without end": ("x.md", b"---\ntitle: x\n\nbody\n", "yaml-error"),
    "CRLF": ("x.md", article(webUrl="http://x.y").replace("\n", "\r\n").encode(), None),
    "CR": ("x.md", article(webUrl="http://x.y").replace("\n", "\r").encode(), None),
    "BOM": ("x.md", b"\xef\xbb\xbf" + article(webUrl="http://x.y").encode(), None),
    "binary": ("x.md", bytes(range(256)) * 100, None),
    "aliases nested deep": (
        "x.yaml",
        "".join(
            ["x0: &x0 1\n", *(f"x{n}: &x{n} [[[[[[[[[[*x{n - 1}]]]]]]]]]]\n" for n in range(1, 138))]
        ).encode(),
        "too-deep",
    ),
    "a long text that begins with a rule": ("x.md", b"---\n\nProse.\n" + b"x" * 5_000_000, None),
    "a page with a provider and relations of its own": (
        "x.md",
        b"---\nlayout: page\ntitle: About\nprovider: aws\nrelated: [/a, /b]\n---\n",
        None,
    ),
    "a page of type topic": ("x.md", b"---\ntype: topic\ntitle: x\n---\n", None),
    "a page of layout organization": ("x.md", b"---\nlayout: organization\n---\n", None),
}


@pytest.mark.parametrize(("name", "content", "code"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_costs_one_issue(source: Source, name: str, content: bytes, code: str | None) -> None:
    folder = source({"a.md": GOOD, name: content, "z.md": article(title="Last", webUrl="http://z.com")})
    graph, issues = build(folder)
    assert [(found.code, found.place[0]) for found in issues] == ([(code, name)] if code else [])
    assert titles(graph) >= {"A title", "Last"}


@pytest.mark.parametrize("name", ["CRLF", "CR", "BOM", "NUL", "U+0097", "UTF-16, little-endian"])
def test_readable_files_make_their_article(source: Source, name: str) -> None:
    file, content, _ = BROKEN[name]
    graph, _ = build(source({file: content}))
    expected = {"NUL": "a b", "U+0097": "a—b"}  # two NULs are two spaces, folded by none
    (title,) = titles(graph)
    assert " ".join(title.split()) == expected.get(name, "A title")


def test_places_under_crlf_and_bom(source: Source) -> None:
    text = article(publishedDateTime="soon").replace("\n", "\r\n").encode()
    _, issues = build(source({"a.md": b"\xef\xbb\xbf" + text}))
    assert [found.where for found in issues] == ["a.md:5:1"]


def test_issues_are_sorted_by_place(source: Source) -> None:
    late = article(quality="x", heat="y", excerpt="AT&amp;T")
    _, issues = build(source({"b.md": late, "a.md": late, "a/b.md": "- a"}))
    places = [found.place for found in issues]
    assert places == sorted(places)
    assert len(places) > 6


SECRET = "QmFzZTY0IGJsb2Igb2Ygc2VjcmV0IHRleHQ7IG5ldmVyIGtlZXAgaXQ+/=="
PLACES: dict[str, Files] = {
    "quoted": {"a.md": article(secured=f'"{SECRET}"')},
    "single quotes": {"a.md": article(secured=f"'{SECRET}'")},
    "plain": {"a.md": article(secured=SECRET)},
    "literal block": {"a.md": article(secured=f"|\n  {SECRET}\n  {SECRET}")},
    "folded block": {"a.md": article(secured=f">-\n  {SECRET}\n\n  {SECRET}")},
    "list": {"a.md": article(secured=f"[{SECRET}, {{{SECRET}: {SECRET}}}]")},
    "mapping": {"a.md": article(secured=f"{{{SECRET}: 1}}")},
    "mapping with a duplicate key": {"a.md": article(secured=f"{{{SECRET}: 1, {SECRET}: 2}}")},
    "in related": {"a.md": RELATED + ITEM + f'    secured: "{SECRET}"\n---\n'},
    "in provider": {"a.md": article(provider=f"{{domain: example.com, secured: '{SECRET}'}}")},
    "in images": {"a.md": article(images=f"[{{url: https://e.com/a.jpg, secured: '{SECRET}'}}]")},
    "in topics": {"a.md": article(topics=f"[{{name: AI, secured: '{SECRET}'}}, {{secured: '{SECRET}'}}]")},
    "in a taxonomy topic": {"a.md": TOPIC + f"secured: {SECRET}\n---\n"},
    "in a passed-over file": {"a.yaml": f"layout: page\nsecured: {SECRET}\n"},
    "repeated by an alias": {"a.md": article(secured=f'&s "{SECRET}"', excerpt="*s", tags="[*s]")},
    "an alias of a part": {"a.md": article(secured=f"{{a: &s {SECRET}}}", category="*s", quality="*s")},
    "an alias of a list": {"a.md": article(secured=f"&s [{SECRET}]", tags="*s", related="*s")},
    "an alias as key": {"a.md": article(secured=f"&s {SECRET}", x="{*s : 1, *s : 2}")},
    "an alias in a merge": {"a.md": article(secured=f"&s {{title: {SECRET}}}", provider="{<<: *s}")},
    "duplicate key": {"a.md": article(secured=f"{SECRET}\nsecured: {SECRET}")},
    "with another problem": {"a.md": article(secured=SECRET, quality="x", publishedDateTime="soon")},
    "not UTF-8": {"a.md": article(secured=f"'{SECRET}\udce9'").encode("utf-8", "surrogateescape")},
    "with controls": {"a.md": article(secured=f"'\x97{SECRET}\x00'")},
    "broken: a quote without end": {"a.md": article(secured=f'"{SECRET}')},
    "broken: after a quote": {"a.md": article(secured=f'"x" {SECRET}')},
    "broken: a bad escape": {"a.md": article(secured=f'"\\q{SECRET}"')},
    "broken: a colon": {"a.md": article(secured=f"a: {SECRET}: {SECRET}")},
    "broken: an alias": {"a.md": article(secured=f"*{SECRET[:40]}")},
    "broken: a tag": {"a.md": article(secured=f"!{SECRET[:20]}!{SECRET[20:40]} x")},
    "broken: a directive": {"a.yaml": f"secured: a\n...\n%{SECRET[:40]}\n---\n"},
    "broken: no end": {"a.md": f"---\ntitle: x\nsecured: {SECRET}\n"},
    "second document": {"a.yaml": f"layout: x\n---\nsecured: {SECRET}\n"},
    "too deep": {"a.yaml": f"secured: {'[' * 300}{SECRET}{']' * 300}\n"},
    "twice the article": {"a.md": article(secured=SECRET), "b.md": article(secured=SECRET[::-1], heat=1)},
}


@pytest.mark.parametrize("files", PLACES.values(), ids=PLACES)
def test_secured_is_kept_nowhere(source: Source, files: Files) -> None:
    folder = source(files)
    found = kg.files.find_files([folder])
    records = tuple(kg.gather.read_files(found))
    graph = kg.build(folder)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    shown = repr([records, graph.graph, nodes, edges]) + kg.report.report_text(graph)
    parts = {secret[n : n + 12] for secret in (SECRET, SECRET[::-1]) for n in range(len(SECRET) - 11)}
    assert not {part for part in parts if part in shown}
