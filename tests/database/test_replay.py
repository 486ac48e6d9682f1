"""What statements build, one after the other."""

from __future__ import annotations

import pytest

from partywall.database.from_sql import HistoryFile, Replay, replay
from partywall.database.model import (
    BuiltIn,
    Column,
    Computed,
    Constant,
    ConstantList,
    CurrentTime,
    Database,
    Default,
    EnumOf,
    FromSequence,
    Index,
    Name,
    Table,
    Type,
    Unsupported,
)


def read(*texts: str) -> Replay:
    return replay(HistoryFile(f"{number:03}", text) for number, text in enumerate(texts))


def built(*texts: str) -> Database:
    result = read(*texts)
    assert result.not_understood == ()
    return result.database


def table(database: Database, name: str = "t") -> Table:
    found = database.table(Name("public", name))
    assert found is not None
    return found


def column(sql: str) -> Column:
    found = table(built(f"CREATE TABLE t ({sql})")).column("c")
    assert found is not None
    return found


def index(database: Database, name: str) -> Index:
    return next(each for each in table(database).indexes if each.name == name)


# --- columns ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("int", BuiltIn("INTEGER")),
        ("int8", BuiltIn("BIGINT")),
        ("character varying(30)", BuiltIn("VARCHAR", ("30",))),
        ("VARCHAR", BuiltIn("VARCHAR")),
        ("char", BuiltIn("CHAR", ("1",))),
        ("numeric(10, 2)", BuiltIn("DECIMAL", ("10", "2"))),
        ("numeric(10)", BuiltIn("DECIMAL", ("10", "0"))),
        ("double precision", BuiltIn("DOUBLE PRECISION")),
        ("float(3)", BuiltIn("REAL")),
        ("float", BuiltIn("DOUBLE PRECISION")),
        ("timestamp", BuiltIn("TIMESTAMP", ("6",))),
        ("timestamp(3) with time zone", BuiltIn("TIMESTAMPTZ", ("3",))),
        ("timestamp without time zone", BuiltIn("TIMESTAMP", ("6",))),
        ("TIMETZ(2)", BuiltIn("TIMETZ", ("2",))),
        ("pg_catalog.bool", BuiltIn("BOOLEAN")),
        ('"text"', BuiltIn("TEXT")),
        ("vector(3)", Unsupported("vector(3)")),
        ('"Mood"', Unsupported('"Mood"')),
        ("tsvector", Unsupported("tsvector")),
        ("interval", Unsupported("interval")),
    ],
)
def test_a_type_has_one_name(sql: str, expected: Type) -> None:
    assert column(f"c {sql}").type == expected


def test_lists_have_several_spellings() -> None:
    for sql in ("text[]", "text[3][]", "text ARRAY", "text ARRAY[4]"):
        assert column(f"c {sql}").arity == "list"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("text DEFAULT 'it''s'", Constant("text", "it's")),
        ("text DEFAULT 'x'::text NOT NULL", Constant("text", "x")),
        ("text DEFAULT CAST('x' AS text)", Computed("CAST('x' AS text)")),
        ("text DEFAULT lower('X')", Computed("lower('X')")),
        ("text DEFAULT ('x')", Constant("text", "x")),
        ("text DEFAULT NULL", None),
        ("text NOT NULL", None),
        ("int DEFAULT -7", Constant("number", "-7")),
        ("int DEFAULT '7'", Constant("number", "7")),
        ("int DEFAULT (3 + 4)", Computed("(3 + 4)")),
        ("decimal DEFAULT 1.50", Constant("number", "1.50")),
        ("bool DEFAULT TRUE", Constant("boolean", "true")),
        ("bool DEFAULT 'f'", Constant("boolean", "false")),
        ("timestamp DEFAULT now()", CurrentTime()),
        ("timestamp DEFAULT CURRENT_TIMESTAMP", CurrentTime()),
        ("timestamp DEFAULT CURRENT_TIMESTAMP(3)", Computed("CURRENT_TIMESTAMP(3)")),
        ("date DEFAULT CURRENT_DATE", Computed("CURRENT_DATE")),
        (
            "timestamp DEFAULT now() + interval '1 day' NOT NULL",
            Computed("now() + interval '1 day'"),
        ),
        (r"bytea DEFAULT '\x68'", Constant("bytes", "68")),
        ("jsonb DEFAULT '{}'::jsonb", Constant("json", "{}")),
        ("uuid DEFAULT gen_random_uuid()", Computed("gen_random_uuid()")),
        ("int DEFAULT nextval('\"T_c_seq\"'::regclass)", FromSequence("T_c_seq")),
        ("int DEFAULT nextval('s.q'::regclass)", FromSequence("q")),
        (
            "text[] DEFAULT ARRAY['a', 'b']::TEXT[]",
            ConstantList((Constant("text", "a"), Constant("text", "b"))),
        ),
        ("int[] DEFAULT '{1,2}'", ConstantList((Constant("number", "1"), Constant("number", "2")))),
        ("text[] DEFAULT '{\"a b\",c}'", ConstantList((Constant("text", "a b"), Constant("text", "c")))),
        ("text[] DEFAULT ARRAY[]::TEXT[]", ConstantList(())),
    ],
)
def test_a_default_is_read_by_its_type(sql: str, expected: Default | None) -> None:
    assert column(f"c {sql}").default == expected


