# Sets itself up: needs Python 3.11 or newer and make. Every target is safe to repeat.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PACKAGES := tracker screens importers exports models

.PHONY: demo test check lint types imports wheel properties fuzz roundtrip bench screenshots messages clean

demo: $(READY)
	$(BIN)/tracker demo

test: $(READY)
	$(BIN)/pytest

check: lint types imports test wheel

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

wheel: $(READY)
	sh tests/wheel.sh $(BIN)/python

properties: $(READY)
	HYPOTHESIS_PROFILE=many $(BIN)/pytest -k "property or properties"

fuzz: $(READY)
	$(BIN)/python -m tests.fuzz

roundtrip: $(READY)
	$(BIN)/python -m tests.roundtrip

bench: $(READY)
	$(BIN)/python -m tests.bench

screenshots: $(READY)
	$(BIN)/python -m tests.screenshots docs/screenshots

messages: $(READY)
	$(BIN)/pybabel -q extract -w 110 -k N_ -k pgettext:1c,2 --no-location --sort-output --omit-header -o models/locale/tracker.pot $(PACKAGES)
	$(BIN)/pybabel -q update -w 110 -D tracker --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i models/locale/tracker.pot -d models/locale
	$(BIN)/pybabel -q compile -D tracker -d models/locale

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q -c constraints.txt -e ".[dev,pdf]"
	touch $(READY)

clean:
	rm -rf .venv build dist
