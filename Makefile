# Needs Python 3.11 or later (with venv and pip) and make; everything else goes into $(VENV).
#
#   make app     install, build the index where it is missing or stale, serve the app
#   make test    install what the tests need and run them all
#   make help    the other targets

PYTHON ?= python3
VENV   ?= .venv
PORT   ?= 8501

BIN     := $(VENV)/bin
SPE     := $(BIN)/spe-search
PIP     := $(BIN)/python -m pip --disable-pip-version-check --no-input
DEPS    := pyproject.toml constraints.txt
PACKAGE := src/spe_search
LOCALE  := $(PACKAGE)/locale
PO      := $(LOCALE)/fr/LC_MESSAGES/spe_search.po
MO      := $(PO:.po=.mo)
POT     := $(VENV)/spe_search.pot
SOURCES := $(PACKAGE) app.py app_pages app_parts

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help app test check index quality locale locale-check lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

app: $(VENV)/.app  ## install, build the index where needed, serve the app on PORT (8501)
	$(SPE) build --if-stale
	$(SPE) app --port $(PORT)

test: $(VENV)/.test  ## run the whole suite; PYTEST_ARGS="-m 'not slow'" narrows it
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.dev locale-check  ## ruff, mypy, the floors, the catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

index: $(VENV)/.app  ## build the index from corpus/ where it is missing or stale
	$(SPE) build --if-stale

quality: index  ## measure the search on the gold set; fail under the floors
	$(SPE) eval --half report --floors benchmarks/floors.toml

# ---------------------------------------------------------------- the environment

# The stamps make a second run instant; a change of $(DEPS) installs again.
$(VENV)/.app: EXTRA :=
$(VENV)/.test: EXTRA := [test]
$(VENV)/.dev: EXTRA := [dev]
$(VENV)/.app $(VENV)/.test $(VENV)/.dev: $(VENV)/.venv $(DEPS)
	@echo "Installation dans $(VENV) (quelques minutes la première fois)…"
	$(PIP) install -c constraints.txt -e '.$(EXTRA)'
	@touch $@

$(VENV)/.venv:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "$(PYTHON) est introuvable. Installez Python 3.11 ou plus récent,"; \
	  echo "ou nommez-le : make app PYTHON=/chemin/vers/python3.12"; exit 1; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version) est trop ancien : il faut Python 3.11 ou plus récent."; \
	  echo "Nommez-en un autre : make app PYTHON=python3.12"; exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Le module venv (ou ensurepip) manque à $(PYTHON)."; \
	  echo "Sur Debian ou Ubuntu : apt-get install python3-venv"; exit 1; } >&2
	$(PYTHON) -m venv $(VENV)
	@touch $@

lock: $(VENV)/.venv  ## write constraints.txt again; LOCK_ARGS=--upgrade takes newer releases
	$(PIP) install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --extra dev --extra training \
	  --annotation-style line --custom-compile-command "make lock" \
	  --output-file constraints.txt $(LOCK_ARGS) pyproject.toml

clean:  ## remove the environment, the built index and the caches; the corpus stays
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find index -mindepth 1 ! -name README.md -delete
	find $(SOURCES) tests -name __pycache__ -prune -exec rm -rf {} +

# ---------------------------------------------------------------- the catalogues

EXTRACT := $(BIN)/pybabel --quiet extract --mapping-file=pyproject.toml --output-file=$(POT) \
  --keyword=_ --keyword=message --keyword=mark --no-location --sort-output \
  --project=spe-search --version=0.1 $(SOURCES)
UPDATE := $(BIN)/pybabel --quiet update --input-file=$(POT) --output-file=$(PO) --locale=fr \
  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

locale: $(VENV)/.dev  ## collect the messages into the French catalogue and compile it
	$(EXTRACT)
	@test -f $(PO) || $(BIN)/pybabel --quiet init -i $(POT) -d $(LOCALE) -D spe_search -l fr
	$(UPDATE)
	$(BIN)/pybabel compile --statistics --input-file=$(PO) --output-file=$(MO)

locale-check: $(VENV)/.dev  # every message collected, translated and compiled
	@$(EXTRACT)
	@$(UPDATE) --check || { echo "$(PO) is stale: make locale" >&2; exit 1; }
	@$(BIN)/pybabel compile --statistics -i $(PO) -o $(POT:.pot=.mo) 2>&1 | grep -F '(100%)' \
	  || { echo "$(PO) lacks translations" >&2; exit 1; }
	@cmp $(POT:.pot=.mo) $(MO) || { echo "$(MO) is stale: make locale" >&2; exit 1; }
