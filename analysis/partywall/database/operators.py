"""Operator classes of indexes: Prisma's names for PostgreSQL's, and which are the default."""

from __future__ import annotations

import json
import re

_WORD = re.compile(r"[A-Z][a-z]*\d*")
_JOINED = re.compile(r"(?<=min)_(?=max)|(?<=timestamp)_(?=tz)|(?<=time)_(?=tz)|(?<=^var)_(?=bit)")
_PRISMA_NAME = re.compile(r"(?:[A-Z][a-z]*\d*)+Ops")
_DEFAULT = re.compile(r"(?:jsonb|array|text)_ops|.*_minmax_ops|inet_inclusion_ops")


def operator_class(name: str) -> str:
    """`JsonbPathOps` as SQL has it, `jsonb_path_ops`; the text in `raw("…")`, given quoted, as it is."""
    if name.startswith('"'):
        return _unquoted(name)
    if not _PRISMA_NAME.fullmatch(name):
        return name
    return _JOINED.sub("", "_".join(_WORD.findall(name)).lower())


def is_default(operators: str, method: str) -> bool:
    """Whether an index without an operator class has this one (prisma-engines, `convert_opclass`)."""
    if operators == "inet_ops":
        return method == "spgist"
    return _DEFAULT.fullmatch(operators) is not None


def _unquoted(raw: str) -> str:
    try:
        return str(json.loads(raw))
    except ValueError:
        return raw.strip('"')
