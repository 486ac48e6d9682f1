"""Rules of other packages, installed beside Partywall as a user would have them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.folders import DATASOURCE, fill

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "plugin"
RULE = "house-missing-created-at"
RUN = (sys.executable, "-P", "-c", "from partywall_server.main import main; main()")
SCHEMA = DATASOURCE + (
    "model Tenant {\n  id String @id\n  a A[]\n  b B[]\n}\n"
    + "".join(
        f"model {name} {{\n"
        "  id       String @id\n"
        "  tenantId String\n"
        "  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)\n\n"
        "  @@index([tenantId])\n}\n"
        for name in "AB"
    )
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, installed into a folder of its own."""
    source = tmp_path_factory.mktemp("source") / "plugin"
    target = tmp_path_factory.mktemp("site")
    shutil.copytree(EXAMPLE, source)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--target", str(target), str(source)],
        check=True,
        capture_output=True,
    )
    return target


def package(folder: Path, name: str, files: Mapping[str, str], points: str = "") -> Path:
    """A package as it lies there when it is installed."""
    entry = points or f"{name} = {name}_rules"
    fill(folder, {f"{name}_rules/{path}": text for path, text in {"__init__.py": "", **files}.items()})
    fill(
        folder,
        {
            f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
            f"{name}-1.0.dist-info/entry_points.txt": f"[partywall.rules]\n{entry}\n",
        },
    )
    return folder


def run(
    here: Path, site: Path | str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RUN, *arguments],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(site), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def findings(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str, str]]:
    report: dict[str, Any] = json.loads(done.stdout)
    return [(each["rule"], each["model"], each["severity"]) for each in report["findings"]]


CHECK = ("check", "--format", "json")


# --- the example -----------------------------------------------------------------------------------------


def test_the_rules_of_the_example_are_as_good_as_ours(house: Path, tmp_path: Path) -> None:
    fill(tmp_path, {"schema.prisma": SCHEMA})
    done = run(tmp_path, house, *CHECK)
    assert (done.returncode, done.stderr) == (0, "")
    assert findings(done) == [(RULE, "A", "hint"), (RULE, "B", "hint")]
    settings = f'[rules]\n{RULE} = {{ severity = "error", field = "created" }}\n'
    allowance = f"// partywall: allow {RULE} imported, never changed\n"
    fill(
        tmp_path,
        {
            "partywall.toml": settings,
            "schema.prisma": SCHEMA.replace("model A {", f"{allowance}model A {{"),
        },
    )
    done = run(tmp_path, house, *CHECK)
    assert done.stderr == ""
    assert "unused-allowance" not in done.stdout
    assert "fix" in run(tmp_path, house, "check").stdout
    fixed = run(tmp_path, house, "fix", "--unsafe")
    assert (fixed.returncode, fixed.stderr) == (0, "")
    assert (tmp_path / "schema.prisma").read_text().count("@default(now())") == 1
    assert "  created  DateTime @default(now())\n" in (tmp_path / "schema.prisma").read_text()


def test_the_example_in_the_documentation_of_the_example_holds(house: Path, tmp_path: Path) -> None:
    explained = run(tmp_path, house, "explain", RULE)
    assert explained.returncode == 0
    example, instead = re.findall(r"```prisma\n(.*?)```", explained.stdout, re.DOTALL)
    fill(tmp_path, {"schema.prisma": example})
    assert findings(run(tmp_path, house, *CHECK)) == [(RULE, "Note", "hint")]
    run(tmp_path, house, "fix", "--unsafe")
    assert (tmp_path / "schema.prisma").read_text() == instead


def test_a_rule_of_a_plugin_is_listed_described_and_has_no_page_of_ours(house: Path, tmp_path: Path) -> None:
    fill(tmp_path, {"schema.prisma": SCHEMA})
    assert RULE in run(tmp_path, house, "explain").stdout.split()
    schema = json.loads(run(tmp_path, house, "schema").stdout)
    options = schema["$defs"]["Rules"]["properties"][RULE]["anyOf"][1]["properties"]
    assert options["field"] == {"type": "string", "default": "createdAt"}
    log = json.loads(run(tmp_path, house, "check", "--format", "sarif").stdout)
    (described,) = [each for each in log["runs"][0]["tool"]["driver"]["rules"] if each["id"] == RULE]
    assert "helpUri" not in described
    assert described["help"]["text"]


