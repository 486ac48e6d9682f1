"""A data migration to be filled in: rows for each tenant, with the checks that belong to it.

What only the author knows stands as `fill_this_in('…')`, a function that does not exist: the file is SQL
and refuses to run until all of it is filled in, on an empty database too. It never just does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from partywall.migrations.data_checklist import checklist
from partywall.migrations.data_form import Form
from partywall.migrations.data_forms import form_of
from partywall.migrations.data_writing import Writing
from partywall.migrations.script import one_line
from partywall.migrations.shell import shell_of


def data_migration(writing: Writing) -> Mapping[str, str]:
    """The files of a data migration by path."""
    form, folder = form_of(writing), writing.folder
    cascades = tuple(_cascades(writing))
    return {
        f"{folder}/migration.sql": _up(writing, form, cascades),
        f"{folder}/down.sql": _down(writing, form),
        f"{folder}/verify.sql": _verify(writing, form),
        f"{folder}/CHECKLIST.md": checklist(form, cascades),
    }


def _up(writing: Writing, form: Form, cascades: tuple[str, ...]) -> str:
    each = "for each tenant" if writing.subject.owner else "once"
    title = {
        "seed": f"Seeds {one_line(writing.name)} into {writing.shown}, {each}.",
        "transform": f"Transforms {one_line(writing.name)} of {writing.shown}.",
        "cleanup": f"Cleans up {one_line(writing.name)} of {writing.shown}.",
    }[writing.kind]
    lines = [
        title,
        "Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.",
        *cascades,
    ]
    return "".join(f"-- {line}\n" for line in lines) + form.migration()


def _down(writing: Writing, form: Form) -> str:
    lost = {
        "seed": "Loses data: the seeded rows, and what was made to depend on them since.",
        "transform": "The earlier values are gone unless you can compute them from the new ones.",
        "cleanup": "The rows are gone: bring them back from the backup, then run the last statement alone.",
    }[writing.kind]
    begin, commit = form.transaction
    return (
        f"-- Takes back the migration {one_line(writing.folder)}. Nothing runs this by itself:\n"
        f"-- prisma db execute --file <this file>\n-- {lost}\n{begin}\n{form.back()};\n\n"
        f"{writing.dialect.forgotten(writing.folder)};\n{commit}"
    )


def _verify(writing: Writing, form: Form) -> str:
    shell = shell_of(writing.source.provider)
    note = f"   ({shell.asks_note})" if shell.asks_note else ""
    before = "".join(f"{each}\n\n" for each in shell.before_asking)
    return (
        f"-- What must hold after {one_line(writing.folder)}. The query gives no row when all is well:\n"
        f"-- {shell.asks.replace('{file}', 'verify.sql')}{note}\n"
        "-- Fill in the same as in migration.sql.\n\n"
        f"{before}{form.question()};\n"
    )


def _cascades(writing: Writing) -> Iterator[str]:
    """What goes along with deleted rows."""
    if writing.kind != "cleanup":
        return
    for key in writing.source.foreign_keys:
        if key.target == writing.subject.table.name and key.table != key.target:
            what = {
                "Cascade": "its rows are deleted with them",
                "SetNull": f"{', '.join(key.columns)} becomes NULL",
                "SetDefault": f"{', '.join(key.columns)} gets its default",
            }.get(key.on_delete, "it refuses where rows still name them")
            yield one_line(f"{key.table.text} references these rows: {what}.")
