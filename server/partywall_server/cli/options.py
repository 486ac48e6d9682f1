"""Arguments and options that several commands share."""

from __future__ import annotations

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
