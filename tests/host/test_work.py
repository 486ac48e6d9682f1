"""What an edit costs, counted."""

from __future__ import annotations

from dataclasses import astuple, replace

from partywall.config import Config
from partywall.config_file import parse_config
from partywall.host import Analysis, Host, Work
from partywall.syntax.chunks import Source
from partywall.text import Edit, Span
from support.editing import SMALL

FILE = "schema.prisma"


class Session:
    """A host with one file, edited by searching for a text in it."""

    def __init__(self, text: str = SMALL, config: Config | None = None) -> None:
        self.host = Host(config)
        self.source = Source.of(text)
        self.host.set_file(FILE, self.source)
        self.analysis: Analysis = self.host.analyse()

    def replace(self, old: str, new: str) -> Work:
        """Edit, analyse, and tell what that computed."""
        before = astuple(self.host.work)
        at = self.source.text.index(old)
        self.source = self.source.edited(Edit(Span(at, at + len(old)), new))
        self.host.set_file(FILE, self.source)
        self.analysis = self.host.analyse()
        after = astuple(self.host.work)
        return Work(*(new - old for old, new in zip(before, after, strict=True)))


def test_an_edit_in_an_ordinary_comment_parses_its_block_and_no_more() -> None:
    assert Session().replace("// login", "// log in") == Work(blocks=1, statements=1)


def test_an_edit_in_a_detached_comment_touches_no_block() -> None:
    session = Session()
    before = session.analysis.files[FILE].parts
    assert session.replace("// apart", "// far apart") == Work(blocks=1, statements=1)
    after = session.analysis.files[FILE].parts
    assert [new.block.name for old, new in zip(before, after, strict=True) if old is not new] == [""]


def test_an_edit_in_a_default_checks_its_model_alone() -> None:
    session = Session(SMALL.replace("number   Int    @unique", "number   Int    @default(0)"))
    assert session.replace("@default(0)", "@default(1)") == Work(blocks=1, statements=1, looks=1, checks=1)


def test_so_it_does_where_defaults_show_conventions() -> None:
    text = SMALL.replace("number   Int    @unique", "number   Int    @default(0)")
    session = Session(text, Config(profile="strict"))
    assert session.replace("@default(0)", "@default(1)") == Work(blocks=1, statements=1, looks=1, checks=1)


def test_a_broken_line_computes_nothing_global() -> None:
    assert Session().replace("  email", "  \n  email") == Work(blocks=1), "an empty line was parsed before"
    assert Session().replace("  email", "  half\n  email") == Work(blocks=1, statements=1)


def test_a_new_field_checks_its_model_and_the_neighbours_alone() -> None:
    text = SMALL + "".join(f"\nmodel Apart{n} {{\n  id Int @id\n}}\n" for n in range(20))
    work = Session(text).replace("  email", "  name String\n  email")
    assert (work.blocks, work.statements, work.schemas, work.classifications) == (1, 1, 1, 1)
    assert work.checks <= 3, "User, and what it is related with"
    assert work.looks <= 3, "nobody else is even asked"


def test_the_rules_on_a_whole_schema_run_again_only_when_the_schema_changes() -> None:
    session = Session(SMALL.replace("number   Int    @unique", "number   Int    @default(0)"))
    assert session.host.work.schema_checks == 1
    assert session.replace("@default(0)", "@default(1)").schema_checks == 0
    assert session.replace("// login", "// log in").schema_checks == 0
    assert session.replace("  email", "  half\n  email").schema_checks == 0
    assert session.replace("  email", "  name String\n  email").schema_checks == 1


def test_a_directive_checks_what_it_governs_alone() -> None:
    text = SMALL + "".join(f"\nmodel Apart{n} {{\n  id Int @id\n}}\n" for n in range(20))
    session = Session(text)
    work = session.replace("// login", "// partywall: allow unique-without-tenant one login for all")
    assert work.blocks == 1
    assert work.checks <= work.looks <= 3


def test_typing_a_reason_parses_its_block_and_no_more() -> None:
    written = "// partywall: allow unique-without-tenant one login"
    session = Session(SMALL.replace("// login", written))
    assert session.replace("one login", "one login for all") == Work(blocks=1, statements=1)
    of_file = Session(f"// partywall: allow unique-without-tenant a sample\n\n{SMALL}")
    work = of_file.replace("a sample", "an old sample")
    assert (work.schemas, work.classifications, work.checks) == (0, 0, 0)


def test_what_an_edit_leaves_alone_is_the_same_object() -> None:
    session = Session()
    before = session.analysis
    session.replace("  email", "  name String\n  email")
    after = session.analysis
    same = [
        new.block.name
        for old, new in zip(before.files[FILE].parts, after.files[FILE].parts, strict=True)
        if old is new
    ]
    assert same == ["db", "Tenant", "", "Note", "Kind"]
    for name in ("Tenant", "Note"):
        assert after.schema.models[name] is before.schema.models[name]


def test_an_analysis_again_computes_nothing() -> None:
    session = Session()
    before = replace(session.host.work)
    session.host.analyse()
    assert session.host.work == before


def test_settings_for_some_models_cost_an_edit_nothing() -> None:
    overrides = [{"models": ["N*"], "profile": "strict"}, {"files": ["x/**"], "rules": {"a": "off"}}]
    text = SMALL.replace("number   Int    @unique", "number   Int    @default(0)")
    session = Session(text, parse_config({"overrides": overrides})[0])
    assert session.replace("@default(0)", "@default(1)") == Work(blocks=1, statements=1, looks=1, checks=1)
    assert session.replace("// login", "// log in") == Work(blocks=1, statements=1)
