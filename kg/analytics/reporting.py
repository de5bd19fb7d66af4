"""What a report is: a question with a name, what can be set of it, and how its rows are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import signature
from typing import TYPE_CHECKING, Any, Final, Literal

from kg.analytics.bounds import BOUNDS, Bounds
from kg.collector import collector_paused
from kg.errors import SettingsError

if TYPE_CHECKING:
    import networkx as nx

Form = Literal["text", "id", "list", "count", "measure", "share", "minutes", "time", "yes", "any"]

UNITS: Final[Mapping[Form, str]] = {
    "text": "",
    "id": "",
    "list": "ids",
    "count": "",
    "measure": "",
    "share": "0 to 1",
    "minutes": "minutes",
    "time": "UTC",
    "yes": "yes or no",
    "any": "",
}
"""The forms of values, with the unit of a column that names none."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a report's rows.

    Attributes
    ----------
    name
        The field's name, and the column's in CSV and JSON.
    form
        What values look like in a table.
    heading
        The column's in a table; empty where tables leave it out.
    unit
        Of the values in CSV and JSON; empty where they are text or plain counts.
    """

    name: str
    form: Form
    heading: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        if not self.unit:
            object.__setattr__(self, "unit", UNITS[self.form])


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be set of a report.

    Attributes
    ----------
    name
        What it is called on the command line, without dashes.
    type
        Of its values; of a ``bool`` there is ``--name`` and ``--no-name``.
    help
        What it says, in a sentence.
    parameter
        What the report's function calls it.
    choices
        The values that there are; none where any will do.
    """

    name: str
    type: type[str | int | float | bool]
    help: str
    parameter: str
    choices: tuple[str, ...] = ()

    @property
    def bounds(self) -> Bounds | None:
        """What a number must be; ``None`` where it is none."""
        return BOUNDS.get(self.name.replace("-", "_"))


Answer = Callable[..., tuple[Any, ...]]
"""Takes the graph, and options by name."""

Draw = Callable[["nx.MultiDiGraph[str]", Sequence[Any], str, int | None, Mapping[str, Any]], bool]
"""Takes the graph, the rows, the file, how many to show at most, and the options; tells whether the rows
hold anything that can be drawn.
"""


@dataclass(frozen=True, slots=True)
class Report:
    """A question with a name.

    Attributes
    ----------
    name
        What it is called on the command line.
    question
        In one line.
    answer
        The function that answers it.
    row
        What its rows are.
    columns
        One for each field of a row, in that order.
    order
        Which rows come first, in words.
    empty
        Why there may be no row.
    options
        The names of its options.
    defaults
        What its function is called with unless told otherwise, where that is not its own default.
    counted
        What a number of rows to show is a number of.
    group
        The field of which rows that are shown have so many values; without one it is the rows
        themselves that are counted.
    usual
        How many rows a table has where no number is given; 0 for all.
    arrange
        Puts the rows that the function returns into the order; ``None`` where they are in it.
    named
        The fields of a row that name what the report compares, by the part of a `Selection` that means
        such: where some are meant, all are compared nevertheless, and the rows that name them are kept.
    indifferent
        Why leaving out copies is no question here; empty where it may change the answer.
    draw
        Draws the answer; ``None`` where there is no picture of it.
    """

    name: str
    question: str
    answer: Answer
    row: type[Any]
    columns: tuple[Column, ...]
    order: str
    empty: str
    options: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    counted: str = "rows"
    group: str | None = None
    usual: int = 20
    arrange: Callable[[Sequence[Any]], Sequence[Any]] | None = None
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    indifferent: str = ""
    draw: Draw | None = None

    def ask(self, graph: nx.MultiDiGraph[str], **options: Any) -> tuple[Any, ...]:
        """Return the rows in the report's order; options are those of its function."""
        with collector_paused():
            rows = self.answer(graph, **{**self.defaults, **options})
            return tuple(self.arrange(rows)) if self.arrange else rows

    def first(self, rows: Sequence[Any], count: int) -> Sequence[Any]:
        """Return the first so many rows, or all rows of the first so many groups."""
        if self.group is None:
            return rows[:count]
        values = dict.fromkeys(getattr(row, self.group) for row in rows)
        kept = set(list(values)[:count])
        return [row for row in rows if getattr(row, self.group) in kept]

    def default(self, option: Option) -> Any:
        """Return an option's value where none is given."""
        own = signature(self.answer).parameters[option.parameter].default
        return self.defaults.get(option.parameter, own)


def listed(names: Sequence[str], word: str = "and") -> str:
    """Return names as a sentence has them.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last


def find_report(name: str, reports: Mapping[str, Report]) -> Report:
    """Return the report of a name.

    Raises
    ------
    SettingsError
        Where there is none; with the names that come closest.
    """
    from difflib import get_close_matches

    if name in reports:
        return reports[name]
    near = get_close_matches(name.casefold().replace("_", "-").replace(" ", "-"), reports)
    advice = f"did you mean {listed(near, 'or')}?" if near else f"choose one of {', '.join(reports)}"
    raise SettingsError(f"no report is named {name!r}; {advice}")
