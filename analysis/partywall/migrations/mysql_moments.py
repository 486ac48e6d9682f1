"""Moments as MySQL and MariaDB both take them.

Prisma writes `1970-01-01T00:00:00+00:00`. MariaDB refuses that as a default (1067), for it knows no time
zones in a value; MySQL takes it for the session's time. Prisma keeps everything in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime

_FORMS = {"DATE": "%Y-%m-%d", "TIME": "%H:%M:%S"}


def moment(text: str, type_: str) -> str:
    """A moment of a schema as the value of a column of that type; as it stands if it is none."""
    try:
        found = datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return text
    if found.tzinfo is None:
        return text  # it is in no zone, as the database has it
    found = found.astimezone(UTC)
    form = _FORMS.get(type_, "%Y-%m-%d %H:%M:%S")
    written = found.strftime(form)
    has_fraction = found.microsecond and type_ != "DATE"
    return f"{written}.{found.microsecond:06}".rstrip("0") if has_fraction else written
