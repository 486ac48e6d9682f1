"""All commands by name."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING

from partywall.values import dataclass
from partywall_server.lsp.commands import (
    allow,
    create_migration,
    explain_rule,
    fix_all_in_schema,
    list_models,
    list_schemas,
    make_join_explicit,
    make_tenant_consistent,
    make_tenant_scoped,
    preview_migration,
    set_roots,
    show_tenancy,
)

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server


@dataclass(frozen=True, slots=True)
class Command:
    """What to say while it runs, and what to run."""

    title: str
    run: Callable[[Server, Mapping[str, object]], Coroutine[None, None, dict[str, object]]]


COMMANDS: Mapping[str, Command] = {
    module.NAME: Command(module.TITLE, module.run)
    for module in (
        allow,
        create_migration,
        explain_rule,
        fix_all_in_schema,
        list_models,
        list_schemas,
        make_join_explicit,
        make_tenant_consistent,
        make_tenant_scoped,
        preview_migration,
        set_roots,
        show_tenancy,
    )
}
