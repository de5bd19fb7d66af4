"""The command line as its users call it: what it prints where, and what it exits with."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from subprocess import PIPE

import jsonschema
import pytest

import kg
from kg.formats.table import FORMATS
from tests.cli.calling import run
from tests.conftest import CORPUS, SEEDS, Source, article


def test_export_says_what_it_read_and_wrote(tmp_path: Path) -> None:
    done = run("export", SEEDS, "-o", tmp_path / "out", "-f", "turtle,ntriples", "-f", "graphml")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Read 5 files: 16 articles (11 stubs), 15 providers, 4 topics, 43 links." in done.stderr
    assert re.search(r"note +mojibake-repaired +1 ", done.stderr)
    assert re.search(r"graph\.ttl +\d+\.\d kB", done.stderr)
    assert re.search(r"Done in \d+\.\d s\.", done.stderr)
    assert done.stderr.count("https://example.org/kg/") == 1
    assert sorted(os.listdir(tmp_path / "out")) == ["graph.graphml", "graph.nt", "graph.ttl", "report.json"]


def test_export_writes_turtle_graphml_and_html_by_default(tmp_path: Path) -> None:
    assert run("export", SEEDS, cwd=tmp_path).returncode == 0
    names = ["graph.graphml", "graph.html", "graph.ttl", "report.json"]
    assert sorted(os.listdir(tmp_path / "exports")) == names


def test_export_compresses(tmp_path: Path) -> None:
    for asked, names in (
        (["--gzip"], ["graph.graphml.gz", "graph.html", "graph.ttl.gz", "report.json"]),
        (["-f", "turtle.gz,turtle,nquads"], ["graph.nq", "graph.ttl", "graph.ttl.gz", "report.json"]),
        (["--stream", "--gzip", "-f", "trig"], ["graph.trig.gz", "report.json"]),
    ):
        out = tmp_path / "-".join(asked)
        done = run("export", SEEDS, "-o", out, *asked, cwd=tmp_path)
        assert (done.returncode, sorted(os.listdir(out))) == (0, names)
        again = run("export", SEEDS, "-o", out, *asked, cwd=tmp_path)
        assert "Nothing has changed" in again.stderr
        for name in names[:-1]:
            if not name.endswith(".html"):
                assert len(kg.read_graph(out / name)) == 35
    done = run("export", SEEDS, "-o", tmp_path / "none", "-f", "html.gz")
    assert (done.returncode, done.stderr) == (
        2,
        "kg: html is not compressed, as it is an interactive map for the browser; leave .gz out\n",
    )


def test_report_follows_its_schema(tmp_path: Path, source: Source) -> None:
    folder = source({"a.md": article(), "bad.md": "---\na: [\n---\n", "n.txt": "no front matter"})
    for where in (SEEDS, folder, *([CORPUS] if CORPUS.is_dir() else [])):
        assert run("export", where, "-o", tmp_path / "out", "-f", "ntriples").returncode == 0
        report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(kg.report_schema())
        jsonschema.validate(report, kg.report_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**report, "extra": 1}, kg.report_schema())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "nowhere"], "kg: no such source: nowhere; give a folder of articles, or a file\n"),
        (
            ["export", SEEDS, "-f", "gephx"],
            "kg: unknown format 'gephx'; choose one of graphml, html, jsonld, nquads, ntriples, rdfxml,"
            " trig, turtle\n",
        ),
        (
            ["export", SEEDS, "-o", "a-file/out"],
            "kg: cannot make the folder a-file/out: Not a directory; choose another place\n",
        ),
        (
            ["export", SEEDS, "--base", "kg"],
            "kg: base 'kg' is not an http(s) IRI; set one like https://example.org/kg/\n",
        ),
        (
            ["export", SEEDS, "--language", "English (UK)"],
            "kg: language 'English (UK)' is no BCP 47 tag; give one like en or de-CH\n",
        ),
        (
            ["explain", "article:nope", SEEDS],
            "kg: no article has the id article:nope; copy one from an export,",
        ),
        (
            ["explain", "https://example.com/", SEEDS],
            "kg: no article has the URL https://example.com/, whose",
        ),
        (
            ["explain", "nonsense", SEEDS],
            "kg: nonsense is neither an http(s) URL nor an id; give a URL, or one",
        ),
    ],
)
def test_a_failure_is_one_sentence(arguments: list[str | Path], message: str, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1
    assert set(os.listdir(tmp_path)) - {".kg-cache"} == {"a-file"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Usage: kg"),
        (
            ["exprot"],
            "no such command 'exprot'; choose one of export, view, check, stats, analyze, explain, query,",
        ),
        (["export"], "no SOURCE given, and no sources in kg.toml"),
        (["export", SEEDS, "--jobs", "0"], "--jobs"),
        (["export", SEEDS, "-f", ","], "no FORMAT given; choose from turtle,"),
        (["check", SEEDS, "--format", "xml"], "'json'"),
    ],
)
def test_wrong_use(arguments: list[str | Path], message: str, tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert os.listdir(tmp_path) == []


def test_check_lists_the_problems_with_their_places(source: Source) -> None:
    folder = source({"a.md": article(quality="many"), "b.md": "---\ntitle: [\n---\n"})
    done = run("check", folder)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == (
        f"{folder}/a.md:5:1: warning: quality: 'many' is no whole number; left out [bad-number]"
    )
    assert done.stdout.splitlines()[1].startswith(f"{folder}/b.md:3:1: error: ")
    assert done.stderr == "1 error, 1 warning, 0 notes.\n"


def test_check_is_content_without_errors() -> None:
    done = run("check", SEEDS)
    assert done.returncode == 0
    assert "003_69670e491d83c649.txt:50:5: note: related[1].title: " in done.stdout


def test_check_as_json(source: Source) -> None:
    done = run("check", source({"a.md": article(quality="many")}), "--format", "json")
    jsonschema.validate(json.loads(done.stdout), kg.report_schema())
    assert json.loads(done.stdout)["issue_counts"] == {"bad-number": 1}


def test_strict_writes_and_then_exits_1(source: Source, tmp_path: Path) -> None:
    folder = source({"a.md": article(), "b.md": article(title=None)})
    done = run("export", folder, "-o", tmp_path / "out", "-f", "turtle", "--strict")
    assert done.returncode == 1
    assert (tmp_path / "out" / "graph.ttl").exists()
    assert run("export", folder, "-o", tmp_path / "out", "-f", "turtle").returncode == 0


def test_stats() -> None:
    done = run("stats", SEEDS, "--top", "2")
    assert done.returncode == 0
    assert re.search(r"articles +16\n", done.stdout)
    assert "2020-09-09 19:15 to 2020-11-06 18:33 UTC" in done.stdout
    assert re.search(r"ZDNet +2 +12\.5%\n.*\n  … and 13 more", done.stdout)


def test_stats_of_long_ago(source: Source) -> None:
    done = run("stats", source({"a.md": article(publishedDateTime="0812-05-06T17:30:00Z")}))
    assert "\nPublished\n  0812-05-06 17:30 to 0812-05-06 17:30 UTC\n" in done.stdout


def test_stats_of_nothing(tmp_path: Path) -> None:
    done = run("stats", tmp_path)
    assert done.returncode == 0
    assert re.search(r"articles +0\n", done.stdout)


def test_export_of_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = run("export", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 0
    assert "No article was found" in done.stderr
    assert kg.read_graph(tmp_path / "out" / "graph.ttl").number_of_nodes() == 0


def test_explain_an_article() -> None:
    url = "http://www.zdnet.com/article/ibm-pushes-for-us-to-limit-facial-recognition-system-exports/?utm_source=x"
    done = run("explain", url, SEEDS)
    assert done.returncode == 0
    assert "over the canonical URL https://zdnet.com/article/ibm-pushes" in done.stdout
    assert re.search(r"000_\S+:34:5 +listed as no\. 1 .*index\.php/category/2184", done.stdout)
    assert re.search(r"002_\S+:46:5 +listed as no\. 2 ", done.stdout)
    assert "  title: IBM pushes for US to limit facial recognition system exports\n" in done.stdout
    assert "all 2 mentions that have it agree" in done.stdout


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("provider:salon.com", "the only name its mentions give (2 times)"),
        ("topic:computer-vision", "the slug of the topic's name"),
    ],
)
def test_explain_others(what: str, answer: str) -> None:
    done = run("explain", what, SEEDS)
    assert done.returncode == 0
    assert answer in done.stdout


def test_help_names_every_format_and_command() -> None:
    assert all(name in run("export", "--help").stdout for name in FORMATS)
    assert all(name in run("--help").stdout for name in ("export", "check", "stats", "explain", "cache"))
    assert run("--version").stdout == f"kg {kg.__version__}\n"


def test_progress_only_on_a_terminal(tmp_path: Path) -> None:
    if not hasattr(os, "openpty"):
        pytest.skip("this system has no pseudo-terminals")
    main, terminal = pty.openpty()
    command = [sys.executable, "-c", "from kg.cli import main; main()", "export", str(SEEDS)]
    options = ["-o", str(tmp_path), "-f", "turtle"]
    done = subprocess.run(
        [*command, *options],
        stderr=terminal,
        stdout=subprocess.DEVNULL,
        check=True,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(main, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(main)
    assert done.returncode == 0
    assert b"reading" in shown
    assert b"5/5" in shown
    assert "reading" not in run("export", SEEDS, "-o", tmp_path, "-f", "turtle").stderr


@pytest.mark.parametrize("cache", [["--no-cache"], ["--cache", "kept"]])
def test_interrupted_is_130(corpus: Path, tmp_path: Path, cache: list[str]) -> None:
    script = (
        "import kg.gather, kg.read\n"
        "read = kg.read.to_record\n"
        "def say(*a, **k): print('x', flush=True); return read(*a, **k)\n"
        "kg.read.to_record = kg.gather.to_record = say\n"
        "from kg.cli import main; main()"
    )
    options = ["-o", str(tmp_path / "out"), "-j", "2", *cache]
    command = [sys.executable, "-c", script, "export", str(corpus), *options]
    run = subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True, start_new_session=True)
    assert "x" in run.stdout.readline()
    os.killpg(run.pid, signal.SIGINT)
    _, errors = run.communicate()
    assert (run.returncode, errors) == (130, "\nkg: interrupted\n")
    assert not (tmp_path / "out").exists()
    assert not list(Path().glob("kept/*.pack")) + list(Path().glob("kept/.*.tmp"))


def _in_shell(command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which KG stands for the command with these arguments."""
    called = f"{shlex.quote(sys.executable)} -c 'from kg.cli import main; main()'"
    words = " ".join(shlex.quote(str(argument)) for argument in arguments)
    script = command.replace("KG", f"{called} {words}")
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)


