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
export npm_config_update_notifier=false
quiet=(--ignore-scripts --no-audit --no-fund --loglevel=error)
# code-server wants Node 24: the one that npm brings, else the one on the PATH. npm leaves an optional package
# that could not be fetched out without a word, so ask again.
for _ in 1 2 3; do
  (cd "$cache" && npm ci "${quiet[@]}")
  bundled=$(echo "$cache"/node_modules/node-linux-*/bin)
  if [ -x "$bundled/node" ]; then
    export PATH=$bundled:$PATH
    break
  fi
done
if ! node -e 'process.exit(process.versions.node.split(".")[0] >= 24 ? 0 : 1)'; then
  echo "VS Code needs Node 24 or newer; npm brought none, and the PATH has $(node --version)" >&2
  exit 1
fi
# The editor's own libraries are locked by code-server's npm-shrinkwrap.
(cd "$cache/node_modules/code-server/lib/vscode" && npm install --omit=dev "${quiet[@]}")
echo "$stamp" >"$cache/installed"
