"""kg export --watch, in a process of its own, as it is used."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.cli.watching import _name_changes
from tests.conftest import Source, article

pytest.importorskip("watchfiles", reason="watchfiles is not installed")

PATIENCE = 60  # seconds, for a machine that is busy


class Watching:
    """A running `kg export --watch`, and what it says."""

    def __init__(self, *arguments: str | Path) -> None:
        script = "from kg.cli import main; main()"
        command = [sys.executable, "-c", script, "export", *map(str, arguments), "--watch"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment
        )
        self.text = ""

    def _read(self, seconds: float) -> bool:
        stream = self.process.stderr
        assert stream is not None
        if not select.select([stream], [], [], seconds)[0]:
            return False
        part = os.read(stream.fileno(), 2**16)
        self.text += part.decode("utf-8")
        return bool(part)

    def wait_for(self, pattern: str) -> str:
        """Return the first line that fits, and forget what was said up to its end."""
        end = time.monotonic() + PATIENCE
        while True:
            found = re.search(rf"^.*(?:{pattern}).*\n", self.text, re.MULTILINE)
            if found:
                self.text = self.text[found.end() :]
                return found.group()
            assert time.monotonic() < end, f"nothing like {pattern!r} in {self.text!r}"
            self._read(1)
            assert self.process.poll() is None or self.text, "it has ended"

    def is_quiet(self, seconds: float) -> bool:
        """Tell whether nothing is said for some time."""
        assert self.text == ""
        return not self._read(seconds)

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        while self._read(PATIENCE):
            pass
        return self.process.wait(PATIENCE)


Watch = Callable[..., Watching]


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Return what starts a watch, and is ready when it watches."""
    running: list[Watching] = []

    def start(*arguments: str | Path) -> Watching:
        running.append(Watching(*arguments))
        running[-1].wait_for("Watching .*; Ctrl-C ends it")
        return running[-1]

    yield start
    for watching in running:
        watching.process.kill()
        watching.process.communicate()


def plain(target: Path, *arguments: str | Path) -> dict[str, bytes]:
    """Return what a plain export writes."""
    command = [sys.executable, "-c", "from kg.cli import main; main()", "export", *map(str, arguments)]
    subprocess.run([*command, "-o", str(target), "--no-cache"], capture_output=True, check=True)
    return contents(target)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def three(folder: Path) -> dict[str, str]:
    return {f"{n}.md": article(webUrl=f"https://example.com/{n}", title=f"Title {n}") for n in range(3)}


def test_each_change_is_exported(source: Source, tmp_path: Path, watch: Watch) -> None:
    folder, out = source(dict(three(tmp_path))), tmp_path / "out"
    watching = watch(folder, "-o", out)
    assert contents(out) == plain(tmp_path / "plain", folder)

    (folder / "1.md").write_text(article(title="Changed", webUrl="https://example.com/1"))
    line = watching.wait_for("changed")
    assert re.fullmatch(r"\d\d:\d\d:\d\d 1\.md changed: 3 articles, 0 errors; done in \d+\.\d s\.\n", line)
    assert contents(out) == plain(tmp_path / "plain", folder)

    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "new.md").write_text(article(title=None))
    assert "1 error;" in watching.wait_for("deep/er/new.md added: 3 articles")
    (folder / "0.md").unlink()
    assert "2 articles" in watching.wait_for("0.md removed")
    (folder / "2.md").rename(folder / "two.md")
    watching.wait_for("two.md added, 2.md removed")
    (folder / "deep").rename(folder / "deeper")
    watching.wait_for("deeper/er/new.md added, deep/er/new.md removed")
    (folder / "deeper" / "er" / "new.md").write_text(article(webUrl="https://example.com/new"))
    watching.wait_for("deeper/er/new.md changed: 3 articles, 0 errors")
    assert contents(out) == plain(tmp_path / "plain", folder)
    assert watching.is_quiet(1.5)
    assert watching.interrupt() == 0
    assert watching.text == ""


def test_a_burst_is_one_export(source: Source, tmp_path: Path, watch: Watch) -> None:
    folder, out = source(dict(three(tmp_path))), tmp_path / "out"
    watching = watch(folder, "-o", out, "-f", "ntriples")
    for number in range(10, 40):
        (folder / f"{number}.md").write_text(article(webUrl=f"https://example.com/{number}"))
    line = watching.wait_for("added")
    assert "10.md, 11.md, 12.md and 27 more added: 33 articles" in line
    assert watching.is_quiet(1.5)
    assert contents(out) == plain(tmp_path / "plain", folder, "-f", "ntriples")


def test_what_is_no_source_is_no_change(source: Source, tmp_path: Path, watch: Watch) -> None:
    folder = source(dict(three(tmp_path)))
    watching = watch(folder, "-o", tmp_path / "out", "-f", "turtle")
    (folder / "notes.json").write_text("{}")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.md").write_text(article())
    (folder / "1.md").read_text()
    (folder / "empty").mkdir()
    assert watching.is_quiet(2)


def test_outputs_in_the_source_do_not_go_round(source: Source, watch: Watch) -> None:
    folder = source(dict(three(Path())))
    watching = watch(folder, "-o", folder / "site", "--cache", folder / "kept")
    watching.wait_for("site/graph.html added")  # it is one of the files from now on
    assert watching.is_quiet(2.5)
    (folder / "new.md").write_text(article())
    assert "graph.html" not in watching.wait_for("new.md added")
    assert watching.is_quiet(2.5)


