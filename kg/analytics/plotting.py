"""Pictures of answers: when stories were told, who covers the same ones, how topics rise and fall."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from kg.analytics.bursts import Burst
from kg.analytics.cocoverage import CoCoverage
from kg.analytics.periods import later
from kg.analytics.pictures import (
    BLUE,
    GREY,
    ORANGE,
    add_legend,
    date_axis,
    figure_for,
    number_shown,
    short,
)
from kg.analytics.stories import Story
from kg.analytics.trends import TopicTrend

TREND_PANELS: Final = 8
"""How many topics a picture of trends shows, where no number is given."""


def write_timeline(found: Sequence[Story], path: str | os.PathLike[str], *, top: int | None = None) -> None:
    """Draw a bar for each story, from its first article to its last one, with the number of its articles.

    Parameters
    ----------
    found
        What `stories` returns, or a part of it; those without a date are passed over.
    path
        A file whose name ends with ``.png`` or ``.svg``; the same stories make the same bytes.
    top
        How many of them are shown, the first ones, by when they began; 20 by default, 60 at most.

    Raises
    ------
    FormatError, MissingLibraryError
        Where it cannot be drawn; where its name ends otherwise, or matplotlib is missing.
    SettingsError
        For a number that is out of its range.
    OutputError
        Where the file cannot be written.
    """
    dated = [story for story in found if story.first is not None][: number_shown(top, 20)]
    dated.sort(key=lambda story: (story.first, story.id))
    with figure_for(path, "When stories were told", (10, 1.6 + 0.32 * len(dated))) as figure:
        axes = figure.add_subplot()
        places = range(len(dated))
        axes.hlines(
            places,
            [story.first for story in dated],
            [story.last for story in dated],
            colors=[ORANGE if story.is_event else BLUE for story in dated],
            linewidth=7,
            capstyle="butt",
        )
        for place, story in zip(places, dated, strict=True):
            colour = ORANGE if story.is_event else BLUE
            axes.plot([story.first, story.last], [place, place], "o", color=colour, markersize=7)
            axes.annotate(
                f"{len(story.articles)} by {len(story.providers)}",
                (story.last, place),
                xytext=(9, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
                color=GREY,
            )
        axes.set_yticks(places, [short(story.headline, 62) for story in dated])
        axes.set_ylim(len(dated) - 0.4, -0.6)
        axes.margins(x=0.08)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.grid(visible=True, axis="x")
        date_axis(axes)
        axes.set_xlabel("UTC; the figures are articles and providers")
        add_legend(figure, {"story": BLUE, "event: attention and providers 3 or more": ORANGE})


def write_heat_map(
    pairs: Iterable[CoCoverage], path: str | os.PathLike[str], *, top: int | None = None
) -> None:
    """Draw how many stories each two providers share; ties of the backbone in a frame.

    Parameters
    ----------
    pairs
        What `co_coverage` returns.
    path
        A file whose name ends with ``.png`` or ``.svg``; the same pairs make the same bytes.
    top
        How many providers are shown, those that share most; 20 by default, 60 at most.

    Raises
    ------
    FormatError, MissingLibraryError, SettingsError, OutputError
        See `write_timeline`.
    """
    pairs = tuple(pairs)
    names, shared = _shared(pairs, number_shown(top, 20))
    size = 3.2 + 0.34 * len(names)
    with figure_for(path, "Stories that two providers share", (size + 0.8, size)) as figure:
        from matplotlib.patches import Rectangle
        from matplotlib.ticker import MaxNLocator

        axes = figure.add_subplot()
        ids = list(names)
        highest = max((count for count, _ in shared.values()), default=1)
        blank = (float("nan"), False)
        cells = [[shared.get((one, other), blank)[0] for other in ids] for one in ids]
        image = axes.imshow(cells or [[blank[0]]], cmap="Blues", vmin=0, vmax=highest)
        for (one, other), (count, backbone) in shared.items():
            x, y = ids.index(other), ids.index(one)
            dark = count > highest * 0.55
            axes.text(
                x, y, str(count), ha="center", va="center", fontsize=8, color="white" if dark else "black"
            )
            if backbone:
                axes.add_patch(
                    Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, fill=False, edgecolor=ORANGE, linewidth=1.8)
                )
        labels = [short(name, 28) for name in names.values()]
        axes.set_xticks(range(len(ids)), labels, rotation=45, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(ids)), labels)
        axes.set_xticks([place - 0.5 for place in range(1, len(ids))], minor=True)
        axes.set_yticks([place - 0.5 for place in range(1, len(ids))], minor=True)
        axes.grid(visible=True, which="minor")
        axes.tick_params(which="both", length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        figure.colorbar(image, ax=axes, shrink=0.6, label="stories", ticks=MaxNLocator(6, integer=True))
        axes.set_xlabel("A frame: more than chance would make of them (the backbone)")


def _shared(
    pairs: Sequence[CoCoverage], count: int
) -> tuple[dict[str, str], dict[tuple[str, str], tuple[int, bool]]]:
    """Return the names of those that share most, and what each two of them share, either way round."""
    total: Counter[str] = Counter()
    for pair in pairs:
        total.update({pair.provider: pair.stories, pair.other: pair.stories})
    kept = sorted(total, key=lambda provider: (-total[provider], provider))[:count]
    names = {pair.provider: pair.provider_name for pair in pairs}
    names |= {pair.other: pair.other_name for pair in pairs}
    shared = {}
    for pair in pairs:
        if pair.provider in kept and pair.other in kept:
            shared[pair.provider, pair.other] = shared[pair.other, pair.provider] = (
                pair.stories,
                pair.backbone,
            )
    return {provider: names[provider] for provider in kept}, shared


def write_trends(
    trends: Iterable[TopicTrend],
    path: str | os.PathLike[str],
    *,
    found: Iterable[Burst] = (),
    top: int | None = None,
) -> None:
    """Draw how many articles are about each topic over time, one panel a topic, bursts marked.

    Parameters
    ----------
    trends
        What `topic_trends` returns, with rows for all periods (its option `fill`).
    path
        A file whose name ends with ``.png`` or ``.svg``; the same rows make the same bytes.
    found
        What `bursts` returns for the same periods.
    top
        How many topics are shown, those of most articles; 8 by default, 60 at most.

    Raises
    ------
    FormatError, MissingLibraryError, SettingsError, OutputError
        See `write_timeline`.
    """
    counts: dict[str, dict[datetime, int]] = {}
    labels = {}
    for row in trends:
        counts.setdefault(row.topic, {})[row.start] = row.articles
        labels[row.topic] = row.label
    totals = {topic: sum(values.values()) for topic, values in counts.items()}
    shown = sorted(totals, key=lambda topic: (-totals[topic], topic))[: number_shown(top, TREND_PANELS)]
    starts = sorted({start for values in counts.values() for start in values})
    spans = [(burst.topic, burst.start, burst.end) for burst in found]
    with figure_for(path, "Articles about each topic", (10, 1.4 + 0.95 * len(shown))) as figure:
        panels = figure.subplots(len(shown) or 1, sharex=True, squeeze=False)[:, 0]
        for axes, topic in zip(panels, shown, strict=False):
            values = [counts[topic].get(start, 0) for start in starts]
            _panel(
                axes,
                starts,
                values,
                f"{short(labels[topic], 26)}\n{totals[topic]:,} article{'s' * (totals[topic] != 1)}",
            )
            for _, start, end in (span for span in spans if span[0] == topic):
                axes.axvspan(start, end, color=ORANGE, alpha=0.25, linewidth=0)
        date_axis(panels[-1])
        panels[-1].set_xlabel("UTC, by when a period begins; each panel has a scale of its own")
        add_legend(figure, {"articles": BLUE, **({"burst": ORANGE} if spans else {})})


def _panel(axes: Any, starts: Sequence[datetime], values: Sequence[int], label: str) -> None:
    from matplotlib.ticker import MaxNLocator

    # Steps, as a count is that of a whole period, which ends where the next begins.
    length = min((later - sooner for sooner, later in pairwise(starts)), default=None)
    end = [later(starts[-1], length or timedelta(days=1))]
    axes.fill_between(
        [*starts, *end], [*values, values[-1]], step="post", color=BLUE, alpha=0.25, linewidth=0
    )
    axes.step([*starts, *end], [*values, values[-1]], where="post", color=BLUE, linewidth=1.3)
    axes.set_ylim(0, max(1, *values) * 1.1)
    axes.margins(x=0.01)
    axes.yaxis.set_major_locator(MaxNLocator(2, integer=True))
    axes.grid(visible=True, axis="y")
    axes.set_ylabel(label, rotation=0, ha="right", va="center", labelpad=10)
