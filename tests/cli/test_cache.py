"""The cache as the command line's users meet it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from tests.changing import corpus
from tests.conftest import SEEDS, Source, article

SETTLED = "import kg.files; kg.files.SETTLING_TIME = -3600\n"
MAIN = "from kg.cli import main; main()"
UP_TO_DATE = "Nothing has changed; the files are up to date.\n"


def run(*arguments: str | Path, before: str = SETTLED, after: str = "") -> subprocess.CompletedProcess[str]:
    """Call the command with every stamp believed."""
    script = f"{before}try:\n    {MAIN}\nfinally:\n    pass\n    {after}\n"
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def told(text: str) -> list[str]:
    """Return what was said, but for the time it took and whether files were written."""
    return [line for line in text.splitlines() if not line.startswith(("Done in", "Wrote:", "Nothing has"))]


def test_a_rerun_says_that_nothing_has_changed(source: Source, tmp_path: Path) -> None:
    folder, out = source(corpus()), tmp_path / "out"
    first = run("export", folder, "-o", out, "-f", "turtle")
    before = contents(out)
    inodes = [path.stat().st_ino for path in sorted(out.iterdir())]
    again = run("export", folder, "-o", out, "-f", "turtle")
    assert (first.returncode, again.returncode) == (0, 0)
    assert UP_TO_DATE not in first.stderr
    assert UP_TO_DATE in again.stderr
    assert told(again.stderr) == told(first.stderr)
    assert contents(out) == before
    assert [path.stat().st_ino for path in sorted(out.iterdir())] == inodes


def test_a_rerun_loads_little_and_opens_no_source(source: Source, tmp_path: Path) -> None:
    folder, out = source(corpus()), tmp_path / "out"
    run("export", folder, "-o", out, "-f", "turtle")
    hook = (
        "import sys; opened = []\n"
        "sys.addaudithook(lambda event, what: event == 'open' and opened.append(str(what[0])))\n"
    )
    after = "print(*(m for m in sys.modules if '.' not in m), *opened, sep='\\n')"
    done = run("export", folder, "-o", out, "-f", "turtle", before=SETTLED + hook, after=after)
    assert UP_TO_DATE in done.stderr
    loaded = set(done.stdout.split("\n"))
    assert "click" in loaded
    for name in ("networkx", "pyvis", "ryaml", "yaml", "rdflib", "jinja2", "ftfy", "msgspec", "rich"):
        assert name not in loaded
    opened = [Path(path) for path in loaded if path.startswith((f"{folder}/", f"{out}/"))]
    assert [path for path in opened if not path.is_dir()] == []


def edit(folder: Path, out: Path) -> None:
    (folder / "news/007.md").write_text(article(title="Changed"))


def drop_source(folder: Path, out: Path) -> None:
    (folder / "news/007.md").unlink()


def add_source(folder: Path, out: Path) -> None:
    (folder / "new.md").write_text(article())


def change_output(folder: Path, out: Path) -> None:
    (out / "graph.ttl").write_text("changed")


def touch_output(folder: Path, out: Path) -> None:
    os.utime(out / "graph.ttl", (1e9, 1e9))


def drop_output(folder: Path, out: Path) -> None:
    (out / "report.json").unlink()


def drop_all(folder: Path, out: Path) -> None:
    for path in out.iterdir():
        path.unlink()
    out.rmdir()


def damage_note(folder: Path, out: Path) -> None:
    (note,) = Path(".kg-cache").glob("*.json")
    text = note.read_text()
    assert '"articles": 4' in text
    note.write_text(text.replace('"articles": 4', '"articles": 9'))


def empty_note(folder: Path, out: Path) -> None:
    for note in Path(".kg-cache").glob("*.json"):
        note.write_text("[]")


def drop_cache(folder: Path, out: Path) -> None:
    for path in Path(".kg-cache").iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def damage_pack(folder: Path, out: Path) -> None:
    drop_output(folder, out)
    for path in Path(".kg-cache").glob("*.pack"):
        path.write_bytes(path.read_bytes()[::-1])


@pytest.mark.parametrize(
    "act",
    [
        edit,
        drop_source,
        add_source,
        change_output,
        touch_output,
        drop_output,
        drop_all,
        damage_note,
        empty_note,
        drop_cache,
        damage_pack,
    ],
)
def test_in_any_doubt_the_files_are_written(
    source: Source, tmp_path: Path, act: Callable[[Path, Path], None]
) -> None:
    folder, out = source(corpus()), tmp_path / "out"
    run("export", folder, "-o", out, "-f", "turtle")
    act(folder, out)
    done = run("export", folder, "-o", out, "-f", "turtle")
    assert done.returncode == 0
    assert "Wrote:" in done.stderr
    assert run("export", folder, "-o", tmp_path / "plain", "-f", "turtle", "--no-cache").returncode == 0
    assert contents(out) == contents(tmp_path / "plain")
    assert UP_TO_DATE in run("export", folder, "-o", out, "-f", "turtle").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--base", "https://kg.example/"],
        ["--title", "Other"],
        ["--licence", "https://licence.example/"],
        ["--language", "en"],
        ["--site", "https://site.example/"],
        ["-f", "graphml"],
        ["-f", "turtle,graphml"],
        ["-o", "elsewhere"],
        ["--no-cache"],
        ["--cache", "another"],
    ],
)
def test_another_export_is_not_taken_for_done(source: Source, arguments: list[str]) -> None:
    folder = source(corpus(5))
    for _ in range(2):
        last = run("export", folder, "-f", "turtle")
    assert UP_TO_DATE in last.stderr
    if "-f" not in arguments:
        arguments = [*arguments, "-f", "turtle"]
    assert "Wrote:" in run("export", folder, *arguments).stderr


def test_the_current_folder_does_not_matter(source: Source, tmp_path: Path, monkeypatch: object) -> None:
    folder, cache, out = source(corpus()), tmp_path / "cache", tmp_path / "out"
    run("export", folder, "-o", out, "--cache", cache)
    assert isinstance(monkeypatch, pytest.MonkeyPatch)
    monkeypatch.chdir(tmp_path)
    done = run("export", "source/../source", "-o", "out", "--cache", "cache", "--jobs", "1")
    assert UP_TO_DATE in done.stderr
    assert re.search(r"^  out/graph.ttl ", done.stderr, re.MULTILINE)


def test_young_files_are_not_taken_for_unchanged(source: Source, tmp_path: Path) -> None:
    folder, out = source(corpus()), tmp_path / "out"
    for _ in range(2):
        assert "Wrote:" in run("export", folder, "-o", out, before="").stderr
    assert list(Path(".kg-cache").glob("*.json")) == []


def test_what_cannot_be_read_is_tried_again(source: Source, tmp_path: Path) -> None:
    folder = source({"a.md": article(), "b.md": article()})
    refuse = (
        "import os; read = os.open\n"
        "def refuse(path, *rest, **named):\n"
        "    if str(path).endswith('b.md'): raise PermissionError(13, 'Permission denied')\n"
        "    return read(path, *rest, **named)\n"
        "os.open = refuse\n"
    )
    for _ in range(2):
        assert "unreadable" in run("export", folder, before=SETTLED + refuse).stderr
    assert "unreadable" not in run("export", folder).stderr


def test_strict_is_kept_to(source: Source) -> None:
    folder = source({"a.md": article(title=None)})
    assert run("export", folder).returncode == 0
    for arguments, code in (([], 0), (["--strict"], 1), ([], 0)):
        done = run("export", folder, *arguments)
        assert UP_TO_DATE in done.stderr
        assert done.returncode == code


def test_an_output_that_is_no_file_is_written_each_time(source: Source, tmp_path: Path) -> None:
    folder, out = source(corpus()), tmp_path / "out"
    out.mkdir()
    (out / "graph.ttl").symlink_to("/dev/null")
    for _ in range(2):
        assert "Wrote:" in run("export", folder, "-o", out, "-f", "turtle").stderr


@pytest.mark.parametrize(
    "command", [["export"], ["check"], ["stats"], ["explain", "provider:example.com"]], ids=lambda c: c[0]
)
def test_every_command_keeps_and_uses_it(source: Source, command: list[str]) -> None:
    folder = source({f"{n}.md": article(webUrl=f"https://example.com/{n}") for n in range(20)})
    assert run(*command, folder, "--no-cache").returncode == 0
    assert not Path(".kg-cache").exists()
    first = run(*command, folder, "--cache", "kept")
    assert len(list(Path("kept").glob("*.pack"))) == 1
    stop = "import kg.gather; kg.gather.to_record = None\n"
    again = run(*command, folder, "--cache", "kept", before=SETTLED + stop)
    assert (again.returncode, again.stdout) == (first.returncode, first.stdout)
    assert not Path(".kg-cache").exists()


@pytest.mark.parametrize(
    "command", [["export"], ["check"], ["stats"], ["explain", "provider:example.com"]], ids=lambda c: c[0]
)
def test_a_folder_that_cannot_be_written_is_one_sentence(source: Source, command: list[str]) -> None:
    Path("file").write_text("")
    done = run(*command, source({"a.md": article()}), "--cache", "file/cache")
    assert done.returncode == 0
    said = [line for line in done.stderr.splitlines() if "cache" in line]
    assert said == [
        "kg: nothing can be kept in the cache folder file/cache: Not a directory;"
        " name another with --cache DIR, or none with --no-cache"
    ]


def test_info_and_clear(source: Source) -> None:
    assert re.search(r"packs +0\n +texts +0\n +size +0 B\n", run("cache", "info").stdout)
    run("export", source(corpus()))
    run("check", SEEDS)
    done = run("cache", "info")
    assert re.search(
        r"folder +\.kg-cache\n +packs +2\n +texts +1\n +size +\d+\.\d kB\n +bound +2\.1 GB\n", done.stdout
    )
    done = run("cache", "clear")
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(r"Removed 6 entries of \.kg-cache; \d+\.\d kB freed\.\n", done.stderr)
    assert not Path(".kg-cache").exists()
    assert run("cache", "clear").stderr == "Removed 0 entries of .kg-cache; 0 B freed.\n"


def test_info_and_clear_of_another_folder(source: Source, tmp_path: Path) -> None:
    run("stats", source(corpus()), "--cache", tmp_path / "kept")
    assert re.search(r"packs +1\n", run("cache", "info", "--cache", tmp_path / "kept").stdout)
    assert "Removed 3 entries" in run("cache", "clear", "--cache", tmp_path / "kept").stderr
    assert not (tmp_path / "kept").exists()


def test_cache_help() -> None:
    assert "clear" in run("cache", "--help").stdout
    assert run("cache").returncode == 2
    assert run("cache", "wash").returncode == 2
    for command in ("export", "check", "stats", "explain"):
        text = run(command, "--help").stdout
        assert "--cache DIR" in text
        assert "--no-cache" in text


def test_the_first_run_and_the_next_report_the_same(source: Source, tmp_path: Path) -> None:
    folder = source(corpus())
    run("export", folder, "-o", tmp_path / "out")
    edit(folder, tmp_path)
    run("export", folder, "-o", tmp_path / "out")
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report == kg.to_report(kg.build(folder))
