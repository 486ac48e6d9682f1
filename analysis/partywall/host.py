"""The only state over time: the files of one schema, and what was computed last.

`Host` takes changes; `analyse` gives an immutable `Analysis` of the files as they are. Each step is
a plain function behind a memo on its inputs, so an analysis after an edit redoes what the edit reaches
and nothing else; `Host.work` counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import cache

from partywall.config import Config
from partywall.diagnostics.accepted import HeldBack, hold_back
from partywall.diagnostics.checking import Active, Checked, check_model, check_schema, view_of
from partywall.diagnostics.conventions import ConventionReader
from partywall.diagnostics.dependencies import dependencies, touched
from partywall.diagnostics.finding import Anchor, Severity
from partywall.diagnostics.fix import Fix
from partywall.diagnostics.habits import habits
from partywall.diagnostics.placing import (
    Placed,
    Placer,
    Spot,
    directive_findings,
    in_order,
)
from partywall.diagnostics.rule import (
    Context,
    ModelRule,
    ModelView,
    SchemaRule,
    SchemaView,
    anchor_of,
    in_profile,
)
from partywall.diagnostics.settings import Settings, SettingsByModel
from partywall.diagnostics.unused_allowances import Uses, uses
from partywall.rules.discovery import rule_names, rules
from partywall.schema.model import Schema
from partywall.schema.read import File, Reader, Reading
from partywall.syntax.chunks import Source
from partywall.syntax.parser import Parser
from partywall.tenancy.classify import Classifier
from partywall.tenancy.verdict import Tenancy
from partywall.text import Span
from partywall.values import dataclass

Checkpoint = Callable[[], None]


@dataclass(frozen=True, slots=True)
class RelatedPlace:
    """A place that explains a diagnostic."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding in its place. Spans are offsets in the file's current text.

    `model` is the block it speaks of, `field` the field if it speaks of one. `fingerprint` is the same
    as long as rule and anchor are, wherever the lines move.
    """

    path: str
    span: Span
    rule: str
    severity: Severity
    message: str
    help: str
    related: tuple[RelatedPlace, ...]
    fix: Fix | None
    fingerprint: str
    model: str
    field: str | None
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class SyntaxFaultAt:
    """Something that cannot be read, in its place."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True, eq=False)
class Analysis:
    """What is known of one version of the files. Immutable."""

    reading: Reading
    tenancy: Tenancy
    settings: SettingsByModel
    context: Context
    """In the profile of the schema as a whole."""
    internal_errors: tuple[str, ...]
    placed: Mapping[str, tuple[Placed, ...]]
    """The findings by file, in order of position."""
    held_back: HeldBack
    """Those that are accepted, which are not among them."""

    @property
    def files(self) -> Mapping[str, File]:
        """The files by path."""
        return self.reading.files

    @property
    def schema(self) -> Schema:
        """What the files declare together."""
        return self.reading.schema

    def diagnostics(self, path: str) -> tuple[Diagnostic, ...]:
        """The findings of one file with their places in its text, in order of position."""
        return tuple(_diagnostic(each, self.files) for each in self.placed.get(path, ()))

    def all_diagnostics(self) -> Iterator[Diagnostic]:
        """The diagnostics of all files, file by file."""
        for path in self.files:
            yield from self.diagnostics(path)

    def accepted_diagnostics(self) -> Iterator[Diagnostic]:
        """Those that are accepted and therefore not among the others."""
        for group in self.held_back.placed.values():
            yield from (_diagnostic(each, self.files) for each in group)

    def syntax_errors(self, path: str) -> tuple[SyntaxFaultAt, ...]:
        """What cannot be read in one file, in order of position."""
        return tuple(_syntax_errors(self.files[path])) if path in self.files else ()

    def view(self, model: str) -> ModelView | None:
        """A model as a rule sees it."""
        found = self.schema.models.get(model)
        if found is None:
            return None
        context = in_profile(self.context, self.settings.of(found.file, model).profile)
        return view_of(found, self.reading, self.tenancy, context)


@dataclass
class Work:
    """How much was computed so far, for tests that assert what an edit costs.

    `looks` counts the models that were asked whether something that they see is another.
    """

    blocks: int = 0
    statements: int = 0
    schemas: int = 0
    classifications: int = 0
    looks: int = 0
    checks: int = 0
    schema_checks: int = 0


_Check = tuple[tuple[object, ...], Checked]
"""What a model was checked by, and what came of it."""

_WHOLE = ""
"""Stands for the schema among the models that were checked; no model has such a name."""


