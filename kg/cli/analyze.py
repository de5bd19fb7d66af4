"""kg analyze: what people who study news coverage ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import click

from kg.analytics.asking import Answered, ask_part, check_drawn, check_single, parameters
from kg.analytics.options import COPIES, OPTIONS
from kg.analytics.pictures import check_picture, number_shown
from kg.analytics.reporting import Option, Report, find_report
from kg.analytics.reports import REPORTS
from kg.analytics.selection import Selection
from kg.cachefolder import CacheFolder
from kg.cli import answers, console, options
from kg.cli.reading import read_sources

_MANY: Final = 5
"""Reports that take an option, from which on its help does not name them."""


def _list(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        console.emit(console.table([(row.name, row.question) for row in REPORTS.values()]))
        context.exit()


def _date(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        date = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is no date; give one like 2020-05-06 or 2020-05-06T17:30Z"
        ) from None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _type(option: Option) -> Any:
    if option.choices:
        return click.Choice(option.choices)
    bounds = option.bounds
    if bounds is None:
        return option.type
    bounded: Any = click.IntRange if bounds.whole else click.FloatRange
    return bounded(bounds.least, bounds.most, min_open=bounds.exclusive)


def _help(option: Option) -> str:
    takers = [report for report in REPORTS.values() if option.name in report.options]
    default = takers[0].default(option)
    if isinstance(default, bool):
        default = option.name if default else f"no-{option.name}"
    usual = f"; {default} by default" if default is not None else ""
    names = ", ".join(report.name for report in takers) if len(takers) < _MANY else "most reports"
    return f"{option.help.removesuffix('.')}{usual} ({names})."


def _add(option: Option) -> options.Decorator:
    spelled = f"--{option.name}" + (f"/--no-{option.name}" if option.type is bool else "")
    metavar = None if option.choices or option.type is bool else "NAME" if option.type is str else "N"
    kind = None if option.type is bool else _type(option)
    return click.option(spelled, default=None, type=kind, metavar=metavar, help=_help(option))


_report_options: Final = options.gathered(
    "chosen", {option.name.replace("-", "_"): _add(option) for option in OPTIONS.values()}
)
"""Adds the options of all reports; the command gets those that were given or not as one mapping."""

_part: Final = options.gathered(
    "part",
    {
        "since": click.option(
            "--since", metavar="DATE", callback=_date, help="Articles published from then on (UTC)."
        ),
        "until": click.option("--until", metavar="DATE", callback=_date, help="Articles published before."),
        "topics": click.option(
            "--topic", "topics", multiple=True, metavar="NAME", help="Articles about it, or a topic below it."
        ),
        "providers": click.option(
            "--provider", "providers", multiple=True, metavar="NAME", help="Articles of this provider."
        ),
    },
)
"""Adds the options that say which articles are meant."""


def _emit(report: Report, rows: Sequence[Any], form: str, top: int | None) -> None:
    shown = report.first(rows, top) if top else rows
    if form == "table" and top is None and report.usual:
        shown = rows[: report.usual]
    if form == "csv":
        console.emit_data(answers.to_csv(report, shown))
    elif form == "json":
        console.emit_data(answers.to_json(report, shown))
    elif shown:
        more = len(rows) - len(shown)
        console.emit(answers.to_table(report, shown) + (f"\n  … and {more:,} more" if more else ""))


def _say_why(report: Report, answered: Answered, part: Selection) -> None:
    """Say why there is no answer."""
    graph = answered.graph
    if answered.left:
        console.say(f"Nothing found: none of {answered.left:,} rows names what --topic or --provider means.")
    elif any(data["kind"] == "article" for _, data in graph.nodes(data=True)):
        console.say(f"Nothing found: {report.empty}.")
    elif part != Selection():
        console.say("Nothing found: no article meets all of --since, --until, --topic and --provider.")
    else:
        console.say("Nothing found: there is no article.")


@click.command("analyze")
@click.argument("name", metavar="REPORT", required=False)
@options.sources
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="List the reports."
)
@options.answer_format
@click.option(
    "--top",
    type=click.IntRange(min=0),
    metavar="N",
    help="Only the first N, of topic-trends N topics; 0 for all. By default 20 rows of a table, and all"
    " of CSV and JSON.",
)
@click.option(
    "--plot",
    metavar="FILE",
    help="Draw the answer as well, into a .png or .svg file; an .svg keeps letters that a .png's font lacks.",
)
@_part
@click.option(
    "--without-copies", "single", is_flag=True, help="Count only the first article of each syndicated piece."
)
@_report_options
@options.settings_options("site")
@options.jobs
@options.cache
def command(
    name: str | None,
    sources: tuple[str, ...],
    form: str,
    top: int | None,
    plot: str | None,
    part: Mapping[str, Any],
    single: bool,
    chosen: Mapping[str, Any],
    given: options.Given,
    jobs: int | None,
    cache: CacheFolder | None,
) -> None:
    """Answer a question about the coverage in each SOURCE.

    A SOURCE is a folder of articles, or one graph file that kg export wrote. CSV and JSON hold all fields of
    all rows, with plain numbers, times like 2020-05-06T17:30:00Z, and in CSV "; " between several ids. Text
    is as it is in the graph: have a spreadsheet import it as text, as one that opens CSV takes a title that
    begins with =, +, - or @ for a formula.

    Copies are left out of the whole graph, and then the articles chosen that are meant. Where providers, or
    topics, are compared with each other, all of them are, and the rows shown that name one that is meant.

    \b
    Examples:
      kg analyze --list
      kg analyze summary seeds
      kg analyze stories seeds --format csv > stories.csv
      kg analyze first-movers articles --since 2020-05-06 --until 2020-05-07 --topic coronavirus
      kg analyze diversity articles --by day --without-copies
      kg analyze topic-trends articles --freq hour --plot trends.svg
    """
    if name is None:
        raise click.UsageError("no REPORT given; choose one (see --list)")
    report = find_report(name, REPORTS)
    asked = {option.replace("_", "-"): value for option, value in chosen.items() if value is not None}
    how = parameters(report, asked, single=single)
    if single:
        check_single(report)
    draw = None
    if plot is not None:
        draw = check_drawn(report)
        check_picture(plot)
        number_shown(top or None)
    meant = Selection(**part)
    settings = options.merge_settings(sources, given)
    copies = {option: value for option, value in asked.items() if option in COPIES} if single else None
    answered = ask_part(report, read_sources(settings, jobs, cache), meant, how, single=copies)
    rows = answered.rows
    _emit(report, rows, form, top)
    if not rows:
        _say_why(report, answered, meant)
    if draw is not None and plot is not None:
        drawn = draw(answered.graph, rows, plot, top or None, how)
        console.say(f"Wrote {plot}." if drawn else f"There is nothing to draw; {plot} is not written.")
