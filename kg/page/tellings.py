"""Which articles tell a story together."""

from __future__ import annotations

from array import array
from typing import Final

from kg.clusters import clusters
from kg.page.numbered import NUMBER, Numbered, Related

LARGEST: Final = 50
"""How many articles a story has at most, unless it has no denser parts; as `kg.analytics.stories`."""

NONE: Final = -1
"""The story of what is of none."""


def story_numbers(graph: Numbered, related: Related) -> array[int]:
    """Return the number of the story that each node tells or is, from 0, or `NONE`.

    Where the graph has stories, they are those. Else they are what related links join, as
    `kg.analytics.stories` divides it by default.

    Parameters
    ----------
    related
        By article, those that it lists or that list it.
    """
    numbers = array(NUMBER, [NONE]) * len(graph)
    told = graph.edges["part_of"]
    if told:
        stories = {story: number for number, story in enumerate(sorted(set(told.targets)))}
        for story, number in stories.items():
            numbers[story] = number
        for article, story in told:
            numbers[article] = stories[story]
        return numbers
    found = (members for members in clusters(set(related), related, LARGEST, 0) if len(members) > 1)
    for number, members in enumerate(sorted(found, key=min)):
        for article in members:
            numbers[article] = number
    return numbers
