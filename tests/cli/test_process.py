"""The installed command as a process: what only shows there."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.folders import DATASOURCE, MODEL, fill

if TYPE_CHECKING:
    from pathlib import Path

RUN = (sys.executable, "-c", "from partywall_server.main import main; main()")


def test_the_exit_code_is_the_process(here: Path) -> None:
    fill(here, {"schema.prisma": DATASOURCE + MODEL})
    clean = subprocess.run([*RUN, "check"], capture_output=True, text=True, check=False)
    assert (clean.returncode, clean.stderr) == (0, "")
    usage = subprocess.run([*RUN, "check", "gone"], capture_output=True, text=True, check=False)
    assert (usage.returncode, usage.stdout, usage.stderr.count("\n")) == (2, "Nothing found in 0 files.\n", 1)


def test_the_command_line_starts_without_the_protocol_types_and_json_without_rich(here: Path) -> None:
    fill(here, {"schema.prisma": DATASOURCE + MODEL})
    code = (
        "import sys, atexit, json\n"
        "wanted = ('pygls', 'lsprotocol', 'asyncio', 'rich')\n"
        "found = lambda: [name for name in wanted if name in sys.modules]\n"
        "atexit.register(lambda: print(json.dumps(found()), file=sys.stderr))\n"
        "from partywall_server.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "--format", "json"], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["files"] == ["schema.prisma"]
    assert json.loads(done.stderr) == []


def test_a_reader_that_has_seen_enough_gets_no_stack_trace(here: Path) -> None:
    models = "".join(MODEL.replace(" A ", f" A{number} ") + "name String @@\n" for number in range(500))
    fill(here, {"schema.prisma": DATASOURCE + models})
    with subprocess.Popen([*RUN, "check"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        if process.stdout is None or process.stderr is None:
            raise AssertionError
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_who_changes_his_mind_while_something_is_imported_gets_no_stack_trace(here: Path) -> None:
    code = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'partywall_server.cli.check': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from partywall_server.main import main; main()"
    )
    fill(here, {"schema.prisma": DATASOURCE + MODEL})
    done = subprocess.run([sys.executable, "-c", code, "check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_terminal_without_unicode_loses_no_finding(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    fill(here, {"schéma/schema.prisma": DATASOURCE + "model é {\n  id Int @@ // 🏢\n}\n"})
    done = subprocess.run([*RUN, "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "sch\\xe9ma/schema.prisma" in done.stdout
    assert done.stderr == ""
