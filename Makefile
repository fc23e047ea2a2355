# The commands of this project. `make run` and `make test` do everything on a machine that has
# Python 3.11, make and a package index.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# Python may keep what it has compiled: pytest rewrites 200 files of tests in each process it starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-services programs lint format bench chaos pictures lock clean

run: .venv/ready
	@exec $(BIN)/python manage.py start

# The quick tests first, then those that start and kill processes and those that drive browsers.
test: .venv/ready-dev programs
	$(BIN)/python -m pytest -n 3 --dist loadfile --ignore=tests/processes --ignore=tests/browser --ignore=tests/services
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder tests/processes tests/browser

# All that know a database, queue or storage again, on PostgreSQL, Redis and an S3 server, and what needs all three.
test-services: .venv/ready-dev programs
	$(BIN)/python -m tests.backends

# What tests need and no package brings: a browser, PostgreSQL and others; installed where they are missing.
programs: .venv/ready-dev
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.postgres
	@$(BIN)/python -m tests.debian

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/ready-dev
	$(BIN)/python -m bench

# A thousand submits while things go wrong. CHAOS_SEED draws an earlier run's again.
chaos: .venv/ready-dev
	$(BIN)/python -m tests.chaos

# The documents' pictures, drawn anew from the demo.
pictures: .venv/ready-dev
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m docs.pictures.make

# Write the pinned requirements anew from requirements*.in, without naming any index.
lock: .venv/ready-dev
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --upgrade -o requirements.txt requirements.in
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --upgrade -o requirements-dev.txt requirements-dev.in

clean:
	rm -rf .venv .pytest_cache .ruff_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 is needed; this is " + sys.version)'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian: apt install python3-venv"; exit 1; }

.venv/ready: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/ready-dev: requirements-dev.txt .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
