# Everything a newcomer, a developer and CI do; `make help` lists it.

PORT ?= 8000
DATA_DIR ?= data
BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
DEVELOPMENT := .venv/.development-installed

# The newest Python on the PATH that is new enough; PYTHON=… overrides.
PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3; do \
	"$$name" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$name" && break; done)

# REST's document and its answers are the same on every database, and many.
ON_POSTGRESQL := --ignore tests/rest/test_conformance.py

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help up test test-sqlite test-postgresql check bench lock format clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-24s %s\n", $$1, $$2}'

up: $(RUNTIME) ## Run the portal in the foreground (PORT=8000 DATA_DIR=data)
	@exec $(BIN)/python manage.py up --port "$(PORT)" --data-dir "$(DATA_DIR)"

test: $(DEVELOPMENT) ## Run all tests on SQLite, and those of the database on PostgreSQL
	$(BIN)/pytest -n auto $(ARGS)
	$(BIN)/python -m tests.servers.on_postgresql $(BIN)/pytest -n auto -m database --reuse-db $(ON_POSTGRESQL) $(ARGS)

test-sqlite: $(DEVELOPMENT) ## Run all tests on SQLite alone
	$(BIN)/pytest -n auto $(ARGS)

test-postgresql: $(DEVELOPMENT) ## Run the tests of the database on PostgreSQL alone
	$(BIN)/python -m tests.servers.on_postgresql $(BIN)/pytest -n auto -m database --reuse-db $(ON_POSTGRESQL) $(ARGS)

check: export DJANGO_SETTINGS_MODULE = tests.settings
check: $(DEVELOPMENT) ## Run the linters, the types, the layers and Django's own checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet kmsportal templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	folder="$$(mktemp -d)" && trap 'rm -rf "$$folder"' EXIT && \
		env DJANGO_SETTINGS_MODULE=kmsportal.settings KMSPORTAL_DATA_DIR="$$folder" KMSPORTAL_HTTPS=1 \
		KMSPORTAL_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(DEVELOPMENT) ## Put code and templates into their form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint --reformat --quiet kmsportal templates

bench: $(DEVELOPMENT) ## Measure the wire against moto's server
	$(BIN)/python -m bench $(ARGS)

lock: | $(BIN)/python ## Write the lock files anew from pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" pyproject.toml --group dev \
		--constraint requirements.lock --output-file requirements-dev.lock

clean: ## Remove the virtual environment and what tools left behind
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage* \
		htmlcov test-results

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "KMS Portal needs Python 3.11 or newer with its venv module; none is on the PATH (PYTHON=/path/to/python3 names one)." >&2; exit 1; }
	@echo "Making the virtual environment with $(PYTHON) …"
	@$(PYTHON) -m venv .venv

$(RUNTIME): requirements.lock | $(BIN)/python
	@echo "Installing what the portal needs; the first time takes a minute …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(DEVELOPMENT): requirements-dev.lock | $(BIN)/python
	@echo "Installing what tests and linters need …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
