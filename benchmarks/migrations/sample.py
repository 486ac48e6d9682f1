"""A random hundred of the real migrations in `../shared`, their findings, and what a reader said of them.

  python benchmarks/migrations/sample.py [--seed 4] [--list]

`verdicts.jsonl` says of each finding of the default profile whether it is right, and why, in the judgement
of who wrote the hazards. What is not in there was not read, and is said so. Prisma's version is not known
of these repositories, so both ways to run a file are considered.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from partywall.config import Config
from partywall.database.from_sql import HistoryFile
from partywall.hazards.discovery import review
from partywall.host import Host
from partywall.review.history import Circumstances, views
from partywall.review.tenants import tenants_of
from partywall.syntax.chunks import Source

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[2] / "shared" / "corpus"
_MANY = 100

Key = tuple[str, int, str]
"""A migration, a line and a hazard."""


def main() -> None:
    """Print how many findings there are, and how many of those that were read are right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--list", action="store_true", help="list the findings as JSON lines")
    arguments = parser.parse_args()
    verdicts = dict(_verdicts())
    counts: Counter[str] = Counter()
    for key, severity, message in _findings(arguments.seed):
        verdict = verdicts.get(key, "not read")
        counts[verdict] += 1
        if arguments.list:
            names = ("migration", "line", "hazard", "severity", "message", "verdict")
            print(json.dumps(dict(zip(names, (*key, severity, message, verdict), strict=True))))
    read = counts["right"] + counts["wrong"]
    share = f"{counts['right'] / read:.3f}" if read else "unknown"
    print(f"{sum(counts.values())} findings in {_MANY} migrations: {dict(counts)}; precision {share}")


def _findings(seed: int) -> Iterator[tuple[Key, str, str]]:
    files = sorted(CORPUS.glob("migrations/*/*/migration.sql"))
    chosen = set(random.Random(seed).sample(files, _MANY))  # noqa: S311  (a sample, no secret)
    for folder in sorted((CORPUS / "migrations").iterdir()):
        host = Host()
        for path in (CORPUS / "schemas" / folder.name).rglob("*.prisma"):
            host.set_file(path.as_posix(), Source.of(path.read_text(encoding="utf-8")))
        analysis = host.analyse()
        own = [path for path in files if path.parent.parent == folder]
        history = [HistoryFile(path.parent.name, path.read_text(encoding="utf-8")) for path in own]
        wanted = {path.parent.name for path in own if path in chosen}
        tenants = tenants_of(analysis.schema, analysis.tenancy)
        around = Circumstances(provider=analysis.schema.provider, tenants=tenants)
        for view in views(history, wanted, around):
            for each in review(view, Config()).found:
                line = view.file.text.count("\n", 0, each.risk.span.start) + 1
                key = (f"{folder.name}/{view.file.folder}", line, each.hazard)
                yield key, each.severity.name.lower(), each.risk.message


def _verdicts() -> Iterator[tuple[Key, str]]:
    for line in (HERE / "verdicts.jsonl").read_text(encoding="utf-8").splitlines():
        value = json.loads(line)
        yield (value["migration"], value["line"], value["hazard"]), value["verdict"]


if __name__ == "__main__":
    main()
