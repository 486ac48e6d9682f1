"""Applying fixes, pass after pass, until nothing is left that they would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partywall.diagnostics.edits import edits
from partywall.diagnostics.finding import Anchor
from partywall.diagnostics.fix import AddBlockAttribute, Fix, Safety, anchor_in
from partywall.host import Checkpoint, Host
from partywall.syntax.chunks import Source
from partywall.text import Edit
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class FixResult:
    """What fixing came to: the new texts, how many fixes were taken, how many findings remain.

    `is_settled` is false where fixes kept changing the text until the passes ran out.
    """

    sources: Mapping[str, Source]
    applied: tuple[Fix, ...]
    remaining: int
    passes: int
    is_settled: bool


MOST_PASSES = 10


def fix_all(
    host: Host,
    allowed: frozenset[Safety],
    only: str | None = None,
    checkpoint: Checkpoint = lambda: None,
) -> FixResult:
    """Apply all fixes of the allowed kinds, pass after pass, until none changes anything.

    With `only`, those alone that change this file and no other. The host ends with the new texts.
    """
    applied: list[Fix] = []
    changed: dict[str, Source] = {}
    for number in range(MOST_PASSES):
        analysis = host.analyse(checkpoint)
        wanted = [
            each.fix
            for each in analysis.all_diagnostics()
            if each.fix and each.fix.safety in allowed and (only is None or files_of(each.fix) == {only})
        ]
        result = edits(analysis.reading, _without_served(wanted))
        if not result.edits:
            result = edits(analysis.reading, wanted)
        if not result.edits:
            remaining = sum(1 for _ in analysis.all_diagnostics())
            return FixResult(changed, tuple(applied), remaining, number, is_settled=True)
        applied.extend(result.taken)
        for path, changes in result.edits.items():
            changed[path] = edited(analysis.files[path].source, changes)
            host.set_file(path, changed[path])
    remaining = sum(1 for _ in host.analyse(checkpoint).all_diagnostics())
    return FixResult(changed, tuple(applied), remaining, MOST_PASSES, is_settled=False)


def _without_served(fixes: Sequence[Fix]) -> list[Fix]:
    """Without indexes for which others of the fixes bring a unique that begins with the same fields.

    Where such a fix is not taken after all, the index has its turn in a later pass.
    """
    uniques: dict[Anchor, list[str]] = {}
    for each in (one for fix in fixes for one in fix.operations):
        if isinstance(each, AddBlockAttribute) and each.text.startswith(_UNIQUE):
            uniques.setdefault(each.block, []).append(each.text.removeprefix(_UNIQUE))
    return [fix for fix in fixes if not _is_served(fix, uniques)]


_UNIQUE, _INDEX, _END = "@@unique([", "@@index([", "])"


def _is_served(fix: Fix, uniques: Mapping[Anchor, Sequence[str]]) -> bool:
    match fix.operations:
        case (AddBlockAttribute(block, text),) if text.startswith(_INDEX) and text.endswith(_END):
            fields = text.removeprefix(_INDEX).removesuffix(_END)
            starts = (f"{fields},", f"{fields}{_END}")
            return any(each.startswith(starts) for each in uniques.get(block, ()))
        case _:
            return False


def files_of(fix: Fix) -> set[str]:
    """The files that a fix changes."""
    return {anchor_in(operation).file for operation in fix.operations}


def edited(source: Source, changes: tuple[Edit, ...]) -> Source:
    """A file after edits that all count in its present text."""
    for each in sorted(changes, reverse=True):
        source = source.edited(each)
    return source