def test_serial_makes_a_sequence_that_is_required() -> None:
    found = column("c BIGSERIAL")
    assert (found.type, found.default) == (BuiltIn("BIGINT"), FromSequence("t_c_seq"))
    assert found.is_autoincrement
    assert found.not_null


def test_identity_counts_without_a_default() -> None:
    found = column("c int GENERATED BY DEFAULT AS IDENTITY (START 3)")
    assert found.is_autoincrement
    assert found.is_identity
    assert found.not_null
    assert found.default is None


def test_a_generated_column_keeps_its_expression() -> None:
    found = column("a text, c text GENERATED ALWAYS AS (a || 'x') STORED")
    assert found.is_generated
    assert found.clause == "GENERATED ALWAYS AS (a || 'x') STORED"


# --- what PostgreSQL does along with a statement ------------------------------------------------


def test_what_has_no_name_gets_the_one_that_postgresql_gives() -> None:
    found = built(
        "CREATE TABLE parent (id int PRIMARY KEY, b int UNIQUE);"
        "CREATE TABLE t (id int PRIMARY KEY, b int REFERENCES parent, c int CHECK (c > 0), UNIQUE (b, c));"
        "CREATE INDEX ON t (b); CREATE INDEX ON t (b); CREATE INDEX ON t (lower(c::text));"
    )
    key = table(found).primary_key
    assert key is not None
    assert key.name == "t_pkey"
    assert [each.name for each in table(found).indexes] == [
        "t_b_c_key",
        "t_b_idx",
        "t_b_idx1",
        "t_expr_idx",
    ]
    (foreign_key,) = found.foreign_keys
    assert (foreign_key.name, foreign_key.references) == ("t_b_fkey", ("id",))
    assert [(each.kind, each.name) for each in found.others] == [("CHECK", "t_c_check")]


def test_a_dropped_column_takes_along_what_is_on_it() -> None:
    found = built(
        "CREATE TABLE p (id int PRIMARY KEY);"
        "CREATE TABLE t (a int, b int, c int REFERENCES p(id), CONSTRAINT k PRIMARY KEY (a, c),"
        " CONSTRAINT positive CHECK (c > 0));"
        "CREATE INDEX i ON t (b, c); CREATE INDEX kept ON t (b); CREATE INDEX partial ON t (b) WHERE c > 1;",
        "ALTER TABLE t DROP COLUMN c",
    )
    assert table(found).primary_key is None
    assert [each.name for each in table(found).indexes] == ["kept"]
    assert found.foreign_keys == ()
    assert found.others == ()


def test_a_dropped_table_takes_along_what_references_it() -> None:
    found = built(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p);"
        "CREATE TRIGGER x BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();",
        "DROP TABLE IF EXISTS p, missing CASCADE",
    )
    assert [each.name.text for each in found.tables] == ["t"]
    assert found.foreign_keys == ()
    assert found.others == ()


