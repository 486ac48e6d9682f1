"""What `// partywall: allow` directives keep from being reported. Handled here once, not in rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partywall.diagnostics.finding import Finding
    from partywall.schema.shape import DirectiveShape


def is_allowed(
    rule: str,
    finding: Finding,
    directives: Iterable[DirectiveShape],
    file_directives: Iterable[DirectiveShape] = (),
) -> bool:
    """Whether a directive of the finding's block, or of its whole file, allows it.

    A directive of the block covers all findings in it, one of a field or an attribute those alone that
    are reported there.
    """
    return any(
        each.verb == "allow"
        and rule in each.names
        and (each.target is None or each.target == finding.at.member)
        for each in (*directives, *file_directives)
    )
