#!/usr/bin/env bash
# Puts the VS Code that the tests drive into .cache/vscode of the checkout: code-server (the real workbench and extension host, from npm) and playwright-core.
# No root, nothing outside the checkout, no native build. Does nothing when what it would install is there already.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=$root/.cache/vscode
stamp=$(cat "$here/package.json" "$here/package-lock.json" "$here/install.sh" | cksum)
[ "$(cat "$cache/installed" 2>/dev/null)" = "$stamp" ] && exit 0

mkdir -p "$cache"
echo '*' >"$cache/.gitignore"
rm -rf "$cache/installed" "$cache/node_modules"
cp "$here/package.json" "$here/package-lock.json" "$cache/"
quiet=(--ignore-scripts --no-audit --no-fund --loglevel=error)
(cd "$cache" && npm ci "${quiet[@]}")

# code-server wants Node 24: the one that npm brought, else the one on the PATH.
bundled=$(echo "$cache"/node_modules/node-linux-*/bin)
[ -x "$bundled/node" ] && export PATH=$bundled:$PATH
# The editor's own libraries are locked by code-server's npm-shrinkwrap.
(cd "$cache/node_modules/code-server/lib/vscode" && npm install --omit=dev "${quiet[@]}")
echo "$stamp" >"$cache/installed"