def test_renames_reach_everything() -> None:
    found = built(
        "CREATE TYPE mood AS ENUM ('a');"
        "CREATE TABLE p (id int PRIMARY KEY);"
        "CREATE TABLE old (a int, b int REFERENCES p(id), m mood, CONSTRAINT k PRIMARY KEY (a));"
        "CREATE INDEX i ON old (b); CREATE POLICY pol ON old USING (b = 1);",
        "ALTER TABLE old RENAME COLUMN b TO bb; ALTER TABLE old RENAME TO t; ALTER TABLE p RENAME TO pp;"
        "ALTER TABLE t RENAME CONSTRAINT k TO kk; ALTER INDEX i RENAME TO ii; ALTER TYPE mood RENAME TO m2;"
        "ALTER TABLE pp RENAME id TO ident; ALTER TYPE m2 RENAME VALUE 'a' TO 'b';"
        "ALTER POLICY pol ON t RENAME TO pol2; ALTER TABLE t RENAME CONSTRAINT old_b_fkey TO f;",
    )
    (foreign_key,) = found.foreign_keys
    assert (foreign_key.name, foreign_key.table.text, foreign_key.columns) == ("f", "t", ("bb",))
    assert (foreign_key.target.text, foreign_key.references) == ("pp", ("ident",))
    key = table(found).primary_key
    assert key is not None
    assert key.name == "kk"
    assert index(found, "ii").column_names == ("bb",)
    mood = table(found).column("m")
    assert mood is not None
    assert mood.type == EnumOf(Name("public", "m2"))
    assert found.enums[0].values == ("b",)
    (policy,) = found.others
    assert (policy.name, policy.table) == ("pol2", Name("public", "t"))
    assert "bb" in policy.words


def test_a_constraint_can_take_an_index_over() -> None:
    found = built(
        "CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (b);",
        "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i, ADD PRIMARY KEY USING INDEX j",
    )
    assert [(each.name, each.is_constraint) for each in table(found).indexes] == [("u", True)]
    key = table(found).primary_key
    assert key is not None
    assert (key.name, key.columns) == ("j", ("b",))


def test_an_enum_value_has_its_place() -> None:
    found = built(
        "CREATE TYPE e AS ENUM ('a', 'd');",
        "ALTER TYPE e ADD VALUE 'b' BEFORE 'd'; ALTER TYPE e ADD VALUE IF NOT EXISTS 'c' AFTER 'b';"
        "ALTER TYPE e ADD VALUE IF NOT EXISTS 'a'; ALTER TYPE e ADD VALUE 'z';",
    )
    assert found.enums[0].values == ("a", "b", "c", "d", "z")


def test_names_are_cut_as_postgresql_cuts_them() -> None:
    long = "x" * 70
    found = built(f'CREATE TABLE t (a int); CREATE INDEX "{long}" ON t (a)')
    assert [each.name for each in table(found).indexes] == ["x" * 63]


def test_an_index_is_read_whole() -> None:
    found = built(
        "CREATE TABLE t (a text, b text, c int);"
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON public.t USING gin"
        ' (a gin_trgm_ops, b COLLATE "C" DESC NULLS LAST) INCLUDE (c) WITH (fastupdate = off)'
        " WHERE (c IS NULL);"
    )
    i = index(found, "i")
    assert (i.method, i.is_unique, i.where) == ("gin", True, "c IS NULL")
    assert [each.operators for each in i.columns] == ["gin_trgm_ops", None]
    assert (i.columns[1].sort, i.columns[1].collation, i.columns[1].nulls) == (
        "Desc",
        '"C"',
        "NULLS LAST",
    )
    assert i.clause == "INCLUDE (c) WITH (fastupdate = off)"
    assert not i.is_expressible


def test_a_foreign_key_loses_its_mark_once_it_is_validated() -> None:
    sql = (
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int);"
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)"
        " ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED NOT VALID;"
    )
    assert built(sql).foreign_keys[0].clause == "DEFERRABLE INITIALLY DEFERRED NOT VALID"
    validated = built(sql, "ALTER TABLE t VALIDATE CONSTRAINT f").foreign_keys[0]
    assert validated.clause == "DEFERRABLE INITIALLY DEFERRED"
    assert (validated.on_delete, validated.on_update) == ("SetNull", "Cascade")


