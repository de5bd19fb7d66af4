"""What the harness makes of its measurements: exponents, ratios, tables, the page and the plot."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest

import kg
from bench.measure import MeasureError, Run, process_tree, proportional_size, run
from bench.plan import BASELINE, ROWS
from bench.report import BEGIN, END, insert, write_report
from bench.results import Measured, Results, Size, growth_exponent, load, save, summarise
from bench.stages import STAGES
from bench.tables import HEAD, lines, markdown_table, plain_table
from kg.analytics.reports import REPORTS
from tests.conftest import SEEDS

COMMAND = "python -m bench --report"

MACHINE = {
    "cpu": "A CPU", "cores": 2, "memory_gib": 4.0, "system": "Linux", "python": "3.11.0",
    "libraries": {"PyYAML": "6.0"}, "memory_is": "a sum",
}  # fmt: skip


@pytest.fixture
def results() -> Results:
    found = Results(MACHINE)
    for articles, factor in ((1000, 1.0), (10_000, 12.0)):
        size = Size(documents=articles, files=articles + 98, bytes=1, triples=30 * articles)
        size.rows[BASELINE] = Measured(0.2 * factor, 0.3, 10 * 2**20, None, (0.2 * factor,))
        size.rows["kg export"] = Measured(0.1 * factor, 0.1 * factor, 64 * 2**20, None, (0.1 * factor,))
        size.rows["rdflib: Turtle"] = Measured(reason="too slow" if articles > 1000 else "not there")
        found.sizes[articles] = size
    return found


@pytest.mark.parametrize(
    ("larger", "exponent"),
    [((10_000, 20.0), 1.0), ((10_000, 200.0), 2.0), ((10_000, 2.0), 0.0), ((2000, 4.0), 1.0)],
)
def test_growth_exponent(larger: tuple[int, float], exponent: float) -> None:
    assert growth_exponent((1000, 2.0), larger) == pytest.approx(exponent)


def test_lines(results: Results) -> None:
    found = {line[:2]: line for line in lines(results)}
    assert len(found) == 6
    assert found["kg export", "1,000"] == (
        "kg export", "1,000", "0.100", "10,000", "300,000", "64", "0.50", "",
    )  # fmt: skip
    assert found["kg export", "10,000"][-2:] == ("0.50", "1.08")
    assert found[BASELINE, "10,000"][4] == ""
    assert found["rdflib: Turtle", "10,000"] == ("rdflib: Turtle", "10,000", "too slow")


def test_tables_are_straight(results: Results) -> None:
    plain = plain_table(results).splitlines()
    assert plain[0].split("  ")[0] == HEAD[0]
    full = [line for line in plain if "too slow" not in line and "not there" not in line]
    assert (
        len({line.index(cell) + len(cell) for line, cell in zip(full[1:3], ("0.100", "1.20"), strict=True)})
        == 1
    )
    assert "too slow" in plain_table(results)
    markdown = markdown_table(results).splitlines()
    assert {line.count("|") for line in markdown} == {len(HEAD) + 1}


def test_results_are_kept(results: Results, tmp_path: Path) -> None:
    save(results, tmp_path / "results.json")
    assert load(tmp_path / "results.json") == results


def test_summary_is_the_median() -> None:
    runs = [
        Run(wall, peak, {"seconds": wall / 2, "triples": 7}) for wall, peak in ((4.0, 3), (1.0, 9), (2.0, 5))
    ]
    inside, outside = summarise(runs, inside=True), summarise(runs, inside=False)
    assert (inside.seconds, inside.wall, inside.peak, inside.triples) == (1.0, 2.0, 5, 7)
    assert (outside.seconds, outside.runs) == (2.0, (4.0, 1.0, 2.0))


def test_the_report_is_the_same_each_time(results: Results, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the plot needs matplotlib: pip install 'kg-exporter[bench]'")
    page = tmp_path / "performance.md"
    page.write_text(
        f"# Performance\n\nBy hand.\n\n{BEGIN.format(COMMAND)}\nold\n{END}\n\nMore by hand.\n", "utf-8"
    )
    write_report(results, page)
    first = page.read_bytes(), (tmp_path / "performance.svg").read_bytes()
    write_report(results, page)
    assert (page.read_bytes(), (tmp_path / "performance.svg").read_bytes()) == first
    text = first[0].decode()
    assert text.startswith("# Performance\n\nBy hand.") and text.endswith("More by hand.\n")
    assert "old" not in text and "| kg export |" in text and "performance.svg" in text
    assert b"kg export" in first[1]


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="begin: written by"):
        insert("# Performance\n", COMMAND, "block")


def test_rows_have_names_of_their_own() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert BASELINE in {row.name for row in ROWS}
    pyvis = next(row for row in ROWS if "pyvis" in row.name)
    assert pyvis.why_not(1000) is None
    assert "quadratic" in str(pyvis.why_not(10_000))


def test_memory_of_all_processes_counts(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time\n"
        "grow = 'x = bytearray(60 << 20); import time; time.sleep(0.6)'\n"
        "child = subprocess.Popen([sys.executable, '-c', grow])\n"
        "child.wait(); print('{\"seconds\": 0.5}')"
    )
    found = run([sys.executable, "-c", script], folder=tmp_path, log=tmp_path / "log", limit=20)
    assert found.said == {"seconds": 0.5}
    assert found.wall > 0.6
    assert 60 * 2**20 < found.peak < 200 * 2**20


def test_failures_are_told(tmp_path: Path) -> None:
    with pytest.raises(MeasureError, match="exit 3: no luck"):
        run(
            [sys.executable, "-c", "import sys; print('no luck', file=sys.stderr); sys.exit(3)"],
            folder=tmp_path, log=tmp_path / "log", limit=20,
        )  # fmt: skip
    with pytest.raises(MeasureError, match="not done after"):
        run(["sleep", "20"], folder=tmp_path, log=tmp_path / "log", limit=0.2)


def test_a_process_that_is_gone_has_no_memory() -> None:
    assert process_tree(2**22 + 1) == [2**22 + 1]
    assert proportional_size(2**22 + 1) == 0


def test_every_report_is_measured() -> None:
    names = [row.name for row in ROWS if row.name.startswith("analyze ")]
    assert names == [f"analyze {name}" for name in REPORTS]
    assert set(names) <= set(STAGES)


def test_a_report_is_a_stage(tmp_path: Path) -> None:
    with (tmp_path / "graph.pickle").open("wb") as stream:
        pickle.dump(kg.build(SEEDS), stream)
    told = STAGES["analyze stories"](tmp_path, tmp_path)
    assert told["rows"] == 4
    assert 0 < told["seconds"] < 60
