"""What the rules report on real schemas, beside what a reader of those schemas said about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Any

from partywall.config_file import parse_config
from partywall.diagnostics.finding import Severity
from partywall.host import Host
from partywall.syntax.chunks import Source
from support import shared

SINGLE_TENANT = "none"


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding on a corpus schema; `line` counts from 1."""

    schema: str
    file: str
    line: int
    rule: str
    severity: Severity
    model: str
    message: str

    @property
    def is_loud(self) -> bool:
        """Whether it is a warning or an error."""
        return self.severity <= Severity.WARNING


@dataclass(frozen=True, slots=True)
class Measured:
    """One corpus schema under the recommended profile."""

    schema: str
    models: int
    is_multi_tenant: bool
    hits: tuple[Hit, ...]

    @property
    def warnings_per_100_models(self) -> float:
        return 100 * sum(hit.is_loud for hit in self.hits) / self.models


@cache
def measured(profile: str = "recommended") -> tuple[Measured, ...]:
    """Analyse the whole corpus, once for each profile."""
    return tuple(_measured(schema, profile) for schema in shared.corpus().values())


def hits(profile: str = "recommended") -> list[Hit]:
    """Return every finding on the corpus."""
    return [hit for each in measured(profile) for hit in each.hits]


def median_of_warnings() -> float:
    """Return the median of warnings per 100 models over the multi-tenant schemas."""
    return median(each.warnings_per_100_models for each in measured() if each.is_multi_tenant)


def beside(kind: str, *judges: str) -> Counter[tuple[str, str]]:
    """Count the reader's verdicts of a kind by (verdict, severity that these rules give, or `-`)."""
    return Counter((each["verdict"], _severity(each, judges)) for each in shared.findings(kind))


def is_warned(verdict: dict[str, Any], *judges: str) -> bool:
    """Tell whether one of these rules warns where the reader looked."""
    return _severity(verdict, judges) in {"error", "warning"}


def _severity(verdict: dict[str, Any], judges: tuple[str, ...]) -> str:
    """Return the loudest severity that these rules give where the reader looked, or `-`."""
    found = [
        hit.severity
        for hit in _by_place().get((verdict["file"], verdict["line"]), ())
        if hit.rule in judges and hit.model == verdict["model"]
    ]
    return min(found).name.lower() if found else "-"


@cache
def _by_place() -> dict[tuple[str, int], list[Hit]]:
    places: dict[tuple[str, int], list[Hit]] = {}
    for schema in shared.corpus().values():
        folder = schema.folder.relative_to(shared.SHARED / "corpus").as_posix()
        for hit in hits():
            if hit.schema == schema.name:
                places.setdefault((f"{folder}/{hit.file}", hit.line), []).append(hit)
    return places


def _measured(schema: shared.CorpusSchema, profile: str) -> Measured:
    host = Host(parse_config({"profile": profile})[0])
    for path, text in schema.files.items():
        host.set_file(path, Source.of(text))
    analysis = host.analyse()
    assert analysis.internal_errors == ()
    found = tuple(
        Hit(
            schema.name,
            each.path,
            analysis.files[each.path].source.text.count("\n", 0, each.span.start) + 1,
            each.rule,
            each.severity,
            each.model,
            each.message,
        )
        for each in analysis.all_diagnostics()
    )
    is_multi_tenant = shared.labels()[schema.name].tenancy != SINGLE_TENANT
    return Measured(schema.name, len(analysis.schema.models), is_multi_tenant, found)
