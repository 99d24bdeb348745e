# Everything a person or a machine needs: `make run` starts the page, `make test` tests it.
# Nothing has to be installed by hand but Python 3.11 or newer (with venv) and make.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARGS ?=

.PHONY: setup run test lint check check-full format bench bench-readers bench-review accuracy samples screenshots clean help

help:
	@echo "make run         open the page with the sample disclosures"
	@echo "make test        run the tests (ARGS='-k name' for some of them)"
	@echo "make check       format, lint, types, layers and tests"
	@echo "make check-full  the same, with coverage, all gold files and the benchmarks"
	@echo "make format      put the code into its form"
	@echo "make bench       measure, one report in build/bench.md (ARGS='embedding startup' for parts)"
	@echo "make bench-readers  measure the readers only (ARGS='FILE ...' for some files)"
	@echo "make bench-review  seed 3,000 errors into made-up disclosures; what the review finds"
	@echo "make accuracy    answer every gold file and generated questions; print what is right"
	@echo "make train       learn from made-up disclosures how figures are chosen"
	@echo "make samples     write the sample disclosures in every other format"
	@echo "make screenshots  take the pictures in docs/images (needs Chromium)"
	@echo "make clean       remove what make has made; a library is never touched"

setup: $(READY)

# The stamp is younger than pyproject.toml when the environment has what it asks for.
$(READY): pyproject.toml
	@for python in python3.14 python3.13 python3.12 python3.11 python3; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    found=$$python; break; fi; done; \
	if [ -z "$$found" ]; then echo "需要 Python 3.11 或更新的版本" >&2; exit 1; fi; \
	test -x $(BIN)/python || $$found -m venv $(VENV)
	@echo "安装依赖（首次约需几分钟）……"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e ".[dev]"
	@$(BIN)/python -c "from index.default_model import default_model; default_model()"
	@touch $@

run: setup
	@$(BIN)/python app.py --samples $(ARGS)

test: setup
	@$(BIN)/python -m pytest $(ARGS)

lint: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: lint test

check-full: lint
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered $(ARGS)
	@$(BIN)/python -m pytest tests/slow_accuracy.py
	@$(MAKE) bench ARGS=

format: setup
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format .

bench: setup
	@$(BIN)/python -m benchmarks $(ARGS)

bench-readers: setup
	@$(BIN)/python -m benchmarks.readers $(ARGS)

bench-review: setup
	@$(BIN)/python -m benchmarks.review --errors 3060 --clean 300 $(ARGS)

accuracy: setup
	@$(BIN)/python -m benchmarks.accuracy --gold $(ARGS)

train: setup
	@$(BIN)/python -m benchmarks.training $(ARGS)

samples: setup
	@$(BIN)/python -m benchmarks.samples

screenshots: setup
	@$(BIN)/python -m docs.screenshots

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
