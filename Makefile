# make demo   explore the embedded phone, synthesise tasks, verify, score and export them
# make test   every test, then ruff and mypy; what continuous integration runs
# make lint   ruff and mypy only
# make bench  steps per second, reset, snapshot, restore, fork, memory
# make clean  remove what the commands above made, .venv included
#
# Paths are relative on purpose: this works in a directory whose name has spaces, where make itself
# could not name an absolute target.

PYTHON ?= python3
OUT ?= runs/demo
WORKERS ?= 2
# With browsergym among them, the tests also compare with stock BrowserGym, libwebarena and webarena-verified.
EXTRAS ?= android,control,dev,llm,synth,web

BIN := .venv/bin
# A virtual environment does not survive being moved or copied, so its stamps name the directory.
HERE := $(shell pwd | cksum | cut -d' ' -f1)
VENV := .venv/created-$(HERE)
RUN := .venv/installed-run-$(HERE)
DEV := .venv/installed-dev-$(HERE)
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet

.DELETE_ON_ERROR:
.PHONY: demo test lint bench clean typing

demo: $(RUN)
	$(BIN)/osgenesis run --env AndroidWorld --out "$(OUT)"

# `pytest`, not `python -m pytest`: the latter puts this directory on sys.path, where `agents`
# would hide other distributions' modules of that name.
test: $(DEV)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)
	@$(MAKE) --no-print-directory lint

lint: $(DEV) typing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p osgenesis.envs -p osgenesis.agents -p osgenesis.synth
	$(BIN)/mypy tests $(wildcard benchmarks/*.py)

bench: $(RUN)
	$(BIN)/osgenesis bench

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

# The mapped import names as a folder of links, for type checkers.
typing:
	@mkdir -p build/typing/osgenesis
	@for part in envs agents synth; do ln -sfn ../../../$$part build/typing/osgenesis/$$part; done

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo 'osgenesis needs Python 3.11 or newer as $(PYTHON); name another: make PYTHON=python3.12' >&2; \
	    exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo 'Python lacks its venv module; on Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
	@touch $@

$(RUN): $(VENV) pyproject.toml
	$(PIP_INSTALL) --editable '.[synth]'
	@touch $@

$(DEV): $(VENV) pyproject.toml
	$(PIP_INSTALL) --editable '.[$(EXTRAS)]'
	@touch $@
