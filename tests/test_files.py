"""Which files a source holds, and what they are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import kg
from kg.errors import SourceError
from kg.files import find_files, path_text
from tests.conftest import Source, article


def paths(*sources: Path) -> list[str]:
    return [file.path for file in find_files(sources)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a.md", True),
        ("a.markdown", True),
        ("a.txt", True),
        ("a.html", True),
        ("a.yaml", True),
        ("a.yml", True),
        ("A.MD", True),
        ("deep/er/a.md", True),
        (".hidden.md", True),
        ("_posts/a.md", True),
        ("site/a.md", True),
        ("a.json", False),
        ("a.md.bak", False),
        ("md", False),
        (".md", False),
        (".git/a.md", False),
        ("deep/.hidden/a.md", False),
        ("_site/a.md", False),
        ("deep/_site/deeper/a.md", False),
        ("node_modules/a.md", False),
    ],
)
def test_what_is_walked(source: Source, name: str, found: bool) -> None:
    assert paths(source({name: ""})) == ([name] if found else [])


def test_files_are_sorted_by_path(source: Source) -> None:
    folder = source(dict.fromkeys(("b.md", "a/z.md", "a.md", "a-b.md", "B.md"), ""))
    assert paths(folder) == ["B.md", "a-b.md", "a.md", "a/z.md", "b.md"]


def test_a_folder_named_like_a_file_is_walked(source: Source) -> None:
    assert paths(source({"a.md/b.md": ""})) == ["a.md/b.md"]


def test_a_source_that_is_hidden_itself_is_walked(source: Source) -> None:
    assert paths(source({"_site/a.md": ""}) / "_site") == ["a.md"]


def test_a_file_may_be_the_source_whatever_its_suffix(source: Source) -> None:
    assert paths(source({"a.json": ""}) / "a.json") == ["a.json"]


def link(folder: Path, name: str, target: str | Path) -> None:
    (folder / name).symlink_to(target)


def test_links_inside_the_source_are_followed_and_each_file_is_found_once(source: Source) -> None:
    folder = source({"real/a.md": "", "z.md": ""})
    link(folder, "again", "real")
    link(folder, "a-link.md", "z.md")
    assert paths(folder) == ["real/a.md", "z.md"]


def test_links_to_what_is_not_walked_are_found_under_their_own_name(source: Source) -> None:
    folder = source({".store/a.md": "", "b.data": ""})
    link(folder, "shown", ".store")
    link(folder, "b.md", "b.data")
    assert paths(folder) == ["b.md", "shown/a.md"]


def test_links_out_of_the_source_are_passed_over(source: Source, tmp_path: Path) -> None:
    folder = source({"a.md": ""})
    outside = tmp_path / "source-outside"
    outside.mkdir()
    (outside / "b.md").write_text("")
    link(folder, "folder", outside)
    link(folder, "b.md", outside / "b.md")
    link(folder, "up", "..")
    link(folder, "relative.md", "../source-outside/b.md")
    assert paths(folder) == ["a.md"]


def test_links_that_loop_or_lead_nowhere_end(source: Source) -> None:
    folder = source({"a.md": "", "sub/b.md": ""})
    link(folder, "here", ".")
    link(folder, "sub/up", "..")
    link(folder, "self.md", "self.md")
    link(folder, "nowhere.md", "missing.md")
    link(folder, "ping", "pong")
    link(folder, "pong", "ping")
    assert paths(folder) == ["a.md", "sub/b.md"]


def test_links_between_folders_that_hold_each_other_end(source: Source) -> None:
    folder = source({"x/a.md": "", "y/b.md": ""})
    link(folder, "x/to-y", "../y")
    link(folder, "y/to-x", "../x")
    assert paths(folder) == ["x/a.md", "y/b.md"]


def test_a_source_that_is_a_link_is_walked(source: Source, tmp_path: Path) -> None:
    link(tmp_path, "linked", source({"a.md": "", "sub/b.md": ""}))
    assert paths(tmp_path / "linked") == ["a.md", "sub/b.md"]


def test_several_sources_stand_before_the_path(source: Source) -> None:
    folder = source({"one/a.md": "", "two/a.md": "", "lone.md": ""})
    assert paths(folder / "one", folder / "two", folder / "lone.md") == ["lone.md", "one/a.md", "two/a.md"]


def test_sources_with_the_same_name_are_told_apart(source: Source) -> None:
    folder = source({"x/news/a.md": "", "y/news/a.md": ""})
    assert paths(folder / "x/news", folder / "y/news") == ["x/news/a.md", "y/news/a.md"]


@pytest.mark.parametrize("second", ["source", "source/", "source/.", "source/sub/..", "linked"])
def test_the_same_source_twice_is_one(source: Source, tmp_path: Path, second: str) -> None:
    folder = source({"sub/a.md": ""})
    link(tmp_path, "linked", folder)
    assert paths(folder, tmp_path / second) == ["sub/a.md"]


def test_a_file_in_two_sources_is_found_once(source: Source) -> None:
    folder = source({"sub/a.md": "", "b.md": ""})
    found = paths(folder, folder / "sub", folder / "b.md")
    assert len(found) == 2
    assert found == paths(folder / "b.md", folder / "sub", folder)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("plain/ä 日.md", "plain/ä 日.md"),
        ("a\nb.md", "a\\nb.md"),
        ("a\tb\x07.md", "a\\tb\\x07.md"),
        ("a\u202eb.md", "a\\u202eb.md"),
        (os.fsdecode(b"caf\xe9.md"), "caf\\xe9.md"),
    ],
)
def test_printable_names(path: str, shown: str) -> None:
    assert path_text(path) == shown
    assert shown.isprintable()


@pytest.mark.parametrize("name", [b"caf\xe9.md", b"a\nb.md", "ä.md".encode(), b"a:1:2.md", b"%s {x}.md"])
def test_files_with_odd_names_are_read(source: Source, name: bytes) -> None:
    folder = source({})
    text = article(publishedDateTime="soon")
    (folder / os.fsdecode(name)).write_text(text)
    graph = kg.build(folder)
    (found,) = graph.graph["issues"]
    shown = path_text(os.fsdecode(name))
    assert found.place == (shown, 5, 1)
    assert [data["sources"] for _, data in graph.nodes(data=True) if data["kind"] == "article"] == [(shown,)]


@pytest.mark.parametrize("names", [(b"a\nb.md", b"a\\nb.md"), (b"caf\xe9.md", b"caf\\xe9.md")])
def test_two_files_that_print_alike_are_both_read(source: Source, names: tuple[bytes, bytes]) -> None:
    folder = source({})
    for number, name in enumerate(names):
        (folder / os.fsdecode(name)).write_text(article(webUrl=f"https://example.com/{number}"))
    graph = kg.build(folder)
    assert sum(data["kind"] == "article" for _, data in graph.nodes(data=True)) == 2


@pytest.mark.parametrize("make", [lambda folder: folder / "missing", lambda folder: folder / "pipe"])
def test_what_cannot_be_a_source(source: Source, make: object) -> None:
    folder = source({})
    os.mkfifo(folder / "pipe")
    with pytest.raises(SourceError, match="give a folder of articles, or a file"):
        find_files([make(folder)])  # type: ignore[operator]


def test_a_pipe_in_a_source_is_passed_over(source: Source) -> None:
    folder = source({"a.md": ""})
    os.mkfifo(folder / "b.md")
    assert paths(folder) == ["a.md"]


def test_no_source_is_a_failure() -> None:
    with pytest.raises(SourceError, match="no source given"):
        find_files([])
