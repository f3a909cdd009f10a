# make demo   set up, read an example to the terminal and to an HTML page
# make test   set up, run the tests
# make check  what a pull request must pass besides the tests: style, types, layers
# make lock   pin the development set anew in requirements-dev.lock
# make clean  remove what the other targets made

# The first of these that runs and is new enough makes the virtual environment; PYTHON=... overrides.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	"$$p" -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1 \
	&& { echo "$$p"; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

EXAMPLE ?= examples/tabloid-illness.txt
PAGE ?= build/demo/tabloid-illness.html

.PHONY: demo test check lock clean

demo: $(VENV)/.sayso-installed
	$(BIN)/sayso read --format table $(EXAMPLE)
	@mkdir -p $(dir $(PAGE))
	$(BIN)/sayso read --format html -o $(PAGE) $(EXAMPLE)
	@echo
	@echo "The same reading as a page: $(abspath $(PAGE))"
	@echo "Open it in a browser. Next: docs/tutorial.md"

test: $(VENV)/.dev-installed
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.dev-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Sayso needs Python 3.11, 3.12 or 3.13 with its venv module; \
	on Debian or Ubuntu: apt-get install python3 python3-venv. Another one: make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.sayso-installed: pyproject.toml requirements-dev.lock | $(VENV)/bin/python
	@echo "Setting up in $(VENV); the first time this takes a minute or two."
	@$(PIP) install -qq --constraint requirements-dev.lock --editable '.[ledger]'
	@touch $@

$(VENV)/.dev-installed: requirements-dev.lock $(VENV)/.sayso-installed
	@$(PIP) install -qq --requirement requirements-dev.lock
	@touch $@

# Only torch-free groups are pinned; training/README.md says what training needs.
lock:
	@test -n "$(PYTHON)" || { echo "no Python 3.11 to 3.13 found; make lock PYTHON=/path/to/python"; exit 1; }
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	build/lock/bin/python -m pip install --quiet --editable '.[ledger,postgresql,export]' --group dev
	{ echo "# The pinned development set; \`make lock\` writes it anew."; \
	  build/lock/bin/python -m pip freeze --exclude-editable; } > requirements-dev.lock
	rm -rf build/lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
