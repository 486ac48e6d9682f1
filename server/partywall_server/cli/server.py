"""`partywall server`: the language server, for editors."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = """Examples:

\b
  partywall server                over standard input and output
  partywall server --tcp :9257    one client, on 127.0.0.1
"""

_LOCAL = "127.0.0.1"
_MOST_PORTS = 65535


def command(
    context: typer.Context,
    stdio: Annotated[  # noqa: ARG001  (editors pass it; it is what happens without `--tcp`)
        bool, typer.Option("--stdio", help="Speak over standard input and output, the default.")
    ] = False,
    tcp: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="Listen at an address; the host is 127.0.0.1 unless given.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Run the language server. Editors do this by themselves."""
    address = None if tcp is None else parse_address(tcp)
    raise typer.Exit(context.obj(address))


def parse_address(text: str) -> tuple[str, int]:
    """Host and port from `HOST:PORT`, `:PORT` or `PORT`; an IPv6 host stands in brackets."""
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > _MOST_PORTS:
        raise typer.BadParameter(f"`{text}` does not end in a port from 0 to {_MOST_PORTS}")
    return host.removeprefix("[").removesuffix("]") or _LOCAL, int(port)
