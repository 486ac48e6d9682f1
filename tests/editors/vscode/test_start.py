"""The packaged extension starts with whichever Python there is, and says what to do without one."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.pythons import pythons
from support.skips import NO_SECOND_PYTHON
from support.vscode import needs_chromium, vscode

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

pytestmark = [pytest.mark.editor, needs_chromium]

SCHEMA = "prisma/schema.prisma"
SET_UP = "Set up Partywall"


def two_minors() -> list[ParameterSet]:
    """The oldest and the newest Python of this machine."""
    minors = list(pythons())
    if len(minors) < 2:
        return [pytest.param("", marks=pytest.mark.skip(reason=NO_SECOND_PYTHON))]
    return [pytest.param(minor) for minor in (minors[0], minors[-1])]


@pytest.mark.parametrize("minor", two_minors())
def test_it_starts_with_the_python_of_the_setting(
    minor: str, example: Path, extensions: Path, tmp_path: Path
) -> None:
    interpreter = pythons()[minor]
    settings = {"partywall.interpreter": str(interpreter)}
    with vscode(example, tmp_path, extensions=extensions, settings=settings) as editor:
        editor.open(SCHEMA)
        assert editor.squiggles()
        assert f"Python {minor}." in editor.language_status("Python")
        assert str(interpreter) in running_servers(extensions)


def test_without_a_python_there_is_one_button_and_no_stack_trace(
    example: Path, extensions: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    with vscode(example, tmp_path, extensions=extensions, path=str(nowhere)) as editor:
        editor.open(SCHEMA)
        found_none = editor.notification("found none on this machine")
        assert found_none.buttons == (SET_UP,)
        assert editor.notifications() == [found_none.text]
        assert SET_UP in editor.language_status("Partywall needs Python")

        editor.press_in_notification(SET_UP)
        consent = editor.dialog()
        storage = tmp_path / "user" / "User" / "globalStorage" / "partywall.partywall"
        assert "This will be fetched from the internet" in consent
        assert str(storage) in consent
        editor.press_in_dialog("Cancel")
        assert list(storage.iterdir()) == []

        editor.command("Partywall: Create migration")
        assert editor.notification("found none").buttons == (SET_UP,)
        assert editor.notifications() == [found_none.text]
    assert "Traceback" not in (tmp_path / "code-server.log").read_text()


def test_set_up_fetches_a_python_into_our_storage(
    example: Path, extensions: Path, uv: Path, tmp_path: Path
) -> None:
    source = {"UV_PYTHON_DOWNLOADS_JSON_URL": str(downloads(tmp_path))}
    with vscode(example, tmp_path, extensions=extensions, path=str(uv), environment=source) as editor:
        editor.open(SCHEMA)
        editor.notification("found none on this machine")
        editor.press_in_notification(SET_UP)
        assert f"which {uv}/uv fetches" in editor.dialog()
        editor.press_in_dialog("Fetch")
        storage = tmp_path / "user" / "User" / "globalStorage" / "partywall.partywall"
        assert str(storage / "python") in editor.language_status("Python 3.")
        assert editor.squiggles()


def test_a_wrong_setting_is_named_and_nothing_is_taken_in_its_place(
    example: Path, extensions: Path, tmp_path: Path
) -> None:
    settings = {"partywall.interpreter": "/nowhere/python3.13"}
    with vscode(example, tmp_path, extensions=extensions, settings=settings) as editor:
        editor.open(SCHEMA)
        said = editor.notification("Partywall does not run")
        assert "/nowhere/python3.13" in said.text
        assert said.buttons == ("Restart server", "Show logs")
        assert not running_servers(extensions)


def running_servers(extensions: Path) -> str:
    """The command lines of the servers that were started from this folder of extensions."""
    processes = subprocess.run(["ps", "-eo", "args"], check=True, capture_output=True, text=True)
    started = [line for line in processes.stdout.splitlines() if str(extensions) in line]
    return "\n".join(line for line in started if "launcher.py server" in line)


def downloads(folder: Path) -> Path:
    """What uv takes for the Pythons of the internet: an archive of one of this machine."""
    python = list(pythons().values())[-1]
    script = Path(__file__).with_name("archive_python.py")
    subprocess.run([python, script, folder], check=True)
    return folder / "downloads.json"
