# What one does here; `make` alone lists it. Set-up is done once and again only where a lock file has changed.
SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONDONTWRITEBYTECODE # else each of the many processes of a test run compiles everything anew
PORT ?= 8000
SAMPLE ?= hai-phong
export PORT SAMPLE

PY := .venv/bin/python
DONE := build/done
PAGES := $(shell find quantriet -name '*.html' -o -name '*.py' -not -path '*/migrations/*')
ISLANDS := $(shell find client/src -type f) client/build.mjs client/tsconfig.json client/package.json
CATALOGUES := $(wildcard quantriet/*/locale/*/LC_MESSAGES/django.po)
STATIC := $(shell find quantriet/*/static -type f -not -path '*/static/build/*' 2>/dev/null)
PIP := $(PY) -m pip install --quiet --require-hashes --no-deps --only-binary :all:

.PHONY: help setup run test fast lint types layers messages migrations client bench docs

help: ## list the verbs
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/installed $(DONE)/messages $(DONE)/static ## install and build all that running needs

run: setup ## start database, web server and worker; PORT=8000 SAMPLE=hai-phong|country|none
	@exec .venv/bin/quantriet run

# Layers and missing migrations are tests of tests/house.
test: setup .venv/developing $(DONE)/browser lint types ## everything that must hold before a commit
	.venv/bin/pytest -n 2 --dist worksteal

fast: setup .venv/developing ## rules and house alone, no database
	.venv/bin/pytest -q tests/house $(wildcard tests/*/test_rules*.py)

lint: setup .venv/developing ## style
	.venv/bin/ruff check .

types: setup .venv/developing ## types
	.venv/bin/mypy quantriet

layers: setup .venv/developing ## floors and rooms: imports only run down
	.venv/bin/lint-imports

messages: setup .venv/developing ## compile the translations and check that none is missing
	$(PY) -m quantriet.config.messages
	.venv/bin/pytest -q tests/house/test_labels.py

migrations: setup ## write the migration of a changed model: make migrations APP=org NAME=add_address
	$(PY) manage.py makemigrations $(APP) --name $(or $(NAME),$(error Say what it does: NAME=add_address))

client: $(DONE)/client ## types and tests of the scripts, then the bundle
	cd client && npm run --silent types && npm run --silent test

bench: setup .venv/developing ## the measured figures of docs/operations.md
	@for question in start reading scans search; do $(PY) -m bench.$$question || exit 1; done
	@for question in fanout rollup changes exactness merger reorganisation page; do .venv/bin/quantriet bench $$question; done

docs: setup .venv/developing ## check that what the docs name exists
	.venv/bin/pytest -q tests/house/test_docs.py

# --- what stands behind them -------------------------------------------------------------------------------------------
.venv/made: requirements/venv.sh
	sh requirements/venv.sh .venv
	@touch $@

.venv/installed: .venv/made requirements/run.txt pyproject.toml
	$(PIP) -r requirements/run.txt
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/developing: .venv/installed requirements/dev.txt
	$(PIP) -r requirements/dev.txt
	@touch $@

$(DONE)/modules: .venv/installed client/package-lock.json
	cd client && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@mkdir -p $(DONE) && touch $@

$(DONE)/client: $(DONE)/modules $(ISLANDS) $(PAGES)
	cd client && node build.mjs
	@touch $@

$(DONE)/messages: .venv/installed $(CATALOGUES)
	$(PY) -m quantriet.config.messages
	@mkdir -p $(DONE) && touch $@

$(DONE)/static: $(DONE)/client $(STATIC)
	$(PY) manage.py collectstatic --noinput --verbosity 0
	@touch $@

$(DONE)/browser: .venv/developing tests/browser/package-lock.json tests/browser/chromium.py tests/browser/unpack.mjs
	$(PY) tests/browser/chromium.py
	@touch $@
