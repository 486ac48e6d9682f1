"""The command `partywall`. The language server is imported only where it is asked for."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

_INTERRUPTED = 130
_PLAIN_SERVER = (["server"], ["server", "--stdio"])


def main() -> None:
    """Run the command that the arguments name, and end the process with its exit code."""
    arguments = sys.argv[1:]
    if arguments in _PLAIN_SERVER:  # as editors start it: not even the command line is imported
        sys.exit(_serve(None))
    try:
        command_line = import_module("partywall_server.cli.app")
        code = command_line.run(arguments, _serve)
    except KeyboardInterrupt:  # also while something is imported: no traceback for who changes his mind
        code = _INTERRUPTED
    sys.exit(code)


def _serve(address: tuple[str, int] | None) -> int:
    # What is imported stays: nothing of it is worth looking through. The worker enables it again.
    gc.disable()
    code: int = import_module("partywall_server.lsp.app").serve(address)
    return code
