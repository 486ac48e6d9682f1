"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How a result is written."""

    TEXT = "text"
    JSON = "json"


class Profile(StrEnum):
    """How much is reported (see `partywall.config`)."""

    RECOMMENDED = "recommended"
    STRICT = "strict"
    DISTRIBUTED = "distributed"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Files or folders.", show_default=False),
]
ProfileOption = Annotated[
    Profile | None,
    typer.Option(
        help="`recommended`: what is worth reading; `strict`: the whole checklist; `distributed`: what "
        "sharding by tenant needs as well. Overrides partywall.toml.",
        show_default=False,
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The file of accepted findings, which are neither reported nor mended. Without it: what "
        "partywall.toml names, else partywall-baseline.json beside it or at the top of the repository.",
        show_default=False,
    ),
]


def settings_on_top(profile: Profile | None, baseline: Path | None) -> dict[str, str]:
    """What these options say over `partywall.toml`."""
    said = {"profile": profile, "baseline": os.path.abspath(baseline) if baseline else None}  # noqa: PTH100
    return {name: str(value) for name, value in said.items() if value}
