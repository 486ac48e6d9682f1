"""Statements inside of `DO $$ … $$`: the way in which migrations are made to run twice.

    DO $$ BEGIN
      CREATE TYPE …;
    EXCEPTION WHEN duplicate_object THEN NULL;
    END $$;

Plain statements count, also under `IF NOT EXISTS (…) THEN`, which asks whether that has been done
already, and so does what `EXECUTE` is given in one string. What stands in a loop, in a handler, in an `ELSE`,
or under another condition may run or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.do_texts import executed, items
from partywall.database.sql_statements import SqlStatement, statements
from partywall.database.sql_tokens import Token, body_start, is_dollar_quoted
from partywall.values import dataclass

_DDL = frozenset({"CREATE", "ALTER", "DROP", "COMMENT"})
_ROWS = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "WITH"})
_RIGHTS = frozenset({"GRANT", "REVOKE"})


@dataclass(frozen=True, slots=True)
class Guarded:
    """A statement, and what is known about whether it runs.

    `is_tolerant`: it stands under a guard, so that it is no surprise if it is done already. `loops` are the
    heads of the loops that it stands in, `FOR … LOOP`. `texts` are what an `EXECUTE` runs, turn after turn,
    where it puts that together of parts that are all said.
    """

    statement: SqlStatement
    is_tolerant: bool = False
    is_uncertain: bool = False
    loops: tuple[tuple[Token, ...], ...] = ()
    texts: tuple[str, ...] = ()


def body_of(statement: SqlStatement) -> Token | None:
    """The body of a `DO` statement."""
    if statement.tokens[0].key != "DO":
        return None
    return next((each for each in statement.tokens if each.kind == "string"), None)


def guarded_statements(statement: SqlStatement, body: Token) -> Iterator[Guarded]:
    """The statements in a body that touch the structure, rights or rows."""
    if not is_dollar_quoted(statement.text, body):
        yield Guarded(statement, is_uncertain=True)
        return
    reader = _Body()
    start = body_start(statement.text, body)
    for each in statements(statement.text, start, start + len(body.value)):
        yield from reader.read(each)


class _Body:
    """Follows the blocks of PL/pgSQL that are open."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.loops: list[tuple[Token, ...]] = []
        self.turns: list[tuple[str, tuple[str, ...]] | None] = []
        """What each of these loops goes through, by the name of its variable, where that is said."""
        self.arrays: dict[str, tuple[str, ...]] = {}
        self.constants: dict[str, str] = {}

    def read(self, statement: SqlStatement) -> Iterator[Guarded]:
        rest = self._behind_openings(statement.tokens)
        if not rest:
            return
        inner = SqlStatement(statement.text, tuple(rest), statement.line)
        if rest[0].key != "EXECUTE":
            yield from self._guarded(inner)
        elif (span := _plain_string(inner)) is not None:
            for each in statements(inner.text, *span):
                yield from self._guarded(each)
        else:
            texts = self._texts(rest)
            yield Guarded(inner, is_uncertain=True, loops=tuple(self.loops), texts=texts)

    def _guarded(self, statement: SqlStatement) -> Iterator[Guarded]:
        is_uncertain = any(each in _UNCERTAIN for each in self.open)
        keyword = statement.tokens[0].key
        if keyword in _DDL or keyword in _ROWS or (keyword in _RIGHTS and not is_uncertain):
            yield Guarded(statement, True, is_uncertain, tuple(self.loops))  # noqa: FBT003

    def _behind_openings(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """Step over what opens and closes blocks before a statement proper."""
        at = 0
        while at < len(tokens):
            key = tokens[at].key
            if key == "END":
                self._end(tokens[at + 1 :])
                return ()
            if key not in _OPENINGS or (key == "WHEN" and self.open[-1:] != ["handler"]):
                break
            at = self._opening(key, tokens, at)
        if "declarations" in self.open:
            self._declare(tokens[at:])
            return ()
        return tokens[at:]

    def _texts(self, execute: Sequence[Token]) -> tuple[str, ...]:
        """What is executed, if that happens whatever there is."""
        turns = [each for each in self.turns if each is not None]
        is_certain = not any(each in _UNCERTAIN - {"loop"} for each in self.open)
        return executed(execute, self.constants, turns) if is_certain and turns == self.turns else ()

    def _declare(self, tokens: Sequence[Token]) -> None:
        """Note a variable whose value is written out."""
        at = next((at for at, each in enumerate(tokens) if each.key in {":=", "=", "DEFAULT"}), None)
        if at is None:
            return
        value = tokens[at + 1 :]
        listed = items(value, self.arrays)
        if listed is not None:
            self.arrays[tokens[0].value] = listed
        elif len(value) == 1 and value[0].kind == "string":
            self.constants[tokens[0].value] = value[0].value

    def _turns(self, head: Sequence[Token]) -> tuple[str, tuple[str, ...]] | None:
        """What a loop goes through, of `name IN ARRAY …` or `name IN SELECT unnest(…)`."""
        keys = [each.key for each in head]
        listed = None
        if keys[1:3] == ["IN", "ARRAY"]:
            listed = items(head[3:], self.arrays)
        elif keys[1:5] == ["IN", "SELECT", "UNNEST", "("] and keys[-1:] == [")"]:
            listed = items(head[5:-1], self.arrays)
        return None if listed is None else (head[0].value, listed)

    def _opening(self, key: str, tokens: Sequence[Token], at: int) -> int:
        """Note what is opened, and find where the next statement may begin."""
        end_word = _OPENINGS[key]
        behind = _behind(tokens, at, end_word) if end_word else at + 1
        match key:
            case "BEGIN":
                self._close("declarations")
                self.open.append("block")
            case "IF":
                self.open.append(_kind_of_condition(tokens[at + 1 : behind - 1]))
            case "ELSIF" | "ELSEIF" | "ELSE":
                self._close_if()
                self.open.append("else")
            case "WHEN":
                pass  # another handler
            case _:
                self.open.append(_NAMES[key])
                if _NAMES[key] == "loop":
                    self.loops.append(tuple(tokens[at:behind]))
                    self.turns.append(self._turns(tokens[at + 1 : behind - 1]))
        return behind

    def _end(self, following: Sequence[Token]) -> None:
        word = following[0].key if following else ""
        if word == "IF":
            self._close_if()
        elif word in {"LOOP", "CASE"}:
            self._close(word.lower())
        else:
            self._close("handler")
            self._close("block")

    def _close(self, kind: str) -> None:
        if self.open[-1:] == [kind]:
            self.open.pop()
            if kind == "loop":
                self.loops.pop()
                self.turns.pop()

    def _close_if(self) -> None:
        if self.open and self.open[-1] in {"guard", "if", "else"}:
            self.open.pop()


def _plain_string(execute: SqlStatement) -> tuple[int, int] | None:
    """Where the text stands that `EXECUTE` is given, if it is one string that needs no reading."""
    if len(execute.tokens) != 2 or execute.tokens[1].kind != "string":  # noqa: PLR2004
        return None
    token = execute.tokens[1]
    if is_dollar_quoted(execute.text, token):
        start = body_start(execute.text, token)
        return start, start + len(token.value)
    start, end = token.start + 1, token.end - 1
    return (start, end) if execute.text[start:end] == token.value else None


# The words that open something, and the word behind which its statements begin.
_OPENINGS = {
    "DECLARE": "",
    "BEGIN": "",
    "EXCEPTION": "THEN",
    "WHEN": "THEN",
    "IF": "THEN",
    "ELSIF": "THEN",
    "ELSEIF": "THEN",
    "ELSE": "",
    "FOR": "LOOP",
    "FOREACH": "LOOP",
    "WHILE": "LOOP",
    "LOOP": "LOOP",
    "CASE": "THEN",
}
_NAMES = {
    "DECLARE": "declarations",
    "EXCEPTION": "handler",
    "CASE": "case",
    **dict.fromkeys(("FOR", "FOREACH", "WHILE", "LOOP"), "loop"),
}
_UNCERTAIN = frozenset({"handler", "if", "else", "loop", "case"})


def _behind(tokens: Sequence[Token], at: int, word: str) -> int:
    """The place behind the next such word, or the end."""
    for number in range(at, len(tokens)):
        if tokens[number].key == word:
            return number + 1
    return len(tokens)


def _kind_of_condition(condition: Sequence[Token]) -> str:
    """`IF [NOT] EXISTS (…)` and nothing else asks whether the statement has been done already."""
    keys = [each.key for each in condition]
    asks = keys[1:] if keys[:1] == ["NOT"] else keys
    if asks[:1] != ["EXISTS"] or asks[-1:] != [")"]:
        return "if"
    depth = 0
    for number, key in enumerate(asks[1:], start=1):
        depth += {"(": 1, ")": -1}.get(key, 0)
        if depth == 0:
            return "guard" if number == len(asks) - 1 else "if"
    return "if"
