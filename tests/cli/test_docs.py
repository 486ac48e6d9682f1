"""What docs/ci.md and docs/plugins.md say is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from partywall.config_file import parse_config
from partywall.diagnostics.settings import setting_faults
from partywall.rules.discovery import known_options
from partywall_server.cli.reporting import ReportFormat

DOCS = Path(__file__).resolve().parents[2] / "docs"
CI = (DOCS / "ci.md").read_text(encoding="utf-8")
PLUGINS = (DOCS / "plugins.md").read_text(encoding="utf-8")


def test_the_settings_are_settings() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", CI, re.DOTALL)
    config, faults = parse_config(tomllib.loads(text))
    assert faults == ()
    assert list(setting_faults(config, known_options(), frozenset())) == []
    assert len(config.overrides) == 2


def test_every_format_is_listed() -> None:
    assert re.findall(r"^\| `(\w+)` \|", CI, re.MULTILINE) == [each.value for each in ReportFormat]


def test_what_is_linked_is_there() -> None:
    for text in (CI, PLUGINS):
        for link in re.findall(r"\]\(([^):#]+)", text):
            assert (DOCS / link).exists(), link
