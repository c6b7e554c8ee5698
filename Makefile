# Rembug: two commands do nearly everything, `make demo` and `make test`.
PYTHON ?= python3
PYTEST_ARGS ?= -n 2 --dist worksteal
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
BENCH := .venv-bench
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help install demo test check browser screenshot bench bench-broadcast lock clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

install: $(VENV)/.runtime ## set up what `rembug run` needs, and nothing else

demo: $(VENV)/.runtime ## start the bot, the simulator and a demo neighbourhood; prints one address
	@$(BIN)/rembug demo

test: $(VENV)/.dev ## run every test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.dev ## format, lint, types, layers, docs, then every test (what CI runs)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -q tests/project/test_documents.py tests/project/test_settings.py
	$(MAKE) --no-print-directory test

browser: $(VENV)/.dev ## run only the tests that drive a real Chromium
	$(BIN)/python -m pytest -m browser

screenshot: $(VENV)/.dev ## take the picture of the README anew, in a real Chromium
	REMBUG_SCREENSHOT=docs/images/demo.png $(BIN)/python -m pytest -q tests/e2e/test_demo.py -k main_job

bench: $(VENV)/.dev $(BENCH)/.plain ## run every benchmark
	$(BIN)/python -m pytest -m bench -s tests/bench

bench-broadcast: $(VENV)/.dev $(BENCH)/.plain ## 10,000 people, three bots side by side (BENCH_PEOPLE=600 for a quick look)
	$(BIN)/python -m pytest -q -m bench -s tests/bench/test_broadcast.py

lock: ## resolve the lock files anew (needs uv; LOCK_ARGS=--upgrade for newer versions)
	$(LOCK) $(LOCK_ARGS) pyproject.toml --extra build --extra dev --output-file requirements-dev.lock
	$(LOCK) pyproject.toml --constraint requirements-dev.lock --no-annotate --extra build --output-file requirements.lock
	$(LOCK) $(LOCK_ARGS) --group bench --output-file requirements-bench.lock

clean: ## remove the environment, builds and caches; settings and data stay
	rm -rf $(VENV) $(BENCH) .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: what stands is not set up again until a lock file or pyproject.toml changes.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Rembug needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || true)." >&2; \
		echo "Name another one, for instance: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Python could not make $(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.runtime: $(VENV)/.python requirements.lock pyproject.toml
	@echo "Setting up what Rembug needs (the first time takes a minute) ..."
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.python requirements-dev.lock pyproject.toml
	@echo "Setting up what Rembug and its tests need (the first time takes a minute) ..."
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $(VENV)/.runtime $@

$(BENCH)/.plain: $(VENV)/.python requirements-bench.lock
	@echo "Setting up the bots that Rembug is measured against ..."
	@$(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes -r requirements-bench.lock
	@touch $@
