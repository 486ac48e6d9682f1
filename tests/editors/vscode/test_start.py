"""The packaged extension starts with whichever Python there is, and says what to do without one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from support.pythons import pythons
from support.skips import NO_SECOND_PYTHON
from support.vscode import eventually, needs_chromium, vscode

pytestmark = [pytest.mark.editor, needs_chromium]

SCHEMA = "prisma/schema.prisma"
SET_UP = "Set up Partywall"


@pytest.mark.skipif(len(pythons()) < 2, reason=NO_SECOND_PYTHON)
def test_it_starts_with_the_python_of_the_setting_and_follows_it(
    example: Path, extensions: Path, tmp_path: Path
) -> None:
    (oldest, old), *_, (newest, new) = pythons().items()
    settings = {"partywall.interpreter": str(old)}
    with vscode(example, tmp_path, extensions=extensions, settings=settings) as editor:
        editor.open(SCHEMA)
        assert editor.problems("partywall")
        assert f"Python {oldest}." in editor.language_status("Python")
        [(process, program)] = running_servers(extensions).items()
        assert program == str(old)

        os.kill(process, signal.SIGKILL)
        eventually(lambda: running_servers(extensions).keys() - {process})
        assert f"Python {oldest}." in editor.language_status("Python")
        assert editor.notifications() == []

        [process] = running_servers(extensions)
        editor.command("Partywall: Restart server")
        eventually(lambda: running_servers(extensions).keys() - {process})

        editor.set({"partywall.interpreter": str(new)})
        assert f"Python {newest}." in editor.language_status(f"Python {newest}")
        assert editor.problems("partywall")
        assert list(running_servers(extensions).values()) == [str(new)]

        # A wrong one is named, and nothing is taken in its place.
        editor.set({"partywall.interpreter": "/nowhere/python3.13"})
        said = editor.notification("Partywall does not run")
        assert "/nowhere/python3.13" in said.text
        assert said.buttons == ("Restart server", "Show logs")
        eventually(lambda: running_servers(extensions) == {})


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
        assert editor.problems("partywall")


def running_servers(extensions: Path) -> dict[int, str]:
    """The program of each process that runs a server of this folder of extensions."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid,args"], check=True, capture_output=True, text=True)
    launcher = re.compile(rf" *(\d+) (\S+) .*{re.escape(str(extensions))}\S*launcher\.py server")
    found = filter(None, map(launcher.match, listed.stdout.splitlines()))
    return {int(each[1]): each[2] for each in found}


def downloads(folder: Path) -> Path:
    """What uv takes for the Pythons of the internet: an archive of one of this machine."""
    python = list(pythons().values())[-1]
    script = Path(__file__).with_name("archive_python.py")
    subprocess.run([python, script, folder], check=True)
    return folder / "downloads.json"
