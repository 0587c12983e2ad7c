# Everything sets itself up in .venv: Python 3.11 or newer, pip and make are enough.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.version

help: ## show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 15

demo: $(STAMP) ## read an example and show what was found
	$(BIN)/spcb-minutes parse --format text examples/harbour-2024-09-10.pdf

test: $(STAMP) ## format, lint, types and tests: what CI runs
	$(BIN)/ruff format --check src tests examples benchmarks docs/*.py noxfile.py
	$(BIN)/ruff check src tests examples benchmarks docs/*.py noxfile.py
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n auto

update: $(STAMP) ## write again what is generated: JSON Schema, diagnostics, outputs in docs
	$(BIN)/spcb-minutes schema -o docs/schema.json
	$(BIN)/spcb-minutes explain --all --format markdown -o docs/diagnostics.md
	$(BIN)/python tests/test_tables.py
	$(BIN)/python tests/test_fields.py
	$(BIN)/python tests/test_docs.py

pin: $(STAMP) ## write the public names again after a decided change: see docs/stability.md
	$(BIN)/python tests/test_stability.py

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

docs: $(STAMP) ## build the pages into a site, with every warning an error: build/docs/index.html
	rm -rf build/docs
	$(BIN)/sphinx-build -W -n -q -E -c docs -d build/doctrees . build/docs
	@echo "Open build/docs/index.html"

pictures: $(STAMP) ## draw the pictures of the pages again, with Chromium
	$(BIN)/python docs/pictures.py

FUZZ_SECONDS ?= 600
fuzz: $(STAMP) ## many more examples of each property, then FUZZ_SECONDS of each way of fuzzing
	$(BIN)/python -m pip install -q --group fuzz
	SPCB_MINUTES_PROFILE=long $(BIN)/python -m pytest -q tests/test_properties.py tests/test_dresses.py tests/test_damage.py tests/test_grammar.py tests/test_growth.py
	$(BIN)/python tests/fuzz.py --seconds $(FUZZ_SECONDS)

nox: $(STAMP) ## lint, docs, and the tests on every supported Python that is here
	$(BIN)/nox

RELEASE ?=
release-check: $(STAMP) ## build what a release would publish and try it away from the checkout (RELEASE=--quick for less)
	$(BIN)/nox -s release -- $(RELEASE)

# An editable install keeps the version that it was made with; here it follows the one that the package states.
$(STAMP): $(VENV)/.installed src/spcb_minutes/__init__.py
	@grep -qxF "__version__ = \"$$($(BIN)/python -c 'from importlib.metadata import version; print(version("spcb-minutes"))')\"" src/spcb_minutes/__init__.py || $(BIN)/python -m pip install -q --no-deps -e .
	@touch $@

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(v < (3, 11) and "Python 3.11 or newer is needed; this is %d.%d: make $(MAKECMDGOALS) PYTHON=python3.11" % v)'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install -q 'pip>=25.1'; }
	$(BIN)/python -m pip install -q 'pip>=25.1'
	$(BIN)/python -m pip install -q -e '.[all]' --group test --group lint --group docs
	@touch $@

.PHONY: help demo test update pin score accuracy bench fuzz docs pictures nox release-check
