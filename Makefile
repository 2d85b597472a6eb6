# `make` lists the targets. `make issue` and `make test` set up all they need.

MAKEFLAGS += --no-builtin-rules
.NOTPARALLEL:
.DELETE_ON_ERROR:
.SUFFIXES:

ISSUE := 2017-09
WORKERS := 2
ARGS :=

VENV := .venv
BIN := $(VENV)/bin
# A virtual environment holds absolute paths: in a folder that was moved or copied it is made anew.
PLACE := $(shell pwd | cksum | cut -d ' ' -f 1)
MADE := $(VENV)/.made-$(PLACE)
DEPENDENCIES := $(VENV)/.dependencies-$(PLACE)
PACKAGE := $(VENV)/.package-$(PLACE)
COMPILED := src/printshop/locale/%/LC_MESSAGES/printshop.mo
CATALOGUES := $(patsubst locale/%.po,$(COMPILED),$(wildcard locale/*.po))
READY := $(PACKAGE) $(CATALOGUES)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHON

.PHONY: help
help: ## list the targets (the default)
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | \
		while IFS='|' read -r target text; do printf '%-18s%s\n' "$$target" "$$text"; done

.PHONY: issue
issue: system $(READY) ## build the sample issue; ISSUE=2017-10 another, ARGS="--strict" options
	$(BIN)/printshop build $(ISSUE) $(ARGS)

.PHONY: test
test: system-tests $(READY) ## run the tests; ARGS="-k pictures" for some, WORKERS=4 for more at once
	$(BIN)/pytest -n $(WORKERS) $(ARGS)

.PHONY: lint
lint: system $(READY) ## check format, style and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

.PHONY: format
format: system $(READY) ## put the Python code in order
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

.PHONY: bench
bench: system $(READY) ## time builds and other programs on generated issues; ARGS="--quick"
	$(BIN)/python benchmarks/bench.py $(ARGS)

.PHONY: bench-archive
bench-archive: system $(READY) ## time searching and proving an archive of 1,000 generated editions
	$(BIN)/printshop build 2017-09 --target screen --target press --target archive --quiet
	$(BIN)/python benchmarks/archive.py $(ARGS)
	$(BIN)/python benchmarks/archive_verify.py $(addprefix dist/2017-09/2017-09-,archive.pdf press.pdf screen.pdf) \
		issues/2017-09

.PHONY: bench-peers
bench-peers: ## install the programs that bench compares with, into .tools/bench
	benchmarks/install_peers.sh

.PHONY: setup
setup: system-tests $(READY) ## set up everything and run nothing

.PHONY: lock
lock: system ## pin the dependencies of pyproject.toml anew; ARGS="--upgrade" takes newer ones
	@set -eu; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	"$$(scripts/setup-system.sh --python)" -m venv "$$folder"; \
	"$$folder/bin/pip" install --quiet uv; \
	"$$folder/bin/uv" pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --quiet -o requirements/dev.lock $(ARGS)

.PHONY: verapdf
verapdf: ## fetch veraPDF, which some tests need (with Java and Maven)
	@scripts/get-verapdf.sh

.PHONY: messages
messages: system $(READY) ## bring the catalogue of messages up to date with the source
	$(BIN)/python scripts/update_messages.py
	$(BIN)/python hatch_build.py

.PHONY: pictures
pictures: system-tests $(READY) ## draw the pictures of the documentation
	$(BIN)/python scripts/make_pictures.py --build

.PHONY: gallery
gallery: system-tests $(READY) ## draw the gallery: the sample issues and a specimen of each layout
	$(BIN)/python scripts/make_gallery.py

.PHONY: clean
clean: ## remove results, prepared files and the tools' caches
	rm -rf dist build .printshop .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path ./$(VENV) -prune -o -name __pycache__ -exec rm -rf {} +

.PHONY: distclean
distclean: clean ## remove the virtual environment and the compiled catalogues too
	rm -rf $(VENV) .tools
	find src -name '*.mo' -exec rm -f {} +

# Asked anew each time, for it takes a moment only, and systems change.
.PHONY: system system-tests
system:
	@scripts/setup-system.sh
system-tests:
	@scripts/setup-system.sh --tests

# Clearing would go through a link, into another folder's environment.
$(MADE): | system
	@test ! -L $(VENV) || { echo "$(VENV) is a link: remove it, then do the same again." >&2; exit 1; }
	"$$(scripts/setup-system.sh --python)" -m venv --clear $(VENV)
	@touch $@

$(DEPENDENCIES): requirements/dev.lock $(MADE)
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.lock
	@touch $@

$(PACKAGE): pyproject.toml hatch_build.py src/printshop/__init__.py $(DEPENDENCIES)
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(COMPILED): locale/%.po hatch_build.py | $(PACKAGE)
	$(BIN)/python hatch_build.py
