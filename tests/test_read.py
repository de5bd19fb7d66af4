"""Files to records, and the places of fields."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ProcessError, SettingsError
from kg.files import find_files
from kg.gather import read_files
from kg.mentions import Tally
from kg.read import NO_FRONT_MATTER, locate_fields, locate_tallies, read_file
from tests.conftest import Source, article


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.md", "no front matter", NO_FRONT_MATTER),
        ("a.md", article(), "article"),
        ("a.yaml", "title: x\nwebUrl: https://e.com/x\nprovider: {domain: e.com}\n", "article"),
        ("a.md", "---\nlayout: page\n---\n", "page"),
        ("a.md", "---\ntitle: x\n---\n", "other"),
        ("a.md", "---\ntaxonomy: topic\nname: AI\n---\n", "topic"),
        ("a.md", "---\ntaxonomy: organization\ndomain: e.com\n---\n", "organization"),
        ("a.md", "---\ntaxonomy: place\n---\n", "place"),
    ],
)
def test_kinds(source: Source, name: str, text: str, kind: str) -> None:
    (file,) = find_files([source({name: text})])
    record = read_file(file)
    assert (record.path, record.kind, record.issues) == (name, kind, ())


@pytest.mark.parametrize("text", ["- a", "a: [", "", "\x00"])
def test_files_with_an_error_have_no_kind(source: Source, text: str) -> None:
    (file,) = find_files([source({"a.yaml": text})])
    record = read_file(file)
    assert record.kind is None
    assert record.issues


@pytest.mark.parametrize(
    ("field", "place"),
    [
        (Tally("unmapped-field", "article.length"), (3, 1)),
        (Tally("unmapped-field", "article.related[].price"), (7, 5)),
        (Tally("unmapped-field", "article.related[].images[].isCached"), (9, 34)),
        (Tally("relative-url", "article"), (10, 10)),
    ],
)
def test_tallies_are_counted_and_found(source: Source, field: Tally, place: tuple[int, int]) -> None:
    text = (
        "---\ntitle: A\nlength: 5\nwebUrl: https://e.com/a\nprovider: {domain: e.com}\nrelated:\n"
        "  - price: 5\n    images:\n      - {url: https://e.com/a.png, isCached: true}\n"
        "      - {url: /b, isCached: true}\n    title: B\n    webUrl: https://e.com/b\n"
        "    provider: {domain: e.com}\n---\n"
    )
    text = text.replace("https://e.com/a.png, isCached", "'https://e.com/a', isCached")
    (file,) = find_files([source({"a.md": text})])
    counts = dict(read_file(file).tallies)
    assert counts[field] == (2 if field.field.endswith("isCached") else 1)
    assert locate_tallies(file, [field]) == {field: place}


@pytest.mark.parametrize(
    ("path", "place"),
    [((), (2, 1)), (("webUrl",), (3, 1)), (("provider", "domain"), (4, 27)), (("related", 0), (2, 1))],
)
def test_fields_are_found(source: Source, path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    (file,) = find_files([source({"a.md": article()})])
    assert locate_fields(file, [path]) == {path: place}


def test_files_are_read_in_their_order_whatever_the_jobs(source: Source) -> None:
    folder = source({f"{n}.md": article(webUrl=f"https://e.com/{n}", quality="x") for n in range(600)})
    files = find_files([folder])
    calls: list[tuple[str, int, int]] = []
    records = tuple(read_files(files, progress=lambda *call: calls.append(call)))
    assert [record.path for record in records] == [file.path for file in files]
    assert tuple(read_files(files, jobs=2)) == records
    assert calls[0] == ("reading", 0, 600)
    assert calls[-1] == ("reading", 600, 600)


FRONT = st.lists(
    st.sampled_from([b"---\n", b"title: ", b"webUrl: https://e.com/a\n", b"provider: ", b"domain: e.com\n"])
    | st.sampled_from([b"related:\n", b"  - ", b"taxonomy: ", b"type: ", b"topic", b"organization\n", b"\n"])
    | st.sampled_from(
        [b"&a ", b"*a", b"!", b"!!str ", b"|\n", b">\n", b": ", b"? ", b", ", b"<<: ", b"...\n"]
    )
    | st.sampled_from(
        [b"%YAML 1.2\n", b"images: ", b"quality: 1", b"\\ud800", b"\xef\xbb\xbf", b"\xff\x97\x00"]
    )
    | st.sampled_from([b"[", b"]", b"{", b"}", b"'", b'"', b"#", b"\r", b" "])
).map(b"".join)


@settings(max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FRONT | st.binary(max_size=60), st.sampled_from(["a.md", "a.yaml"]), st.booleans())
def test_no_file_stops_the_reading(source: Source, content: bytes, name: str, closed: bool) -> None:
    folder = source({name: b"---\n" + content + b"\n---\n" if closed else content})
    for file in find_files([folder / name]):
        record = read_file(file)
        for found in record.issues:
            path, line, column = found.place
            assert (path, line > 0, column > 0) == (name, True, True)


def test_jobs_below_one_are_refused() -> None:
    with pytest.raises(SettingsError, match="jobs must be 1 or more, not 0"):
        tuple(read_files([], jobs=0))


def _die(_source: object, _site: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_process_is_one_sentence(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    files = find_files([source({f"{n}.md": "" for n in range(600)})])
    monkeypatch.setattr("kg.gather.to_record", _die)
    with pytest.raises(ProcessError, match="was killed, perhaps for want of memory; try one job"):
        tuple(read_files(files, jobs=2))


def test_processes_know_the_site(source: Source) -> None:
    text = article(images="[/a.png]")
    files = find_files([source({f"{n}.md": text for n in range(600)})])
    records = tuple(read_files(files, site="https://site.example/", jobs=2))
    assert {m.images[0].url for r in records for m in r.mentions} == {"https://site.example/a.png"}
