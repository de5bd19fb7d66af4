"""What all pictures have in common: their style, their size, and files that come out the same each time."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from kg.errors import FormatError, SettingsError, missing_library
from kg.formats.atomic import atomic_files, check_place

KINDS: Final = (".png", ".svg")
MOST: Final = 60
"""How many stories, providers or topics one picture shows at most, so that they can be read."""

BLUE: Final = "#0072B2"
ORANGE: Final = "#D55E00"
GREY: Final = "#6B7280"
"""Of the palette of Okabe and Ito, which people who are colour-blind can tell apart."""

_STYLE: Final[Any] = {
    "svg.hashsalt": "kg",
    "svg.fonttype": "none",
    "text.parse_math": False,  # a dollar sign is one
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "figure.titlesize": 12,
    "figure.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.axisbelow": True,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": "black",
    "ytick.labelcolor": "black",
    "grid.color": "#E5E7EB",
    "savefig.dpi": 150,
}
_METADATA: Final = {".png": {"Software": None}, ".svg": {"Date": None, "Creator": None}}


def check_picture(path: str | os.PathLike[str]) -> str:
    """Return the ending of a picture's name, once it is known that it can be drawn there.

    Raises
    ------
    FormatError
        Where the ending is neither ``.png`` nor ``.svg``.
    MissingLibraryError
        Where matplotlib is not installed.
    SettingsError
        Where it does not start, as with an MPLBACKEND that it does not know.
    OutputError
        Where it cannot be written.
    """
    suffix = os.path.splitext(os.fspath(path))[1].lower()
    if suffix not in KINDS:
        raise FormatError(f"cannot draw {os.fspath(path)}; its name must end with {' or '.join(KINDS)}")
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise missing_library("matplotlib", "drawing", "plot") from error
    except ValueError as error:  # of an environment variable of its own
        raise SettingsError(f"matplotlib does not start: {error}") from error
    check_place(path)
    return suffix


@contextmanager
def figure_for(path: str | os.PathLike[str], title: str, size: tuple[float, float]) -> Iterator[Any]:
    """Yield an empty figure of some inches, and write it to a file when the block ends."""
    suffix = check_picture(path)
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()  # whatever the user's own style is
        mpl.rcParams.update(_STYLE)
        warnings.filterwarnings("ignore", "Glyph .* missing")  # of scripts that the font has not
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)  # which needs no screen
        figure.suptitle(title, x=0.01, ha="left")
        yield figure
        with atomic_files() as files:
            figure.savefig(files.open(path), format=suffix[1:], metadata=_METADATA[suffix])


def short(text: str, longest: int) -> str:
    """Return a text in one line, cut where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def number_shown(wanted: int | None, usual: int = MOST) -> int:
    """Return how many things a picture shows, or raise `SettingsError`."""
    if wanted is not None and not (isinstance(wanted, int) and 1 <= wanted <= MOST):
        raise SettingsError(f"a picture shows 1 to {MOST}, not {wanted!r}")
    return wanted or usual


def date_axis(axes: Any) -> None:
    """Have dates below a picture, in UTC."""
    from matplotlib import dates

    untyped: Any = dates
    # The space beside what is drawn may reach beyond all dates.
    first, last = (untyped.date2num(date) for date in (datetime.min, datetime.max.replace(microsecond=0)))
    axes.set_xlim(*(min(max(bound, first), last) for bound in axes.get_xlim()))
    locator = untyped.AutoDateLocator(minticks=3, maxticks=8)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(
        untyped.ConciseDateFormatter(
            locator,
            formats=["%Y", "%b", "%d %b", "%H:%M", "%H:%M", "%S.%f"],
            zero_formats=["", "%Y", "%b", "%d %b", "%H:%M", "%H:%M"],
            offset_formats=["", "%Y", "%Y", "%d %b %Y", "%d %b %Y", "%d %b %Y %H:%M"],
        )
    )


def add_legend(figure: Any, colours: Mapping[str, str]) -> None:
    """Say above a picture what its colours mean."""
    from matplotlib.lines import Line2D

    lines = [Line2D([], [], color=colour, linewidth=7) for colour in colours.values()]
    figure.legend(lines, list(colours), loc="outside upper right", ncols=len(lines), frameon=False)
