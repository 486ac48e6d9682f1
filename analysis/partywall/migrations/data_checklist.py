"""`CHECKLIST.md` of a data migration: what is locked, how to go back, what to do if it fails."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from partywall.migrations.data_form import Form
from partywall.migrations.data_writing import Kind
from partywall.migrations.markdown import cell, code_cell
from partywall.migrations.script import one_line
from partywall.migrations.shell import commands_note, path_in, shell_of

_ROWS: dict[Kind, str] = {
    "seed": "New rows are locked until it commits; a unique makes others wait who insert the same.",
    "transform": "Every row that it changes is locked until it commits: writers of these rows wait.",
    "cleanup": "Every row that it deletes is locked until it commits, and its children are looked for: "
    "an index on each foreign key that names it makes that quick.",
}


def checklist(form: Form, cascades: Sequence[str]) -> str:
    """The text of `CHECKLIST.md`."""
    writing = form.writing
    shell, folder = shell_of(writing.source.provider), shlex.quote(one_line(writing.folder))
    path = path_in(writing.place, writing.folder)
    locks = form.locks.replace("{table}", code_cell(writing.table))
    back = shell.run.replace("{file}", f"{path}/down.sql")
    asks = shell.asks.replace("{file}", f"{path}/verify.sql")
    analysed = shell.analysed((writing.subject.table.name,), writing.dialect)
    gone = "".join(f"\n- [ ] **Cascade.** {each}" for each in cascades)
    return f"""\
# {cell(writing.folder)}

## Before

{commands_note(shell, writing.place)}

- [ ] **Fill in** every `fill_this_in('…')` in `migration.sql`, `verify.sql` and `down.sql`.
- [ ] **Backup.** {code_cell(form.dump(folder))}{gone}
- [ ] **Staging.** On a copy of production: `npx prisma migrate deploy`, `verify.sql`, `down.sql`.
- [ ] **Rollback.** {code_cell(back)}

## Locks and downtime

{locks}{f" {_ROWS[writing.kind]}" if form.locks_rows else ""}

## Deploy

- [ ] **One job**, not one in each pod: `npx prisma migrate deploy`

## If it fails

Nothing of it is there.{form.where_it_failed} When the cause is gone:

```sh
npx prisma migrate resolve --rolled-back {folder}
npx prisma migrate deploy
```

## After

- [ ] **Validation.** {code_cell(asks)} gives no row.
- [ ] **Clean-up.** {code_cell(analysed)}
"""
