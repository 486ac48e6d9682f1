"""All fixes together, on real schemas: Prisma accepts what they make, and they come to an end.

What they must leave alone is held here too: comments, line ends, referential actions, other lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from partywall.config import Config, Profile
from partywall.diagnostics.fix import Fix, Safety, anchor_in
from partywall.fixing import fix_all
from partywall.host import Analysis, Host
from partywall.schema.model import Relation
from partywall.schema.read import Part
from partywall.syntax.chunks import Source
from partywall.syntax.layout import is_settled, rows_of
from partywall.syntax.tree import BlockAttribute, CommentLine, EnumValue, Field
from support.oracle import Oracle
from support.shared import CorpusSchema, each_schema

SAFE, UNSAFE = frozenset({Safety.SAFE}), frozenset({Safety.SAFE, Safety.UNSAFE})


@dataclass(frozen=True, slots=True)
class Fixed:
    """A schema before all fixes and after them, and which they were."""

    before: Analysis
    after: Analysis
    taken: tuple[Fix, ...]
    is_settled: bool

    @property
    def files(self) -> dict[str, str]:
        """Return the texts afterwards."""
        return {path: file.source.text for path, file in self.after.files.items()}


def _fixed(files: Mapping[str, str], profile: Profile, *steps: frozenset[Safety]) -> Fixed:
    host = Host(Config(profile=profile))
    for path, text in files.items():
        host.set_file(path, Source.of(text))
    before = host.analyse()
    results = [fix_all(host, allowed) for allowed in steps]
    taken = tuple(fix for each in results for fix in each.applied)
    return Fixed(before, host.analyse(), taken, all(each.is_settled for each in results))


@pytest.mark.parametrize("profile", ["strict", "distributed"])
@pytest.mark.parametrize("schema", each_schema())
def test_prisma_accepts_a_schema_with_all_fixes(
    schema: CorpusSchema, profile: Profile, oracle: Oracle
) -> None:
    result = _fixed(schema.files, profile, SAFE, UNSAFE)
    assert result.is_settled
    assert _errors(oracle, result.files) == _errors(oracle, schema.files)
    left = [each.fix for each in result.after.all_diagnostics() if each.fix]
    assert {fix.safety for fix in left} <= {Safety.MANUAL}
    assert Counter(_comments(result.before)) <= Counter(_comments(result.after))
    assert list(_silently_changed(result)) == []
    assert list(_disarranged(result)) == []


@pytest.mark.parametrize("schema", each_schema())
def test_even_those_that_only_a_user_can_choose(schema: CorpusSchema, oracle: Oracle) -> None:
    result = _fixed(schema.files, "strict", frozenset(Safety))
    assert result.is_settled
    assert _errors(oracle, result.files) == _errors(oracle, schema.files)


@pytest.mark.parametrize("schema", each_schema())
def test_line_ends_stay_as_they_were(schema: CorpusSchema) -> None:
    plain = _fixed({path: _lf(text) for path, text in schema.files.items()}, "strict", UNSAFE)
    crlf = _fixed({path: _crlf(text) for path, text in schema.files.items()}, "strict", UNSAFE)
    assert crlf.files == {path: _crlf(text) for path, text in plain.files.items()}


def _errors(oracle: Oracle, files: Mapping[str, str]) -> list[str]:
    return sorted(each.message for each in oracle.errors(files))


def _comments(analysis: Analysis) -> Iterator[str]:
    for file in analysis.files.values():
        for part in file.parts:
            for line in (*part.block.leading, *part.block.lines):
                match line.statement.content:
                    case (
                        CommentLine(comment=comment)
                        | Field(comment=comment)
                        | EnumValue(comment=comment)
                        | BlockAttribute(comment=comment)
                    ) if comment is not None:
                        yield comment.text
                    case _:
                        pass


def _silently_changed(result: Fixed) -> Iterator[str]:
    """Relations whose effective actions became others without a word of the fix that did it."""
    for relation in result.before.schema.relations:
        after = _same(relation, result.after)
        if after is None or relation.kind == "many-to-many" or relation.forward is None:
            continue
        model, field = relation.forward.model, relation.forward.field
        said = [
            f"{fix.title}. {fix.note}"
            for fix in result.taken
            if any((at.block, at.member) == (model, field) for at in map(anchor_in, fix.operations))
        ]
        for name, one, other in (
            ("onDelete", relation.on_delete, after.on_delete),
            ("onUpdate", relation.on_update, after.on_update),
        ):
            if one != other and not any(name in each and other in each for each in said):
                yield f"{model}.{field}: {name} {one} → {other}"


def _same(relation: Relation, analysis: Analysis) -> Relation | None:
    end = relation.forward
    return analysis.schema.relation_of(end.model, end.field) if end else None


def _disarranged(result: Fixed) -> Iterator[str]:
    """Blocks that Prisma's formatter would not change before, and would now; lines that no fix names."""
    for path, file in result.after.files.items():
        old = {(each.block.kind, each.block.name): each for each in result.before.files[path].parts}
        for part in file.parts:
            before = old.get((part.block.kind, part.block.name))
            if before is None or not part.block.kind.has_fields:
                continue
            if _is_arranged(before):
                if not _is_arranged(part):
                    yield f"`{part.block.name}` was as Prisma's formatter has it"
                continue
            lines = Counter(part.chunk.text.splitlines())
            named = {name for fix in result.taken for name in _named(fix, part.block.name)}
            for line in (Counter(before.chunk.text.splitlines()) - lines).elements():
                if not any(line.strip().startswith(name) for name in named):
                    yield f"`{part.block.name}`: {line}"


def _is_arranged(part: Part) -> bool:
    return is_settled(part.block, rows_of(part.block))


def _named(fix: Fix, block: str) -> Iterator[str]:
    """The beginnings of the lines of a block that a fix speaks of."""
    for operation in fix.operations:
        anchor = getattr(operation, "attribute", None) or getattr(operation, "field", None)
        if anchor is not None and anchor.block == block and anchor.member:
            yield anchor.member.partition("(")[0]


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n")


def _crlf(text: str) -> str:
    return _lf(text).replace("\n", "\r\n")
