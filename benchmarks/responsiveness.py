"""Whether the server answers while it works: hover and cancel beside a cold analysis.

  python benchmarks/responsiveness.py [--models 3000]

Opens a schema of that many models and at once asks for a hover, then asks for a command that needs the
whole analysis and cancels it. Both answers must come within a tenth of the time of the analysis.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from lsp_client import PARTYWALL, Client
from schemas import generate

SHARE = 0.1
PATIENCE = 120.0
CANCELLED = -32800  # LSP 3.17, `ErrorCodes.RequestCancelled`


def measure(models: int) -> dict[str, float]:
    """Milliseconds: the analysis, the slowest hover, the cancelled command; and files it left."""
    text = generate(models, findings=True)
    with tempfile.TemporaryDirectory(prefix="responsiveness-") as name:
        folder = Path(name)
        path = folder / "schema.prisma"
        path.write_text(text)
        with Client(PARTYWALL, folder) as client:
            uri = path.as_uri()
            client.request(
                "initialize",
                {
                    "processId": None,
                    "rootUri": folder.as_uri(),
                    "capabilities": {"textDocument": {"publishDiagnostics": {"versionSupport": True}}},
                    "workspaceFolders": [{"uri": folder.as_uri(), "name": "benchmark"}],
                },
            )
            client.notify("initialized")
            item = {"uri": uri, "languageId": "prisma", "version": 1, "text": text}
            opened = client.notify("textDocument/didOpen", {"textDocument": item})
            time.sleep(0.3)
            number, sent = client.start_request(
                "workspace/executeCommand",
                {"command": "partywall.createMigration", "arguments": [{"uri": uri, "name": "cancelled"}]},
            )
            client.notify("$/cancelRequest", {"id": number})
            cancelled, answer = client.answer(number)
            hovers: list[float] = []
            while not (found := client.diagnostics(uri, 1, opened, 0.05)):
                position = {"line": 10, "character": 8}
                ms, _ = client.request(
                    "textDocument/hover", {"textDocument": {"uri": uri}, "position": position}
                )
                hovers.append(ms)
                if time.perf_counter() - opened > PATIENCE:
                    raise TimeoutError
        left = sum(1 for each in folder.rglob("*") if each.name != "schema.prisma")
        return {
            "analysis": (found.at - opened) * 1e3,
            "slowest hover": max(hovers, default=float("nan")),
            "cancelled command": (cancelled - sent) * 1e3,
            "was cancelled": float(answer.get("error", {}).get("code") == CANCELLED),
            "files left": float(left),
        }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=int, default=3000)
    options = parser.parse_args()
    figures = measure(options.models)
    for name, value in figures.items():
        print(f"{name:20} {value:10.1f}")
    bar = SHARE * figures["analysis"]
    slow = [name for name in ("slowest hover", "cancelled command") if not figures[name] <= bar]
    print(f"bar: {bar:.1f} ms; missed by: {', '.join(slow) or 'none'}")
    return 1 if slow or figures["files left"] or not figures["was cancelled"] else 0


if __name__ == "__main__":
    sys.exit(main())