# --- what a schema cannot say -------------------------------------------------------------------


def test_what_a_schema_cannot_say_is_kept_by_name() -> None:
    found = built(
        "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a = 1); ALTER TABLE t ENABLE ROW LEVEL SECURITY;"
        "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN; RETURN NEW; END $$ LANGUAGE plpgsql;"
        "CREATE OR REPLACE TRIGGER g AFTER INSERT OR UPDATE OF a ON t EXECUTE FUNCTION f();"
        "CREATE VIEW v AS SELECT a FROM t; COMMENT ON COLUMN t.a IS 'text'; ALTER TABLE t ADD CHECK (a > 0);"
    )
    assert [(each.kind, each.name) for each in found.others] == [
        ("POLICY", "p"),
        ("ROW LEVEL SECURITY", "t"),
        ("FUNCTION", "f"),
        ("TRIGGER", "g"),
        ("VIEW", "v"),
        ("COMMENT", "COLUMN t.a"),
        ("CHECK", "t_check"),
    ]
    trigger = found.others[3]
    assert trigger.table == Name("public", "t")
    assert str(trigger) == "trigger `g` (000/migration.sql:1)"
    gone = built(
        "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a = 1); ALTER TABLE t ENABLE ROW LEVEL SECURITY;"
        "CREATE VIEW v AS SELECT a FROM t;",
        "DROP POLICY IF EXISTS p ON t; ALTER TABLE t DISABLE ROW LEVEL SECURITY; DROP VIEW v CASCADE",
    )
    assert gone.others == ()


def test_rights_are_kept_for_each_table_in_their_order() -> None:
    found = built(
        "CREATE TABLE t (a int, b int); CREATE TABLE u (a int);"
        "GRANT SELECT (a), UPDATE ON TABLE t, u TO app WITH GRANT OPTION;"
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO other; REVOKE UPDATE ON t FROM app;"
    )
    assert [(each.kind, each.sql) for each in found.others if each.table == Name("public", "t")] == [
        ("GRANT", 'GRANT SELECT (a), UPDATE ON "public"."t" TO app WITH GRANT OPTION'),
        ("GRANT", 'GRANT ALL ON "public"."t" TO other'),
        ("GRANT", 'REVOKE UPDATE ON "public"."t" FROM app'),
    ]
    assert len(found.others) == 5
    gone = built("CREATE TABLE t (a int, b int); GRANT SELECT (a) ON t TO app; ALTER TABLE t DROP COLUMN a")
    assert gone.others == ()


def test_what_names_a_table_or_a_column_follows_its_new_name() -> None:
    found = built(
        "CREATE TABLE t (a int, t int); CREATE POLICY p ON t USING (t.a = 1 AND t = 2 AND \"a\" <> 'a');"
        "CREATE TRIGGER g AFTER UPDATE OF a ON public.t EXECUTE FUNCTION a();"
        "CREATE VIEW v AS SELECT a FROM t;"
        "COMMENT ON COLUMN t.a IS 'a of t'; GRANT SELECT (a) ON t TO app;"
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT a FROM t';",
        'ALTER TABLE t RENAME TO "New"; ALTER TABLE "New" RENAME a TO b',
    )
    assert [each.sql for each in found.others] == [
        'CREATE POLICY p ON "New" USING ("New"."b" = 1 AND t = 2 AND "b" <> \'a\')',
        'CREATE TRIGGER g AFTER UPDATE OF "b" ON public."New" EXECUTE FUNCTION a()',
        'CREATE VIEW v AS SELECT "b" FROM "New"',
        'COMMENT ON COLUMN "New"."b" IS \'a of t\'',
        'GRANT SELECT ("b") ON "public"."New" TO app',
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT a FROM t'",
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (1)",
        "SELECT pg_catalog.set_config('search_path', '', false)",
        "WITH x AS (SELECT 1) UPDATE t SET a = 1",
        "SET lock_timeout = '2s'",
        "GRANT SELECT ON SCHEMA s TO app",
        "GRANT admin TO app",
        "GRANT EXECUTE ON FUNCTION f(int) TO app",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC",
        "BEGIN",
        "COMMIT",
        "CREATE TEMP TABLE x AS SELECT 1",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app",
        "ALTER TABLE t OWNER TO app",
        "ALTER TABLE t ALTER COLUMN a SET STATISTICS 100, CLUSTER ON i",
        "ALTER TABLE t ENABLE TRIGGER ALL",
        "VACUUM ANALYZE t",
        "DO $$ BEGIN INSERT INTO t VALUES (1); PERFORM f(); END $$",
    ],
)
def test_data_and_rights_on_other_things_change_no_structure(sql: str) -> None:
    base = "CREATE TABLE t (a int);"
    assert built(base, sql) == built(base)


