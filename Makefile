# Everything a person needs: make run, make test. The work is done by usp/stack.
.DEFAULT_GOAL := help
.PHONY: help install run test lint stop clean bench manage messages requirements

PORT ?= 8000
SANDBOX_PORT ?= 8001
ARGS ?=
# The first Python that is new enough; `make run PYTHON=…` names another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; exit; }; done; echo python3)
STACK = @$(PYTHON) -m usp.stack

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 24

install: ## only set up: .venv, packages, system libraries
	$(STACK) install

run: ## the portal with demo data on http://127.0.0.1:8000 (PORT=, SANDBOX_PORT=); Ctrl-C stops everything
	$(STACK) run --port $(PORT) --sandbox-port $(SANDBOX_PORT)

test: ## everything the CI runs (ARGS= goes to pytest)
	$(STACK) test --args='$(ARGS)'

lint: ## the linters alone
	$(STACK) lint

stop: ## stop what an earlier run left behind
	$(STACK) stop

clean: ## remove .venv, .local and the demo's data
	$(STACK) clean

bench: ## the figures of docs/performance.md (ARGS= names one)
	$(STACK) bench --args='$(ARGS)'

manage: ## a manage.py command inside the running stack: make manage ARGS="shell"
	$(STACK) manage --args='$(ARGS)'

messages: ## collect the texts for translation
	@.venv/bin/python manage.py makemessages -l en --no-obsolete --no-location -i .venv -i .local -i node_modules
	@.venv/bin/python manage.py compilemessages -i .venv -i .local

requirements: ## compile requirements/*.txt anew from the .in files (needs uv)
	@for name in base dev; do uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 --universal --upgrade requirements/$$name.in -o requirements/$$name.txt || exit 1; done