def test_plugins_can_be_left_out(house: Path, tmp_path: Path) -> None:
    fill(tmp_path, {"schema.prisma": SCHEMA})
    assert findings(run(tmp_path, house, "--no-plugins", *CHECK)) == []
    assert findings(run(tmp_path, house, *CHECK, PARTYWALL_NO_PLUGINS="1")) == []


# --- what is wrong with plugins --------------------------------------------------------------------------

GOOD = '''\
"""A rule."""
from partywall.diagnostics.finding import Finding, Severity
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}
def check(model):
    if model.name == "A":
        yield Finding(model.anchor, "found", "")
'''


BROKEN = {
    "imports": ({"x.py": "import nothing_like_it\n"}, "", "ModuleNotFoundError: No module named 'nothing"),
    "raises": ({"x.py": "raise SystemError('a\\nb')\n"}, "", "SystemError: a b"),
    "garbled": ({"x.py": "def check(\n"}, "", "SyntaxError: "),
    "empty": ({"x.py": ""}, "", "AttributeError: `empty_rules.x` has no `check`"),
    "lax": (
        {"x.py": GOOD + "SEVERITIES = {}\n"},
        "",
        "TypeError: `SEVERITIES` of `lax_rules.x` should give ",
    ),
    "odd": ({"x.py": GOOD + "SEVERITIES = 3\n"}, "", "TypeError: `SEVERITIES` of `odd_rules.x` should give "),
    "idle": ({"x.py": GOOD + "check = 3\n"}, "", "TypeError: `check` of `idle_rules.x` is no function"),
    "half": ({"x.py": GOOD + "OPTIONS = {'a': 1.5}\n"}, "", "TypeError: the option `a` of `half_rules.x` "),
    "lost": ({"x.py": GOOD}, "lost = gone", "ModuleNotFoundError: No module named 'gone'"),
    "single": ({"x.py": GOOD}, "single = single_rules.x", "TypeError: `single_rules.x` is no package"),
    "LOUD": ({"x.py": GOOD}, "", "ValueError: its name should be lower-case words"),
}


def test_each_broken_plugin_is_one_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    site = package(tmp_path / "site", "good", {"x.py": GOOD, "_helper.py": "raise SystemError\n"})
    for name, (files, points, _) in BROKEN.items():
        package(site, name, files, points)
    here = fill(tmp_path / "here", {"schema.prisma": SCHEMA})
    done = run(here, site, *CHECK)
    lines = done.stderr.splitlines()
    for (name, (_, _, said)), line in zip(sorted(BROKEN.items()), lines, strict=True):
        assert line.startswith(f"partywall: the plugin `{name}` ({name} 1.0) cannot be loaded: {said}")
    assert findings(done) == [("good-x", "A", "warning")]
    assert done.returncode == 2, "not all was checked that was meant to be"


def test_a_rule_that_fails_is_said_to_be_a_plugins(tmp_path: Path) -> None:
    site = package(
        tmp_path / "site", "bad", {"x.py": GOOD.replace("yield", "raise SystemError('no')\n        yield")}
    )
    here = fill(tmp_path / "here", {"schema.prisma": SCHEMA})
    done = run(here, site, *CHECK)
    assert done.stderr == "partywall: a rule of a plugin failed: bad-x: SystemError: no\n"
    assert (done.returncode, findings(done)) == (1, [])


def test_no_plugin_takes_the_name_of_another_rule(tmp_path: Path) -> None:
    files = {"tenant_index.py": GOOD, "other.py": GOOD}
    site = package(tmp_path / "site", "missing", files)
    here = fill(tmp_path / "here", {"schema.prisma": SCHEMA})
    done = run(here, site, *CHECK)
    assert done.stderr == (
        "partywall: the plugin `missing` (missing 1.0): there is another rule `missing-tenant-index`\n"
    )
    assert findings(done) == [("missing-other", "A", "warning")]


@pytest.mark.parametrize("path", ["", "."])
def test_a_workspace_cannot_bring_a_plugin(tmp_path: Path, path: str) -> None:
    here = fill(tmp_path / "here", {"schema.prisma": SCHEMA})
    package(here, "evil", {"x.py": "import pathlib\npathlib.Path('ran').touch()\n" + GOOD})
    arguments = [sys.executable, "-c", RUN[-1], *CHECK]  # without -P, Python looks where it runs
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(arguments, cwd=here, env=environment, capture_output=True, text=True, check=False)
    assert (findings(done), done.stderr) == ([], "")
    assert not (here / "ran").exists()
    assert run(here, here, *CHECK).stdout == done.stdout, "nor when it is named in full"
