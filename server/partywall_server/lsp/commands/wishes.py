"""What the commands for migrations are asked for beside a name. All of it may be missing.

    entity:   {name, tenantScoped, fields: ["title String"]}
    modify:   {model, add: ["status String?"], rename: [["title", "name"]], change: [], drop: ["size"]}
    index:    {table, fields: ["tenantId"], unique, where}
    data:     {kind: "seed" | "transform" | "cleanup", name, table, fields: []}
    answers:  {rename: ["Document.title:name"], map: [], drop: ["Document.size"]}
    orphans, disagreeing:  "refuse", "delete" or "assign=ID"

One of the first four; without them the migration is what the schema and the history differ in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from pygls.exceptions import JsonRpcInvalidParams

from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.migrations.create_data import DataRequest
    from partywall.migrations.data_writing import Kind
    from partywall.migrations.renames import Answers
    from partywall.migrations.strays import Strays
    from partywall_server.workspace.forms import Form

FORMS = ("entity", "modify", "index", "data")
_KINDS: tuple[Kind, ...] = ("seed", "transform", "cleanup")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, in the engine's words."""

    form: Form | DataRequest | None
    answers: Answers
    strays: Strays


def wish_in(argument: Mapping[str, object], path: str) -> Wish:
    """What an argument asks for in a file; on the worker, since the engine is needed."""
    from partywall.migrations.renames import Answers  # noqa: PLC0415 (the engine)

    given = _object(argument.get("answers"))
    answers = Answers(_texts(given, "rename"), _texts(given, "map"), _texts(given, "drop"))
    return Wish(_form(argument, path), answers, _strays(argument))


def names_itself(argument: Mapping[str, object]) -> bool:
    """Whether a migration needs no name, since a form gives it one."""
    return any(argument.get(each) is not None for each in FORMS)


def _form(argument: Mapping[str, object], path: str) -> Form | DataRequest | None:
    from partywall.diagnostics.remodel import Changes  # noqa: PLC0415 (the engine)
    from partywall.migrations.create_data import DataRequest  # noqa: PLC0415
    from partywall_server.workspace.forms import AddIndex, Modify, NewEntity  # noqa: PLC0415

    names = [each for each in FORMS if argument.get(each) is not None]
    if len(names) > 1:
        raise JsonRpcInvalidParams(f"one at a time: `{'` or `'.join(names)}`")
    given: Mapping[str, object] = _object(argument.get(names[0])) if names else {}
    match names[0] if names else "":
        case "entity":
            is_scoped = given.get("tenantScoped") is True
            return NewEntity(_text(given, "name"), is_scoped, _texts(given, "fields"), path)
        case "modify":
            lists = [_texts(given, each) for each in ("add", "change", "drop")]
            changes = Changes(lists[0], _pairs(given), lists[1], lists[2])
            return Modify(_text(given, "model"), changes)
        case "index":
            where = _text(given, "where") if given.get("where") is not None else None
            unique = given.get("unique") is True
            return AddIndex(_text(given, "table"), _texts(given, "fields"), unique, where)
        case "data":
            said = _text(given, "kind")
            kind: Kind | None = next((each for each in _KINDS if each == said), None)
            if kind is None:
                raise JsonRpcInvalidParams(f"`kind` is one of {', '.join(_KINDS)}")
            table = _text(given, "table") if given.get("table") is not None else None
            return DataRequest(kind, _text(given, "name"), table, _texts(given, "fields"))
        case _:
            return None


def _strays(argument: Mapping[str, object]) -> Strays:
    from partywall.migrations.strays import Strays, choice  # noqa: PLC0415 (the engine)

    texts = [argument.get(each, "refuse") for each in ("orphans", "disagreeing")]
    choices = [choice(each) if isinstance(each, str) else None for each in texts]
    orphans, disagreeing = choices
    if orphans is None or disagreeing is None:
        raise JsonRpcInvalidParams("`orphans` and `disagreeing` are `refuse`, `delete` or `assign=ID`")
    return Strays(orphans, disagreeing)


# --- JSON -------------------------------------------------------------------------------------------


def _object(value: object) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise JsonRpcInvalidParams("an object is expected")
    return cast("Mapping[str, object]", value)


def _text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise JsonRpcInvalidParams(f"`{name}` is missing, or no text")
    return value.strip()


def _texts(given: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = given.get(name)
    if value is None:
        return ()
    items = cast("Sequence[object]", value) if isinstance(value, list) else None
    if items is None or not all(isinstance(each, str) for each in items):
        raise JsonRpcInvalidParams(f"`{name}` is a list of texts")
    return tuple(str(each) for each in items)


def _pairs(given: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    value = given.get("rename")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise JsonRpcInvalidParams("`rename` is a list of pairs")
    pairs: list[tuple[str, str]] = []
    for each in cast("Sequence[object]", value):
        pair = _texts({"rename": each}, "rename")
        if len(pair) != len(("old", "new")):
            raise JsonRpcInvalidParams("`rename` is a list of pairs: the old name and the new one")
        pairs.append((pair[0], pair[1]))
    return tuple(pairs)
