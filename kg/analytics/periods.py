"""Hours, days and weeks in UTC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from kg.errors import SettingsError

Frequency = Literal["hour", "day", "week"]

LENGTHS: Final[dict[str, timedelta]] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
"""The periods by name. Weeks are those of ISO 8601, which begin on Monday."""

MOST_PERIODS: Final = 100_000
"""How many periods are looked at together at most: eleven years of hours."""


LAST: Final = datetime.max.replace(microsecond=0, tzinfo=UTC)
"""The last second that a date can name."""


def later(moment: datetime, by: timedelta) -> datetime:
    """Return the moment that is so much later, or `LAST` where no date could name it.

    >>> later(datetime(9999, 12, 31, tzinfo=UTC), timedelta(days=1)).isoformat()
    '9999-12-31T23:59:59+00:00'
    """
    return moment + by if moment <= LAST - by else LAST


def length_of(freq: str) -> timedelta:
    """Return how long a period is.

    Raises
    ------
    SettingsError
        Where there is no such period.
    """
    if freq not in LENGTHS:
        raise SettingsError(f"unknown period {freq!r}; choose one of {', '.join(LENGTHS)}")
    return LENGTHS[freq]


def period_start(moment: datetime, freq: str) -> datetime:
    """Return when the period that holds a moment begins.

    >>> period_start(datetime(2020, 5, 6, 17, 1, tzinfo=UTC), "week").isoformat()
    '2020-05-04T00:00:00+00:00'
    """
    hour = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if freq == "hour":
        return hour
    day = hour.replace(hour=0)
    return day if freq == "day" else day - timedelta(days=day.weekday())


def periods_between(starts: Iterable[datetime], freq: str) -> list[datetime]:
    """Return the starts of all periods from the first to the last, those without anything as well.

    Raises
    ------
    SettingsError
        Where there are more than `MOST_PERIODS`, as one wrong date is enough for.
    """
    known = set(starts)
    if not known:
        return []
    first, last, length = min(known), max(known), length_of(freq)
    count = (last - first) // length + 1
    if count > MOST_PERIODS:
        raise SettingsError(
            f"from {first.date()} to {last.date()} there are {count:,} periods of one {freq}, more than"
            f" {MOST_PERIODS:,}; select less by since and until, or take longer periods"
        )
    return [first + number * length for number in range(count)]
