# Everything works from a bare Debian: each target first sees to what it needs (.ci/setup, quick when all is there).
SHELL := /bin/bash
PY := .venv/bin/python
PROOFS := $(addprefix tests/publish/test_,kill.py rebuild.py deploy_places.py deploy_killed.py) tests/viewer/test_openlayers.py
export XDG_RUNTIME_DIR ?= $(CURDIR)/.run/runtime

.PHONY: help setup run test check bench proof stress zip start stop serve qgis screenshots test-matrix clean
.DEFAULT_GOAL := help

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

setup: ## install what is missing (Debian packages, .venv, npm packages)
	@.ci/setup

run: setup ## the whole way of the data, on sample data: forms, database, edits, review, public map
	@$(PY) .ci/run.py

test: setup ## all tests, on a real PostgreSQL, QGIS and Chromium
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n $$(( $$(nproc) + 1 )) --dist loadfile $(ARGS)  # one more than cores: many tests wait for a server

check: setup ## style, types, layers of the house, what the plugin repository would refuse
	@$(PY) .ci/check.py

bench: setup ## publish, save and open beside their peers, at 5 thousand and 100 thousand features
	@QT_QPA_PLATFORM=offscreen PYTHONPATH=.:.ci $(PY) -m tests.bench.run $(ARGS)

proof: setup ## the long proofs of releases: 300 kills of each step, 100 releases among four writers, every server (long)
	@NCOVY_PROOF=long QT_QPA_PLATFORM=offscreen $(PY) -m pytest -s --timeout 20000 $(PROOFS) $(ARGS)

stress: setup ## 8 persons at QGIS on 12 hot rows while network and server fail: nothing may be lost (ARGS="--seconds 300")
	@QT_QPA_PLATFORM=offscreen PYTHONPATH=.:.ci $(PY) -m tests.stress.run $(ARGS)

zip: setup ## dist/ncovy_qgis.zip for "Install from ZIP" in QGIS
	@$(PY) .ci/plugin_zip.py

start: setup ## start the embedded server of .run and leave it running
	@$(PY) .ci/run.py start

stop: ## stop the embedded server
	@[ ! -x $(PY) ] || $(PY) .ci/run.py stop

serve: setup ## show the public map of .run/site in a browser, until Ctrl-C
	@$(PY) .ci/run.py serve

qgis: setup ## open QGIS with the plugin on the sample database
	@$(PY) .ci/run.py qgis

screenshots: setup ## make the pictures of README.md anew, with a real QGIS and a real browser
	@$(PY) .ci/screenshots.py

test-matrix: ## make test on bare Debian 12, 13 and testing, one after the other
	@.ci/test-matrix

clean: ## remove all that was made, the sample database too
	@[ ! -x $(PY) ] || $(PY) .ci/run.py clean
	rm -rf .venv .run dist .mypy_cache .ruff_cache .hypothesis .qgis-settings ncovy_qgis/publish/site/dist ncovy_qgis/publish/site/node_modules tests/viewer/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
