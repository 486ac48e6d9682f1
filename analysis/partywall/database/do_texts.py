"""The SQL that PL/pgSQL puts together and executes, where all of it is said.

    FOREACH name IN ARRAY ARRAY['users', 'posts'] LOOP
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    END LOOP;

Nothing is guessed: a text with a part from elsewhere is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import product

from partywall.database.sql_text import identifier, literal
from partywall.database.sql_tokens import Token

_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,"{}]+)')
_ON_ROWS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE"})
_PLACE = re.compile(r"%(?:(\d+)\$)?([%IsL])")
_QUOTED: Mapping[str, Callable[[str], str]] = {"I": identifier, "L": literal, "s": str}


def executed(
    tokens: Sequence[Token], texts: Mapping[str, str], loops: Sequence[tuple[str, Sequence[str]]]
) -> tuple[str, ...]:
    """The texts that an `EXECUTE` runs, one for each turn of the loops around it; none if unknown."""
    end = next((at for at, each in enumerate(tokens) if each.key in {"USING", "INTO"}), len(tokens))
    names = [name for name, _ in loops]
    found: list[str] = []
    for turn in product(*(values for _, values in loops)):
        text = _text(tokens[1:end], {**texts, **dict(zip(names, turn, strict=True))})
        if text is None:
            return ()
        found.append(text)
    return tuple(found)


def is_about_rows(tokens: Sequence[Token]) -> bool:
    """Whether an `EXECUTE` is given a statement on rows, and no other one as far as it is said."""
    if tokens[0].key != "EXECUTE":
        return False
    at = 3 if [each.key for each in tokens[1:3]] == ["FORMAT", "("] else 1
    strings = [each for each in tokens if each.kind == "string"]
    if not strings or list(tokens[at : at + 1]) != strings[:1]:
        return False
    first = re.match(r"\s*(\w+)", strings[0].value)
    return (
        first is not None and first[1].upper() in _ON_ROWS and not any(";" in each.value for each in strings)
    )


def items(tokens: Sequence[Token], arrays: Mapping[str, Sequence[str]]) -> tuple[str, ...] | None:
    """The texts of an array that is written out, or of a variable that holds one."""
    tokens = _without_cast(tokens)
    keys = [each.key for each in tokens]
    if len(tokens) == 1 and tokens[0].kind == "string" and tokens[0].value.startswith("{"):
        return tuple(quoted or plain.strip() for quoted, plain in _ITEM.findall(tokens[0].value))
    if len(tokens) == 1 and tokens[0].value in arrays:
        return tuple(arrays[tokens[0].value])
    if keys[:2] != ["ARRAY", "["] or keys[-1:] != ["]"]:
        return None
    inner = [_without_cast(each) for each in _split(tokens[2:-1], ",")]
    is_plain = all(len(each) == 1 and each[0].kind == "string" for each in inner)
    return tuple(each[0].value for each in inner) if is_plain else None


def _text(tokens: Sequence[Token], texts: Mapping[str, str]) -> str | None:
    parts = [_term(each, texts) for each in _split(tokens, "||")]
    known = [each for each in parts if each is not None]
    return "".join(known) if len(known) == len(parts) else None


def _term(tokens: Sequence[Token], texts: Mapping[str, str]) -> str | None:
    tokens = _without_cast(tokens)
    if len(tokens) == 1:
        return tokens[0].value if tokens[0].kind == "string" else texts.get(tokens[0].value)
    if len(tokens) < len(("f", "(", ")")) or tokens[1].key != "(" or tokens[-1].key != ")":
        return None
    arguments = [_text(each, texts) for each in _split(tokens[2:-1], ",")]
    known = [each for each in arguments if each is not None]
    if len(known) < len(arguments) or not known:
        return None
    match tokens[0].key:
        case "FORMAT":
            return _formatted(known[0], known[1:])
        case "QUOTE_IDENT":
            return identifier(known[0])
        case "QUOTE_LITERAL":
            return literal(known[0])
        case _:
            return None


def _formatted(template: str, arguments: Sequence[str]) -> str | None:
    found: list[str] = []
    end, following = 0, 0
    for match in _PLACE.finditer(template):
        found.append(template[end : match.start()])
        end = match.end()
        if match[2] == "%":
            found.append("%")
            continue
        following = int(match[1]) if match[1] else following + 1
        if not 0 < following <= len(arguments):
            return None
        found.append(_QUOTED[match[2]](arguments[following - 1]))
    is_whole = "%" not in _PLACE.sub("", template)  # what is left asks for a width, or is a mistake
    return "".join((*found, template[end:])) if is_whole else None


def _split(tokens: Sequence[Token], key: str) -> list[Sequence[Token]]:
    """The parts between signs that stand in no parentheses."""
    found: list[list[Token]] = [[]]
    depth = 0
    for each in tokens:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(each.key, 0)
        if depth == 0 and each.key == key:
            found.append([])
        else:
            found[-1].append(each)
    return [*found]


def _without_cast(tokens: Sequence[Token]) -> Sequence[Token]:
    """What is left in front of a cast, `::text[]`, of the whole."""
    at = next((at for at, each in enumerate(tokens) if each.key == "::"), None)
    if at is None or any(each.key not in {"::", "[", "]"} and not each.is_name for each in tokens[at:]):
        return tokens
    return tokens[:at]
