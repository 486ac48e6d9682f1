"""Packages the extension for one platform: dist/partywall-<target>.vsix.

Everything that ships is put into a folder of its own first, so that nothing else can.

Usage: python build_vsix.py [--target linux-x64]
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bundle import CLIENT, PLATFORMS, PROJECT, bundle

SHIPPED = (
    PROJECT / "LICENSE",
    CLIENT / "README.md",
    CLIENT / "icon.png",
    CLIENT / "language-configuration.json",
    CLIENT / "schemas",
)


def build(target: str) -> Path:
    """Compile, bundle and package; return the path of the package."""
    vsix = CLIENT / "dist" / f"partywall-{target}.vsix"
    vsix.parent.mkdir(exist_ok=True)
    subprocess.run(["npm", "run", "--silent", "build"], cwd=CLIENT, check=True)
    with tempfile.TemporaryDirectory() as temporary:
        stage = Path(temporary) / "partywall"
        _fill(stage, target)
        vsce = CLIENT / "node_modules" / "@vscode" / "vsce" / "vsce"
        subprocess.run(
            [
                *("node", str(vsce), "package", "--target", target, "--out", str(vsix)),
                *(
                    "--no-dependencies",
                    "--allow-missing-repository",
                    "--no-rewrite-relative-links",
                ),
            ],
            cwd=stage,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return vsix


def _fill(stage: Path, target: str) -> None:
    stage.mkdir()
    for source in SHIPPED:
        (shutil.copytree if source.is_dir() else shutil.copy)(source, stage / source.name)
    (stage / "out").mkdir()
    shutil.copy(CLIENT / "out" / "extension.js", stage / "out")
    bundle(target, stage / "server")
    manifest = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))
    manifest["version"] = _version()
    for only_for_us in ("private", "scripts", "dependencies", "devDependencies"):
        del manifest[only_for_us]
    (stage / "package.json").write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    (stage / ".vscodeignore").touch()
    (stage / "NOTICES.txt").write_text(_notices(), encoding="utf-8")


def _version() -> str:
    """The extension has the version of the server that it brings."""
    text = (PROJECT / "analysis" / "partywall" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"$', text, re.MULTILINE)
    if found is None:
        raise SystemExit("VS Code takes versions of three numbers only: see partywall.__version__")
    return found[1]


def _notices() -> str:
    """The licences of what is compiled into extension.js. The Python libraries keep their own."""
    listed = subprocess.run(
        ["npm", "ls", "--omit=dev", "--all", "--parseable"],
        cwd=CLIENT,
        check=True,
        capture_output=True,
        text=True,
    )
    licences = [
        f"{folder.name}\n\n{licence.read_text(encoding='utf-8').strip()}"
        for folder in map(Path, listed.stdout.splitlines()[1:])
        for licence in sorted(folder.glob("[Ll][Ii][Cc][Ee][Nn][SsCc][Ee]*"))
    ]
    return "\n\n---\n\n".join(["out/extension.js contains these packages:", *licences, ""])


def _this_machine() -> str:
    system = {"linux": "linux", "darwin": "darwin", "win32": "win32"}.get(sys.platform)
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
    target = f"{system}-{machine.get(platform.machine().lower())}"
    if target not in PLATFORMS:
        raise SystemExit(f"no package is made for {target}; --target is one of {[*PLATFORMS]}")
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description="Package the VS Code extension.")
    parser.add_argument("--target", choices=PLATFORMS, help="default: this machine's")
    arguments = parser.parse_args()
    vsix = build(arguments.target or _this_machine())
    size = vsix.stat().st_size / 1_000_000
    print(f"{vsix.relative_to(PROJECT)} ({size:.1f} MB)")


if __name__ == "__main__":
    main()
