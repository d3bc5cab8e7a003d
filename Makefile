# Each target sets up what it needs on a machine that has only Python >= 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo run test check bench pictures lock

setup: .venv/.ready

.venv/.ready: requirements/run.lock requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/.ready

demo: setup
	@$(BIN)/jobwire demo

run: setup
	@$(BIN)/jobwire run

bench: setup
	@for bench in tests/benchmarks/bench_*.py; do \
		echo "== $$bench"; $(BIN)/python -m tests.benchmarks.$$(basename $$bench .py) || exit 1; done

pictures: setup
	@$(BIN)/python -m tests.pictures

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/jobwire check-vocabulary

test: check
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements/run.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml --group dev -o requirements/dev.lock
