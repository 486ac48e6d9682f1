"""Random changes of Prisma schemas, as a user might make them. The result need not be valid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

FIELD = re.compile(
    r"(?P<indent>\s+)(?P<name>\w+)\s+(?P<type>String|Int|BigInt|Float|Decimal|Boolean|DateTime|Json|Bytes)"
    r"(?P<arity>\[\]|\?)?(?P<rest>\s.*|)"
)
TYPES = (
    *("String", "Int", "BigInt", "Float", "Decimal", "Boolean", "DateTime", "Json", "Bytes"),
    *("String|@db.VarChar(20)", "String|@db.Uuid", "String|@db.Char(4)", "String|@db.Citext"),
    *("String|@db.Inet", "String|@db.Bit(3)", "String|@db.VarBit", "String|@db.Xml"),
    *("Int|@db.SmallInt", "Int|@db.Oid", "Decimal|@db.Decimal(10, 2)", "Decimal|@db.Money"),
    *("DateTime|@db.Date", "DateTime|@db.Timestamptz(6)", "DateTime|@db.Time(3)", "Float|@db.Real"),
    *("Json|@db.Json", 'Unsupported("tsvector")', 'Unsupported("int4range")'),
)
DEFAULTS = {
    "String": '"it\'s"',
    "Int": "-7",
    "BigInt": "70",
    "Float": "1.50",
    "Decimal": "2.25",
    "Boolean": "true",
    "DateTime": "now()",
    "Json": '"{\\"a\\": 1}"',
    "Bytes": '"aGk="',
}
NO_DEFAULT = re.compile(r"@default\((?:[^()]|\([^()]*\))*\)")


def change(text: str, rng: random.Random) -> str:
    """Change one thing in a schema; the result need not be valid."""
    lines = text.split("\n")
    at = rng.choice([number for number, line in enumerate(lines) if FIELD.fullmatch(line)])
    return rng.choice(CHANGES)(lines, at, rng)


def drop_field(lines: list[str], at: int, _: random.Random) -> str:
    return "\n".join(lines[:at] + lines[at + 1 :])


def retype(lines: list[str], at: int, rng: random.Random) -> str:
    field = parts(lines[at])
    type_, _, native = rng.choice(TYPES).partition("|")
    rest = NO_DEFAULT.sub("", re.sub(r"@db\.\w+(\([^)]*\))?", "", field["rest"]))
    lines[at] = f"{field['indent']}{field['name']} {type_}{field['arity']} {rest} {native}"
    return "\n".join(lines)


def change_arity(lines: list[str], at: int, rng: random.Random) -> str:
    field = parts(lines[at])
    arity = rng.choice(("", "?", "[]"))
    lines[at] = f"{field['indent']}{field['name']} {field['type']}{arity} {field['rest']}"
    return "\n".join(lines)


def change_default(lines: list[str], at: int, rng: random.Random) -> str:
    field = parts(lines[at])
    value = DEFAULTS[field["type"]]
    value = f"[{value}]" if field["arity"] == "[]" else value
    defaults = ["", f"@default({value})", '@default(dbgenerated("gen_random_uuid()"))']
    if field["type"] in {"Int", "BigInt"}:
        defaults.append("@default(autoincrement())")
    rest = f"{NO_DEFAULT.sub('', field['rest'])} {rng.choice(defaults)}"
    lines[at] = f"{field['indent']}{field['name']} {field['type']}{field['arity']} {rest}"
    return "\n".join(lines)


def add_field(lines: list[str], at: int, rng: random.Random) -> str:
    type_, _, native = rng.choice(TYPES).partition("|")
    lines.insert(at, f"  aa{rng.randrange(99)} {type_}{rng.choice(('', '?', '[]'))} {native}")
    return "\n".join(lines)


def toggle_unique(lines: list[str], at: int, rng: random.Random) -> str:
    lines[at] = rng.choice((f"{lines[at]} @unique", lines[at].replace("@unique", "")))
    return "\n".join(lines)


def add_key(lines: list[str], at: int, rng: random.Random) -> str:
    member = parts(lines[at])["name"] + rng.choice(("", "(sort: Desc)", "(sort: Asc)"))
    option = rng.choice(("", ', map: "mapped"', ", type: Hash"))
    kind = rng.choice(("index", "unique"))
    lines.insert(at, f"  @@{kind}([{member}{rng.choice(('', ', id'))}]{option})")
    return "\n".join(lines)


def change_key(lines: list[str], _: int, rng: random.Random) -> str:
    keys = [number for number, line in enumerate(lines) if line.strip().startswith("@@")]
    if keys:
        at = rng.choice(keys)
        swapped = {"@@index": "@@unique", "@@unique": "@@index", "@@id": "@@unique"}
        word = lines[at].strip().partition("(")[0]
        lines[at] = rng.choice(("", lines[at].replace(word, swapped.get(word, word))))
    return "\n".join(lines)


def change_action(lines: list[str], _: int, rng: random.Random) -> str:
    actions = [number for number, line in enumerate(lines) if "onDelete" in line]
    if actions:
        at = rng.choice(actions)
        action = rng.choice(("Cascade", "NoAction", "SetNull", "Restrict"))
        lines[at] = re.sub(r"onDelete: \w+", f"onDelete: {action}", lines[at])
    return "\n".join(lines)


def change_enum(lines: list[str], _: int, rng: random.Random) -> str:
    heads = [number for number, line in enumerate(lines) if re.match(r"enum \w+", line)]
    if heads:
        begin = rng.choice(heads)
        end = next(n for n in range(begin, len(lines)) if lines[n].strip() == "}")
        if rng.random() < 0.5 and end - begin > 2:
            del lines[rng.randrange(begin + 1, end)]
        else:
            lines.insert(rng.randrange(begin + 1, end + 1), f"  NEW{rng.randrange(99)}")
    return "\n".join(lines)


def rename_model(lines: list[str], _: int, rng: random.Random) -> str:
    text = "\n".join(lines)
    name = rng.choice(re.findall(r"^model (\w+)", text, re.MULTILINE))
    return re.sub(rf"\b{name}\b", f"{name}Renamed", text)


CHANGES: tuple[Callable[[list[str], int, random.Random], str], ...] = (
    drop_field,
    retype,
    change_arity,
    change_default,
    add_field,
    toggle_unique,
    add_key,
    change_key,
    change_action,
    change_enum,
    rename_model,
)


def parts(line: str) -> dict[str, str]:
    match = FIELD.fullmatch(line)
    assert match
    return {name: value or "" for name, value in match.groupdict().items()}
