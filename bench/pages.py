"""Measure the map in a real browser beside pyvis' own page: ``python -m bench.pages``, or ``make bench``.

Each page is opened from disk in a fresh Chromium. A page of kg is ready when all nodes are drawn,
and the one that the mouse is moved to is found under it; pyvis' page when it has settled. The heap is what
JavaScript holds after its garbage was collected, with the buffers that belong to it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from bench.report import write_block
from bench.results import describe_machine

if TYPE_CHECKING:
    import networkx as nx

SIZES: Final = ((1_000, 3_000), (5_000, 15_000), (50_000, 150_000))
"""How many nodes and edges."""

LARGEST_OF_PYVIS: Final = 1_000
"""With more nodes its page settles for minutes."""

RENDERERS: Final = {"kg, canvas": ("canvas", 5_000), "kg, WebGL2": ("webgl", 50_000)}
"""What draws kg's pages, and up to how many nodes."""

PYVIS_PAGE: Final = "pyvis"

LIMIT: Final = 120.0
"""Seconds after which a page is given up."""

FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--enable-unsafe-swiftshader",
    "--window-size=1366,900",
)

OURS: Final = """
const picture = window.coverage?.picture();
if (!picture) return false;
const box = document.getElementById("stage").getBoundingClientRect();
const { x, y } = picture.at(arguments[0]);
return [picture.drawn().nodes.length, box.x + x, box.y + y];
"""
"""Returns how many nodes are drawn, and where in the window one of them is."""

PYVIS: Final = """
const bar = document.getElementById("loadingBar");
return window.network !== undefined && bar !== null && bar.style.opacity === "0";
"""
"""Tells whether pyvis' page has settled."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page in the browser: seconds until it was ready, bytes of its heap and of its file."""

    page: str
    nodes: int
    edges: int
    seconds: float
    heap: int
    size: int


def coverage(nodes: int, edges: int, seed: int = 1) -> nx.MultiDiGraph[str]:
    """Return a graph of articles, providers and topics, as uneven as news are."""
    import networkx as nx

    random = Random(seed)
    topics, providers = 16, nodes // 5
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="Benchmark", base="https://example.org/kg/")
    for number in range(topics):
        name = f"Topic {number}"
        graph.add_node(f"topic:t{number}", kind="topic", label=name, name=name)
    for number in range(providers):
        name, domain = f"Provider {number}", f"p{number}.example"
        graph.add_node(f"provider:{domain}", kind="provider", label=name, name=name, domain=domain)
    articles = [f"article:{number:016}" for number in range(nodes - topics - providers)]
    for number, article in enumerate(articles):
        title = f"Headline {number} of what happened in the city on that day"
        graph.add_node(article, kind="article", label=title, title=title, stub=False)
        publisher = min(int(random.paretovariate(0.8)) - 1, providers - 1)
        graph.add_edge(article, f"provider:p{publisher}.example", "published_by")
        graph.add_edge(article, f"topic:t{int(random.paretovariate(1)) % topics}", "about")
    missing = edges - graph.number_of_edges()
    while missing:
        number = random.randrange(1, len(articles))
        other = max(0, number - random.randrange(1, 20))
        if graph.has_edge(articles[number], articles[other], "related_to"):
            continue
        missing -= 1
        place = graph.out_degree(articles[number])
        graph.add_edge(articles[number], articles[other], "related_to", position=place, listed_in="a.md")
    return graph


@contextmanager
def _browser() -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for flag in FLAGS:
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    browser.set_page_load_timeout(LIMIT)
    browser.set_script_timeout(LIMIT)
    try:
        yield browser
    finally:
        browser.quit()


def _wait(ask: Callable[[], Any]) -> Any:
    deadline = time.perf_counter() + LIMIT
    while not (found := ask()):
        if time.perf_counter() > deadline:
            raise TimeoutError(f"the page was not ready within {LIMIT:.0f} s")
        time.sleep(0.02)
    return found


