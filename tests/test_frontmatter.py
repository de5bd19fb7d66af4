"""From bytes to the text of the YAML, with lines and columns where the file has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.files import SourceFile
from kg.frontmatter import SIZE_LIMIT, Source, read_yaml_text

LONG = b"x" * (50 * 2**20)


def read(folder: Path, content: bytes, name: str = "a.md") -> Source:
    path = folder / name
    path.write_bytes(content)
    return read_yaml_text(SourceFile(name, str(path)))


def codes(found: Source) -> list[str]:
    return [f"{issue.code} {issue.where.removeprefix(found.path)}" for issue in found.issues]


@pytest.mark.parametrize(
    ("content", "yaml"),
    [
        (b"---\na: 1\n---\nbody", "---\na: 1\n"),
        (b"---\na: 1\n---", "---\na: 1\n"),
        (b"---  \t\na: 1\n--- \n", "---  \t\na: 1\n"),
        (b"\xef\xbb\xbf---\na: 1\n---\n", "---\na: 1\n"),
        (b"---\r\na: 1\r\n---\r\nbody", "---\r\na: 1\r"),
        (b"---\ra: 1\r---\rbody", "---\na: 1\n"),
        (b"---\na: |\n  ---\n  b\n---\n", "---\na: |\n  ---\n  b\n"),
        (b"---\na: 1\n----\nb: 2\n---\n", "---\na: 1\n----\nb: 2\n"),
        (b"---\n---\nbody", "---\n"),
    ],
)
def test_front_matter(tmp_path: Path, content: bytes, yaml: str) -> None:
    found = read(tmp_path, content)
    assert (found.yaml or "").rstrip("\r\n") == yaml.rstrip("\r\n")
    assert found.issues == ()


@pytest.mark.parametrize(
    "content",
    [
        b"just text",
        b" ---\na: 1\n---\n",
        b"\n---\na: 1\n---\n",
        b"--- a\n---\n",
        b"----\na: 1\n----\n",
        b"---\nA paragraph under a line.\n",
        b"---\n\n# Heading: with a colon\n",
        b"text\n" + LONG,
        LONG,
        b"\x00\xff\xfe",
    ],
    ids=lambda content: repr(content[:20]),
)
def test_files_without_front_matter_are_no_issue(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content) == Source("a.md", None)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.md", b"", "empty-document :1:1"),
        ("a.yaml", b" \r\n\t", "empty-document :1:1"),
        ("a.md", b"\xef\xbb\xbf", "empty-document :1:1"),
        ("a.md", b"---\ntitle: x\nwebUrl: y\n", "yaml-error :1:1"),
        ("a.md", b"---\n# note\n\n'title': x\n", "yaml-error :1:1"),
        ("a.md", b"---\ntitle: " + LONG, "too-large :1:1"),
        ("a.md", b"---\ntitle: x\n" + LONG + b"\n---\n", "too-large :1:1"),
        ("a.yaml", b"title: " + LONG, "too-large :1:1"),
        ("a.yaml", b"title: x\n" + b"#" * SIZE_LIMIT, "too-large :1:1"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_files_that_are_left_out(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    found = read(tmp_path, content, name)
    assert found.yaml is None
    assert codes(found) == [expected]


def test_the_size_of_the_body_does_not_matter(tmp_path: Path) -> None:
    found = read(tmp_path, b"---\ntitle: x\n---\n" + LONG)
    assert found == Source("a.md", "---\ntitle: x\n")


def test_yaml_files_up_to_the_limit_are_read(tmp_path: Path) -> None:
    content = b"title: x\n" + b"#" * (SIZE_LIMIT - 9)
    assert read(tmp_path, content, "a.yml").yaml == content.decode()


@pytest.mark.parametrize(
    ("content", "yaml", "expected"),
    [
        (b"---\ntitle: caf\xe9\n---\n", "---\ntitle: café\n", ["not-utf8 :2:11"]),
        (b"---\ntitle: \x93x\x94 \x81\n---\n", "---\ntitle: “x”  \n", ["not-utf8 :2:8"]),
        ("---\nä: ü".encode() + b" \xff\n---\n", "---\nÃ¤: Ã¼ ÿ\n", ["not-utf8 :2:6"]),
        ("---\ntitle: 1970\x961975\n---\n".encode(), "---\ntitle: 1970–1975\n", ["control-characters :2:12"]),
        (b"---\na: b\ntitle: x\x00\x00y\n---\n", "---\na: b\ntitle: x  y\n", ["control-characters :3:9"]),
        ("---\na: é\n---\n".encode("utf-16"), "---\na: é\n", ["not-utf8 :1:1"]),
        (b"\xfe\xff" + "---\na: é\n---\n".encode("utf-16-be"), "---\na: é\n", ["not-utf8 :1:1"]),
        (b"---\na: b\n---\nbody \xff\x00", "---\na: b\n", []),
    ],
)
def test_decoding(tmp_path: Path, content: bytes, yaml: str, expected: list[str]) -> None:
    found = read(tmp_path, content)
    assert (found.yaml, codes(found)) == (yaml, expected)


def test_what_cannot_be_read_is_an_issue(tmp_path: Path) -> None:
    missing = read_yaml_text(SourceFile("gone.md", str(tmp_path / "gone.md")))
    folder = read_yaml_text(SourceFile("folder", str(tmp_path)))
    assert codes(missing) == codes(folder) == ["unreadable :1:1"]
    assert "No such file" in missing.issues[0].message
    assert "cannot be listed" in folder.issues[0].message


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (3, (1, 4)), (4, (2, 1)), (6, (2, 3)), (8, (3, 1))]
)
def test_places(offset: int, place: tuple[int, int]) -> None:
    assert Source("a.md", "---\näé\r\nx").places()(offset) == place
