# The verbs a developer needs. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8000
TENANT ?= mechelen
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.DEFAULT_GOAL := help
.PHONY: help run reset test check fix bench texts catalogue tenant package package-all diff deploy deploy-all destroy count costs peak clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed (PYTHON=...)")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: $(READY) ## the whole desk on http://localhost:8000 (PORT=, TENANT=)
	@$(BIN)/python -m infra.local run --port $(PORT) --tenant $(TENANT)

reset: $(READY) ## empty the running local desk: cases, uploads, mails, clock
	@$(BIN)/python -m infra.local reset --port $(PORT)

test: $(READY) ## everything, the browser included
	@$(BIN)/python -m infra.browser
	@$(BIN)/python -m infra.checks
	@$(BIN)/python -m pytest -n 3 --dist loadgroup

check: $(READY) ## format, lint, types, architecture, translations, unit tests
	@$(BIN)/python -m infra.checks
	@$(BIN)/python -m pytest -q -n 3 tests/unit -m "not browser and not slow"

fix: $(READY) ## format and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY) ## the figures of docs/benchmarks.md
	@$(BIN)/python -m tests.load.bench

texts: $(READY) ## gather the texts for people into the catalogues
	@$(BIN)/python -m frontend.texts update

catalogue: $(READY) ## docs/processes and docs/authorisation.md, made from the definitions
	@$(BIN)/python -m infra.catalogue
	@$(BIN)/python -m infra.authorisation

tenant: $(READY) ## the file of a municipality that joins (NAME=, ANSWERS=file.toml asks nothing)
	@$(BIN)/python -m infra.tenant new "$(NAME)" $(if $(ANSWERS),--answers "$(ANSWERS)")

package-all: $(READY) ## the stacks of all tenants, and a table of what they take of the quotas
	@$(BIN)/python -m infra.package --all

package: $(READY) ## a tenant's whole stack under build/<tenant>/ (TENANT=); no account needed
	@$(BIN)/python -m infra.package $(TENANT)

# What goes to AWS goes by its name, not by the default of the laptop.
SAID = @test "$(origin TENANT)" != file || { echo "Which tenant? TENANT=<name>"; exit 2; }

diff: $(READY) ## what a deployment would change on AWS (TENANT=); nothing is changed
	$(SAID)
	@$(BIN)/python -m infra.deploy diff "$(TENANT)"

deploy: $(READY) ## a tenant to AWS (TENANT=, ARGS="--yes")
	$(SAID)
	@$(BIN)/python -m infra.deploy deploy "$(TENANT)" $(ARGS)

deploy-all: $(READY) ## every tenant of a wave, one after the other (WAVE=, ARGS="--dry-run")
	@$(BIN)/python -m infra.deploy deploy-all --wave "$(WAVE)" $(ARGS)

destroy: $(READY) ## take a tenant's stack away; its data stays (TENANT=, EXPORT=<folder>)
	$(SAID)
	@$(BIN)/python -m infra.deploy destroy "$(TENANT)" $(if $(EXPORT),--export "$(EXPORT)")

count: $(READY) ## what cases ask of AWS, counted on the local desk (for costs and peak)
	@$(BIN)/python -m tests.load.count

costs: $(READY) ## what a thousand cases cost, and a month in which nobody comes (TENANT=)
	@$(BIN)/python -m infra.costs $(TENANT)

peak: $(READY) ## an election fortnight, simulated (TENANT=, VOTERS=; WRITE=yes: into its plan)
	@$(BIN)/python -m infra.peak $(TENANT) $(if $(VOTERS),--voters $(VOTERS)) $(if $(WRITE),--write)

clean: ## forget everything that was set up or built
	rm -rf $(VENV) build .local
