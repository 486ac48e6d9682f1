"""What the extension starts: the bundled server on the bundled libraries, in whichever Python.

Run as `python -I -S launcher.py`: nothing is imported from the environment, the current folder
or what is installed in the interpreter. `--probe` answers whether this Python will do: one of
the libraries is compiled, for each minor, so importing it is the proof.
"""  # noqa: INP001 - a script, not a package

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "libs"))


def probe() -> None:
    """Print the real path of this interpreter and its version; fail where it does not fit."""
    import pydantic_core  # noqa: F401, PLC0415 - only to see it load

    version = ".".join(str(part) for part in sys.version_info[:3])
    sys.stdout.write(sys.executable + "\n" + version + "\n")


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever asks has not looked
        sys.exit("Partywall needs Python 3.11 or newer")
    if sys.argv[1:] == ["--probe"]:
        probe()
    else:
        from partywall_server.main import main

        main()
