"""Settings of kg.toml and of callers, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import SettingsError
from kg.model import BASE, LANGUAGE_TAG, NAME
from kg.settings import Settings, make_settings, read_settings
from tests.conftest import Source, article


def test_defaults() -> None:
    assert make_settings() == Settings()
    assert make_settings(base=None, title=None) == Settings((), BASE, NAME)


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("base", "https://example.com/kg", "https://example.com/kg/"),
        ("base", "https://example.com/kg#", "https://example.com/kg#"),
        ("base", "http://example.com/", "http://example.com/"),
        ("title", " The news\x00 ", "The news"),
        ("language", "en", "en"),
        ("language", "de-CH", "de-ch"),
        (
            "licence",
            "https://creativecommons.org/publicdomain/zero/1.0/",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        ("licence", "https://example.com/a b", "https://example.com/a%20b"),
        ("publisher", "https://example.com/us", "https://example.com/us"),
        ("homepage", "https://example.com/", "https://example.com/"),
        (
            "dumps",
            ["https://e.com/b", "https://e.com/a b", "https://e.com/b"],
            ("https://e.com/a%20b", "https://e.com/b"),
        ),
        ("dumps", "https://example.com/graph.ttl", ("https://example.com/graph.ttl",)),
        ("site", "https://example.com", "https://example.com"),
    ],
)
def test_values(name: str, given: Any, kept: Any) -> None:
    assert getattr(make_settings(**{name: given}), name) == kept


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("base", ""),
        ("base", "example.org/kg/"),
        ("base", "urn:example:"),
        ("base", "https://exa mple.com/"),
        ("base", "https://example.com/a b/"),
        ("base", "https://user@example.com/"),
        ("title", ""),
        ("title", " \x00"),
        ("language", ""),
        ("language", "english!"),
        ("language", "e"),
        ("language", "en_US"),
        ("licence", "CC0"),
        ("publisher", "Example News"),
        ("homepage", "example.com"),
        ("dumps", ["graph.ttl"]),
        ("dumps", [1]),
        ("site", "/assets"),
        ("site", ""),
    ],
)
def test_values_that_make_no_sense(name: str, given: Any) -> None:
    with pytest.raises(SettingsError, match=name.removesuffix("s")):
        make_settings(**{name: given})


@pytest.mark.parametrize("name", ["base", "title", "licence", "language", "publisher", "homepage", "site"])
def test_a_value_that_is_no_text(name: str) -> None:
    with pytest.raises(SettingsError, match=rf"{name} must be text, not \['a'\]"):
        make_settings(**{name: ["a"]})  # type: ignore[arg-type]


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "kg.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "kg.toml") == Settings()


def test_sources_are_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", 'sources = ["news", "../other"]\nlanguage = "en"\n')
    assert read_settings("sub/kg.toml") == Settings(("sub/news", "other"), language="en")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("base = ", "not valid TOML"),
        (b"title = '\xff'", "not valid TOML"),
        ("colour = 'red'", "unknown setting 'colour'; choose from sources, base"),
        ("title = 5", "title must be text in quotes"),
        ("dumps = 5", "dumps must be a list of URLs"),
        ("dumps = [5]", "dumps must be a list of URLs"),
        ("dumps = ['graph.ttl']", "dump 'graph.ttl' is not an http"),
        ("sources = 5", "sources must be a list of folders"),
        ("sources = ['a', 5]", "sources must be a list of folders"),
        ("base = 'nowhere'", "base 'nowhere' is not an http"),
    ],
)
def test_broken_files(tmp_path: Path, text: str | bytes, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError, match=message) as caught:
        read_settings(path)
    assert str(path) in str(caught.value)


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read"):
        read_settings(tmp_path)


def test_the_graph_carries_its_settings(source: Source) -> None:
    folder = source({"a.md": article()})
    graph = kg.build(
        folder, base="https://e.com/x", title="News", language="de-CH", licence="https://e.com/l"
    )
    given = {"name": "News", "base": "https://e.com/x/", "language": "de-ch", "licence": "https://e.com/l"}
    assert {name: graph.graph[name] for name in given} == given
    assert "language" not in kg.build(folder).graph
    given = {"publisher": "https://e.com/us", "homepage": "https://e.com/"}
    graph = kg.build(folder, dumps=["https://e.com/graph.ttl"], **given)  # type: ignore[arg-type]
    assert {name: graph.graph[name] for name in given} == given
    assert graph.graph["dumps"] == ("https://e.com/graph.ttl",)


PARTS = ["en", "de", "zh", "x", "a", "latn", "ch", "419", "1996", "rozaj", "u", "co", "1", "12", "b"]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).map("-".join))
def test_languages_are_those_that_parsers_read(tag: str) -> None:
    line = f'<https://a.example/> <https://a.example/> "a"@{tag} .'
    if LANGUAGE_TAG.match(tag):
        assert list(pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES))


@pytest.mark.parametrize(
    "tag", ["en", "de-ch", "zh-hant-tw", "sl-rozaj-1996", "en-x-mine", "x-mine", "de-u-co-phonebk"]
)
def test_languages(tag: str) -> None:
    assert make_settings(language=tag.upper()).language == tag


@pytest.mark.parametrize(
    "tag", ["", "e", "en us", "de-1", "en-a", "en-x", "ab-c-d", "en-latn-latn", "deutsch!"]
)
def test_no_languages(tag: str) -> None:
    with pytest.raises(SettingsError, match="no BCP 47 tag"):
        make_settings(language=tag)
