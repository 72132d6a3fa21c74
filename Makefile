# How is the line set up, run, tested and measured on this machine?

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
AS_ROOT = $$([ "$$(id -u)" = 0 ] || echo sudo -n)
APT     = $(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get -qq
PIP     = $(BIN)/python -m pip --disable-pip-version-check install --quiet

COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header --no-annotate pyproject.toml --extra espeak --group build

# A stamp is named by what it was made from: a lock that changes, or changes back, is noticed.
sum      = $(shell cat $(1) pyproject.toml | cksum | cut -d' ' -f1)
RUNTIME := $(VENV)/stamp-run-$(call sum,requirements.txt)
DEV     := $(VENV)/stamp-dev-$(call sum,requirements-dev.txt)

.PHONY: setup run test check bench drill lock clean chromium strace

setup: $(RUNTIME)  ## everything `make run` needs
	@$(BIN)/hotline directory build
	@$(BIN)/hotline audio render

run: setup  ## the whole line, until Ctrl-C
	@exec $(BIN)/hotline up

test: $(DEV) chromium check  ## lint, types, tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(DEV)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/bandit -q -r hotline jobs -ll

bench: $(DEV)  ## the figures of the README
	@for each in webhook understanding outbox call; do \
	  echo "== $$each"; $(BIN)/python -m benchmarks.$$each || exit 1; done

drill: $(DEV) strace  ## a whole week of bad luck: 20,000 texts, 2,000 calls; then 300 power cuts
	@$(BIN)/hotline drill
	@$(BIN)/hotline drill --power
	@$(BIN)/python -m pytest -m drill

lock:  ## both locks again, from pyproject.toml; setuptools is there to install the line itself
	@command -v uv >/dev/null || { echo "make lock needs uv: install it, then try again."; exit 1; }
	@$(COMPILE) -o requirements.txt
	@$(COMPILE) --group dev -o requirements-dev.txt

clean:  ## all that can be made again; the record in var/ stays
	rm -rf $(VENV) build *.egg-info audio/rendered .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache

define install
@echo "Installing the packages of $(1)…"
@$(PIP) --require-hashes -r $(1)
@$(PIP) --no-deps --no-build-isolation -e .
@rm -f $(VENV)/stamp-$(2)-* && touch $@
endef

$(RUNTIME): | $(BIN)/python
	$(call install,requirements.txt,run)

$(DEV): | $(BIN)/python
	$(call install,requirements-dev.txt,dev)

# Debian's python3 comes without ensurepip, and then leaves half a .venv behind.
$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON): install Python 3.11 or newer, or name it: make PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) -V), too old: the line needs 3.11 or newer (make PYTHON=…)."; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  $(APT) update && $(APT) install -y python3-venv >/dev/null; } 2>/dev/null || { \
	  echo "Run this once, then try again: sudo apt-get install -y python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The console is tested in a real browser; the second package draws Arabic, Bengali and Tamil.
chromium:
	@command -v chromium >/dev/null || { echo "Installing Chromium for the browser tests…"; \
	  { $(APT) update && $(APT) install -y --no-install-recommends chromium fonts-noto-core \
	    >/dev/null; } 2>/dev/null; } || echo "No Chromium here: the browser tests will be skipped."

# The power cut is a log of writes that strace keeps.
strace:
	@command -v strace >/dev/null || { echo "Installing strace for the power cut…"; \
	  { $(APT) update && $(APT) install -y --no-install-recommends strace >/dev/null; } 2>/dev/null; } \
	  || echo "No strace here: no power cut can be drilled."
