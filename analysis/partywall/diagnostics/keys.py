"""Keys and indexes as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partywall.schema.shape import KeyMember


def written_members(members: Iterable[KeyMember]) -> str:
    """Members as they stand between the brackets, with their options."""
    return ", ".join(map(_member, members))


def _member(member: KeyMember) -> str:
    options = {
        "ops": member.ops,
        "length": member.length,
        "sort": member.sort,
    }
    given = ", ".join(f"{name}: {value}" for name, value in options.items() if value is not None)
    return f"{member.name}({given})" if given else member.name
