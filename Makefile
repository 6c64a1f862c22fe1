# Everything that builds and checks gawah. `make setup` once, then `make demo`, `make test`, `make check`.
# make test ONLY=seal          the tests under tests/seal
# make golden CASE=instagram/2024-direct-two-sides

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
TESTS := $(if $(ONLY),tests/$(ONLY),tests)
PIP := $(PY) -m pip --disable-pip-version-check --no-input -qq
QUICK := not shared and not long and not browser

.PHONY: help setup assets programs demo train eval test quick check format docs bench golden fuzz test-long coverage wheel lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

# --- making ready ------------------------------------------------------------------------------------------------------

setup: .venv/.installed assets  ## .venv with the gawah command in it, the fonts and the language data

.venv/.installed: requirements-dev.lock pyproject.toml src/gawah/__init__.py
	@tools/venv.sh .venv
	@echo "gawah: installing the locked requirements into .venv" >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

assets: .venv/.installed  ## fonts and the language data of OCR into src/gawah, from packages pinned by hash
	@$(PY) -m tools.assets

programs:  # what the tests hold our output against; Debian names
	@tools/debian.sh 7zz=7zip age=age openssl=openssl xxd=xxd zip=zip pdftotext=poppler-utils qpdf=qpdf $(if $(filter Linux,$(shell uname)),strace=strace)

# --- using -------------------------------------------------------------------------------------------------------------

demo: setup  ## build the invented case, import it, write and verify its dossier
	@$(PY) -m tools.demo

train: setup  ## the weights of triage and their model card from ../shared/data; the same bytes from the same data and wheels
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m training.train
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m training.latin
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m training.said

eval: setup  ## what the suggestions of triage are worth, language by language; writes docs/triage-card.md
	@$(PY) -m evaluation.card

bench: setup programs  ## ratios to named peers, in one run
	@$(PY) -m bench.run

# --- checking ----------------------------------------------------------------------------------------------------------

test: setup programs  ## all tests but the long ones; ONLY=room for one room
	@$(PY) -m pytest $(TESTS) -m "not long"

quick: setup programs  ## tests that need neither the samples of others nor a browser
	@$(PY) -m pytest $(TESTS) -q -m "$(QUICK)"

check: setup programs  ## format, lint, types, floors, docs, quick tests
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m tools.reference --check
	@$(MAKE) quick

format: setup  ## let ruff put the code in form
	@.venv/bin/ruff check --fix-only .
	@.venv/bin/ruff format .

docs: setup  ## write docs/reference from the program
	@$(PY) -m tools.reference

golden: setup  ## write expected.jsonl of CASE=reader/case (or of all) and show the difference
	@$(PY) -m tools.golden $(CASE)

fuzz: setup programs  ## the laws with many more generated examples, then 100,000 damaged inputs over all readers
	@$(PY) -m pytest $(TESTS) -m "hypothesis and $(QUICK)" --hypothesis-profile=fuzz
	@$(PY) -m tools.fuzz --inputs 100000

test-long: setup programs  ## the tests that take minutes
	@$(PY) -m pytest $(TESTS) -m long

coverage: setup programs  ## branches reached by the tests: all of seal and of what hides names, nine in ten elsewhere; ONLY=room for one room
	@rm -f .coverage .coverage.*
	@.venv/bin/coverage run -m pytest $(TESTS) -q -m "not long"
	@.venv/bin/coverage combine --quiet
ifneq ($(filter-out seal,$(ONLY)),)
	@.venv/bin/coverage report --include='src/gawah/$(ONLY)/*' --fail-under=90
else
	@.venv/bin/coverage report --include='src/gawah/seal/*,src/gawah/dossier/redact.py,src/gawah/dossier/leak_check.py' --fail-under=100
endif
ifeq ($(ONLY),)
	@.venv/bin/coverage report --omit='src/gawah/seal/*' --fail-under=90
endif

# --- giving away -------------------------------------------------------------------------------------------------------

wheel: setup  ## dist/gawah-*.whl, with the fonts and the language data in it
	@rm -rf dist
	@$(PY) -m build --wheel --no-isolation --outdir dist . >/dev/null
	@$(PY) -m tools.wheel_check dist/gawah-*.whl

lock:  ## write the hash-pinned requirements anew (needs the network)
	@tools/lock.sh

clean:  ## remove what was built; the case of the demo too
	@rm -rf .venv .venv-bench build dist demo-case .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.*
	@rm -f src/gawah/dossier/fonts/*.ttf src/gawah/dossier/fonts/*.txt src/gawah/readers/tessdata/*.traineddata
