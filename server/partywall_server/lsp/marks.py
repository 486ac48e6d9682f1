"""Whether what editors draw beside the text, code lenses and inlay hints, is another now.

An editor asks again for the text that it edits; only we know when an edit elsewhere, or another setting,
changed the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.ide.inlay_hints import effects
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.host import Analysis
    from partywall_server.lsp.settings import EditorSettings


@dataclass(slots=True)
class Marks:
    """What the marks of one schema were last made of."""

    _lenses: tuple[object, ...] = ()
    _hints: tuple[object, ...] = ()

    def news(self, analysis: Analysis, settings: EditorSettings) -> tuple[bool, bool]:
        """Whether the lenses are others than last time, and whether the hints are."""
        tenancy, schema = analysis.tenancy, analysis.schema
        lenses = (tenancy.is_known, tenancy.verdicts) if settings.code_lens else ()
        hints = (effects(schema),) if settings.inlay_hints else ()
        changed = (lenses != self._lenses, hints != self._hints)
        self._lenses, self._hints = lenses, hints
        return changed
