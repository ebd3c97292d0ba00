# Two commands are all a newcomer needs:
#   make run    install into .venv, import the shipped examples, build releases, open the sites
#   make test   install what checks it, and check everything
# Another Python than python3: make run PYTHON=python3.12

PYTHON ?= python3
JOBS ?= 2
BIN := .venv/bin

have_python = command -v $(PYTHON) >/dev/null 2>&1 || { \
	echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: make run PYTHON=/path/to/python3.12"; exit 1; }

.PHONY: run test setup setup-test lint types words docs screenshots lock clean
.NOTPARALLEL:

# Checks never look into the register that somebody keeps in ./sijill-home
test lint types words docs screenshots: export SIJILL_HOME := $(CURDIR)/build/no-home

run: setup
	@$(BIN)/sijill demo

test: setup-test lint types words docs
	$(BIN)/pytest -n $(JOBS) --dist loadgroup
	$(BIN)/pytest -n $(JOBS) --dist loadgroup --database postgres

setup:
	@$(have_python)
	@$(PYTHON) scripts/setup.py run

setup-test:
	@$(have_python)
	@$(PYTHON) scripts/setup.py test

lint: setup-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: setup-test
	$(BIN)/mypy

words: setup-test
	$(BIN)/sijill check codelists

docs: setup-test
	$(BIN)/sphinx-build -W --keep-going -q docs build/docs

screenshots: setup-test
	$(BIN)/python scripts/screenshots.py

# make lock UPGRADE=--upgrade moves every package to the newest that pyproject.toml allows
lock:
	@$(have_python)
	$(PYTHON) scripts/lock.py $(UPGRADE)

# What can be made again; never sijill-home, which is somebody's register
clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
