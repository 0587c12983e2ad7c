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
	$(BIN)/python -m pytest -q -n auto

update: $(STAMP) ## write again what is generated: JSON Schema, diagnostics, outputs in docs
	$(BIN)/spcb-minutes schema -o docs/schema.json
	$(BIN)/spcb-minutes explain --all --format markdown -o docs/diagnostics.md
	$(BIN)/python tests/test_tables.py
	$(BIN)/python tests/test_docs.py

score: $(STAMP) ## compare with the facts read by hand, where ../shared is present
	$(BIN)/python ../shared/score/score.py

accuracy: $(STAMP) ## measure what damage costs and what is found across meetings, and write docs/accuracy.md
	$(BIN)/python benchmarks/accuracy.py
	$(BIN)/python benchmarks/series.py

bench: $(STAMP) ## measure time, memory and size, and write docs/performance.md
	$(BIN)/python -m pip install -q --group bench
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/exports.py
	$(BIN)/python benchmarks/archive.py

FUZZ_SECONDS ?= 600
fuzz: $(STAMP) ## many more examples of each property, then FUZZ_SECONDS of each way of fuzzing
	$(BIN)/python -m pip install -q --group fuzz
	SPCB_MINUTES_PROFILE=long $(BIN)/python -m pytest -q tests/test_properties.py tests/test_dresses.py tests/test_damage.py tests/test_grammar.py tests/test_growth.py
	$(BIN)/python tests/fuzz.py --seconds $(FUZZ_SECONDS)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install -q 'pip>=25.1'; }
	$(BIN)/python -m pip install -q 'pip>=25.1'
	$(BIN)/python -m pip install -q -e '.[all]' --group test --group lint
	@touch $@

.PHONY: help demo test update score accuracy bench fuzz
