# Every target is one verb of sdzx/local/run.py, which finds or installs what it needs.
RUN := python3 sdzx/local/run.py

.PHONY: help demo demo-check test bench lint fmt install clean
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: ## the portal with a demo province, until Ctrl-C (SDZX_PORT, SDZX_PG_PORT, SDZX_REDIS_PORT)
	@$(RUN) demo
demo-check: ## the same from nothing on free ports, checked and stopped; ARGS=--cities=3 for some cities only
	@$(RUN) demo --check $(ARGS)
test: ## all checks and tests; ARGS="tests/sdzx -k name" for some tests only
	@$(RUN) test $(ARGS)
bench: ## measurements (tests/bench)
	@$(RUN) bench $(ARGS)
lint: ## ruff, mypy, djlint, import-linter, missing migrations
	@$(RUN) lint
fmt: ## rewrite the code in the agreed style
	@$(RUN) fmt
install: ## only the development environment
	@$(RUN) install
clean: ## remove what was made here, the demo's data and keys too; .venv stays
	@$(RUN) clean
