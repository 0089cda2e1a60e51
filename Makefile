# make run          the window (offscreen pictures where there is no display)
# make test         every test
# make lint         style, types, walls between the rooms, spelling
# make bench        the measures of the house
# make screenshots  the README's pictures, taken of the real window
#
# Each does its own set-up: Python packages go into .venv, and on Debian, as root, Qt's system libraries are
# installed too. Nothing is set up twice; once it is, no network is needed.

VENV := .venv
BIN := $(VENV)/bin
# The set-up is renewed when what is to be installed changed, or the place of the checkout (scripts name it).
KEY := $(shell { pwd; cat pyproject.toml constraints.txt; } | cksum | cut -d ' ' -f 1)
APP := $(VENV)/.app-$(KEY)
DEV := $(VENV)/.dev-$(KEY)
# Tests of one file share processes that take seconds to start, so a file is never divided.
TEST_PROCESSES := 2
# `pip install --group` came with pip 25.1; this works with every pip.
DEV_PACKAGES := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"], sep="\n")

.PHONY: run test lint bench screenshots setup libraries

run: $(APP) libraries
	$(BIN)/python main.py

test: $(DEV) libraries
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

bench: $(DEV) libraries
	$(BIN)/python tests/bench/table.py

screenshots: $(APP) libraries
	$(BIN)/python main.py screenshots -o resources/pictures

setup: $(DEV) libraries

libraries:
	@.ci/system-libraries

$(DEV): $(APP)
	@$(BIN)/python -c '$(DEV_PACKAGES)' | $(BIN)/python -m pip install -q -c constraints.txt -r /dev/stdin
	@touch $@

$(APP): $(BIN)/python
	@$(BIN)/python -m pip install -q -c constraints.txt -e .
	@rm -f $(VENV)/.app-* $(VENV)/.dev-*
	@touch $@

$(BIN)/python:
	@.ci/make-venv $(VENV)
