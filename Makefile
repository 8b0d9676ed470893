# Two commands do everything: `make demo` and `make test`. `make help` lists the others.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin

.PHONY: help demo test crash lint format types imports migrations translations docs check pictures \
	constraints clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: ## install, load the demo data and serve the site
	@tools/install base
	@exec $(BIN)/leitai demo $(ARGS)

test: ## install and run every test, on SQLite and where reachable on PostgreSQL
	@tools/install dev
	@tools/chromium
	@exec $(BIN)/python -m tools.run_tests $(ARGS)

crash: ## kill the site 1,000 times while clients write; ARGS="--rounds 50", the log is kept in var/crash
	@tools/install dev
	@exec $(BIN)/python -m tests.crash.rounds $(ARGS)

lint: ## style of the code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: ## bring the code into style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: ## types of the code
	@$(BIN)/mypy

imports: ## who may import whom
	@$(BIN)/lint-imports

migrations: ## models and migrations agree
	@LEITAI_DATABASE_URL= $(BIN)/python -m leitai.server.manage makemigrations --check --dry-run

translations: ## every message is translated and compiled
	@$(BIN)/python -m tools.translations check

docs: ## build the documentation into site/, warnings are errors
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

check: lint types imports migrations translations docs ## all checks but the tests

pictures: ## take the pictures of the README from a demo
	@tools/install dev
	@tools/chromium
	@exec $(BIN)/python -m tools.pictures $(ARGS)

constraints: ## write constraints.txt from what is installed
	@$(BIN)/python -m tools.constraints

clean: ## remove what can be made again; data in var/ stay
	rm -rf .venv site build .pytest_cache .mypy_cache .ruff_cache .hypothesis src/*.egg-info
