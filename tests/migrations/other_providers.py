"""Real PostgreSQL schemas as schemas of another provider; the result need not be valid."""

from __future__ import annotations

import re

_LISTS = re.compile(r"\b(String|Int|BigInt|Float|Decimal|Boolean|DateTime|Bytes)\[\]")
_NATIVE = re.compile(r"@db\.\w+(\([^)]*\))?")


def converted(text: str, provider: str) -> str:
    """The text for CockroachDB or SQLite."""
    text = re.sub(r'(provider\s*=\s*)"(?:postgresql|postgres)"', rf'\1"{provider}"', text)
    text = re.sub(r"extensions\s*=.*", "", text).replace("postgresqlExtensions", "views")
    if provider == "sqlite":
        return _for_sqlite(text)
    text = re.sub(r"@db\.(?:VarChar|Text)(\([^)]*\))?", r"@db.String\1", text)
    text = re.sub(r"@db\.(?!String|Char|Date|Time|Uuid|Decimal)\w+(\([^)]*\))?", "", text)
    return re.sub(r"\bInt(\s[^\n]*@default\(autoincrement\(\)\))", r"BigInt\1", text)


def _for_sqlite(text: str) -> str:
    """Without lists and native types; JSON is text, whose defaults Prisma writes without quotes."""
    text = re.sub(r'Unsupported\("[^"]*"\)\??', "String?", _NATIVE.sub("", text))
    text = re.sub(r"\bJson(?=[?\[\s])", "String", text)
    text = _LISTS.sub(r"\1?", re.sub(r"(\w+)\[\](\s+@default\(\[.*?\]\))", r"\1?", text))
    for enum in re.findall(r"^enum (\w+)", text, re.MULTILINE):
        text = text.replace(f"{enum}[]", f"{enum}?")
    text = re.sub(r", type: \w+|schemas\s*=.*|@@schema\(.*\)|ops: *\w+", "", text)
    text = re.sub(r"@default\(\[.*?\]\)", "", text)
    return text.replace('dbgenerated("gen_random_uuid()")', "uuid()")


def converted_without_engine(text: str, provider: str) -> str:
    """The text for MySQL or SQL Server, of which no engine of Prisma's runs here."""
    text = re.sub(r'(provider\s*=\s*)"(?:postgresql|postgres)"', rf'\1"{provider}"', text)
    text = re.sub(r"extensions\s*=.*|schemas\s*=.*|@@schema\(.*\)", "", text)
    text = text.replace("postgresqlExtensions", "views").replace('dbgenerated("gen_random_uuid()")', "uuid()")
    text = re.sub(r'Unsupported\("[^"]*"\)\??', "String?", text)
    text = re.sub(r"@db\.(?!VarChar\(|Char\(|Text|Date\b|Decimal\(|SmallInt)\w+(\([^)]*\))?", "", text)
    text = re.sub(r", type: \w+|ops: *\w+|@default\(\[.*?\]\)", "", text)
    text = _LISTS.sub(r"\1?", text).replace("Json[]", "Json?")
    for enum in re.findall(r"^enum (\w+)", text, re.MULTILINE):
        text = text.replace(f"{enum}[]", f"{enum}?")
        if provider == "sqlserver":
            text = re.sub(rf"(?m)^(\s+\w+\s+){enum}\b(\??)(.*)$", _as_text, text)
    if provider == "sqlserver":
        text = re.sub(r"(?ms)^enum \w+ \{.*?^\}", "", text)
        text = re.sub(r"\bJson(?=[?\s])", "String", text)
        text = re.sub(r"(onDelete|onUpdate): \w+", r"\1: NoAction", text)
        text = re.sub(
            r"@relation\((?![^)]*onUpdate)([^)]*?fields:)", r"@relation(onUpdate: NoAction, \1", text
        )
        text = re.sub(
            r"@relation\((?![^)]*onDelete)([^)]*?fields:)", r"@relation(onDelete: NoAction, \1", text
        )
    return text


def _as_text(line: re.Match[str]) -> str:
    rest = re.sub(r"@default\((\w+)\)", r'@default("\1")', line[3])
    return f"{line[1]}String{line[2]}{rest}"