# --- DO -------------------------------------------------------------------------------------------


def test_plain_statements_in_a_block_count() -> None:
    found = built(
        "DO $$ BEGIN CREATE TYPE e AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
        "DO $$ BEGIN CREATE TYPE e AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
        "DO $x$ DECLARE n int := 1; BEGIN CREATE TABLE t (a e); END; $x$ LANGUAGE plpgsql;",
    )
    assert found.enums[0].values == ("a",)
    assert table(found).columns[0].type == EnumOf(Name("public", "e"))


def test_a_guard_against_running_twice_counts_too() -> None:
    guarded = (
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 't') THEN"
        " CREATE TABLE t (a int); CREATE INDEX i ON t (a); END IF; ALTER TABLE t ADD COLUMN b int; END $$"
    )
    found = built(guarded)
    assert [each.name for each in table(found).columns] == ["a", "b"]
    assert built(guarded, guarded) == found


@pytest.mark.parametrize(
    "body",
    [
        "IF n > 1 THEN CREATE TABLE t (a int); END IF;",
        "IF EXISTS (SELECT 1) AND n = 1 THEN CREATE TABLE t (a int); END IF;",
        "IF EXISTS (SELECT 1) THEN NULL; ELSE CREATE TABLE t (a int); END IF;",
        "FOR n IN 1..3 LOOP CREATE TABLE t (a int); END LOOP;",
        "EXECUTE 'CREATE TABLE t ' || columns;",
        "IF n > 1 THEN EXECUTE 'CREATE TABLE t (a int)'; END IF;",
        "NULL; EXCEPTION WHEN others THEN CREATE TABLE t (a int);",
    ],
)
def test_what_may_run_or_not_is_told(body: str) -> None:
    result = read(f"DO $$ BEGIN {body} END $$;")
    assert result.database.tables == ()
    (missed,) = result.not_understood
    assert missed.reason == "may or may not run"
    assert "t" in missed.words


@pytest.mark.parametrize("quoted", ["'CREATE TABLE t (a int)'", "$q$CREATE TABLE t (a int);$q$"])
def test_what_is_executed_from_one_string_counts(quoted: str) -> None:
    result = read(f"DO $$ BEGIN EXECUTE {quoted}; END $$;")
    assert [each.name.text for each in result.database.tables] == ["t"]
    assert result.not_understood == ()


def test_rights_in_a_block_count_where_they_are_surely_given() -> None:
    body = (
        "IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN GRANT SELECT ON t TO app; END IF; "
        "IF n > 1 THEN GRANT UPDATE ON t TO app; END IF;"
    )
    result = read("CREATE TABLE t (a int);", f"DO $$ BEGIN {body} END $$;")
    assert [each.sql for each in result.database.others] == ['GRANT SELECT ON "public"."t" TO app']
    assert result.not_understood == ()


def test_rows_that_may_be_written_or_not_are_no_structure() -> None:
    result = read("CREATE TABLE t (a int);", "DO $$ BEGIN IF n > 1 THEN DELETE FROM t; END IF; END $$;")
    assert result.not_understood == ()


def test_behind_a_condition_all_is_plain_again() -> None:
    result = read("DO $$ BEGIN IF n > 1 THEN PERFORM f(); END IF; CREATE TABLE t (a int); END $$;")
    assert [each.name.text for each in result.database.tables] == ["t"]