@dataclass
class _Memory:
    """What the last analysis computed, by what it was computed from."""

    tenancy: tuple[tuple[object, ...], Tenancy] | None = None
    context: tuple[tuple[object, ...], Context] | None = None
    checks: dict[str, _Check] = field(default_factory=dict[str, _Check])
    whole: _Check | None = None
    checked: tuple[tuple[object, ...], Mapping[str, Checked]] | None = None
    seen: tuple[Reading, Tenancy] | None = None
    """What `checked` was made of."""


class Host:
    """Holds the files of one schema and analyses them. Not thread-safe: one thread owns it."""

    def __init__(self, config: Config | None = None, parser: Parser | None = None) -> None:
        self._settings = SettingsByModel(config or Config())
        self._reader = Reader(parser)
        self._accepted: Mapping[str, int] = {}
        self._sources: dict[str, Source] = {}
        self._files: dict[str, File] = {}
        self._classifier = Classifier()
        self._conventions = ConventionReader()
        self._placer = Placer[str]()
        self._memory = _Memory()
        self._errors: dict[str, str] = {}
        self.work = Work()

    # --- changes ---------------------------------------------------------------------------------

    def set_file(self, path: str, source: Source) -> None:
        """Add a file or give it a new text."""
        self._sources[path] = source

    def remove_file(self, path: str) -> None:
        """Forget a file."""
        self._sources.pop(path, None)
        self._files.pop(path, None)

    @property
    def paths(self) -> frozenset[str]:
        """The files that it has."""
        return frozenset(self._sources)

    def set_config(self, config: Config) -> None:
        """Take other settings."""
        self._settings = SettingsByModel(config)

    def set_accepted(self, accepted: Mapping[str, int]) -> None:
        """Hold back as many findings of each fingerprint as this says: somebody has accepted them."""
        self._accepted = accepted

    def saved(self, path: str) -> None:
        """The text is on disk as it is: what a broken header declared before no longer counts."""
        file = self._files.get(path)
        if file:
            self._files[path] = self._reader.without_ghosts(file)

    # --- answers ---------------------------------------------------------------------------------

    def analyse(self, checkpoint: Checkpoint = lambda: None) -> Analysis:
        """Analyse the files as they are now.

        `checkpoint` is called at least once per block and per model; what it raises ends the run, and
        the next one goes on from what was done so far.
        """
        for path in sorted(self._sources):
            source, before = self._sources[path], self._files.get(path)
            if before is None or before.source is not source:
                self._files[path] = self._reader.file(path, source, before, checkpoint)
        reading = self._reader.reading([self._files[path] for path in sorted(self._files)])
        checkpoint()
        tenancy = self._tenancy(reading.schema)
        context = self._context(reading, tenancy)
        checked = self._check(reading, tenancy, context, checkpoint)
        can_tell = tenancy.is_known and not any(file.has_faults for file in reading.files.values())
        found = self._place(reading, checked, can_tell_uses=can_tell)
        placed, held = hold_back(found, self._accepted)
        self._reader.turn()
        self._count()
        errors = tuple(self._errors.values())
        return Analysis(reading, tenancy, self._settings, context, errors, placed, held)

    # --- steps -----------------------------------------------------------------------------------

    def _tenancy(self, schema: Schema) -> Tenancy:
        key = (schema, self._settings.config.tenancy)
        if self._memory.tenancy is None or self._memory.tenancy[0] != key:
            self._memory.tenancy = (key, self._classifier.classify(schema, self._settings.config.tenancy))
            self.work.classifications += 1
        return self._memory.tenancy[1]

    def _context(self, reading: Reading, tenancy: Tenancy) -> Context:
        schema, profile = reading.schema, self._settings.whole.profile
        # Conventions show in defaults too. Without them, a default is nothing global.
        bodies = reading.bodies if tenancy.is_known and self._settings.asks_for_conventions else None
        key = (schema, tenancy, profile, bodies)
        if self._memory.context is None or not _same(self._memory.context[0], key):
            found = habits(schema, tenancy)
            if bodies is not None:
                found = replace(found, conventions=self._conventions.read(schema, bodies, tenancy))
            context = Context(profile, schema.provider, schema.relation_mode, found)
            before = self._memory.context
            if before and before[1] == context:
                context = before[1]
            self._memory.context = (key, context)
        return self._memory.context[1]

    def _check(
        self, reading: Reading, tenancy: Tenancy, context: Context, checkpoint: Checkpoint
    ) -> Mapping[str, Checked]:
        memory = self._memory
        whole = (reading.schema, reading.bodies, tenancy, context, self._settings)
        if memory.checked and _same(memory.checked[0], whole):
            return memory.checked[1]
        names, checked = self._to_check(reading, tenancy, context)
        on_models = [rule for rule in rules() if isinstance(rule, ModelRule)]
        active: dict[Settings, Active] = {}
        roots = tuple(tenancy.roots)
        for name in names:
            model = reading.schema.models[name]
            self.work.looks += 1
            settings = self._settings.of(model.file, name)
            key = (*dependencies(model, reading, tenancy), context, roots, settings)
            known = memory.checks.get(name)
            if known is None or known[0] != key:
                checkpoint()
                view = view_of(model, reading, tenancy, in_profile(context, settings.profile))
                here = active.get(settings) or active.setdefault(settings, Active.of(on_models, settings))
                known = (key, check_model(view, here, settings, reading.schema, self._failed))
                memory.checks[name] = known
                self.work.checks += 1
            checked[name] = known[1]
        for name in memory.checks.keys() - checked.keys():
            del memory.checks[name]
        checked[_WHOLE] = self._check_whole(reading.schema, tenancy, context)
        memory.checked = (whole, checked)
        memory.seen = (reading, tenancy)
        return checked

    def _to_check(
        self, reading: Reading, tenancy: Tenancy, context: Context
    ) -> tuple[Iterable[str], dict[str, Checked]]:
        """The models that have to be looked at, and what is known already."""
        memory = self._memory
        if memory.checked and memory.seen and _same(memory.checked[0][3:], (context, self._settings)):
            names = touched(memory.seen, reading, tenancy)
            if names is not None:
                return sorted(names), dict(memory.checked[1])
        return reading.schema.models, {}

    def _check_whole(self, schema: Schema, tenancy: Tenancy, context: Context) -> Checked:
        """What the rules on the schema as a whole say."""
        key = (schema, tenancy, context, self._settings)
        known = self._memory.whole
        if known is None or not _same(known[0], key):
            on_schemas = [rule for rule in rules() if isinstance(rule, SchemaRule)]
            view = SchemaView(schema, tenancy, context)
            known = (key, check_schema(view, on_schemas, self._settings, schema, self._failed))
            self._memory.whole = known
            self.work.schema_checks += 1
        return known[1]

    def _failed(self, rule: str, error: Exception) -> None:
        self._errors.setdefault(rule, f"{rule}: {type(error).__name__}: {error}")

    def _place(
        self, reading: Reading, checked: Mapping[str, Checked], *, can_tell_uses: bool
    ) -> Mapping[str, tuple[Placed, ...]]:
        @cache
        def uses_of_allowances() -> Uses:
            models = reading.schema.models.values()
            return uses(((anchor_of(each), checked[each.name]) for each in models), checked[_WHOLE])

        known = uses_of_allowances if can_tell_uses else None
        found = dict(self._placer.place(checked, reading))
        for path, file in reading.files.items():
            faults = tuple(directive_findings(file, rule_names(), self._settings, known))
            if faults:
                found[path] = in_order((*found[path], *faults))
        return found

    def _count(self) -> None:
        self.work.blocks = self._reader.parser.blocks.computed
        self.work.statements = self._reader.parser.statements.computed
        self.work.schemas = self._reader.builder.schemas.computed


