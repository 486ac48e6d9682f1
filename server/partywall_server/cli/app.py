"""The commands together. Only the one that is asked for is imported; all of them for `--help`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated

import typer

from partywall import __version__
from partywall_server.cli.exit_codes import FOUND, USAGE
from partywall_server.cli.streams import complain
from partywall_server.workspace.plugins import NO_PLUGINS, load_plugins

Serve = Callable[[tuple[str, int] | None], int]
"""Runs the language server at an address, over standard input and output where that is None."""

# In the order in which they are listed. Each names a module here with `command` and `EXAMPLES`.
_COMMANDS = ("check", "fix", "tenancy", "explain", "create-migration", "review-migration", "schema", "server")
_INTERRUPTED = 130
_EPILOG = "Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 refused with a reason."


def run(arguments: Sequence[str], serve: Serve) -> int:
    """Run a command; the exit code of the process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name on disk may be no text in its encoding
            stream.reconfigure(errors="backslashreplace")
    named = arguments[0] if arguments else ""
    app = _app((named,) if named in _COMMANDS else _COMMANDS)
    given = list(arguments) or ["--help"]
    try:
        code: object = app(given, prog_name="partywall", standalone_mode=False, obj=serve)
    except typer.Abort:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has seen enough. Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  (raised again unless it speaks of the arguments)
        return _usage(error, named if named in _COMMANDS else "")
    if not arguments:
        return USAGE
    if code in {0, None, FOUND} and load_plugins().faults:
        return USAGE  # not all was checked that was meant to be
    return code if isinstance(code, int) else 0


def _app(names: Sequence[str]) -> typer.Typer:
    app = typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=_EPILOG,
    )
    app.callback()(_root)
    for name in names:
        module = import_module(f"partywall_server.cli.{name.replace('-', '_')}")
        help_ = _paragraphs(module.command.__doc__ or "")
        app.command(name, help=help_, epilog=module.EXAMPLES)(module.command)
    return app


def _paragraphs(docstring: str) -> str:
    """A docstring with a line for each paragraph: typer folds the first one alone."""
    return "\n\n".join(" ".join(each.split()) for each in docstring.split("\n\n"))


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"partywall {__version__}")
        raise typer.Exit


def _root(
    *,
    version: Annotated[  # noqa: ARG001  (its callback has answered)
        bool,
        typer.Option(
            "--version",
            "-V",
            help="Print the version.",
            is_eager=True,
            callback=_print_version,
        ),
    ] = False,
    no_plugins: Annotated[
        bool,
        typer.Option("--no-plugins", help="Leave out the rules of other packages.", show_default=False),
    ] = False,
) -> None:
    """Keep tenants apart in Prisma schemas: find the faults, mend them, write the migration."""
    if no_plugins:
        os.environ[NO_PLUGINS] = "1"  # for the server, too
    for fault in load_plugins().faults:
        complain(fault)


def _usage(error: Exception, named: str) -> int:
    """Say in a line what is wrong with the arguments; any other error is a fault of ours and goes on up."""
    message = getattr(error, "format_message", None)
    if message is None:
        raise error
    context = getattr(error, "ctx", None)
    # What lacks its value is found before the command is: then there is no context of it.
    command = getattr(context, "command_path", None) or " ".join(("partywall", *([named] if named else [])))
    text = " ".join(str(message()).split()).rstrip(".")
    text = text.replace(": Value error, ", ": ").removeprefix("Invalid value: ")
    typer.echo(f"{command}: {text[:1].lower()}{text[1:]} (see `{command} --help`)", err=True)
    return USAGE
