"""All fixes together, on real schemas: Prisma accepts what they make, and they come to an end."""

from __future__ import annotations

import pytest

from partywall.config import Config
from partywall.diagnostics.fix import Safety
from partywall.host import Host, fix_all
from partywall.syntax.chunks import Source
from support.oracle import Oracle
from support.shared import CorpusSchema, each_schema


@pytest.mark.parametrize("schema", each_schema())
def test_prisma_accepts_a_schema_with_all_fixes(schema: CorpusSchema, oracle: Oracle) -> None:
    host = Host(Config(profile="strict"))
    for path, text in schema.files.items():
        host.set_file(path, Source.of(text))
    result = fix_all(host, frozenset(Safety))
    analysis = host.analyse()
    fixed = {path: file.source.text for path, file in analysis.files.items()}
    assert result.is_settled
    assert [each.message for each in oracle.errors(fixed)] == [
        each.message for each in oracle.errors(schema.files)
    ]
    assert [each for each in analysis.all_diagnostics() if each.fix] == []