# --- what is not understood -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("CREATE TABLE x AS SELECT 1", "not understood"),
        ("FROBNICATE t", "not understood"),
        ("ALTER TABLE t ADD COLUMN", "not understood"),
        ("CREATE TABLE t (a int) extra junk )", "not understood"),
        ("ALTER TABLE missing ADD COLUMN b int", "there is no table `missing` here"),
        ("ALTER TABLE t ADD COLUMN a int", "`t` has a column `a` already"),
        ("ALTER TABLE t ALTER COLUMN z SET NOT NULL", "`t` has no column `z` here"),
        ("CREATE TABLE t (a int)", "there is a table `t` already"),
        ("CREATE INDEX t ON t (a)", "there is something named `t` already"),
        ("ALTER TYPE missing ADD VALUE 'a'", "there is no enum `missing` here"),
    ],
)
def test_it_is_placed_and_reading_goes_on(sql: str, reason: str) -> None:
    result = read("CREATE TABLE t (a int);", f"\n{sql};\nCREATE TABLE after (a int);")
    (missed,) = result.not_understood
    assert missed.reason.startswith(reason)
    assert str(missed.place) == "001/migration.sql:2"
    assert result.database.table(Name("public", "after")) is not None


def test_a_dump_builds_the_same_as_the_history() -> None:
    """A baseline is often written by `pg_dump`."""
    dump = r"""
\restrict x
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TYPE public."Kind" AS ENUM (
    'a',
    'b'
);
ALTER TYPE public."Kind" OWNER TO postgres;
SET default_table_access_method = heap;
CREATE TABLE public."T" (
    id integer NOT NULL,
    kind public."Kind" DEFAULT 'a'::public."Kind" NOT NULL,
    name character varying(30) DEFAULT 'x'::character varying,
    tags text[] DEFAULT ARRAY[]::text[],
    at timestamp(3) without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
ALTER TABLE public."T" OWNER TO postgres;
CREATE SEQUENCE public."T_id_seq"
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public."T_id_seq" OWNED BY public."T".id;
ALTER TABLE ONLY public."T" ALTER COLUMN id SET DEFAULT nextval('public."T_id_seq"'::regclass);
ALTER TABLE ONLY public."T"
    ADD CONSTRAINT "T_pkey" PRIMARY KEY (id);
CREATE INDEX "T_name_idx" ON public."T" USING btree (name DESC);
\unrestrict x
"""
    history = """
CREATE TYPE "Kind" AS ENUM ('a', 'b');
CREATE TABLE "T" (
    "id" SERIAL NOT NULL,
    "kind" "Kind" NOT NULL DEFAULT 'a',
    "name" VARCHAR(30) DEFAULT 'x',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "T_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "T_name_idx" ON "T"("name" DESC);
"""
    dumped, written = built(dump), built(history)
    assert (dumped.tables, dumped.enums) == (written.tables, written.enums)


def test_folders_are_applied_in_the_order_of_their_bytes() -> None:
    files = [HistoryFile("b", "DROP TABLE t"), HistoryFile("B", "CREATE TABLE t (a int)")]
    assert replay(files).not_understood == ()
    assert replay(files).database.tables == ()


# --- tables made after others -------------------------------------------------------------------

MODEL = (
    "CREATE TABLE m (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, a text NOT NULL DEFAULT 'x', "
    "b int UNIQUE, c int GENERATED ALWAYS AS (b + 1) STORED, CHECK (b > 0)); CREATE INDEX by_a ON m (a);"
)


def test_a_table_like_another_has_its_columns_and_no_more() -> None:
    made = built(f"{MODEL} CREATE TABLE t (LIKE m)")
    assert [(each.not_null, each.default, each.clause) for each in table(made).columns] == [
        (True, None, ""),
        (True, None, ""),
        (False, None, ""),
        (False, None, ""),
    ]
    assert (table(made).primary_key, table(made).indexes) == (None, ())


