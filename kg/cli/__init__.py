"""The command line: the only place that prints and exits."""

from __future__ import annotations

import signal
import sys
import traceback
from importlib import import_module
from typing import Final

import click

from kg import __version__
from kg.cli.console import ReaderGoneError, say, show_all_text, silence
from kg.errors import KGError

_COMMANDS: Final = (
    "export",
    "view",
    "check",
    "stats",
    "analyze",
    "explain",
    "query",
    "validate",
    "diff",
    "load",
    "sync",
    "ontology",
    "cache",
)


class _LazyGroup(click.Group):
    """Commands that are imported when they are called, so that a call loads its own only."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"kg.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no such command {args[0]!r}; choose one of {', '.join(_COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Settings are also read from kg.toml in the current folder; options win over it.",
)
@click.version_option(__version__, prog_name="kg", message="%(prog)s %(version)s")
def kg() -> None:
    """Turn a folder of news articles into a knowledge graph."""


class _TerminatedError(BaseException):
    """The system asks for an end, which is one as after Ctrl-C."""


def _terminate(_signal: int, _frame: object) -> None:
    raise _TerminatedError


def _was_interrupted(error: BaseException | None) -> bool:
    """Tell whether an exception comes of Ctrl-C; Python itself wraps it while classes are made."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def main() -> None:
    """Run the command line.

    It exits 0 when done, 1 on findings, 2 on failure, 130 when interrupted, 143 when terminated.
    """
    signal.signal(signal.SIGTERM, _terminate)
    show_all_text()
    try:
        sys.exit(kg.main(prog_name="kg", standalone_mode=False) or 0)
    except click.UsageError as error:
        error.show(sys.stderr)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        say("kg: interrupted")
        sys.exit(130)
    except _TerminatedError:
        say("kg: terminated")
        sys.exit(143)
    except ReaderGoneError:
        silence(sys.stdout)
        sys.exit(0)
    except OSError as error:
        silence(sys.stdout)
        say(f"kg: cannot write the output: {error.strerror}; make room, or choose another place")
        sys.exit(2)
    except (KGError, click.ClickException) as error:
        say(f"kg: {error.format_message() if isinstance(error, click.ClickException) else error}")
        sys.exit(2)
    except Exception as error:
        if _was_interrupted(error):
            say("kg: interrupted")
            sys.exit(130)
        # Python's own exit code for it is 1, which here means that the data has errors.
        traceback.print_exc()
        say("kg: this is a defect of kg; please report it with the lines above")
        sys.exit(2)
