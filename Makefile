PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PEERS ?= .venv-bench

.PHONY: export test check bench notebook vocabulary clean

export: $(VENV)/installed
	$(BIN)/kg export seeds -o exports

test: $(VENV)/installed-test
	$(BIN)/python -m pytest

check: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

vocabulary: $(VENV)/installed
	$(BIN)/python docs/make_vocabulary.py

notebook: $(VENV)/installed-notebook
	$(BIN)/jupyter lab examples/coverage.ipynb

bench: $(VENV)/installed-bench $(PEERS)/installed
	$(BIN)/python -m bench --peers $(PEERS)/bin/python $(BENCH)
	$(BIN)/python -m bench.pages

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "kg needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-bench: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-notebook: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[notebook]'
	@touch $@ $(VENV)/installed

# Morph-KGC and KGX need an older pyoxigraph than kg.
$(PEERS)/installed: bench/peers/requirements.txt | $(BIN)/python
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) .bench .hypothesis .kg-cache .mypy_cache .pytest_cache .ruff_cache