def test_a_reader_that_goes_away_is_no_error_in_the_data(source: Source) -> None:
    many = ", ".join(["{}"] * 3000)  # more lines than a pipe holds, so that it ends before all are written
    folder = source({"a.md": article(related=f"[{many}]")})
    done = _in_shell("KG | head -1; echo ${PIPESTATUS[0]}", "check", folder)
    assert done.stderr == ""
    assert done.stdout.splitlines()[1:] == ["0"]


def test_a_full_stdout_is_a_failure() -> None:
    done = _in_shell("KG > /dev/full", "check", SEEDS)
    assert done.returncode == 2
    assert done.stderr.startswith("kg: cannot write the output: No space left on device; make room")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_without_stderr_the_job_is_done(closed: str, tmp_path: Path) -> None:
    done = _in_shell(f"KG {closed}", "export", SEEDS, "-o", tmp_path / "out", "-f", "turtle")
    assert done.returncode == 0
    assert (tmp_path / "out" / "graph.ttl").exists()


def test_the_installed_command_is_this_one() -> None:
    (entry,) = (found for found in entry_points(group="console_scripts") if found.name == "kg")
    assert entry.value == "kg.cli:main"
    assert callable(entry.load())


def test_stats_tells_providers_of_one_name_apart(source: Source) -> None:
    folder = source(
        {
            "a.md": article(provider="{name: Twin, domain: a.com}"),
            "b.md": article(provider="{name: Twin, domain: b.com}"),
        }
    )
    shown = run("stats", folder).stdout
    assert re.search(r"Twin \(a\.com\) +1 .*\n +Twin \(b\.com\) +1 ", shown)


