# `make` lists the targets. Set-up needs Python 3.11 or newer and make, nothing else.

PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python,$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
BIN := .venv/bin
STAMP := .venv/.installed
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help serve test contract probes prove kill-matrix survey sample browser check lint types docs format bench wheel lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer was found; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

serve: $(STAMP) ## serve the mock on http://127.0.0.1:4010 (ARGS="--port 0")
	@exec $(BIN)/mockserver $(ARGS)

test: $(STAMP) ## run the tests (ARGS="-k ledger")
	$(BIN)/python -m pytest -n auto $(ARGS)

contract: $(STAMP) ## judge the mock by the contract tests (ARGS="--level deep")
	@$(BIN)/python -m contract_tests.against_mock $(ARGS)

probes: $(STAMP) ## show every defect and variant by its direct probe
	$(BIN)/python -m pytest -n auto -m probe tests/defects $(ARGS)

prove: $(STAMP) ## try the clauses on every defect and variant of the mock: minutes (ARGS="--sample 60")
	@$(BIN)/contract-tests prove $(ARGS)

kill-matrix: $(STAMP) ## draw docs/kill-matrix.md anew from all of them
	@$(BIN)/contract-tests prove --report markdown=docs/kill-matrix.md

survey: $(STAMP) ## judge every defect and lawful variant of the adversary: hours (ARGS="--only 'list*'")
	$(BIN)/python -m tests.adversary.survey $(ARGS)

sample: $(STAMP) ## judge a few of those: minutes
	$(BIN)/python -m tests.ci.sample $(ARGS)

browser: $(STAMP) ## run the tests that drive Chromium
	$(BIN)/python -m pytest -m browser tests/browser $(ARGS)

lint: $(STAMP) ## check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## check types, strictly
	$(BIN)/mypy

check: lint types test ## everything that must hold before a commit

docs: $(STAMP) ## write docs/clauses.md anew from the catalogue
	$(BIN)/python -m tests.ci.clauses_page

format: $(STAMP) ## format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP) ## measure against a bare Starlette app; keeps benchmarks/results.json
	$(BIN)/python -m benchmarks $(ARGS)

wheel: $(STAMP) ## build the wheel into dist/
	rm -rf dist
	$(BIN)/python -m build --no-isolation --wheel --outdir dist .

lock: ## write requirements.lock anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --group dev --output-file requirements.lock pyproject.toml

clean: ## remove what was built and installed
	rm -rf .venv dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
