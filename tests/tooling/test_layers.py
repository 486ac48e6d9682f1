"""The contracts between the layers hold, and each is seen to break when it is breached."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

BREACHES = {
    "the engine imports a front end": (
        "Front ends sit on the engine",
        {"analysis/partywall/text.py": "import partywall_server"},
    ),
    "a lower layer imports a higher one": (
        "Engine layers",
        {"analysis/partywall/text.py": "import partywall.syntax"},
    ),
    "two of one layer know each other": (
        "Engine layers",
        {"analysis/partywall/ide/breach.py": "import partywall.rules"},
    ),
    "a folder that no layer names": (
        "Engine layers",
        {"analysis/partywall/helpers.py": "pass"},
    ),
    "the command line imports the language server": (
        "Front end layers",
        {
            "server/partywall_server/lsp/breach.py": "pass",
            "server/partywall_server/cli/breach.py": "import partywall_server.lsp.breach",
        },
    ),
    "a front end folder that no layer names": (
        "Front end layers",
        {"server/partywall_server/helpers.py": "pass"},
    ),
    "a rule imports a rule": (
        "A rule is one file",
        {
            "analysis/partywall/rules/breach_one.py": "pass",
            "analysis/partywall/rules/breach_two.py": "import partywall.rules.breach_one",
        },
    ),
    "a hazard imports a hazard": (
        "A hazard is one file",
        {
            "analysis/partywall/hazards/__init__.py": "",
            "analysis/partywall/hazards/breach_one.py": "pass",
            "analysis/partywall/hazards/breach_two.py": "import partywall.hazards.breach_one",
        },
    ),
    "the engine starts a process": (
        "The engine knows no protocol and does no I/O",
        {"analysis/partywall/text.py": "import subprocess"},
    ),
    "the engine knows the protocol": (
        "The engine knows no protocol and does no I/O",
        {"analysis/partywall/text.py": "from lsprotocol import types"},
    ),
    "lark outside of what writes the tables": (
        "Only what writes the parser's tables knows lark",
        {"analysis/partywall/schema/breach.py": "import lark"},
    ),
    "pydantic outside of config": (
        "Only what reads settings knows pydantic",
        {"analysis/partywall/tenancy/breach.py": "import pydantic"},
    ),
    "the command line loads the protocol": (
        "The command line starts without the protocol types",
        {"server/partywall_server/cli/breach.py": "import pygls"},
    ),
}


def test_every_contract_has_a_breach() -> None:
    contracts = re.findall(r'^name = "(.*)"$', _contracts(), re.MULTILINE)
    breached = {contract for contract, _ in BREACHES.values()}
    assert [name for name in contracts if not any(name.startswith(start) for start in breached)] == []


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_seen(breach: str, tmp_path: Path) -> None:
    contract, files = BREACHES[breach]
    tree = _copy(tmp_path)
    for name, code in files.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{code}\n")
    verdict = _lint(tree)
    assert re.search(rf"^{re.escape(contract)}.* BROKEN", verdict.stdout, re.MULTILINE), verdict.stdout


def _copy(folder: Path) -> Path:
    for root in ("analysis", "server"):
        shutil.copytree(PROJECT / root, folder / root, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", folder)
    return folder


def _lint(tree: Path) -> subprocess.CompletedProcess[str]:
    roots = os.pathsep.join(str(tree / root) for root in ("analysis", "server"))
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": roots, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def _contracts() -> str:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    return text[text.index("[tool.importlinter]") :]
