"""Schemas of many kinds, each in a file with what a reader would say of it.

`//# roots:` gives the roots in order, none for a schema without tenants; `//# external:` key columns of
tenants outside the schema; `//# owned teamId` behind a model's header its ownership and its key.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from partywall.config import TenancySettings
from partywall.schema.read import read
from partywall.tenancy.classify import classify

KINDS = sorted(Path(__file__).with_name("kinds").glob("*.prisma"))

_ROOTS = re.compile(r"^//# roots:(.*)$", re.MULTILINE)
_EXTERNAL = re.compile(r"^//# external:(.*)$", re.MULTILINE)
_MODEL = re.compile(r"^model (\w+) \{(?: //# (\w+)(?: (\w+))?)?$", re.MULTILINE)


def names(found: re.Match[str] | None) -> list[str]:
    return [name.strip() for name in found.group(1).split(",") if name.strip()] if found else []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.stem)
def test_a_kind_of_schema_is_understood(kind: Path) -> None:
    text = kind.read_text()
    tenancy = classify(read({kind.name: text}).schema, TenancySettings())
    assert [root.model for root in tenancy.roots] == names(_ROOTS.search(text))
    assert list(tenancy.external_keys) == names(_EXTERNAL.search(text))
    for model, ownership, key in _MODEL.findall(text):
        verdict = tenancy.verdicts[model]
        if not tenancy.is_known:
            assert verdict.ownership == "unknown", model
            continue
        assert ownership, f"{kind.name} does not say whose data {model} is"
        assert (verdict.ownership, verdict.key or "") == (ownership, key), model


def test_there_are_kinds_with_tenants_and_without() -> None:
    without = [kind for kind in KINDS if kind.stem.startswith("none_")]
    assert len(without) >= 10
    assert len(KINDS) - len(without) >= 10
