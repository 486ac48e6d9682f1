"""How long an editor waits: our server and Prisma's official one, side by side in one run.

  python benchmarks/editor_latency.py [--models 10 1000] [--runs 3] [--findings] [--json FILE]
  python benchmarks/editor_latency.py --write     all sizes with findings and without, for the README

Serial typing: the next key is pressed when the diagnostics of the last one are in. `line` types and
erases an unfinished line, which changes nothing that the schema declares; `field` types and erases a
whole field letter by letter. With `--findings` half of the models hold a fault, the typed field too,
and the field counts as typed only when its finding is published (and as erased when it is gone). The
burst is 30 letters 30 ms apart without waiting: its lag is from the last letter to the last
diagnostics, after which nothing comes for two seconds. The official server is installed by `npm ci`
from `benchmarks/package-lock.json`.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from lsp_client import PARTYWALL, Client, Json, Published
from schemas import generate

HERE = Path(__file__).resolve().parent
OFFICIAL = HERE / "node_modules/@prisma/language-server/dist/bin.js"
PATIENCE = 60.0
QUIET = 2.0
"""Seconds without diagnostics after which none are to come, several times what a letter takes."""
SITES = 5
FIELD = "  invoiceNumber2 String @unique"
RULE = "unique-without-tenant"

README = HERE.parent / "README.md"
PAGE = HERE / "results.md"
BEGIN, END = "<!-- benchmark: begin (from benchmarks/results.md) -->", "<!-- benchmark: end -->"

Times = dict[str, float]
Results = dict[tuple[int, bool], dict[str, Times]]
"""The times of both servers by how many models the schema has, and whether with findings."""


@dataclass
class Document:
    """The schema in the editor."""

    client: Client
    uri: str
    lines: list[str]
    version: int = 1

    def open(self) -> tuple[float, Published | None]:
        """Open it: milliseconds to the first diagnostics."""
        item = {"uri": self.uri, "languageId": "prisma", "version": 1, "text": "\n".join(self.lines)}
        sent = self.client.notify("textDocument/didOpen", {"textDocument": item})
        return self._wait(sent)

    def type(self, line: int, column: int, text: str) -> float:
        """Type a character; the moment."""
        return self._change(line, column, line, column, text)

    def erase(self, line: int, column: int, to_line: int, to_column: int) -> float:
        """Erase a range; the moment."""
        return self._change(line, column, to_line, to_column, "")

    def wait(self, sent: float, seconds: float = PATIENCE) -> tuple[float, Published | None]:
        """Milliseconds until the diagnostics of the current version, infinite where they stay out."""
        return self._wait(sent, seconds)

    def _wait(self, sent: float, seconds: float = PATIENCE) -> tuple[float, Published | None]:
        found = self.client.diagnostics(self.uri, self.version, sent, seconds)
        return ((found.at - sent) * 1e3 if found else float("inf")), found

    def _change(self, line: int, column: int, to_line: int, to_column: int, text: str) -> float:
        self.version += 1
        start, end = {"line": line, "character": column}, {"line": to_line, "character": to_column}
        change = {"range": {"start": start, "end": end}, "text": text}
        document = {"uri": self.uri, "version": self.version}
        return self.client.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
        )


def measure(command: str, text: str, *, findings: bool) -> Times:
    """One session with one server: milliseconds, and megabytes of peak memory."""
    with tempfile.TemporaryDirectory(prefix="latency-") as name:
        folder = Path(name)
        path = folder / "schema.prisma"
        path.write_text(text)
        with Client(command, folder) as client:
            times = _session(client, folder, path, text, findings=findings)
            times["peak memory MB"] = client.peak_bytes / 2**20
            return times


def _session(client: Client, folder: Path, path: Path, text: str, *, findings: bool) -> Times:
    _initialize(client, folder)
    times = {"start": (time.perf_counter() - client.started) * 1e3}
    document = Document(client, path.as_uri(), text.split("\n"))
    opening, _ = document.open()
    times["start + first diagnostics"] = times["start"] + opening
    sites = _sites(document.lines)
    line = [each for site in sites for each in _type_and_erase(document, site, "\n  fieldNo")]
    times |= _summary("line", line)
    field: list[float] = []
    for site in sites:
        field += _type_and_erase(document, site, "\n" + FIELD, expect=RULE if findings else None)
    times |= _summary("field", field)
    times["burst lag"] = _burst(document, sites[len(sites) // 2])
    return times


def _initialize(client: Client, folder: Path) -> None:
    uri = folder.as_uri()
    capabilities: Json = {
        "workspace": {"configuration": True},
        "textDocument": {"publishDiagnostics": {"versionSupport": True}},
    }
    params = {
        "processId": None,
        "rootUri": uri,
        "capabilities": capabilities,
        "workspaceFolders": [{"uri": uri, "name": "benchmark"}],
    }
    client.request("initialize", params)
    client.notify("initialized")


def _sites(lines: list[str]) -> list[int]:
    """Some lines spread over the file, each the last column of an owned model without a fault."""
    fields = [
        number
        for number, line in enumerate(lines)
        if line.startswith("  updatedAt") and "invoiceNumber" not in lines[number + 1]
    ][1:]
    return [fields[int((turn + 0.5) * len(fields) / SITES)] for turn in range(SITES)]


def _type_and_erase(document: Document, site: int, text: str, expect: str | None = None) -> list[float]:
    """Type a text after a line and erase it again, a key at a time."""
    end = len(document.lines[site])
    waits: list[float] = []

    def place(count: int) -> tuple[int, int]:
        return (site, end) if count == 0 else (site + 1, count - 1)

    for count, char in enumerate(text):
        sent = document.type(*place(count), char)
        last = count == len(text) - 1
        waits.append(_until(document, sent, site + 1, expect if last else None, present=True))
    for count in range(len(text), 0, -1):
        sent = document.erase(*place(count - 1), *place(count))
        waits.append(_until(document, sent, site + 1, expect if count == 1 else None, present=False))
    return waits


def _until(document: Document, sent: float, line: int, expect: str | None, *, present: bool) -> float:
    """Wait for the diagnostics; where a finding is expected, for those that hold (or lost) it."""
    wait, published = document.wait(sent)
    while expect and published and _has(published, line, expect) != present:
        found = document.client.diagnostics(document.uri, document.version, published.at, 5)
        if found is None:
            return float("inf")
        wait, published = (found.at - sent) * 1e3, found
    return wait


def _has(published: Published, line: int, rule: str) -> bool:
    return any(
        item["range"]["start"]["line"] == line and item.get("code") == rule for item in published.items
    )


def _burst(document: Document, site: int) -> float:
    end = len(document.lines[site])
    sent = document.type(site, end, "\n")
    for count in range(30):
        time.sleep(0.03)
        sent = document.type(site + 1, count, "a")
    wait, published = document.wait(sent)
    # A server that does not say which version it speaks of may still be at an earlier letter.
    while published and (
        later := document.client.diagnostics(document.uri, document.version, published.at, QUIET)
    ):
        wait, published = (later.at - sent) * 1e3, later
    return wait


def _summary(name: str, waits: list[float]) -> Times:
    waits = sorted(waits)
    return {
        f"{name} p50": waits[len(waits) // 2],
        f"{name} p95": waits[min(len(waits) - 1, int(len(waits) * 0.95))],
    }


def compare(models: int, runs: int, *, findings: bool) -> dict[str, Times]:
    """Medians over some runs of both servers in turn, on the same schema."""
    text = generate(models, findings=findings)
    # The official server finds no tenant faults: it is asked only for its diagnostics.
    servers = {
        "partywall": (PARTYWALL, findings),
        "official": (f"node {OFFICIAL} --stdio", False),
    }
    results: dict[str, list[Times]] = {name: [] for name in servers}
    for _ in range(runs):
        for name, (command, expect) in servers.items():
            results[name].append(measure(command, text, findings=expect))
    return {
        name: {key: statistics.median(times[key] for times in all_) for key in all_[0]}
        for name, all_ in results.items()
    }


def table(results: Results) -> str:
    """The comparison as Markdown."""
    rows = [
        "| models | findings | milliseconds (memory: MB) | Partywall | official | ratio |",
        "|--:|---|---|--:|--:|--:|",
    ]
    for (models, findings), pair in results.items():
        for key, ours in pair["partywall"].items():
            theirs = pair["official"][key]
            said = "with" if findings else "without"
            rows.append(
                f"| {models:,} | {said} | {key} | {ours:.1f} | {theirs:.1f} | {_ratio(ours, theirs)} |"
            )
    return "\n".join(rows)


def _ratio(ours: float, theirs: float) -> str:
    return f"1/{theirs / ours:.0f}" if ours * 10 < theirs else f"{ours / theirs:.2f}"


def write(results: Results, runs: int) -> None:
    """Write the page of results, and into the README what it says of the largest schema."""
    head = f"Medians of {runs} runs, both servers in turn; {machine()}."
    PAGE.write_text(f"# Editor latency\n\n{head}\n\n{__doc__}\n{table(results)}\n")
    largest = max(models for models, _ in results)
    shown = table({key: pair for key, pair in results.items() if key[0] == largest})
    before, rest = README.read_text().split(BEGIN)
    _, after = rest.split(END)
    README.write_text(f"{before}{BEGIN}\n{shown}\n\n{head}\n{END}{after}")


def machine() -> str:
    """What it ran on."""
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = f"{models[0].partition(': ')[2]}, {len(models)} cores" if models else cpu
    return f"{cpu}; Python {platform.python_version()}, Node {node.stdout.strip()}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=int, nargs="+", default=[10, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--findings", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not OFFICIAL.exists():
        parser.error("the official server is missing: run `npm ci --prefix benchmarks` first")
    kinds = (False, True) if options.write else (options.findings,)
    results: Results = {
        (models, findings): compare(models, options.runs, findings=findings)
        for models in options.models
        for findings in kinds
    }
    print(f"{machine()}\n\n{table(results)}")
    if options.json:
        plain = [{"models": models, "findings": kind, **pair} for (models, kind), pair in results.items()]
        options.json.write_text(json.dumps(plain, indent=1))
    if options.write:
        write(results, options.runs)


if __name__ == "__main__":
    main()
