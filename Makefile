# The commands of the project. `make run` serves it, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: setup setup-dev run rasa test bench bench-rasa lint journeys clean

setup: $(VENV)/.app
setup-dev: $(VENV)/.dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Osaamo needs Python 3.11 or newer; name one with: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python could not make an environment; on Debian and Ubuntu: apt install python3-venv" >&2; rm -rf $(VENV); exit 1; }

$(VENV)/.app: requirements/app.txt requirements/vectors.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the pinned dependencies into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/app.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(PIP) install --require-hashes --no-deps --only-binary :all: -r requirements/vectors.txt || \
		echo "The vectors of meanings cannot be had on this machine: free text is understood by characters alone." >&2
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.app
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

run: setup
	@exec $(BIN)/osaamo run

# The same dialogues on a Rasa Open Source server of its own (Python 3.10, 2.7 GB), started and ended together.
rasa: setup
	@scripts/rasa-environment
	@exec $(BIN)/osaamo rasa

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	scripts/check-javascript

test: lint
	scripts/install-test-tools
	$(BIN)/pytest -rs -n 2 --dist loadfile $(PYTEST)

bench: setup-dev
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.understanding
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.danger

# Both engines side by side: needs Rasa's environment and an hour.
bench-rasa: setup-dev
	@scripts/rasa-environment
	@$(PIP) install --require-hashes --no-deps -r requirements/public-sets.txt
	$(BIN)/python -m benchmarks.rasa
	$(BIN)/python -m benchmarks.diet

# Screenshots and the recorded journeys in docs/ are made by the tests that walk them.
journeys: setup-dev
	OSAAMO_RECORD=docs $(BIN)/pytest tests/journeys

clean:
	rm -rf $(VENV) .venv-rasa node_modules build *.egg-info
