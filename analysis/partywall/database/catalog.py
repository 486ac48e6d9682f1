"""The structure of a database while statements are applied to it. The only mutable thing here.

It knows what a database does along with a statement: a dropped column takes its indexes and constraints
with it, a `SERIAL` makes a sequence, what has no name gets one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field, replace
from functools import partial

from partywall.database import ddl
from partywall.database.identity import clause_of, said_options, sequence_options
from partywall.database.key_indexes import implicit_index
from partywall.database.model import (
    BuiltIn,
    Column,
    Database,
    Enum,
    EnumOf,
    Extension,
    ForeignKey,
    FromSequence,
    Index,
    IndexColumn,
    Name,
    Other,
    Place,
    PrimaryKey,
    Table,
    Type,
    Unsupported,
)
from partywall.database.names import cut
from partywall.database.provider import Provider, Types
from partywall.database.sql_renaming import with_column_renamed, with_table_renamed
from partywall.database.sql_text import identifier, literal
from partywall.values import dataclass

_BODIES = frozenset({"FUNCTION", "PROCEDURE", "EVENT"})
"""What keeps its text: nothing in a body of code follows a rename."""
_OF_ONE_TABLE = frozenset({"CHECK", "EXCLUDE", "GRANT"})


class Conflict(Exception):  # noqa: N818 - a reason for `from_sql`, which it never leaves
    """A statement does not fit what is there: it is about something that is not, or already is."""


@dataclass(slots=True)
class _Column:
    name: str
    type: Type
    is_list: bool
    not_null: bool
    default: str | None
    clause: str
    default_name: str = ""

    def frozen(self, types: Types) -> Column:
        default = None
        if self.default is not None:
            default = types.read_default(self.default, self.type, is_list=self.is_list)
        is_identity = "AS IDENTITY" in self.clause.upper()
        return Column(
            name=self.name,
            type=types.reported(self.type),
            arity="list" if self.is_list else "required" if self.not_null else "optional",
            not_null=self.not_null,
            default=default,
            is_autoincrement=is_identity or isinstance(default, FromSequence),
            clause=self.clause,
            default_name=self.default_name if default is not None else "",
        )


class _Owner:
    """Who may change a table; others that have it make a copy first."""


@dataclass(slots=True)
class _Table:
    """`known` is its value as long as it stays as it is."""

    name: Name
    clause: str
    owner: _Owner
    columns: dict[str, _Column] = field(default_factory=dict[str, _Column])
    primary_key: PrimaryKey | None = None
    indexes: dict[str, Index] = field(default_factory=dict[str, Index])
    known: Table | None = None

    def copy(self, owner: _Owner) -> _Table:
        columns = {name: replace(column) for name, column in self.columns.items()}
        return replace(self, owner=owner, columns=columns, indexes=dict(self.indexes), known=None)

    def column(self, name: str) -> _Column:
        if name not in self.columns:
            raise Conflict(f"`{self.name.text}` has no column `{name}` here")
        return self.columns[name]

    def frozen(self, provider: Provider) -> Table:
        """Its indexes come by name, as Prisma reads them."""
        if self.known is None:
            self.known = self._frozen(provider)
        return self.known

    def _frozen(self, provider: Provider) -> Table:
        table = Table(
            name=self.name,
            columns=tuple(each.frozen(provider.types) for each in self.columns.values()),
            primary_key=self.primary_key,
            indexes=tuple(sorted(self.indexes.values(), key=lambda each: each.name.encode())),
            clause=self.clause,
        )
        return provider.completed(table, {})


class Catalog:
    """Applies operations one by one."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.default_schema = provider.default_schema
        self.schemas: set[str] = {self.default_schema} - {""}
        self.extensions: dict[str, Extension] = {}
        self.enums: dict[Name, list[str]] = {}
        self.tables: dict[Name, _Table] = {}
        self.foreign_keys: list[ForeignKey] = []
        self.others: list[Other] = []
        self._owner = _Owner()
        self._place = Place("", 0)
        self._sql = ""

    def copy(self) -> Catalog:
        """Another one with the same in it; either copies a table when it is about to change it."""
        self._owner = _Owner()
        other = Catalog(self.provider)
        other.schemas = set(self.schemas)
        other.extensions = dict(self.extensions)
        other.enums = {name: list(values) for name, values in self.enums.items()}
        other.tables = dict(self.tables)
        other.foreign_keys = list(self.foreign_keys)
        other.others = list(self.others)
        return other

    def database(self) -> Database:
        """What there is now, in the order in which Prisma reads a database: by name."""
        tables = sorted(self.tables.values(), key=lambda each: _by_name(each.name))
        keys = sorted(self.foreign_keys, key=lambda each: (_by_name(each.table), each.name.encode()))
        enums = sorted(self.enums.items(), key=lambda each: _by_name(each[0]))
        return Database(
            provider=self.provider.name,
            default_schema=self.default_schema,
            schemas=tuple(sorted(self.schemas)),
            extensions=tuple(sorted(self.extensions.values(), key=lambda each: each.name)),
            enums=tuple(Enum(name, tuple(values)) for name, values in enums),
            tables=tuple(each.frozen(self.provider) for each in tables),
            foreign_keys=tuple(keys),
            others=tuple(self.others),
            is_read=True,
        )

    def apply(self, operation: ddl.Operation, place: Place, sql: str) -> None:  # noqa: C901, PLR0912, PLR0915 - one case an operation
        """Apply one operation, or raise `Conflict` with the reason why it cannot be."""
        self._place, self._sql = place, sql
        self._own(operation)
        match operation:
            case ddl.CreateSchema(name):
                self.schemas.add(name)
            case ddl.DropSchemas(names):
                self._drop_schemas(names)
            case ddl.CreateExtension(name, schema, version):
                self.extensions.setdefault(name, Extension(name, schema, version))
            case ddl.AlterExtension():
                self._alter_extension(operation)
            case ddl.DropExtensions(names):
                for name in names:
                    self.extensions.pop(name, None)
            case ddl.CreateEnum(name, values):
                self._create_enum(self._resolved(name), values)
            case ddl.AddEnumValue():
                self._add_enum_value(operation)
            case ddl.DropEnumValue(name, value):
                if value not in self._enum(name):
                    raise Conflict(f"`{name.text}` has no value `{value}` here")
                self._enum(name).remove(value)
            case ddl.AlterSequence(name, options):
                self._alter_sequence(self._resolved(name), options)
            case ddl.RenameEnumValue(name, previous, next_):
                values_now = self._enum(name)
                if previous not in values_now:
                    raise Conflict(f"`{name.text}` has no value `{previous}` here")
                values_now[values_now.index(previous)] = next_
            case ddl.RenameType(name, next_):
                self._rename_type(self._resolved(name), next_)
            case ddl.DropTypes(dropped):
                for each in dropped:
                    self.enums.pop(self._resolved(each), None)
                self._forget("TYPE", dropped, None)
            case ddl.CreateTable():
                self._create_table(operation)
            case ddl.AlterTable():
                self._alter_table(operation)
            case ddl.DropTables(dropped):
                for each in dropped:
                    self._drop_table(self._resolved(each))
            case ddl.CreateIndex():
                self._create_index(operation)
            case ddl.DropIndexes(dropped):
                for each in dropped:
                    self._drop_index(self._resolved(each))
            case ddl.RenameRelation():
                self._rename_relation(operation)
            case ddl.RenameObject():
                self._rename_object(self._resolved(operation.name), self._cut(operation.next))
            case ddl.CreateOther(kind, name, table, words):
                self._keep(kind, name, table, words)
            case ddl.DropOthers(kind, dropped, table):
                self._forget(kind, dropped, table)
            case ddl.RenameOther(kind, previous, table, next_):
                self._rename_other(kind, previous, table, next_)
            case ddl.ChangeRights():
                self._change_rights(operation)
            case ddl.Nothing():
                pass

    def _own(self, operation: ddl.Operation) -> None:
        """Make those tables this catalog's own that an operation may change; most are about one, or none."""
        match operation:
            case ddl.CreateTable(name) | ddl.AlterTable(name) | ddl.CreateIndex(table=name):
                names = [self._resolved(name)]
            case ddl.CreateEnum() | ddl.AddEnumValue() | ddl.DropTables() | ddl.CreateOther() | ddl.Nothing():
                names = []
            case _:
                names = list(self.tables)
        for each in names:
            table = self.tables.get(each)
            if table is not None:
                self.tables[each] = table if table.owner is self._owner else table.copy(self._owner)
                self.tables[each].known = None

    # --- names --------------------------------------------------------------------------------

    def _cut(self, text: str) -> str:
        """A name as the database keeps it."""
        return cut(text, self.provider.max_bytes)

    def _own_name(
        self, table: _Table, columns: tuple[str, ...], label: str, taken: Callable[[str], bool]
    ) -> str:
        """What the database calls something that has no name."""
        return self.provider.own_name(table.name.text, columns, label, taken)

    def _resolved(self, name: Name) -> Name:
        return self.provider.resolved(name)

    def _table(self, name: Name) -> _Table:
        table = self.tables.get(self._resolved(name))
        if table is None:
            raise Conflict(f"there is no table `{name}` here")
        return table

    def _enum(self, name: Name) -> list[str]:
        values = self.enums.get(self._resolved(name))
        if values is None:
            raise Conflict(f"there is no enum `{name}` here")
        return values

    def _is_taken(self, schema: str, name: str) -> bool:
        """Whether one of the names that tables, indexes and sequences share in a schema is in use."""
        if Name(schema, name) in self.tables:
            return True
        for table in self.tables.values():
            if name not in table.indexes and (not table.primary_key or table.primary_key.name != name):
                continue
            if table.name.schema == schema:
                return True
        return any(each.name == name for each in self.others if each.kind in {"SEQUENCE", "VIEW"})

    def _type(self, written: ddl.TypeName) -> Type:
        """What a type's name stands for; an enum goes before a built-in type only where it is named so."""
        name = written.name
        for schema in (name.schema,) if name.schema else (self.default_schema,):
            if Name(schema, name.text) in self.enums:
                return EnumOf(Name(schema, name.text))
        if name.schema in {"", "pg_catalog"} and (built_in := self.provider.types.named(written)) is not None:
            return built_in
        arguments = f"({','.join(written.arguments)})" if written.arguments else ""
        text = identifier(name.text) if written.is_quoted else name.text
        schema = f"{identifier(name.schema)}." if name.schema else ""
        return Unsupported(schema + text + arguments)

    # --- schemas, extensions, enums -----------------------------------------------------------

    def _drop_schemas(self, names: Iterable[str]) -> None:
        for name in names:
            self.schemas.discard(name)
            for table in [each for each in self.tables if each.schema == name]:
                self._drop_table(table)
            for enum in [each for each in self.enums if each.schema == name]:
                del self.enums[enum]

    def _alter_extension(self, operation: ddl.AlterExtension) -> None:
        old = self.extensions.get(operation.name)
        if old is None:
            raise Conflict(f"there is no extension `{operation.name}` here")
        self.extensions[operation.name] = Extension(
            old.name, operation.schema or old.schema, operation.version or old.version
        )

    def _create_enum(self, name: Name, values: Iterable[str]) -> None:
        if name in self.enums:
            raise Conflict(f"there is an enum `{name.text}` already")
        self.enums[name] = list(values)

    def _add_enum_value(self, operation: ddl.AddEnumValue) -> None:
        values = self._enum(operation.enum)
        if operation.value in values:
            return
        at = len(values)
        if operation.neighbour in values:
            at = values.index(operation.neighbour) + (0 if operation.is_before else 1)
        values.insert(at, operation.value)

    def _rename_type(self, name: Name, next_: Name) -> None:
        if name not in self.enums:
            return  # a composite type or a domain
        renamed = Name(next_.schema or name.schema, self._cut(next_.text))
        self.enums[renamed] = self.enums.pop(name)
        for table in self.tables.values():
            for column in table.columns.values():
                if column.type == EnumOf(name):
                    column.type = EnumOf(renamed)

    # --- tables -------------------------------------------------------------------------------

    def _create_table(self, operation: ddl.CreateTable) -> None:
        name = self._resolved(operation.name)
        if name in self.tables:
            if operation.if_not_exists:
                return
            raise Conflict(f"there is a table `{name.text}` already")
        table = _Table(name, operation.clause, self._owner)
        self.tables[name] = table
        for like in operation.like:
            for copied in self._table(like).columns.values():
                table.columns[copied.name] = replace(copied)
        for column in operation.columns:
            self._add_column(table, column)
        for constraint in operation.constraints:
            self._add_constraint(table, constraint)

    def _drop_table(self, name: Name) -> None:
        self.tables.pop(name, None)
        self.foreign_keys = [
            each
            for each in self.foreign_keys
            if each.table != name and (each.target != name or self.provider.keeps_references)
        ]
        self.others = [each for each in self.others if each.table != name]

    def _alter_table(self, operation: ddl.AlterTable) -> None:
        name = self._resolved(operation.name)
        if name not in self.tables:
            if self._is_view(name) or operation.if_exists:
                return
            raise Conflict(f"there is no table `{name.text}` here")
        table = self.tables[name]
        reasons: list[str] = []
        for action in operation.actions:
            try:
                self._act(table, action)
            except Conflict as conflict:
                reasons.append(str(conflict))
        if reasons:
            raise Conflict("; ".join(reasons))

    def _is_view(self, name: Name) -> bool:
        return any(each.kind in {"VIEW", "SEQUENCE"} and each.name == name.text for each in self.others)

    def _act(self, table: _Table, action: ddl.TableAction) -> None:  # noqa: C901, PLR0912 - one case an action
        match action:
            case ddl.AddColumn(column, if_not_exists):
                if column.name not in table.columns:
                    self._add_column(table, column)
                elif not if_not_exists:
                    raise Conflict(f"`{table.name.text}` has a column `{column.name}` already")
            case ddl.DropColumn(name):
                self._drop_column(table, name)
            case ddl.SetNotNull(name, not_null):
                table.column(name).not_null = not_null
            case ddl.SetDefault(name, default):
                table.column(name).default = default
            case ddl.SetType(name, written):
                column_now = table.column(name)
                column_now.type, column_now.is_list = self._type(written), written.is_list
            case ddl.SetClause(name, clause):
                column_now = table.column(name)
                column_now.clause = clause
                column_now.not_null |= "AS IDENTITY" in clause.upper()
            case ddl.AddConstraint(constraint):
                self._add_constraint(table, constraint)
            case ddl.DropConstraint(name):
                self._drop_constraint(table, name)
            case ddl.ValidateConstraint(name):
                self._validate_constraint(table, name)
            case ddl.RenameConstraint(previous, next_):
                self._rename_constraint(table, previous, self._cut(next_))
            case ddl.RenameColumn(previous, next_):
                self._rename_column(table, previous, self._cut(next_))
            case ddl.RenameTable(next_):
                self._move_table(table, Name(table.name.schema, self._cut(next_)))
            case ddl.MoveTable(schema):
                self._move_table(table, Name(schema, table.name.text))
            case ddl.AddDefault(name, default, constraint_name):
                column_now = table.column(name)
                column_now.default, column_now.default_name = default, self._cut(constraint_name)
            case ddl.DropPrimaryKey():
                table.primary_key = None
            case ddl.DropForeignKey(name):
                self._drop_foreign_key(table, self._cut(name))
            case ddl.DropIndex(name):
                del table.indexes[self._index_of(table, name).name]
            case ddl.RenameIndex(previous, next_):
                self._rename_index(table, self._index_of(table, previous).name, self._cut(next_))
            case ddl.ModifyColumn(previous, definition):
                self._modify_column(table, self._cut(previous), definition)
            case ddl.AlterPrimaryKey(columns):
                self._alter_primary_key(table, tuple(map(self._cut, columns)))
            case ddl.SetRowSecurity():
                self._set_row_security(table, action)

    def _move_table(self, table: _Table, name: Name) -> None:
        old = table.name
        table.name = name
        self.tables = {each.name: each for each in self.tables.values()}
        self.foreign_keys = [
            replace(
                each,
                table=name if each.table == old else each.table,
                target=name if each.target == old else each.target,
            )
            for each in self.foreign_keys
        ]
        self.others = [self._with_table(each, old, name) for each in self.others]

    def _with_table(self, other: Other, old: Name, name: Name) -> Other:
        """Something after a table has got another name."""
        table = name if other.table == old else other.table
        if (old.text not in other.words and other.table != old) or other.kind in _BODIES:
            return replace(other, table=table)
        words = other.words - {old.text} | {name.text} if old.text in other.words else other.words
        sql = other.sql
        if self.provider.follows_renames:
            sql = with_table_renamed(sql, old, name.text, self.provider.language)
        return replace(other, table=table, words=words, sql=sql)

    def _set_row_security(self, table: _Table, action: ddl.SetRowSecurity) -> None:
        kind = "FORCE ROW LEVEL SECURITY" if action.is_forced else "ROW LEVEL SECURITY"
        self._forget(kind, (table.name,), table.name)
        if action.is_on:
            self._keep(kind, table.name, table.name, frozenset())

    # --- columns ------------------------------------------------------------------------------

    def _add_column(self, table: _Table, written: ddl.ColumnDefinition) -> None:
        name = self._cut(written.name)
        serial = None
        if not written.type.is_quoted and not written.type.name.schema:
            serial = self.provider.types.serials.get(written.type.name.text.upper())
        default = written.default
        type_ = self._type(written.type)
        if serial is not None and self.provider.types.serial_default:
            default, type_ = self.provider.types.serial_default, BuiltIn(serial)
        elif serial is not None:
            taken = partial(self._is_taken, table.name.schema)
            sequence = self._own_name(table, (name,), "seq", taken)
            default = f"nextval({literal(identifier(sequence))}::regclass)"
            type_ = BuiltIn(serial)
        not_null = written.not_null or serial is not None
        table.columns[name] = _Column(
            name, type_, written.type.is_list, not_null, default, written.clause, written.default_name
        )
        for constraint in written.constraints:
            self._add_constraint(table, constraint)

    def _modify_column(self, table: _Table, previous: str, definition: ddl.ColumnDefinition) -> None:
        name = self._cut(definition.name)
        if name != previous:
            self._rename_column(table, previous, name)
        column = table.column(name)
        column.type, column.not_null = self._type(definition.type), definition.not_null
        column.default, column.clause = definition.default, definition.clause
        if table.primary_key and name in table.primary_key.columns:
            column.not_null = True
        for constraint in definition.constraints:
            self._add_constraint(table, constraint)

    def _drop_column(self, table: _Table, name: str) -> None:
        table.columns.pop(name, None)
        key = table.primary_key
        if key and name in key.columns:
            table.primary_key = None
        table.indexes = {
            each.name: each
            for each in table.indexes.values()
            if name not in each.column_names and not self._mentions(each, name)
        }
        self.foreign_keys = [
            each
            for each in self.foreign_keys
            if not (each.table == table.name and name in each.columns)
            and not (each.target == table.name and name in each.references)
        ]
        self.others = [
            each
            for each in self.others
            if not (each.table == table.name and name in each.words and _goes_along(each))
        ]

    def _mentions(self, index: Index, column: str) -> bool:
        """Whether an expression, a condition or an `INCLUDE` is about a column."""
        texts = [each.name for each in index.columns if each.is_expression]
        texts += [index.where or "", index.clause]
        return any(column in self.provider.language.words(text) for text in texts if text)

    def _rename_column(self, table: _Table, previous: str, next_: str) -> None:
        table.column(previous).name = next_
        table.columns = {each.name: each for each in table.columns.values()}

        def renamed(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(next_ if each == previous else each for each in names)

        def text(sql: str) -> str:
            return with_column_renamed(sql, table.name.schema, previous, next_, self.provider.language)

        if (key := table.primary_key) is not None:
            members = tuple(
                replace(each, name=next_) if each.name == previous else each for each in key.members
            )
            table.primary_key = replace(key, columns=renamed(key.columns), members=members)
        for index in table.indexes.values():
            columns = tuple(
                replace(each, name=text(each.name))
                if each.is_expression
                else replace(each, name=next_)
                if each.name == previous
                else each
                for each in index.columns
            )
            where = None if index.where is None else text(index.where)
            table.indexes[index.name] = replace(index, columns=columns, where=where)
        for column in table.columns.values():
            if "GENERATED" in column.clause.upper():
                column.clause = text(column.clause)
        self.foreign_keys = [
            replace(
                each,
                columns=renamed(each.columns) if each.table == table.name else each.columns,
                references=(renamed(each.references) if each.target == table.name else each.references),
            )
            for each in self.foreign_keys
        ]
        self.others = [self._with_column(each, table, previous, next_) for each in self.others]

    def _with_column(self, other: Other, table: _Table, previous: str, next_: str) -> Other:
        """Something after a column has got another name.

        What speaks of another table with such a column too may mean that one: its text is then not known.
        """
        is_about = table.name.text in {*other.words, _text(other.table)}
        if not is_about or previous not in other.words or other.kind in _BODIES:
            return other
        sql = other.sql
        if self.provider.follows_renames:
            rivals = (each for each in self.tables.values() if each is not table)
            is_clear = other.kind in _OF_ONE_TABLE or not any(
                previous in each.columns and each.name.text in other.words for each in rivals
            )
            schema, language = table.name.schema, self.provider.language
            sql = with_column_renamed(sql, schema, previous, next_, language) if is_clear else ""
        return replace(other, words=other.words - {previous} | {next_}, sql=sql)

    # --- constraints --------------------------------------------------------------------------

    def _add_constraint(self, table: _Table, constraint: ddl.Constraint) -> None:
        columns = tuple(map(self._cut, constraint.columns))
        for column in columns:
            table.column(column)
        match constraint.kind:
            case "primary key":
                self._add_primary_key(table, constraint, columns)
            case "unique":
                self._add_unique(table, constraint, columns)
            case "index":
                self._add_index(table, constraint)
            case "foreign key":
                self._add_foreign_key(table, constraint, columns)
            case "not null":
                for column in columns:
                    table.column(column).not_null = True
            case "check" | "exclude":
                label = "check" if constraint.kind == "check" else "excl"
                taken = {each.name for each in self.others if each.table == table.name}
                single = columns if len(columns) == 1 else ()
                name = constraint.name or self._own_name(table, single, label, taken.__contains__)
                self._keep(
                    constraint.kind.upper(),
                    Name("", self._cut(name)),
                    table.name,
                    constraint.words,
                    constraint.sql,
                )

    def _add_primary_key(self, table: _Table, constraint: ddl.Constraint, columns: tuple[str, ...]) -> None:
        if table.primary_key:
            raise Conflict(f"`{table.name.text}` has a primary key already")
        name = constraint.name
        if constraint.index is not None:
            index = self._index_of(table, constraint.index)
            del table.indexes[index.name]
            columns, name = index.column_names, name or index.name
        taken = partial(self._is_taken, table.name.schema)
        name = name or self._own_name(table, (), "pkey", taken)
        if not self.provider.names_primary_keys:
            name = ""
        members = constraint.members if any(each.sort or each.length for each in constraint.members) else ()
        table.primary_key = PrimaryKey(self._cut(name), columns, members, constraint.is_clustered)
        for column in columns:
            table.column(column).not_null = True

    def _alter_primary_key(self, table: _Table, columns: tuple[str, ...]) -> None:
        """CockroachDB keeps the old key as a unique, and Prisma knows nothing of that."""
        if table.primary_key is None:
            raise Conflict(f"`{table.name.text}` has no primary key here")
        for column in columns:
            table.column(column).not_null = True
        table.primary_key = replace(table.primary_key, columns=columns)

    def _add_unique(self, table: _Table, constraint: ddl.Constraint, columns: tuple[str, ...]) -> None:
        if constraint.index is not None:
            index = self._index_of(table, constraint.index)
            del table.indexes[index.name]
            name = self._cut(constraint.name or index.name)
            table.indexes[name] = replace(index, name=name, is_constraint=True)
            return
        taken = partial(self._is_taken_in, table)
        name = constraint.name or self._own_name(table, columns, "key", taken)
        self._put_index(
            table,
            Index(
                name=self._cut(name),
                columns=constraint.members or tuple(IndexColumn(each) for each in columns),
                is_unique=True,
                is_constraint=self.provider.has_unique_constraints,
                clause=constraint.clause,
                is_clustered=constraint.is_clustered,
            ),
        )

    def _add_index(self, table: _Table, constraint: ddl.Constraint) -> None:
        """An index that stands inside of `CREATE TABLE`."""
        taken = partial(self._is_taken_in, table)
        name = constraint.name or self._own_name(table, constraint.columns, "idx", taken)
        self._put_index(table, Index(self._cut(name), constraint.members, method=constraint.method))

    def _put_index(self, table: _Table, index: Index) -> None:
        """An index takes the place of one that a foreign key has been given, and that it can stand for."""
        table.indexes = {
            each.name: each
            for each in table.indexes.values()
            if not (each.is_implicit and index.column_names[: len(each.columns)] == each.column_names)
        }
        table.indexes[index.name] = index

    def _is_taken_in(self, table: _Table, name: str) -> bool:
        """Whether an index of a table cannot have a name."""
        if self.provider.shares_index_names:
            return self._is_taken(table.name.schema, name)
        return name in table.indexes

    def _index_of(self, table: _Table, name: str) -> Index:
        index = table.indexes.get(self._cut(name))
        if index is None:
            raise Conflict(f"`{table.name.text}` has no index `{name}` here")
        return index

    def _add_foreign_key(self, table: _Table, constraint: ddl.Constraint, columns: tuple[str, ...]) -> None:
        target = self._resolved(constraint.target or Name("", ""))
        references = tuple(map(self._cut, constraint.references))
        if not references:
            key = self._table(target).primary_key
            references = key.columns if key else ()
        taken = {each.name for each in self.foreign_keys if each.table == table.name}
        name = constraint.name or self._own_name(table, columns, "fkey", taken.__contains__)
        if self._cut(name) in taken:
            raise Conflict(f"`{table.name.text}` has a constraint `{name}` already")
        self.foreign_keys.append(
            ForeignKey(
                name=self._cut(name),
                table=table.name,
                columns=columns,
                target=target,
                references=references,
                on_delete=constraint.on_delete,
                on_update=constraint.on_update,
                clause=constraint.clause,
            )
        )
        if self.provider.keys_make_indexes:
            added = self.foreign_keys[-1]
            implicit = implicit_index(added, table.primary_key, table.indexes.values())
            if implicit is not None:
                table.indexes[implicit.name] = implicit

    def _drop_foreign_key(self, table: _Table, name: str) -> None:
        left = [each for each in self.foreign_keys if (each.table, each.name) != (table.name, name)]
        if len(left) == len(self.foreign_keys):
            raise Conflict(f"`{table.name.text}` has no foreign key `{name}` here")
        self.foreign_keys = left

    def _drop_constraint(self, table: _Table, name: str) -> None:
        name = self._cut(name)
        if table.primary_key and table.primary_key.name == name:
            table.primary_key = None
        table.indexes.pop(name, None)
        for column in table.columns.values():
            if column.default_name == name:
                column.default, column.default_name = None, ""
        self.foreign_keys = [
            each for each in self.foreign_keys if not (each.table == table.name and each.name == name)
        ]
        self.others = [
            each
            for each in self.others
            if not (each.table == table.name and each.name == name and each.kind in {"CHECK", "EXCLUDE"})
        ]

    def _validate_constraint(self, table: _Table, name: str) -> None:
        self.foreign_keys = [
            replace(each, clause=each.clause.replace("NOT VALID", "").strip())
            if (each.table, each.name) == (table.name, self._cut(name))
            else each
            for each in self.foreign_keys
        ]
        self.others = [
            replace(each, sql=each.sql.replace("NOT VALID", "").strip())
            if each.kind == "CHECK" and (each.table, each.name) == (table.name, self._cut(name))
            else each
            for each in self.others
        ]

    def _rename_constraint(self, table: _Table, previous: str, next_: str) -> None:
        if table.primary_key and table.primary_key.name == previous:
            table.primary_key = replace(table.primary_key, name=next_)
        if previous in table.indexes:
            self._rename_index(table, previous, next_)
        self.foreign_keys = [
            replace(each, name=next_) if each.table == table.name and each.name == previous else each
            for each in self.foreign_keys
        ]
        self._rename_other("CHECK", previous, table.name, next_)

    # --- indexes ------------------------------------------------------------------------------

    def _create_index(self, operation: ddl.CreateIndex) -> None:
        if self._is_view(self._resolved(operation.table)):
            return
        table = self._table(operation.table)
        taken = partial(self._is_taken_in, table)
        parts = tuple("expr" if each.is_expression else each.name for each in operation.columns)
        name = self._cut(operation.name or self._own_name(table, parts, "idx", taken))
        if taken(name):
            if operation.if_not_exists:
                return
            raise Conflict(f"there is something named `{name}` already")
        for column in operation.columns:
            if not column.is_expression:
                table.column(column.name)
        index = Index(
            name=name,
            columns=operation.columns,
            is_unique=operation.is_unique,
            method=operation.method,
            where=operation.where,
            clause=operation.clause,
            is_clustered=operation.is_clustered,
        )
        self._put_index(table, index)

    def _drop_index(self, name: Name) -> None:
        for table in self.tables.values():
            if table.name.schema == name.schema and name.text in table.indexes:
                del table.indexes[name.text]
                return

    def _rename_index(self, table: _Table, previous: str, next_: str) -> None:
        table.indexes = {
            each.name: each
            for each in (
                replace(index, name=next_) if index.name == previous else index
                for index in table.indexes.values()
            )
        }

    def _rename_relation(self, operation: ddl.RenameRelation) -> None:
        name, next_ = self._resolved(operation.name), self._cut(operation.next.text)
        for table in self.tables.values():
            if table.name.schema != name.schema:
                continue
            if name.text in table.indexes:
                self._rename_index(table, name.text, next_)
            if table.primary_key and table.primary_key.name == name.text:
                table.primary_key = replace(table.primary_key, name=next_)
        if operation.kind == "SEQUENCE":
            self._rename_sequence(name, next_)
        self._rename_other(operation.kind, name.text, None, next_)

    def _alter_sequence(self, name: Name, options: str) -> None:
        """An identity counts by a sequence that is named after its column."""
        for table in self.tables.values():
            for column in table.columns.values():
                is_its = name == Name(table.name.schema, self._cut(f"{table.name.text}_{column.name}_seq"))
                if is_its and "AS IDENTITY" in column.clause.upper():
                    changed = {**sequence_options(column.clause), **said_options(options)}
                    column.clause = clause_of(changed)

    def _rename_object(self, name: Name, next_: str) -> None:
        table = self.tables.get(name)
        if table is not None:
            self._move_table(table, Name(name.schema, next_))
            return
        for each in self.tables.values():
            if each.name.schema == name.schema:
                self._rename_constraint(each, name.text, next_)

    def _rename_sequence(self, name: Name, next_: str) -> None:
        for table in self.tables.values():
            for column in table.columns.values():
                read = self.provider.types.read_default
                default = read(column.default or "NULL", column.type, is_list=False)
                if default == FromSequence(name.text):
                    column.default = f"nextval({literal(identifier(next_))}::regclass)"

    # --- what a schema cannot say -------------------------------------------------------------

    def _keep(
        self,
        kind: str,
        name: Name,
        table: Name | None,
        words: frozenset[str],
        sql: str | None = None,
    ) -> None:
        table = self._resolved(table) if table is not None else None
        self._forget(kind, (name,), table)
        text = self._sql if sql is None else sql
        self.others.append(Other(kind, name.text, table, text, self._place, words))

    def _change_rights(self, operation: ddl.ChangeRights) -> None:
        """Rights on each table by itself, in the order in which they were given and taken."""
        named = [self._resolved(each) for each in operation.tables]
        named += [each for each in self.tables if each.schema in operation.schemas]
        quoted = self.provider.language.identifier
        label = Name("", f"{operation.what} {operation.whose}")
        for table in named:
            if table in self.tables:
                sql = f"{operation.what} ON {quoted(table.schema)}.{quoted(table.text)} {operation.whose}"
                self._keep("GRANT", label, table, operation.columns, sql)

    def _forget(self, kind: str, names: Iterable[Name], table: Name | None) -> None:
        gone = {each.text for each in names}
        table = self._resolved(table) if table is not None else None
        self.others = [
            each
            for each in self.others
            if not (each.kind == kind and each.name in gone and (table is None or each.table == table))
        ]

    def _rename_other(self, kind: str, previous: str, table: Name | None, next_: str) -> None:
        table = self._resolved(table) if table is not None else None
        self.others = [
            replace(each, name=next_)
            if each.kind == kind and each.name == previous and table in {None, each.table}
            else each
            for each in self.others
        ]


def _goes_along(other: Other) -> bool:
    """Whether something about a column goes with it."""
    if other.kind == "COMMENT":
        return other.name.upper().startswith("COLUMN")
    return other.kind in _OF_ONE_TABLE


def _by_name(name: Name) -> tuple[bytes, bytes]:
    return name.schema.encode(errors="replace"), name.text.encode(errors="replace")


def _text(name: Name | None) -> str:
    return name.text if name else ""
