"""How long an editor waits: our server and Prisma's official one, side by side in one run.

  python benchmarks/editor_latency.py [--models 10 1000] [--runs 3] [--findings] [--json FILE]

Serial typing: the next key is pressed when the diagnostics of the last one are in. `line` types and
erases an unfinished line, which changes nothing that the schema declares; `field` types and erases a
whole field letter by letter. With `--findings` half of the models hold a fault, the typed field too,
and the field counts as typed only when its finding is published (and as erased when it is gone). The
burst is 30 letters 30 ms apart without waiting: its lag is from the last letter to the last
diagnostics. The official server is installed by `npm ci` from `benchmarks/package-lock.json`.
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
FIELD = "  invoiceNumber2 String @unique"
RULE = "unique-without-tenant"

Times = dict[str, float]


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
    """Ten lines spread over the file, each the last column of an owned model without a fault."""
    fields = [
        number
        for number, line in enumerate(lines)
        if line.startswith("  updatedAt") and "invoiceNumber" not in lines[number + 1]
    ][1:]
    return [fields[int((turn + 0.5) * len(fields) / 10)] for turn in range(10)]


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
    wait, _ = document.wait(sent)
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


def table(results: dict[int, dict[str, Times]]) -> str:
    """The comparison as Markdown."""
    rows = ["| models | what | partywall | official | ratio |", "|---|---|---|---|---|"]
    for models, pair in results.items():
        for key, ours in pair["partywall"].items():
            theirs = pair["official"][key]
            rows.append(f"| {models} | {key} | {ours:.1f} | {theirs:.1f} | {ours / theirs:.3f} |")
    return "\n".join(rows)


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
    parser.add_argument("--models", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--findings", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not OFFICIAL.exists():
        parser.error("the official server is missing: run `npm ci --prefix benchmarks` first")
    results = {models: compare(models, options.runs, findings=options.findings) for models in options.models}
    print(f"{machine()}\n\n{table(results)}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
