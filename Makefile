# Each target sets up what it needs on a machine that has only Python >= 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo run test check bench lock

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

# The rooms that stand. The others are under construction and join these lists when they are whole.
STANDING_CODE := bot/domain bot/errors.py bot/settings.py bot/store/schema.py bot/store/store.py \
	bot/delivery/message.py bot/delivery/platform.py bot/delivery/fit.py bot/delivery/retry.py bot/delivery/keys.py
STANDING_TESTS := tests/unit/settings tests/unit/terminal \
	tests/unit/delivery/test_delivery_fit.py tests/unit/delivery/test_delivery_retry.py \
	tests/contracts/test_platform_contract.py tests/contracts/test_platform_chat_server.py

check: setup
	$(BIN)/ruff check $(STANDING_CODE)
	$(BIN)/mypy --follow-imports=silent $(STANDING_CODE)

test: check
	$(BIN)/python -m pytest $(STANDING_TESTS)

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements/run.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml --group dev -o requirements/dev.lock
