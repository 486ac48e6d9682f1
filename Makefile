# Everything is installed into the checkout: .venv, .cache and node_modules. Only what is out of date is installed again.
# GNU make 3.81, which macOS has, is enough.

.PHONY: help demo test lint docs grammar bench vsix test-deps clean
.DEFAULT_GOAL := help

VENV    := .venv
PYTHON  := $(VENV)/bin/python
PIP     := $(PYTHON) -m pip --quiet --disable-pip-version-check
NPM_CI  := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
ORACLE  := tests/support/prisma
PRISMA  := tests/support/prisma_cli
SARIF   := tests/support/sarif
CLIENT  := vscode-client
EDITOR  := tests/editors/vscode
PEERS   := benchmarks
JOBS    ?= 2

# pyright is an npm package behind a Python one: keep what it fetches in the checkout, and quiet.
export PYRIGHT_PYTHON_CACHE_DIR       := $(CURDIR)/.cache/pyright
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
export npm_config_update_notifier     := false

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ------------------------------------------------------------------------------------------ what a user runs

demo: .cache/package ## install Partywall and run it on the example: findings, fixes, migration
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" sh examples/demo.sh

test: lint test-deps ## install the rest, then run linters, type checks and all tests; asks for no root [JOBS=2]
	npm --prefix $(CLIENT) test
	$(PYTHON) -m pytest -m "not slow and not editor" -n $(JOBS) --dist worksteal $(PYTEST)
	$(PYTHON) -m pytest -m "not slow and editor" $(PYTEST)  # one after the other: they watch the clock

# ------------------------------------------------------------------------------------------ what a developer runs

lint: .cache/dev $(CLIENT)/node_modules/.package-lock.json ## style, types and layers
	$(VENV)/bin/ruff check --quiet .
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/lint-imports --no-logo --cache-dir .cache/import-linter
	$(VENV)/bin/mypy
	$(VENV)/bin/pyright
	npm --prefix $(CLIENT) run check

docs: .cache/dev ## write docs/rules from the docstrings of the rules; docs/evidence.md, docs/histories.md where ../shared is
	$(PYTHON) docs/generate.py
	@if [ -d ../shared ]; then $(PYTHON) docs/evidence.py && $(PYTHON) docs/histories.py; fi

grammar: .cache/dev ## write the parser's tables from its grammar
	$(PYTHON) -m partywall.syntax.generate > .cache/tables.py
	mv .cache/tables.py analysis/partywall/syntax/tables.py

bench: .cache/package $(PEERS)/node_modules/.package-lock.json ## time editor answers beside the official server [BENCH="--models 1000"]
	@$(COMPILE)
	$(PYTHON) $(PEERS)/editor_latency.py $(BENCH)

vsix: .cache/dev $(CLIENT)/node_modules/.package-lock.json ## package the VS Code extension [TARGET=linux-x64|linux-arm64|darwin-x64|darwin-arm64|win32-x64]
	$(PYTHON) $(CLIENT)/scripts/build_vsix.py $(if $(TARGET),--target $(TARGET))

test-deps: .cache/dev $(ORACLE)/node_modules/.package-lock.json $(PRISMA)/node_modules/.package-lock.json $(SARIF)/node_modules/.package-lock.json $(CLIENT)/node_modules/.package-lock.json ## install what the tests need and stop
	$(EDITOR)/install.sh

clean: ## remove everything that was installed or built
	rm -rf $(VENV) .cache dist $(ORACLE)/node_modules $(PRISMA)/node_modules $(SARIF)/node_modules $(CLIENT)/node_modules $(CLIENT)/out $(PEERS)/node_modules

# ------------------------------------------------------------------------------------------ installing
# The stamps live in .cache; npm keeps its own in node_modules/.package-lock.json. An editable installation is
# not compiled by pip; where PYTHONDONTWRITEBYTECODE is set it never would be, and each start takes twice as long.

COMPILE := $(PYTHON) -m compileall -q analysis server

.cache/package: pyproject.toml $(VENV)/bin/pip
	$(PIP) install --editable .
	@$(COMPILE)
	@mkdir -p $(@D) && touch $@

.cache/dev: pyproject.toml $(VENV)/bin/pip
	$(PIP) install --editable '.[dev]'
	@$(COMPILE)
	@mkdir -p $(@D) && touch $@ .cache/package

# The newest Python that runs and can make virtual environments. (A pyenv shim may be there and not run.)
$(VENV)/bin/pip:
	@for python in python3.14 python3.13 python3.12 python3.11 python3; do \
	  if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "$$python -m venv $(VENV)"; exec $$python -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "Partywall needs Python 3.11 or newer with venv (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1

%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	@node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null \
	  || { echo "the tests need Node 20 or newer on the PATH" >&2; exit 1; }
	cd $* && $(NPM_CI)
	@touch $@
