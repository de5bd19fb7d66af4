"""What `kg.explain` answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a URL to its canonical form; `url` is ``None`` where it is found to be none."""

    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class MentionSummary:
    """One mention of a node, the preferred one first.

    Attributes
    ----------
    where
        ``path:line:column``.
    role
        ``document``, ``listed as no. N``, ``taxonomy``, or ``N mentions``.
    said
        What identifies or ranks it, in words.
    """

    where: str
    role: str
    said: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One attribute: its value, where it comes from, and why."""

    field: str
    value: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a node is what it is.

    Attributes
    ----------
    id
        The node's id.
    label
        What to show for it.
    identity
        In one sentence, what the id is made of.
    steps
        The way from the preferred mention's URL to the canonical one; empty for other kinds.
    mentions
        Its mentions, the preferred one first.
    choices
        Its attributes.
    """

    id: str
    label: str
    identity: str
    steps: tuple[Step, ...]
    mentions: tuple[MentionSummary, ...]
    choices: tuple[Choice, ...]