def test_a_table_like_another_has_all_that_is_asked_for() -> None:
    made = built(f"{MODEL} CREATE TABLE t (LIKE m INCLUDING ALL EXCLUDING GENERATED, d int)")
    columns = {each.name: each for each in table(made).columns}
    assert list(columns) == ["id", "a", "b", "c", "d"]
    assert columns["id"].is_identity
    assert columns["a"].default == Constant("text", "x")
    assert not columns["c"].is_generated
    key = table(made).primary_key
    assert key
    assert key.name == "t_pkey"
    assert [each.name for each in table(made).indexes] == ["t_a_idx", "t_b_key"]
    assert [each.kind for each in made.others if each.table == Name("public", "t")] == ["CHECK"]


def test_a_table_of_rows_has_the_types_of_their_columns() -> None:
    made = built(MODEL, "CREATE TABLE t AS SELECT id, a FROM m WHERE id > 3 WITH NO DATA")
    assert [(each.name, each.type, each.not_null) for each in table(made).columns] == [
        ("id", BuiltIn("INTEGER"), False),
        ("a", BuiltIn("TEXT"), False),
    ]
    assert len(table(built(MODEL, "CREATE TABLE t AS SELECT * FROM m")).columns) == 4


@pytest.mark.parametrize(
    "query", ["SELECT a + 1 FROM m", "SELECT a FROM m, n", "SELECT a x FROM m", "TABLE m"]
)
def test_what_is_computed_has_a_type_that_nothing_says(query: str) -> None:
    (missed,) = read(f"{MODEL} CREATE TABLE t AS {query}").not_understood
    assert missed.reason == "not understood"


def test_a_table_has_the_columns_that_it_inherits() -> None:
    made = built(MODEL, "CREATE TABLE t (d date) INHERITS (m) WITH (fillfactor = 70)")
    assert [(each.name, each.not_null) for each in table(made).columns] == [
        ("id", True),
        ("a", True),
        ("b", False),
        ("c", False),
        ("d", False),
    ]
    assert (table(made).primary_key, table(made).indexes) == (None, ())
    assert table(made).clause == "INHERITS (m) WITH (fillfactor = 70)"


PARTITIONED = (
    "CREATE TABLE t (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);"
    "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');"
    "CREATE TABLE t_2 (LIKE t); ALTER TABLE ONLY t ATTACH PARTITION t_2 DEFAULT;"
)


def test_partitions_belong_to_their_table() -> None:
    made = built(f"{PARTITIONED} CREATE INDEX ON t_1 (at); ALTER TABLE t_2 ADD CHECK (id > 0);")
    assert [each.name.text for each in made.tables] == ["t"]
    assert [(each.kind, each.name) for each in made.others] == [("PARTITION", "t_1"), ("PARTITION", "t_2")]
    assert built(f"{PARTITIONED} DROP TABLE t_1, t_2;").others == ()
    assert built(f"{PARTITIONED} DROP TABLE t;").others == ()


# --- values and defaults ------------------------------------------------------------------------


def test_defaults_follow_a_value_that_gets_another_name() -> None:
    made = built(
        "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TYPE f AS ENUM ('a');"
        "CREATE TABLE t (one e DEFAULT 'a'::e, many e[] DEFAULT '{a,b}', f f DEFAULT 'a');"
        "ALTER TYPE e RENAME VALUE 'a' TO 'z';"
    )
    a, b, z = (Constant("text", each) for each in "abz")
    assert [each.default for each in table(made).columns] == [z, ConstantList((z, b)), a]


@pytest.mark.parametrize(
    ("written", "text"), [(r"U&'\00fc\\'", "ü\\"), (r"u&'\+01F600!'", "😀!"), (r"'\00fc'", r"\00fc")]
)
def test_strings_may_name_their_characters(written: str, text: str) -> None:
    assert column(f"c text DEFAULT {written}").default == Constant("text", text)


@pytest.mark.parametrize(("written", "number"), [("1e3", "1000"), ("1.5E-2", "0.015"), ("-2e0", "-2")])
def test_numbers_may_have_an_exponent(written: str, number: str) -> None:
    assert column(f"c float8 DEFAULT {written}").default == Constant("number", number)


