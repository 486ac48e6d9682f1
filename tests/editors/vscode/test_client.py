"""What of the VS Code client can be tested without VS Code."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib

from partywall_server.cli.schema import settings_schema
from partywall_server.lsp.settings import editor_settings
from support.vscode import PROJECT

CLIENT = PROJECT / "vscode-client"


def test_its_own_tests_pass() -> None:
    result = subprocess.run(["npm", "test"], cwd=CLIENT, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_the_package_pins_every_library_that_the_project_declares() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[^\w-]", each, maxsplit=1)[0] for each in project["dependencies"]}
    requirements = (CLIENT / "requirements.txt").read_text()
    pinned = set(re.findall(r"^([\w-]+)==", requirements, re.MULTILINE))
    assert declared <= pinned


def test_the_schema_of_the_configuration_is_the_one_that_partywall_exports() -> None:
    shipped = json.loads((CLIENT / "schemas" / "partywall.schema.json").read_text())
    assert shipped == settings_schema(), "run `make docs`"


def test_a_setting_that_the_user_left_alone_says_nothing_to_the_server() -> None:
    """VS Code sends the defaults as well, and what an editor says goes before `partywall.toml`."""
    manifest = json.loads((CLIENT / "package.json").read_text())
    properties = manifest["contributes"]["configuration"]["properties"]
    sent = {name.removeprefix("partywall."): each["default"] for name, each in properties.items()}
    assert sent.keys() >= {"profile", "rules", "profiles", "overrides"}
    assert not any(editor_settings(sent).on_top.values())


def test_every_command_of_the_palette_is_registered() -> None:
    manifest = json.loads((CLIENT / "package.json").read_text())
    contributed = {each["command"] for each in manifest["contributes"]["commands"]}
    source = (CLIENT / "src" / "commands.ts").read_text()
    registered = set(re.findall(r'^ +"(partywall\.\w+)":', source, re.MULTILINE)) | set(
        re.findall(r'registerCommand\("(partywall\.\w+)"', source)
    )
    assert contributed == registered
