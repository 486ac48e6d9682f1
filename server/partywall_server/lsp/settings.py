"""What an editor may say, taken as far as it makes sense.

Clients send `null`, leave settings out, and let users write anything: none of that is an error.
"""

from __future__ import annotations

from collections.abc import Mapping

from partywall.values import dataclass
from partywall_server.lsp.abilities import as_mapping

SECTION = "partywall"
_OF_THE_FILE = ("profile", "rules", "profiles", "overrides")


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """The settings of one schema. `on_top` has those that overrule `partywall.toml`, unchecked."""

    on_top: Mapping[str, object]
    syntax_errors: bool = True
    code_lens: bool = True
    inlay_hints: bool = False


def editor_settings(value: object, initial: object = None) -> EditorSettings:
    """Settings from what a client answered for `partywall`; `initial` are its initialization options.

    `syntaxErrors: auto` is for the client to resolve, which alone knows its neighbours; where it does
    not, syntax errors are reported.
    """
    given = {**as_mapping(initial), **as_mapping(value)}
    wanted = [as_mapping(each).get("syntaxErrors") for each in (value, initial)]
    decided = [each for each in wanted if isinstance(each, str) and each in {"on", "off"}]
    return EditorSettings(
        on_top={name: given[name] for name in _OF_THE_FILE if given.get(name) is not None},
        syntax_errors=decided[:1] != ["off"],
        code_lens=given.get("codeLens") is not False,
        inlay_hints=given.get("inlayHints") is True,
    )
