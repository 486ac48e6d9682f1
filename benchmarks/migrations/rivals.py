"""Other reviewers of migrations: how each is run, and which of its rules speak of which hazard.

A rule that tells of several hazards counts for each of them. Rules of style (`prefer-*`) and reminders of
timeouts have no counterpart here and are left out on both sides.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases import Case

from partywall.config import Config, Profile
from partywall.database.from_sql import HistoryFile
from partywall.hazards.discovery import review
from partywall.host import Host
from partywall.review.execution import versions
from partywall.review.history import Circumstances, views
from partywall.review.tenants import tenants_of
from partywall.syntax.chunks import Source

HERE = Path(__file__).parent
_NODE = HERE / "node_modules/.bin"


@dataclass(frozen=True, slots=True)
class Found:
    """What a tool reports: its rule, on a line from 1."""

    rule: str
    line: int


@dataclass(frozen=True, slots=True)
class Tool:
    """A reviewer. `rules` has the hazards that each of its rules speaks of."""

    name: str
    run: Callable[[Case], list[Found]]
    rules: dict[str, tuple[str, ...]]

    def hazards(self, found: Found) -> tuple[str, ...]:
        """The hazards that a finding is about; none for matters of style."""
        return self.rules.get(found.rule, ())


def partywall(profile: Profile) -> Callable[[Case], list[Found]]:
    """Ours, by what `partywall review-migration` calls: a process for each case would measure its start."""

    def run(case: Case) -> list[Found]:
        host = Host()
        host.set_file("schema.prisma", Source.of(case.schema))
        analysis = host.analyse()
        around = Circumstances(
            prisma=versions(case.prisma), tenants=tenants_of(analysis.schema, analysis.tenancy)
        )
        files = [HistoryFile(folder, sql) for folder, sql in case.migrations]
        (view,) = views(files, {case.judged}, around)
        found = review(view, Config(profile=profile)).found
        return [Found(each.hazard, case.text.count("\n", 0, each.risk.span.start) + 1) for each in found]

    return run


def squawk(case: Case) -> list[Found]:
    """Run squawk, told that a file is one transaction where it is or may be."""
    several = case.text.count(";") > 1
    may_be_one = case.prisma is None or not case.prisma.startswith("7.4")
    option = ["--assume-in-transaction"] if several and may_be_one else []
    command = os.environ.get("SQUAWK", "squawk")
    output = _on_file([command, "--reporter", "json", *option], case)
    found: list[dict[str, Any]] = json.loads(output or "[]")
    return [Found(each["rule_name"], each["line"] + 1) for each in found]


def pgfence(case: Case) -> list[Found]:
    """Run pgfence, which names statements by their text: they are looked up in the file."""
    output = _on_file([str(_NODE / "pgfence"), "analyze", "--output", "json"], case)
    results: list[dict[str, Any]] = json.loads(output)["results"] if output else []
    return [
        Found(check["ruleId"], _line_of(case.text, check["statement"]))
        for result in results
        for check in (*result.get("checks", ()), *_policy(result, case))
    ]


def _policy(result: dict[str, Any], case: Case) -> Iterator[dict[str, str]]:
    """Its rules on the whole file, which name a statement by its number, if at all."""
    statements = [each.strip() for each in case.text.split(";")]
    for each in result.get("policyViolations", ()):
        number = each.get("statementIndex")
        text = statements[number] if isinstance(number, int) and number < len(statements) else ""
        yield {"ruleId": each["ruleId"], "statement": each.get("statement") or text}


def strong_migrations(case: Case) -> list[Found]:
    """Run prisma-strong-migrations."""
    output = _on_file([str(_NODE / "prisma-strong-migrations"), "check", "--format", "json"], case)
    report: dict[str, Any] = json.loads(output) if output else {}
    found = (*report.get("errors", ()), *report.get("warnings", ()))
    return [Found(each["ruleName"], each["line"]) for each in found]


def _on_file(command: list[str], case: Case) -> str:
    """What a tool prints on the judged file, in a project as Prisma lays it out."""
    with tempfile.TemporaryDirectory() as name:
        path = Path("prisma") / "migrations" / case.judged / "migration.sql"
        (Path(name) / path).parent.mkdir(parents=True)
        (Path(name) / path).write_text(case.text, encoding="utf-8")
        return _run([*command, str(path)], Path(name))


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout


def _line_of(text: str, statement: str) -> int:
    """The line on which a statement begins, whatever its blanks."""
    words = re.escape(" ".join(_COMMENT.sub("", statement).split())).replace("\\ ", r"\s+")
    match = re.search(words, text) if words else None
    return text.count("\n", 0, match.start()) + 1 if match else 0


_COMMENT = re.compile(r"^\s*--.*\n", re.MULTILINE)

_SQUAWK: dict[str, tuple[str, ...]] = {
    "adding-required-field": ("required-column-without-default",),
    "adding-not-nullable-field": ("not-null-scan",),
    "require-concurrent-index-creation": ("index-blocks-writes",),
    "ban-concurrent-index-creation-in-transaction": ("concurrently-in-transaction",),
    "require-concurrent-index-deletion": ("index-dropped-under-lock",),
    "adding-foreign-key-constraint": ("foreign-key-scan",),
    "constraint-missing-not-valid": (
        *("foreign-key-scan", "check-scan", "exclusion-scan", "unique-built-in-place"),
        "validated-at-once",
    ),
    "disallowed-unique-constraint": ("unique-built-in-place",),
    "adding-serial-primary-key-field": ("primary-key-change",),
    "changing-column-type": ("type-change", "enum-recreated"),
    "renaming-column": ("renamed-column",),
    "renaming-table": ("renamed-table",),
    "renaming-object": ("renamed-table", "renamed-column", "renamed-enum-value"),
    "ban-drop-column": ("drop-column", "rename-by-drop"),
    "ban-drop-table": ("drop-table",),
    "ban-truncate-cascade": ("delete-all-rows",),
    "adding-field-with-default": ("table-rewrite",),
    "transaction-nesting": ("own-transaction",),
}
_PGFENCE: dict[str, tuple[str, ...]] = {
    "add-column-not-null-no-default": ("required-column-without-default",),
    "alter-column-set-not-null": ("not-null-scan",),
    "update-in-migration": ("whole-table-update", "work-under-lock"),
    "statement-after-access-exclusive": ("work-under-lock",),
    "create-index-not-concurrent": ("index-blocks-writes",),
    "concurrent-in-transaction": ("concurrently-in-transaction",),
    "drop-index-not-concurrent": ("index-dropped-under-lock",),
    "add-constraint-fk-no-not-valid": ("foreign-key-scan",),
    "not-valid-validate-same-tx": ("validated-at-once",),
    "add-constraint-check-no-not-valid": ("check-scan",),
    "add-constraint-unique": ("unique-built-in-place",),
    "add-constraint-exclude": ("exclusion-scan",),
    "add-pk-without-using-index": ("primary-key-change",),
    "alter-column-type": ("type-change", "enum-recreated"),
    "drop-column": ("drop-column", "rename-by-drop"),
    "drop-table": ("drop-table",),
    "rename-column": ("renamed-column",),
    "rename-table": ("renamed-table",),
    "alter-enum-rename-value": ("renamed-enum-value",),
    "rename-enum-value": ("renamed-enum-value",),
    "add-column-non-constant-default": ("table-rewrite",),
    "add-column-serial": ("table-rewrite",),
    "add-column-stored-generated": ("table-rewrite",),
    "add-column-json": ("json-column",),
    "delete-without-where": ("delete-all-rows",),
    "truncate": ("delete-all-rows",),
    "truncate-cascade": ("delete-all-rows",),
}
_STRONG: dict[str, tuple[str, ...]] = {
    "addNotNullWithoutDefault": ("required-column-without-default",),
    "setNotNull": ("not-null-scan",),
    "backfillInMigration": ("whole-table-update", "work-under-lock"),
    "updateWithoutWhere": ("whole-table-update", "work-under-lock"),
    "addIndex": ("index-blocks-writes",),
    "concurrentWithoutDisableTransaction": ("concurrently-in-transaction",),
    "mixedStatementsWithDisabledTransaction": ("concurrently-in-transaction",),
    "removeIndex": ("index-dropped-under-lock",),
    "addForeignKey": ("foreign-key-scan",),
    "notValidValidateSameFile": ("validated-at-once",),
    "addCheckConstraint": ("check-scan",),
    "addUniqueConstraint": ("unique-built-in-place",),
    "addExclusionConstraint": ("exclusion-scan",),
    "changeColumnType": ("type-change", "enum-recreated"),
    "enumValueRemoval": ("enum-recreated",),
    "removeColumn": ("drop-column", "rename-by-drop"),
    "dropTable": ("drop-table",),
    "renameColumn": ("renamed-column",),
    "renameTable": ("renamed-table",),
    "addVolatileDefault": ("table-rewrite",),
    "addAutoIncrement": ("table-rewrite",),
    "addStoredGenerated": ("table-rewrite",),
    "addJsonColumn": ("json-column",),
    "deleteWithoutWhere": ("delete-all-rows",),
    "truncateTable": ("delete-all-rows",),
}


def tools(hazards: tuple[str, ...]) -> tuple[Tool, ...]:
    """All reviewers; ours speaks of each hazard by its own name."""
    own: dict[str, tuple[str, ...]] = {name: (name,) for name in hazards}
    return (
        Tool("partywall", partywall("recommended"), own),
        Tool("partywall --profile strict", partywall("strict"), own),
        Tool("squawk", squawk, _SQUAWK),
        Tool("pgfence", pgfence, _PGFENCE),
        Tool("prisma-strong-migrations", strong_migrations, _STRONG),
    )
