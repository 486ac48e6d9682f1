"""Validates JSON and YAML files against the schemas that their readers publish."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_FOLDER = Path(__file__).parent / "sarif" / "node_modules" / "@microsoft" / "jest-sarif" / "lib" / "schemas"

# One of its patterns has a stray `]`, which only Python's dialect lets pass.
SARIF = ("--regex-variant", "python", "--schemafile", str(_FOLDER / "sarif-2.1.0-rtm.5.json"))
GITHUB_ACTION = ("--builtin-schema", "vendor.github-actions")
GITHUB_WORKFLOW = ("--builtin-schema", "vendor.github-workflows")
GITLAB_CI = ("--builtin-schema", "vendor.gitlab-ci")


def complaints(file: Path, schema: tuple[str, ...]) -> str:
    """What is wrong with a file by one of these schemas; empty where nothing is."""
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--no-cache", *schema, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr
