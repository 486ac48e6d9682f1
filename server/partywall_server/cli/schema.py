"""`partywall schema`: the JSON schema of `partywall.toml`."""

from __future__ import annotations

from partywall.config import json_schema
from partywall_server.cli.streams import print_json

EXAMPLES = """Examples:

\b
  partywall schema > partywall.schema.json    for an editor's TOML support
"""


def command() -> None:
    """Print the JSON schema of partywall.toml, for editors."""
    print_json(json_schema())
