"""Write docs/rules and docs/hazards from docstrings; `make docs` runs this, and a test compares.

The JSON schema of `partywall.toml` that the VS Code extension ships is written too: it names the rules.

The documentation of a rule or hazard is its module's docstring: here, in the hover, in `partywall
explain` and behind the link of each finding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from partywall.config import Config, Profile
from partywall.diagnostics.directive_documentation import DIRECTIVE_DOCUMENTATION
from partywall.diagnostics.drift_documentation import DRIFT_DOCUMENTATION
from partywall.diagnostics.rule import Rule
from partywall.hazards.discovery import hazards
from partywall.host import Host
from partywall.review.hazard import Hazard
from partywall.rules.discovery import rules
from partywall.syntax.chunks import Source
from partywall_server.cli.schema import settings_schema

FOLDER = Path(__file__).parent / "rules"
SCHEMA = Path(__file__).parents[1] / "vscode-client" / "schemas" / "partywall.schema.json"
HAZARDS = Path(__file__).parent / "hazards"

INDEX = """\
# Rules

What Partywall reports, and how loud in its profiles: `recommended`, the default, `strict`, for new
schemas, and `distributed`, for databases that are sharded by tenant. A rule is turned off, or given
another severity, in `partywall.toml`:

```toml
[rules]
missing-tenant-index = "off"
```

A fix is *safe* where neither types and results of the Prisma Client nor the acceptance of existing rows
change, else *unsafe*. How these rules do on real schemas: [evidence](../evidence.md).

| rule | what it reports | recommended | strict | distributed | fix | does not report |
|---|---|---|---|---|---|---|
"""

ABOUT_DIRECTIVES = """
Said of `// partywall:` directives themselves, as a warning in each profile; settings change that as they do
for rules, no directive allows it:

| name | what it reports |
|---|---|
"""

ABOUT_DRIFT = """
Said of a schema beside its migrations, in editors alone, `unmigrated` as a hint and `wrong-provider` as a
warning; settings change that as they do for rules, no directive allows it:

| name | what it reports |
|---|---|
"""

HAZARD_INDEX = """\
# Hazards

What `partywall review-migration` reports, and how loud: in `recommended`, the default, and in `strict`. A
hazard is turned off, or given another severity, in `partywall.toml`:

```toml
[hazards]
index-blocks-writes = "off"
```

In the examples, `-- migration:` and `-- applied:` begin a file of the history, and `-- provider:` says whose
SQL it is where that is not PostgreSQL's. A table that a migration alters and does not make has rows, for all
that anyone can know; one that it makes has none.

| hazard | what it is | of | recommended | strict |
|---|---|---|---|---|
"""

DATABASES = {
    "postgresql": "PostgreSQL",
    "cockroachdb": "CockroachDB",
    "mysql": "MySQL",
    "sqlite": "SQLite",
    "sqlserver": "SQL Server",
}


def pages() -> dict[str, str]:
    """Return the text of each page by the name of its file."""
    rows = "".join(map(_index_row, rules()))
    texts = {f"{rule.name}.md": _page(rule) for rule in rules()}
    others = {**DIRECTIVE_DOCUMENTATION, **DRIFT_DOCUMENTATION}
    texts |= {f"{name}.md": f"# {name}\n\n{text}\n" for name, text in others.items()}
    index = (INDEX, rows, ABOUT_DIRECTIVES, _rows(DIRECTIVE_DOCUMENTATION), ABOUT_DRIFT)
    return {"index.md": "".join((*index, _rows(DRIFT_DOCUMENTATION))), **texts}


def _rows(documentation: Mapping[str, str]) -> str:
    return "".join(f"| [`{name}`]({name}.md) | {_first(text)} |\n" for name, text in documentation.items())


def _index_row(rule: Rule) -> str:
    name = f"[`{rule.name}`]({rule.name}.md)"
    return f"| {name} | {_summary(rule)} | {_severities(rule)} | {_fix(rule)} | {rule.avoids} |\n"


def hazard_pages() -> dict[str, str]:
    """Return the text of each page on hazards by the name of its file."""
    rows = "".join(
        f"| [`{each.name}`]({each.name}.md) | {_summary(each)} | {_databases(each)} | {_loudness(each)} |\n"
        for each in hazards()
    )
    texts = {f"{each.name}.md": _hazard_page(each) for each in hazards()}
    return {"index.md": HAZARD_INDEX + rows, **texts}


def write() -> None:
    """Write the pages, and remove those of rules and hazards that are gone."""
    for folder, texts in ((FOLDER, pages()), (HAZARDS, hazard_pages())):
        folder.mkdir(exist_ok=True)
        for old in set(folder.glob("*.md")) - {folder / name for name in texts}:
            old.unlink()
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    SCHEMA.write_text(json.dumps(settings_schema(), indent=2) + "\n", encoding="utf-8")


def _hazard_page(hazard: Hazard) -> str:
    summary, _, rest = hazard.documentation.partition("\n\n")
    facts = f"| of | recommended | strict |\n|---|---|---|\n| {_databases(hazard)} | {_loudness(hazard)} |"
    return f"# {hazard.name}\n\n{summary}\n\n{facts}\n\n{rest.strip()}\n"


def _databases(hazard: Hazard) -> str:
    """Return for which databases a hazard holds: all, all but some, or those."""
    others = [name for provider, name in DATABASES.items() if provider not in hazard.providers]
    if not others:
        return "all"
    if len(others) == 1:
        return f"all but {others[0]}"
    return ", ".join(name for provider, name in DATABASES.items() if provider in hazard.providers)


def _loudness(hazard: Hazard) -> str:
    levels = (hazard.severities.get("recommended"), hazard.severities.get("strict"))
    return " | ".join("off" if level is None else level.name.lower() for level in levels)


def _page(rule: Rule) -> str:
    summary, _, rest = rule.documentation.partition("\n\n")
    facts = f"| recommended | strict | distributed |\n|---|---|---|\n| {_severities(rule)} |"
    return f"# {rule.name}\n\n{summary}\n\n{facts}\n\n{rest.strip()}\n"


def _summary(rule: Rule | Hazard) -> str:
    return _first(rule.documentation)


def _first(documentation: str) -> str:
    """Return the first sentence."""
    return documentation.partition("\n\n")[0].replace("\n", " ").removesuffix(".")


def _severities(rule: Rule) -> str:
    levels = (rule.severities[profile] for profile in get_args(Profile))
    return " | ".join("off" if level is None else level.name.lower() for level in levels)


def _fix(rule: Rule) -> str:
    """Return how safe the fix of the rule's own example is, in the first profile that has the rule."""
    profile = next(each for each in get_args(Profile) if rule.severities[each] is not None)
    example = re.search(r"```prisma\n(.*?)```", rule.documentation, re.DOTALL)
    host = Host(Config(profile=profile))
    host.set_file("schema.prisma", Source.of(example[1] if example else ""))
    found = (each.fix for each in host.analyse().all_diagnostics() if each.rule == rule.name)
    return ", ".join(sorted({fix.safety.value for fix in found if fix})) or "none"


if __name__ == "__main__":
    write()
