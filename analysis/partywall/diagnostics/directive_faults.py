"""What is wrong with directives, by reading them alone.

`invalid-directive`: a wrong verb, an unknown rule, a place where it governs nothing. A directive that
is silently ignored leaves its author believing in an exception, or in a tenant root, that is not there.
`allowance-without-reason`: nobody can tell such an exception from an oversight.

Like `unused-allowance` these are no rules: they speak of directives, in each profile, and no directive
allows them; settings give them another severity as they do to rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from partywall.syntax.directives import Attached, directives
from partywall.syntax.tree import Block, BlockKind, Directive
from partywall.text import Span
from partywall.values import dataclass

INVALID = "invalid-directive"
WITHOUT_REASON = "allowance-without-reason"
UNUSED = "unused-allowance"
DIRECTIVE_RULES = frozenset({INVALID, WITHOUT_REASON, UNUSED})

REASON_TO_COME = "TODO: say why"
"""Stands for the reason that nobody was asked for; no reason itself."""

_VERBS = ("allow", "root", "shared")
_USAGE = "write `shared`, `root` or `allow <rule> <reason>`"
_PLACES = (
    "put it at the end of the line that it speaks of, on a line of its own before it, or directly "
    "above a model; for a whole file, before its first block with an empty line after it"
)


@dataclass(frozen=True, slots=True)
class DirectiveFault:
    """What is wrong with a directive; `span` is relative to the start of its chunk."""

    rule: str
    span: Span
    message: str
    help: str


def directive_faults(
    block: Block, rules: frozenset[str], *, before_first_block: bool = False
) -> Iterator[DirectiveFault]:
    """The faults of a chunk's directives in order; `rules` are the names of all rules there are."""
    for attached in directives(block, before_first_block=before_first_block):
        yield from _faults(attached, block, rules)


def _faults(attached: Attached, block: Block, rules: frozenset[str]) -> Iterator[DirectiveFault]:
    directive = attached.directive
    if directive.verb not in _VERBS:
        said = f"`{directive.verb}` is no directive" if directive.verb else "an empty directive"
        yield DirectiveFault(INVALID, directive.span, said, _hint(directive.verb, _VERBS) or _USAGE)
        return
    if attached.governs == "nothing":
        yield DirectiveFault(INVALID, directive.span, "this directive governs nothing here", _PLACES)
        return
    if directive.verb == "allow":
        yield from _faults_of_allow(directive, block, rules)
    elif not _speaks_of_a_model(attached, block):
        yield DirectiveFault(
            INVALID,
            directive.span,
            f"`{directive.verb}` speaks of a model, and there is none here",
            "put it directly above the model's header",
        )


def _speaks_of_a_model(attached: Attached, block: Block) -> bool:
    """Whether `root` or `shared` has a model to speak of; a whole file may be shared."""
    if attached.governs == "file":
        return attached.directive.verb == "shared"
    return attached.governs == "block" and block.kind in {BlockKind.MODEL, BlockKind.VIEW}


def _faults_of_allow(directive: Directive, block: Block, rules: frozenset[str]) -> Iterator[DirectiveFault]:
    if not directive.names:
        yield DirectiveFault(
            INVALID, directive.span, "`allow` names no rule", "write `allow <rule> <reason>`"
        )
        return
    for name in directive.names:
        if name not in rules:
            yield DirectiveFault(
                INVALID,
                span_of_name(name, directive, block),
                f"there is no rule `{name}`",
                _hint(name, rules) or "`partywall explain` lists the rules",
            )
    if not _has_reason(directive) and not rules.isdisjoint(directive.names):
        yield DirectiveFault(
            WITHOUT_REASON,
            directive.span,
            "this allowance gives no reason",
            f"write why it is fine here behind `{directive.names[-1]}`: else it looks like an oversight",
        )


def _has_reason(directive: Directive) -> bool:
    return bool(directive.reason) and not directive.reason.upper().startswith("TODO")


def span_of_name(name: str, directive: Directive, block: Block) -> Span:
    """Where an allowance names a rule."""
    start, end = directive.span.start, directive.span.end
    behind_verb = block.text.index(directive.verb, start, end) + len(directive.verb)
    found = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])").search(block.text, behind_verb, end)
    return Span(*found.span()) if found else directive.span


def _hint(name: str, known: Collection[str]) -> str | None:
    close = get_close_matches(name, sorted(known), n=1)
    return f"did you mean `{close[0]}`?" if close else None