def test_stream_writes_ntriples(tmp_path: Path) -> None:
    assert run("export", SEEDS, "-o", tmp_path / "a", "-f", "ntriples").returncode == 0
    done = run("export", SEEDS, "-o", tmp_path / "b", "--stream", "--no-cache", "--strict")
    assert done.returncode == 0
    assert "Read 5 files: 16 articles (11 stubs), 15 providers, 4 topics, 43 links." in done.stderr
    assert [path.name for path in sorted((tmp_path / "b").iterdir())] == ["graph.nt", "report.json"]
    for name in ("graph.nt", "report.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_streamed_export_is_up_to_date_afterwards(tmp_path: Path) -> None:
    options = [SEEDS, "-o", tmp_path / "out", "--cache", tmp_path / "cache"]
    assert "Wrote:" in run("export", *options, "--stream").stderr
    assert "up to date" in run("export", *options, "--stream").stderr
    assert "up to date" in run("export", *options, "-f", "ntriples").stderr
    assert run("export", *options, "--stream", "-f", "turtle,html").returncode == 2
    assert "Wrote:" in run("export", *options).stderr


def test_stream_refuses_other_formats(tmp_path: Path) -> None:
    done = run("export", SEEDS, "-o", tmp_path / "out", "--stream", "-f", "turtle,html")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kg: html needs all nodes in memory and cannot be streamed; choose from graphml, jsonld, nquads,"
        " ntriples, rdfxml, trig, turtle\n"
    )
    assert not (tmp_path / "out").exists()


def test_terminated_is_143(corpus: Path, tmp_path: Path) -> None:
    script = (
        "import os, time, kg.streaming.resolving as resolving\n"
        "def wait(*a, **k): os.write(1, b'x\\n'); time.sleep(60)\n"
        "resolving._TextMaker.make = wait\n"
        "from kg.cli import main; main()"
    )
    command = [sys.executable, "-c", script, "export", str(corpus), "-o", str(tmp_path / "out")]
    run = subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True, start_new_session=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "x\n"
    run.send_signal(signal.SIGTERM)
    _, errors = run.communicate(timeout=20)
    assert (run.returncode, errors) == (143, "kg: terminated\n")
    assert not (tmp_path / "out").exists()
    assert not list(Path().glob(".kg-cache/.texts*"))


def test_a_cache_folder_has_a_name() -> None:
    done = run("export", SEEDS, "--cache", "")
    assert done.returncode == 2
    assert "the name of a folder is needed; or --no-cache" in done.stderr