def _same(a: tuple[object, ...], b: tuple[object, ...]) -> bool:
    return len(a) == len(b) and all(x is y for x, y in zip(a, b, strict=True))


# --- places --------------------------------------------------------------------------------------


def _diagnostic(placed: Placed, files: Mapping[str, File]) -> Diagnostic:
    reported, finding = placed.reported, placed.reported.finding
    member = finding.at.member
    return Diagnostic(
        path=placed.at.path,
        span=_absolute(placed.at, files),
        rule=reported.rule,
        severity=reported.severity,
        message=finding.message,
        help=finding.help,
        related=tuple(
            RelatedPlace(spot.path, _absolute(spot, files), message) for spot, message in placed.related
        ),
        fix=finding.fix,
        fingerprint=reported.fingerprint,
        model=finding.at.block,
        field=member if member and not member.startswith(("@@", "//")) else None,
        anchor=finding.at,
    )


def _absolute(spot: Spot, files: Mapping[str, File]) -> Span:
    return spot.span.shifted(files[spot.path].source.starts[spot.part])


def _syntax_errors(file: File) -> Iterator[SyntaxFaultAt]:
    for number in file.numbers.faulty:
        for fault in file.parts[number].block.faults:
            span = fault.span.shifted(file.source.starts[number])
            yield SyntaxFaultAt(file.path, span, fault.message)
