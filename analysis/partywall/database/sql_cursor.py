"""Reading a statement token by token.

A method that does not find what it looks for raises `Unread`, which the recogniser of statements
catches: nothing of it reaches a caller.
"""

from __future__ import annotations

from partywall.database.model import Name
from partywall.database.sql_statements import SqlStatement
from partywall.database.sql_tokens import Token

_END = Token("sign", "", "", 0, 0)
_CLOSING = {"(": ")", "[": "]"}


class Unread(Exception):  # noqa: N818 - not an error: the reader's word for "I do not know this"
    """A statement, or a part of one, that is not understood."""


class Cursor:
    """A place in a statement."""

    def __init__(self, statement: SqlStatement) -> None:
        self.text = statement.text
        self.tokens = statement.tokens
        self.at = 0

    @property
    def token(self) -> Token:
        """The next token; an empty sign at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    @property
    def is_done(self) -> bool:
        """Whether nothing follows."""
        return self.at >= len(self.tokens)

    def peeks(self, *keys: str) -> bool:
        """Whether these keywords or signs come next; mostly it is asked for one."""
        if len(keys) == 1:
            return self.at < len(self.tokens) and self.tokens[self.at].key == keys[0]
        following = self.tokens[self.at : self.at + len(keys)]
        return tuple(each.key for each in following) == keys

    def peeks_one_of(self, *keys: str) -> bool:
        """Whether one of these comes next."""
        return self.token.key in keys and not self.is_done

    def takes(self, *keys: str) -> bool:
        """Step over these keywords or signs if they come next, all or none."""
        if not self.peeks(*keys):
            return False
        self.at += len(keys)
        return True

    def takes_one_of(self, *keys: str) -> str | None:
        """Step over one of these and tell which it was."""
        if not self.peeks_one_of(*keys):
            return None
        self.at += 1
        return self.tokens[self.at - 1].key

    def needs(self, *keys: str) -> None:
        """Step over these, which must come next."""
        if not self.takes(*keys):
            raise Unread

    def next(self) -> Token:
        """Step over any token."""
        if self.is_done:
            raise Unread
        self.at += 1
        return self.tokens[self.at - 1]

    def name(self) -> str:
        """A name without a schema."""
        token = self.next()
        if not token.is_name:
            raise Unread
        return token.value

    def qualified(self) -> Name:
        """A name, with its schema if one is said.

        A dot before it stands where a template of the project puts the schema in.
        """
        self.takes(".")
        first = self.name()
        if not self.takes("."):
            return Name("", first)
        second = self.name()
        return Name(second, self.name()) if self.takes(".") else Name(first, second)

    def qualifieds(self) -> tuple[Name, ...]:
        """Names with commas between them."""
        found = [self.qualified()]
        while self.takes(","):
            found.append(self.qualified())
        return tuple(found)

    def names(self) -> tuple[str, ...]:
        """Names in parentheses."""
        self.needs("(")
        found = [self.name()]
        while self.takes(","):
            found.append(self.name())
        self.needs(")")
        return tuple(found)

    def string(self) -> str:
        """A string's content."""
        token = self.next()
        if token.kind != "string":
            raise Unread
        return token.value

    def strings(self) -> tuple[str, ...]:
        """Strings in parentheses."""
        self.needs("(")
        found: list[str] = []
        while not self.takes(")"):
            found.append(self.string())
            self.takes(",")
        return tuple(found)

    def skip_group(self) -> str:
        """Step over a group in parentheses or brackets, and give what stands inside, trimmed."""
        opening = self.next()
        if opening.key not in _CLOSING:
            raise Unread
        depth = 1
        while depth:
            token = self.next()
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.key, 0)
        return self.text[opening.end : self.tokens[self.at - 1].start].strip()

    def skip_expression(self, *stops: str) -> str:
        """Step over an expression, up to a keyword or sign that ends it, and give its text."""
        begin = self.at
        while not self.is_done and not self.peeks_one_of(",", ")", *stops):
            if self.peeks_one_of("(", "["):
                self.skip_group()
            elif self.takes("CASE"):
                self._skip_case()
            else:
                self.at += 1
        return self.between(begin)

    def _skip_case(self) -> None:
        while not self.takes("END"):
            if self.takes("CASE"):
                self._skip_case()
            else:
                self.next()

    def between(self, begin: int) -> str:
        """The text from an earlier place to here."""
        if begin >= self.at:
            return ""
        return self.text[self.tokens[begin].start : self.tokens[self.at - 1].end]

    def words(self, begin: int = 0) -> frozenset[str]:
        """All names from an earlier place to here."""
        return frozenset(each.value for each in self.tokens[begin : self.at] if each.is_name)

    def rest(self) -> str:
        """The text of all that follows."""
        begin, self.at = self.at, len(self.tokens)
        return self.between(begin)
