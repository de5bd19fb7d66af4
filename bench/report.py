"""Results into the documentation: the table between two marks, and the plot beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bench.results import Results
from bench.tables import machine_line, markdown_table

BEGIN: Final = "<!-- begin: written by {} -->"
END: Final = "<!-- end -->"
SHOWN: Final = (
    "kg export", "CSafeLoader alone", "straightforward stack", "Morph-KGC: rows to N-Triples",
    "maplib: rows to N-Triples", "KGX: nodes and edges to N-Triples",
)  # fmt: skip
"""Rows of the plot: those that do a whole job."""


def insert(text: str, command: str, block: str) -> str:
    """Return a page with the block that a command writes between its marks.

    Raises
    ------
    ValueError
        Where the page has no such marks.
    """
    wanted = BEGIN.format(command)
    before, begin, rest = text.partition(wanted)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs a line {wanted} and, further down, a line {END}")
    return f"{before}{wanted}\n\n{block.strip()}\n\n{END}{after}"


def write_plot(results: Results, path: Path) -> None:
    """Draw time by size, both logarithmic; the same results give the same bytes."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    with mpl.rc_context({"svg.hashsalt": "kg", "svg.fonttype": "none", "font.size": 9}):
        figure, axes = pyplot.subplots(figsize=(7.5, 4.5), layout="constrained")
        for name in SHOWN:
            points = [
                (articles, row.seconds)
                for articles, size in sorted(results.sizes.items())
                if (row := size.rows.get(name)) is not None and row.seconds
            ]
            if points:
                axes.plot(
                    *zip(*points, strict=True),
                    marker="o",
                    linewidth=2 if name == "kg export" else 1,
                    label=name,
                )
        axes.set(xscale="log", yscale="log", xlabel="articles", ylabel="seconds")
        axes.grid(visible=True, which="major", alpha=0.3)
        axes.legend(frameon=False)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(figure)


def write_report(results: Results, page: Path) -> None:
    """Write the table into a page and the plot beside it."""
    plot = page.with_suffix(".svg")
    picture = f"![Seconds by articles, both logarithmic]({plot.name})"
    block = f"{machine_line(results)}\n\n{markdown_table(results)}\n{picture}"
    write_block(page, "python -m bench --report", block)
    write_plot(results, plot)


def write_block(page: Path, command: str, block: str) -> None:
    """Write what a command reports between its marks in a page."""
    page.write_text(insert(page.read_text("utf-8"), command, block), "utf-8")