def _open_ours(browser: Any, graph: nx.MultiDiGraph[str]) -> None:
    """Wait until all is drawn, and the node that the mouse points at is known."""
    node = next(iter(graph))
    drawn, x, y = _wait(lambda: browser.execute_script(OURS, node))
    if drawn != len(graph):
        raise ValueError(f"{drawn} of {len(graph)} nodes are drawn")
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    moves = cycle((0, 1))

    def found() -> bool:
        move = {"type": "mouseMoved", "x": x + next(moves), "y": y}
        browser.execute_cdp_cmd("Input.dispatchMouseEvent", move)
        return bool(browser.execute_script("return coverage.picture().pointed() === arguments[0]", node))

    _wait(found)


def _open_pyvis(browser: Any, graph: nx.MultiDiGraph[str]) -> None:
    _wait(lambda: browser.execute_script(PYVIS))


def _write_pyvis(graph: nx.MultiDiGraph[str], path: Path) -> None:
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for node, values in graph.nodes(data=True):
        network.add_node(node, label=values["label"], group=values["kind"])
    for source, target in graph.edges():
        network.add_edge(source, target)
    path.write_text(network.generate_html(), "utf-8")


def _opened(page: str, path: Path, graph: nx.MultiDiGraph[str], view: str) -> Opened:
    with _browser() as browser:
        started = time.perf_counter()
        browser.get(f"{path.as_uri()}{view}")
        (_open_pyvis if page == PYVIS_PAGE else _open_ours)(browser, graph)
        seconds = time.perf_counter() - started
        browser.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
        heap = browser.execute_cdp_cmd("Runtime.getHeapUsage", {})
    used = int(heap["usedSize"]) + int(heap.get("backingStorageSize", 0))
    return Opened(page, len(graph), graph.number_of_edges(), seconds, used, path.stat().st_size)


def measure(repeats: int) -> Iterator[Opened]:
    """Yield the medians of each page at each size; at one size the pages are opened in turns."""
    import kg

    with tempfile.TemporaryDirectory() as folder:
        for nodes, edges in SIZES:
            graph = coverage(nodes, edges)
            pages = {}
            for page, (renderer, most) in RENDERERS.items():
                if nodes <= most:
                    pages[page] = Path(folder) / f"{renderer}.html"
                    kg.write_html(graph, pages[page], renderer=renderer)
            if nodes <= LARGEST_OF_PYVIS:
                pages[PYVIS_PAGE] = Path(folder) / "pyvis.html"
                _write_pyvis(graph, pages[PYVIS_PAGE])
            runs: dict[str, list[Opened]] = {page: [] for page in pages}
            for turn in range(repeats):
                for page, path in pages.items():
                    print(f"{nodes:,} nodes, run {turn + 1} of {repeats}: {page}", file=sys.stderr)
                    runs[page].append(_opened(page, path, graph, "" if page == PYVIS_PAGE else "#draw=all"))
            for page, done in runs.items():
                first = done[0]
                seconds, heap = median(run.seconds for run in done), int(median(run.heap for run in done))
                yield Opened(page, first.nodes, first.edges, seconds, heap, first.size)


def table(rows: list[Opened]) -> str:
    """Return the rows as a table in Markdown."""
    head = ("page", "nodes", "edges", "ready, seconds", "heap, MiB", "file, MiB")
    lines = [f"| {' | '.join(head)} |", "|---" + "|---:" * (len(head) - 1) + "|"]
    for row in rows:
        figures = f"{row.seconds:.2f} | {row.heap / 2**20:,.0f} | {row.size / 2**20:.1f}"
        lines.append(f"| {row.page} | {row.nodes:,} | {row.edges:,} | {figures} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, or write what was measured into the documentation."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="(%(default)s)")
    parser.add_argument("--results", type=Path, default=Path("bench/pages.json"), metavar="FILE")
    parser.add_argument("--report", action="store_true", help="write the results into docs/performance.md")
    options = parser.parse_args()
    if options.report:
        rows = [Opened(**row) for row in json.loads(options.results.read_text("utf-8"))["pages"]]
        write_block(Path("docs/performance.md"), "python -m bench.pages --report", table(rows))
        return
    rows = list(measure(options.repeats))
    told = {"machine": describe_machine(Path(sys.executable)), "pages": [asdict(row) for row in rows]}
    options.results.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(table(rows))


if __name__ == "__main__":
    main()
