"""Rules of other packages in an editor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from support.folders import fill
from support.lsp import session

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '''\
"""A rule."""
from partywall.diagnostics.finding import Finding, Severity
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}
def check(model):
    yield Finding(model.anchor, "found", "")
'''


def installed(site: Path, name: str, rule: str) -> None:
    """A package as it lies there when it is installed."""
    points = f"[partywall.rules]\n{name} = {name}_rules\n"
    fill(site, {f"{name}_rules/__init__.py": "", f"{name}_rules/x.py": rule})
    fill(site, {f"{name}-1.0.dist-info/entry_points.txt": points})


async def test_rules_of_plugins_are_published_without_a_page_and_a_broken_plugin_is_said(
    folder: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    installed(site, "good", GOOD)
    installed(site, "bad", "raise SystemError('no')\n")
    installed(folder, "evil", GOOD)  # of the workspace: nobody asked for it
    environment = {**os.environ, "PYTHONPATH": str(site)}
    async with session("visual-studio-code", folder, env=environment) as editor:
        schema = await editor.open("prisma/schema.prisma")
        found = await schema.diagnostics()
        ours = [each for each in found if each.code == "good-x"]
        assert ours
        assert not any(each.code_description for each in ours)
        assert not any(str(each.code).startswith("evil") for each in found)
        (message,) = editor.client.messages
        assert message.message.startswith(
            "Partywall: the plugin `bad` (bad 1.0) cannot be loaded: SystemError"
        )
