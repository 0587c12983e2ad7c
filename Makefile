# Everything sets itself up in .venv: Python 3.11 or newer, pip and make are enough.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

help: ## show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: $(STAMP) ## read an example and show what was found
	$(BIN)/spcb-minutes parse --format text examples/harbour-2024-09-10.pdf

test: $(STAMP) ## format, lint, types and tests: what CI runs
	$(BIN)/ruff format --check src tests examples benchmarks
	$(BIN)/ruff check src tests examples benchmarks
	$(BIN)/mypy
	$(BIN)/python -m pytest -q

update: $(STAMP) ## write again what is generated: JSON Schema, diagnostics, outputs in docs
	$(BIN)/spcb-minutes schema -o docs/schema.json
	$(BIN)/spcb-minutes explain --all --format markdown -o docs/diagnostics.md
	$(BIN)/python tests/test_docs.py

score: $(STAMP) ## compare with the facts read by hand, where ../shared is present
	$(BIN)/python ../shared/score/score.py

bench: $(STAMP) ## time reading, as ratios in one run
	$(BIN)/python -m pip install -q --group bench
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/readers.py

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install -q 'pip>=25.1'; }
	$(BIN)/python -m pip install -q 'pip>=25.1'
	$(BIN)/python -m pip install -q -e '.[all]' --group test --group lint
	@touch $@

.PHONY: help demo test update score bench
