"""A real VS Code with the packaged extension, used as a person would.

    with vscode(folder, scratch, extensions=install(vsix, scratch)) as editor:
        editor.open("prisma/schema.prisma")
        print(editor.problems("partywall"))

`tests/editors/vscode/install.sh` puts what it needs into the checkout: code-server, which is the
workbench and the extension host of VS Code, and playwright. The browser is the machine's Chromium.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

from support.skips import NO_CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

PROJECT = Path(__file__).resolve().parents[2]
CACHE = PROJECT / ".cache" / "vscode"
DRIVER = PROJECT / "tests" / "editors" / "vscode" / "driver.mjs"
FAILURES = CACHE / "failures"
CODE_SERVER = CACHE / "node_modules" / "code-server" / "out" / "node" / "entry.js"


def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


needs_chromium = pytest.mark.skipif(chromium() is None, reason=NO_CHROMIUM)


@dataclass(frozen=True, slots=True)
class Notification:
    text: str
    buttons: tuple[str, ...]


class VSCode:
    """One window. Each method returns when the screen shows what was asked for, or fails."""

    def __init__(self, requests: IO[str], answers: IO[str], settings: Path) -> None:
        self._settings = settings
        self._requests = requests
        self._answers = answers

    def start(self, options: Mapping[str, object]) -> None:
        self._ask("start", options)

    def set(self, settings: Mapping[str, object]) -> None:
        """Change the settings of the machine to these."""
        self._settings.write_text(json.dumps(settings))

    def open(self, file: str) -> None:
        self._ask("open", file)

    def command(self, title: str) -> None:
        """Run a command of the palette."""
        self._ask("command", title)

    def answer(self, text: str) -> None:
        """Type into the open input box, and accept."""
        self._ask("answer", text)

    def complaint(self, answer: str, containing: str) -> str:
        """Type into the open input box what it does not take; return what it says."""
        return str(self._ask("complaint", answer, containing))

    def choices(self, containing: str) -> list[str]:
        """Return the rows of the open list, once one contains this text."""
        return list(self._ask("choices", containing))

    def escape(self) -> None:
        """Leave the open input box or list without an answer."""
        self._ask("escape")

    def choose(self, row: str) -> None:
        self._ask("choose", row)

    def question(self, containing: str) -> None:
        """Wait until the open input box or list asks this."""
        self._ask("question", containing)

    def accept(self) -> None:
        """Agree to what is ticked in the open list."""
        self._ask("accept")

    def compared(self, containing: str) -> list[str]:
        """Return the new texts in the view of changes, once one contains this text."""
        return list(self._ask("compared", containing))

    def squiggles(self) -> int:
        """Count what is underlined on the screen, once something is."""
        return int(self._ask("squiggles"))

    def problems(self, containing: str) -> list[str]:
        """Return the rows of the Problems panel with this text, once there is one."""
        return list(self._ask("problems", containing))

    def no_problem(self, containing: str) -> None:
        """Wait until no row of the Problems panel has this text."""
        self._ask("noProblem", containing)

    def fixes(self, problem: str) -> list[str]:
        """Go to the first problem with this text, open its menu and return what is offered."""
        return list(self._ask("fixes", problem))

    def code_lenses(self, containing: str) -> list[str]:
        """Return the code lenses on the screen, once one contains this text."""
        return list(self._ask("codeLenses", containing))

    def press_lens(self, containing: str) -> None:
        self._ask("pressLens", containing)

    def inlay_hints(self, containing: str) -> list[str]:
        """Return the inlay hints on the screen, once one contains this text."""
        return list(self._ask("inlayHints", containing))

    def take_fix(self, title: str) -> None:
        self._ask("fix", title)

    def text(self) -> str:
        """Return what is on the screen of the text in front."""
        return str(self._ask("text"))

    def save(self) -> None:
        self._ask("save")

    def tabs(self) -> list[str]:
        return list(self._ask("tabs")["all"])

    def unsaved_tabs(self) -> list[str]:
        return list(self._ask("tabs")["dirty"])

    def wait_for_tab(self, name: str) -> None:
        """Wait until the tab of this name is in front."""
        self._ask("inFront", name)

    def notification(self, containing: str) -> Notification:
        shown = self._ask("notification", containing)
        return Notification(shown["text"], tuple(shown["buttons"]))

    def notifications(self) -> list[str]:
        """Return the texts of all that are on the screen now."""
        return list(self._ask("notifications"))

    def press_in_notification(self, button: str) -> None:
        self._ask("pressNotification", button)

    def dialog(self) -> str:
        return str(self._ask("dialog"))

    def press_in_dialog(self, button: str) -> None:
        self._ask("pressDialog", button)

    def language_status(self, containing: str) -> str:
        """Return what the status bar says of Partywall, once it contains this text."""
        return str(self._ask("languageStatus", containing))

    def screenshot(self, file: Path) -> None:
        self._ask("screenshot", str(file))

    def _ask(self, method: str, *params: object) -> Any:  # noqa: ANN401 - the callers give it a type
        self._requests.write(json.dumps({"method": method, "params": params}) + "\n")
        self._requests.flush()
        line = self._answers.readline()
        if not line:
            raise EditorError(f"the driver ended during {method}")
        answer = json.loads(line)
        if "error" in answer:
            raise EditorError(f"{method}{params}: {answer['error']}")
        return answer["result"]


class EditorError(AssertionError):
    """The screen did not show what the test waited for."""


@contextmanager
def vscode(  # noqa: PLR0913 - each is one thing that a test varies
    folder: Path,
    scratch: Path,
    *,
    extensions: Path,
    settings: Mapping[str, object] | None = None,
    trusted: bool = True,
    path: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Generator[VSCode]:
    """Open a window on a folder; `scratch` takes all that VS Code writes, its HOME included.

    `settings` are those of the machine, as a user would set them; `path` is the PATH of the editor,
    and `environment` what else it has.
    A failure leaves a screenshot in `FAILURES`.
    """
    driver = subprocess.Popen(
        [_node(), DRIVER, CACHE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with driver:
        assert driver.stdin is not None
        assert driver.stdout is not None
        settings_file = scratch / "user" / "Machine" / "settings.json"
        editor = VSCode(driver.stdin, driver.stdout, settings_file)
        try:
            start = {
                "program": _node(),
                "chromium": chromium(),
                "extensions": str(extensions),
                "scratch": str(scratch),
                "folder": str(folder),
                "settings": dict(settings or {}),
                "trusted": trusted,
                "environment": _environment(scratch, path) | dict(environment or {}),
            }
            editor.start(start)
            yield editor
        except BaseException:
            FAILURES.mkdir(exist_ok=True)
            editor.screenshot(FAILURES / f"{scratch.name}.png")
            raise


def install(vsix: Path, scratch: Path) -> Path:
    """Install a packaged extension as `code --install-extension` does; return the folder."""
    extensions = scratch / "extensions"
    subprocess.run(
        [
            *(_node(), CODE_SERVER, "--install-extension", vsix),
            *("--extensions-dir", extensions, "--user-data-dir", scratch / "installing"),
        ],
        check=True,
        capture_output=True,
        env=_environment(scratch, None),
    )
    return extensions


def eventually(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is true that no screen shows."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.1)


def _node() -> str:
    """Return the Node that code-server wants: the one that came with it, or else the machine's."""
    brought = sorted(CACHE.glob("node_modules/node-*/bin/node"))
    return str(brought[0]) if brought else "node"


def _environment(scratch: Path, path: str | None) -> dict[str, str]:
    """Nothing of the person who runs the tests: neither their home nor their settings."""
    return {
        "HOME": str(scratch),
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "PATH": os.environ["PATH"] if path is None else path,
        # Else VS Code asks a login shell for another PATH.
        "VSCODE_CLI": "1",
    }