def test_errors_are_said_and_the_watch_goes_on(source: Source, tmp_path: Path, watch: Watch) -> None:
    folder, out = source(dict(three(tmp_path))), tmp_path / "out"
    watching = watch(folder, "-o", out, "-f", "ntriples")
    folder.rename(tmp_path / "away")
    assert "kg: no such source" in watching.wait_for("kg: ")
    assert watching.is_quiet(2.5)
    (tmp_path / "away").rename(folder)
    (folder / "new.md").write_text(article())
    watching.wait_for("new.md added: 4 articles")
    (folder / "late.md").write_text(article(webUrl="https://example.com/late"))
    watching.wait_for("late.md added: 5 articles")
    for path in out.iterdir():
        path.unlink()
    out.rmdir()
    out.write_text("in the way")
    (folder / "new.md").unlink()
    assert "kg: cannot make the folder" in watching.wait_for("kg: ")
    out.unlink()
    (folder / "no-source.json").write_text("")
    watching.wait_for("tried again: 4 articles")
    (folder / "0.md").unlink()
    watching.wait_for("0.md removed: 3 articles")
    assert contents(out) == plain(tmp_path / "plain", folder, "-f", "ntriples")


def test_the_settings_are_watched(source: Source, tmp_path: Path, watch: Watch) -> None:
    one, other = source(dict(three(tmp_path))), tmp_path / "other"
    other.mkdir()
    Path("kg.toml").write_text(f'sources = ["{one}"]\ntitle = "One"\n')
    watching = watch("-o", tmp_path / "out", "-f", "ntriples")
    Path("kg.toml").write_text(f'sources = ["{one}"]\ntitle = "Two"\n')
    watching.wait_for("kg.toml changed: 3 articles")
    assert b'"Two"' in (tmp_path / "out" / "graph.nt").read_bytes()
    Path("kg.toml").write_text("title = ")
    watching.wait_for("kg: kg.toml is not valid TOML")
    Path("kg.toml").write_text(f'sources = ["{one}", "{other}"]\n')
    watching.wait_for("kg.toml changed")
    (other / "new.md").write_text(article())
    watching.wait_for("other/new.md added: 4 articles")
    assert contents(tmp_path / "out") == plain(tmp_path / "plain", "-f", "ntriples")


def test_a_single_file_is_watched(source: Source, tmp_path: Path, watch: Watch) -> None:
    folder = source(dict(three(tmp_path)))
    watching = watch(folder / "1.md", "-o", tmp_path / "out", "-f", "turtle")
    (tmp_path / "1.md").write_text(article(title=None))
    (tmp_path / "1.md").replace(folder / "1.md")
    watching.wait_for("1.md changed: 0 articles, 1 error")
    (folder / "2.md").unlink()
    assert watching.is_quiet(2)


def test_without_a_cache(source: Source, tmp_path: Path, watch: Watch) -> None:
    folder = source(dict(three(tmp_path)))
    watching = watch(folder, "-o", tmp_path / "out", "-f", "turtle", "--no-cache")
    (folder / "1.md").unlink()
    watching.wait_for("1.md removed: 2 articles")
    assert not Path(".kg-cache").exists()


@pytest.mark.parametrize(("option", "code"), [([], 0), (["--strict"], 1)])
def test_ctrl_c_ends_it_as_the_last_export_ended(
    source: Source, tmp_path: Path, watch: Watch, option: list[str], code: int
) -> None:
    folder = source({"a.md": article(title=None)})
    watching = watch(folder, "-o", tmp_path / "out", "-f", "turtle", *option)
    assert watching.interrupt() == code
    assert watching.text == ""


def test_what_fails_at_the_start_fails(tmp_path: Path) -> None:
    watching = Watching(tmp_path / "nowhere")
    assert watching.process.wait(PATIENCE) == 2
    watching.wait_for("kg: no such source")


def test_without_the_library_it_is_one_sentence(source: Source) -> None:
    script = "import sys; sys.modules['watchfiles'] = None\nfrom kg.cli import main; main()"
    command = [sys.executable, "-c", script, "export", str(source({})), "--watch"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "kg: --watch needs the library watchfiles; python -m pip install 'kg-exporter[watch]'\n",
    )
    assert not Path("exports").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"added": ["a"], "changed": [], "removed": ["b"]}, "a added, b removed"),
        ({"added": ["a", "b", "c", "d"], "changed": []}, "a, b, c and 1 more added"),
        ({"added": ["a", "b", "c"], "removed": ["d", "e"]}, "a, b, c added, 2 removed"),
        ({"added": []}, ""),
    ],
)
def test_changes_are_named(changed: dict[str, list[str]], said: str) -> None:
    assert _name_changes(changed) == said


def test_with_analytics(source: Source, tmp_path: Path, watch: Watch) -> None:
    pytest.importorskip("scipy", reason="scipy, for PageRank, is not installed")
    folder, out = source(dict(three(tmp_path))), tmp_path / "out"
    asked = ("-f", "graphml", "--with-analytics")
    watching = watch(folder, "-o", out, *asked)
    assert b":Story" not in (out / "graph.graphml").read_bytes()
    listing = "[{title: Title 1, webUrl: https://example.com/1, provider: {domain: example.com}}]"
    (folder / "0.md").write_text(article(webUrl="https://example.com/0", related=listing))
    watching.wait_for("0.md changed: 3 articles")
    assert b":Story" in (out / "graph.graphml").read_bytes()
    assert contents(out) == plain(tmp_path / "plain", folder, *asked)
    assert watching.interrupt() == 0
