"""Places side by side."""

from __future__ import annotations

from itertools import combinations
from math import dist, pi

import pytest

from kg.page.lattice import Lattice


def test_a_circle_stands_where_it_would_if_that_is_free() -> None:
    lattice = Lattice(10.0)
    for place in ((0.0, 0.0), (33.0, -71.0), (-205.0, 96.0)):
        assert dist(*lattice.take(place, [5.0]), place) <= 10.0 / 3**0.5 + 1e-9


@pytest.mark.parametrize("place", [(0.0, 0.0), (-1234.5, 678.9)])
def test_many_circles_at_one_place_fill_the_room_around_it(place: tuple[float, float]) -> None:
    lattice = Lattice(10.0)
    places = list(lattice.take(place, [5.0] * 400))
    assert all(dist(one, other) > 9.999 for one, other in combinations(places, 2))
    assert max(dist(place, other) for other in places) < 1.3 * (400 * lattice.room(5.0) / pi) ** 0.5


def test_circles_of_any_size_hardly_touch() -> None:
    lattice = Lattice(10.0)
    radii = [20.0, 5.0, 12.0, 5.0, 5.0, 8.0, 31.0] * 6
    circles = list(zip(radii, lattice.take((3.0, 4.0), radii), strict=True))
    for (one, place), (other, another) in combinations(circles, 2):
        assert dist(place, another) >= 0.85 * (one + other)


def test_what_stands_does_not_move_for_what_comes() -> None:
    places = [(7.0 * number % 50.0, 11.0 * number % 70.0) for number in range(60)]
    few, many = Lattice(10.0), Lattice(10.0)
    first = [list(few.take(place, [5.0])) for place in places[:30]]
    assert [list(many.take(place, [5.0])) for place in places][:30] == first
