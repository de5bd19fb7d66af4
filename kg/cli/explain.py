"""kg explain: why a node is one node."""

from __future__ import annotations

import click

from kg.cachefolder import CacheFolder
from kg.cli import console, options
from kg.explaining import explain
from kg.explanation import Explanation


@click.command("explain")
@click.argument("what", metavar="ID|URL")
@options.sources
@options.settings_options("base", "site")
@options.jobs
@options.cache
def command(
    what: str,
    sources: tuple[str, ...],
    given: options.Given,
    jobs: int | None,
    cache: CacheFolder | None,
) -> None:
    """Say why ID or URL is one node of the graph.

    The canonical URL step by step, the mentions it was made of, and for each field whose value
    was taken and why.

    \b
    Examples:
      kg explain provider:vice.com seeds
      kg explain https://www.vice.com/en_us/article/g5p9z3/... seeds
    """
    settings = options.merge_settings(sources, given)
    try:
        found = explain(
            what, settings.sources, base=settings.base, site=settings.site, jobs=jobs, cache=cache
        )
    finally:
        console.say_trouble(cache)
    console.emit("\n\n".join(_text(explanation) for explanation in found))


def _text(explanation: Explanation) -> str:
    parts = [f"{explanation.id}  {explanation.label}", f"The id is {explanation.identity}."]
    if explanation.steps:
        parts.append("Canonical URL:\n" + _steps(explanation))
    mentions = [(m.where or "-", m.role, m.said) for m in explanation.mentions]
    parts.append("Mentions, the preferred one first:\n" + console.table(mentions))
    parts.append(
        "\n".join(["Values:", *(_choice(c.field, c.value, c.where, c.why) for c in explanation.choices)])
    )
    return "\n\n".join(parts)


def _steps(explanation: Explanation) -> str:
    lines = []
    before: str | None = ""
    for step in explanation.steps:
        lines.append(f"  {step.name}:\n    {'(no change)' if step.url == before else step.url or '(no URL)'}")
        before = step.url
    return "\n".join(lines)


def _choice(field: str, value: str, where: str, why: str) -> str:
    source = f"{why}, {where}" if where else why
    return f"  {field}: {value}\n    {source}"
