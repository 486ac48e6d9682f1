"""The pre-commit hooks, the GitHub Action and the GitLab template: well-formed, and what they run works."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from support.folders import DATASOURCE, MODEL, fill, git
from support.json_schemas import GITHUB_ACTION, GITHUB_WORKFLOW, GITLAB_CI, complaints

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parents[2]
HOOKS = PROJECT / ".pre-commit-hooks.yaml"
ACTION = PROJECT / "integrations" / "github" / "action.yml"
TEMPLATE = PROJECT / "integrations" / "gitlab" / "partywall.gitlab-ci.yml"
FOUND = (
    DATASOURCE
    + "model Tenant {\n  id String @id\n  notes Note[]\n  tags Tag[]\n}\n"
    + "".join(
        f"model {name} {{\n"
        "  id       String @id\n"
        "  tenantId String\n"
        "  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)\n}\n"
        for name in ("Note", "Tag")
    )
)
CLEAN = DATASOURCE + MODEL


def yaml(text: str) -> Any:  # noqa: ANN401 (YAML; the tests name it)
    return YAML(typ="safe").load(text)  # pyright: ignore[reportUnknownMemberType] (untyped in the library)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    fill(folder, {"a b/schema.prisma": FOUND, "clean/schema.prisma": CLEAN, "notes.txt": "notes\n"})
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    return folder


def bash(
    script: str, folder: Path, environment: Mapping[str, str], *flags: str
) -> subprocess.CompletedProcess[str]:
    scripts = Path(sys.executable).parent
    return subprocess.run(
        ["bash", "--noprofile", "--norc", *flags, "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# --- pre-commit ------------------------------------------------------------------------------------------


def test_the_hooks_are_well_formed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_pre_commit_runs_the_hooks_on_the_files_that_change(repository: Path, tmp_path: Path) -> None:
    hooks = [{**hook, "language": "system"} for hook in yaml(HOOKS.read_text())]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (repository / ".pre-commit-config.yaml").write_text(json.dumps(config))
    git(repository, "add", ".")
    environment = {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "GIT_CONFIG_GLOBAL": os.devnull}

    def run(hook: str, *files: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "run", hook, "--files", *files]
        return bash(shlex.join(command), repository, environment)

    assert run("partywall", "clean/schema.prisma").returncode == 0
    assert "no files to check" in run("partywall", "notes.txt").stdout
    found = run("partywall", "a b/schema.prisma", "clean/schema.prisma", "notes.txt")
    assert found.returncode == 1
    assert "2 warnings in 2 files." in found.stdout
    fixed = run("partywall-fix", "a b/schema.prisma")
    assert "files were modified by this hook" in fixed.stdout
    assert run("partywall", "a b/schema.prisma").returncode == 0


# --- GitHub ----------------------------------------------------------------------------------------------


def steps(**inputs: str) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """The steps of the action that these inputs run, each with its environment."""
    action = yaml(ACTION.read_text())
    given = {name: each["default"] for name, each in action["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    return [
        (step, {name: _evaluated(value, given) for name, value in step.get("env", {}).items()})
        for step in action["runs"]["steps"]
        if _holds(step.get("if", ""), given)
    ]


def _evaluated(value: str, inputs: Mapping[str, str]) -> str:
    """What GitHub makes of the two kinds of expressions that the action has."""
    match = re.fullmatch(r"\$\{\{ inputs\.([\w-]+)(?: \|\| '([^']*)')? \}\}", value)
    assert match, value
    return inputs[match[1]] or match[2] or ""


def _holds(condition: str, inputs: Mapping[str, str]) -> bool:
    parts = [re.fullmatch(r"inputs\.([\w-]+) (==|!=) '([^']*)'", each) for each in condition.split(" || ")]
    return not condition or any((inputs[part[1]] == part[3]) is (part[2] == "==") for part in parts if part)


def run_action(folder: Path, **inputs: str) -> list[subprocess.CompletedProcess[str]]:
    """What the steps after the installation print, until one fails."""
    done: list[subprocess.CompletedProcess[str]] = []
    for step, environment in steps(**inputs)[1:]:
        if "run" in step:
            done.append(bash(step["run"], folder, environment, "-eo", "pipefail"))  # as GitHub does
            if done[-1].returncode:
                break
    return done


def test_the_action_is_well_formed() -> None:
    assert complaints(ACTION, GITHUB_ACTION) == ""
    text = ACTION.read_text()
    action = yaml(text)
    used = set(re.findall(r"inputs\.([\w-]+)", text))
    assert used == set(action["inputs"])
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", ""), "an input in a script would be run"


def test_the_action_installs_the_project_that_it_is_a_part_of(tmp_path: Path) -> None:
    """Without a network: the dependencies are those of the tests."""
    (install, environment) = steps(python=sys.executable)[0]
    (tmp_path / "path").touch()
    runner = {
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_PATH": str(tmp_path / "path"),
        "GITHUB_ACTION_PATH": str(ACTION.parent),
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it as the value of `--build-isolation`
        "PIP_IGNORE_INSTALLED": "1",
    }
    done = bash(install["run"], tmp_path, {**environment, **runner}, "-eo", "pipefail")
    assert done.returncode == 0, done.stderr
    scripts = (tmp_path / "path").read_text().strip()
    assert (Path(scripts) / "partywall").exists()
    said = bash(f"{scripts}/partywall --version", tmp_path, {"PYTHONPATH": runner["PYTHONPATH"]})
    assert said.stdout.startswith("partywall ")


def test_the_action_annotates_and_fails_for_what_it_finds(repository: Path) -> None:
    (check,) = run_action(repository)
    assert check.returncode == 1
    assert check.stdout.count("::warning file=a b/schema.prisma,line=") == 2
    (check,) = run_action(repository, fail_on="error")
    assert check.returncode == 0
    (check,) = run_action(repository, paths="clean\n")
    assert check.returncode == 0
    (check,) = run_action(repository, paths="clean\na b", profile="strict")
    assert check.returncode == 1
    (check,) = run_action(repository, paths="--version\n$(touch ran)")
    assert check.returncode == 2
    assert not (repository / "ran").exists()


def test_the_action_writes_sarif_before_it_fails(repository: Path) -> None:
    written, check = run_action(repository, sarif_file="out file.sarif")
    assert (written.returncode, check.returncode) == (0, 1)
    assert json.loads((repository / "out file.sarif").read_text())["version"] == "2.1.0"
    uploads = [step for step, _ in steps(upload_sarif="true") if "uses" in step]
    assert [each["with"]["category"] for each in uploads] == ["partywall"]
    assert not [step for step, _ in steps(sarif_file="x") if "uses" in step]
    (failed,) = run_action(repository, sarif_file="x", paths="gone")
    assert failed.returncode != 0, "nothing was checked"


def test_the_workflow_in_its_readme_is_well_formed(tmp_path: Path) -> None:
    (workflow,) = re.findall(r"```yaml\n(.*?)```", (ACTION.parent / "README.md").read_text(), re.DOTALL)
    (tmp_path / "workflow.yml").write_text(workflow)
    assert complaints(tmp_path / "workflow.yml", GITHUB_WORKFLOW) == ""
    with_ = yaml(workflow)["jobs"]["partywall"]["steps"][1]["with"]
    assert with_.keys() <= yaml(ACTION.read_text())["inputs"].keys()


# --- GitLab ----------------------------------------------------------------------------------------------


def test_the_template_is_well_formed(tmp_path: Path) -> None:
    assert complaints(TEMPLATE, GITLAB_CI) == ""
    (example,) = re.findall(r"```yaml\n(.*?)```", (TEMPLATE.parent / "README.md").read_text(), re.DOTALL)
    (tmp_path / ".gitlab-ci.yml").write_text(example)
    assert complaints(tmp_path / ".gitlab-ci.yml", GITLAB_CI) == ""
    variables = yaml(TEMPLATE.read_text())["partywall"]["variables"]
    assert yaml(example)["partywall"]["variables"].keys() <= variables.keys()


@pytest.mark.parametrize(
    ("changed", "code", "findings"),
    [
        ({}, 1, 2),
        ({"PARTYWALL_FAIL_ON": "error"}, 0, 2),
        ({"PARTYWALL_PATHS": "clean"}, 0, 0),
        ({"PARTYWALL_PROFILE": "recommended", "PARTYWALL_PATHS": "clean ./a*b"}, 1, 2),
        ({"PARTYWALL_PATHS": "gone"}, 1, 0),
    ],
)
def test_the_template_reports_and_fails(
    repository: Path, changed: dict[str, str], code: int, findings: int
) -> None:
    job = yaml(TEMPLATE.read_text())["partywall"]
    done = bash("\n".join(job["script"]), repository, {**job["variables"], **changed}, "-eo", "pipefail")
    assert done.returncode == code, done.stderr
    report = repository / job["artifacts"]["reports"]["codequality"]
    assert len(json.loads(report.read_text())) == findings