@pytest.mark.parametrize(
    ("statement", "missed"),
    [
        ("EXECUTE 'UPDATE t SET a = 1'", 0),
        ("EXECUTE format('DELETE FROM %I WHERE a = %L', 't', 1)", 0),
        ("EXECUTE 'UPDATE t SET a = 1; DROP TABLE t'", 1),
        ("EXECUTE format('ALTER TABLE %I ADD b int', 't')", 1),
        ("EXECUTE prefix || 'UPDATE t SET a = 1'", 1),
    ],
)
def test_what_is_executed_on_rows_leaves_the_structure_alone(statement: str, missed: int) -> None:
    text = f"CREATE TABLE t (a int); DO $$ BEGIN FOR i IN 1..3 LOOP {statement}; END LOOP; END $$;"
    assert len(read(text).not_understood) == missed


# --- texts that are put together ----------------------------------------------------------------

TWO = "CREATE TABLE t (a int); CREATE TABLE u (a int);"


@pytest.mark.parametrize(
    "body",
    [
        "FOREACH n IN ARRAY ARRAY['t', 'u'] LOOP EXECUTE format('ALTER TABLE %I ADD b int', n); END LOOP;",
        "FOREACH n IN ARRAY '{t,u}'::text[] LOOP EXECUTE 'ALTER TABLE ' || quote_ident(n) || rest; END LOOP;",
        "FOR n IN SELECT unnest(names) LOOP EXECUTE format('ALTER TABLE %1$I ADD %2$s', n, what); END LOOP;",
        "FOREACH n IN ARRAY all_ LOOP IF NOT EXISTS (SELECT 1) THEN EXECUTE n USING 1; END IF; END LOOP;",
        "EXECUTE 'ALTER TABLE t ADD b int; ALTER TABLE u ADD b int';",
    ],
)
def test_a_text_is_executed_whose_parts_are_all_said(body: str) -> None:
    declared = (
        "DECLARE n text; names text[] := ARRAY['t', 'u']::text[]; what text := 'b int'; "
        "rest text := ' ADD b int'; "
        "all_ text[] = ARRAY['ALTER TABLE t ADD b int', 'ALTER TABLE u ADD b int'];"
    )
    made = built(TWO, f"DO $$ {declared} BEGIN {body} END $$;")
    assert [[each.name for each in table(made, name).columns] for name in "tu"] == [["a", "b"], ["a", "b"]]


@pytest.mark.parametrize(
    "body",
    [
        "FOR n IN SELECT relname FROM pg_class LOOP EXECUTE format('DROP TABLE %I', n); END LOOP;",
        "FOREACH n IN ARRAY names || other LOOP EXECUTE format('DROP TABLE %I', n); END LOOP;",
        "FOREACH n IN ARRAY names LOOP IF n <> 't' THEN EXECUTE 'DROP TABLE ' || n; END IF; END LOOP;",
        "FOREACH n IN ARRAY names LOOP EXECUTE format('DROP TABLE %I', n || suffix); END LOOP;",
        "FOREACH n IN ARRAY names LOOP EXECUTE format('DROP TABLE %-10I', n); END LOOP;",
        "FOREACH n IN ARRAY names LOOP NULL; END LOOP; EXECUTE format('DROP TABLE %I', n);",
    ],
)
def test_nothing_is_made_up_of_a_text_with_unknown_parts(body: str) -> None:
    result = read(TWO, f"DO $$ DECLARE names text[] := '{{t,u}}'; BEGIN {body} END $$;")
    (missed,) = result.not_understood
    assert missed.reason == "may or may not run"
    assert len(result.database.tables) == 2


def test_what_is_executed_can_be_told_like_what_is_written() -> None:
    body = "EXECUTE format('CREATE POLICY %I ON %I USING (a = %L)', n || '_own', n, 'it''s');"
    made = built(TWO, f"DO $$ BEGIN FOREACH n IN ARRAY ARRAY['t','u'] LOOP {body} END LOOP; END $$;")
    assert [(str(each), each.sql) for each in made.others] == [
        ("policy `t_own` (001/migration.sql:1)", "CREATE POLICY \"t_own\" ON \"t\" USING (a = 'it''s')"),
        ("policy `u_own` (001/migration.sql:1)", "CREATE POLICY \"u_own\" ON \"u\" USING (a = 'it''s')"),
    ]
