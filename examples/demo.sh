#!/bin/sh
# What Partywall does with a schema, on a copy of examples/chatbots; `make demo` runs it. Leaves the checkout as it was.
set -eu

example=$(cd "$(dirname "$0")/chatbots" && pwd)
copy=$(mktemp -d "${TMPDIR:-/tmp}/partywall-demo.XXXXXX")
trap 'rm -rf "$copy"' EXIT
cp -R "$example/." "$copy"
cd "$copy"

heading() { printf '\n=== %s\n\n' "$1"; }

# 1 says that there are findings, which is the point here; anything else is a failure.
expecting_findings() { "$@" || [ $? -eq 1 ]; }

heading 'What is wrong: partywall check'
expecting_findings partywall check

heading 'How it would be mended: partywall fix --unsafe --diff'
expecting_findings partywall fix --unsafe --diff

heading 'The mended schema: partywall fix --unsafe'
expecting_findings partywall fix --unsafe
cat prisma/schema.prisma

heading 'The migration that goes with it: partywall create-migration --name scope_to_tenant'
ls prisma/migrations >"$copy/.before"
partywall create-migration --name scope_to_tenant
for folder in $(ls prisma/migrations | grep -vxF -f "$copy/.before"); do
  for file in "prisma/migrations/$folder"/*; do
    heading "$file"
    cat "$file"
  done
done
