# Everything sets itself up in .venv and .data; no system packages, no containers, root or not.
# Start here: `make demo`, then `make run`.

PYTHON ?= $(shell for p in python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
# An index that serves CPU builds of torch saves gigabytes where pip would fetch the CUDA build.
TORCH_INDEX_URL ?=
PORT ?= 8000
ACT ?= 1
BREAK ?=
ONLY ?=

# Some machines forbid it; then each of the stack's and the suites' processes compiles all of Django.
export PYTHONDONTWRITEBYTECODE :=

PY := .venv/bin/python
INSTALLED := .venv/.installed
EXPORTED := .data/models/.exported
MINILM := moderation/detectors/minilm
LINT_ENV := ZOETROPE_PROFILE=development ZOETROPE_ROLE=migrate DATABASE_URL=postgresql://lint@127.0.0.1:1/lint REDIS_URL=redis://127.0.0.1:1/0
# Two workers pay off only where two cores are free; each starts Django once more.
TEST_WORKERS ?= 2

.PHONY: help install demo run servers stop-servers test test-slow test-acts lint format openapi docs lock bench clean

help:
	@echo "make demo       the story, played on real servers; leaves demo-output/ (ACT=1, cameos, enforcement, engines or people, BREAK=<step id>, ONLY=<step ids>)"
	@echo "make run        the same stack, left serving on 127.0.0.1:$(PORT) (PORT=)"
	@echo "make test       quick tests; make test-slow: real processes, browser; test-acts: whole acts of the demo"
	@echo "make lint       ruff, mypy, import-linter, migrations"
	@echo "make openapi docs   write the generated pages again"

install: $(EXPORTED)

$(INSTALLED): requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 was not found. Install it, or say: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "$(PYTHON) lacks ensurepip (Debian: the package python3.11-venv)."; exit 1; }
	@echo "Installing into .venv (some minutes at the first time) …"
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install -q --disable-pip-version-check $(if $(TORCH_INDEX_URL),--index-url $(TORCH_INDEX_URL)) torch==2.13.0
	@$(PY) -m pip install -q --disable-pip-version-check uv==0.13.8
	@.venv/bin/uv pip install -q --no-deps --require-hashes --python $(PY) -r requirements.lock
	@touch $(INSTALLED)

# A step of its own: a checkout that was installed before an export was added lacks it.
$(EXPORTED): $(INSTALLED) $(MINILM)/export.py $(MINILM)/places.py $(MINILM)/adapter.safetensors
	@echo "Exporting the text encoder into .data (once) …"
	@$(PY) -c 'from pathlib import Path; from moderation.detectors.minilm.export import ensure_exported; ensure_exported(Path(".data")); ensure_exported(Path(".data"), None)'
	@touch $(EXPORTED)

demo: install
	@$(PY) -m config.demo --act $(ACT) $(if $(BREAK),--break $(BREAK)) $(if $(ONLY),--only $(ONLY))

run: install
	@$(PY) -m config.stack --port $(PORT)

servers: install
	@$(PY) -m config.embedded start

stop-servers: install
	@$(PY) -m config.embedded stop

test: install
	$(PY) -m pytest -m "not slow and not act" -n $(TEST_WORKERS) --dist loadfile -q

test-slow: install
	$(PY) -m pytest -m slow -n $(TEST_WORKERS) --dist loadfile --no-loadscope-reorder -q

# Acts that take minutes each, whole and sabotaged, and a thousand orders of events: half an hour.
test-acts: install
	$(PY) -m pytest -m act -q

lint: install
	.venv/bin/ruff check --no-cache .
	.venv/bin/ruff format --check .
	$(LINT_ENV) .venv/bin/mypy .
	.venv/bin/lint-imports
	$(LINT_ENV) $(PY) -m config.migrations_check

format: install
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .

openapi: install
	$(LINT_ENV) $(PY) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml
	$(LINT_ENV) $(PY) manage.py spectacular --validate --fail-on-warn --urlconf config.openai_urls \
	  --custom-settings config.api_settings.OPENAI_SPECTACULAR --file docs/openapi-v1.yaml

docs: install openapi
	$(LINT_ENV) $(PY) manage.py generate_pages

bench: install
	$(PY) -m benchmarks.prompt_screening
	$(PY) -m benchmarks.text_heads
	$(PY) -m benchmarks.term_banks
	$(PY) -m benchmarks.hash_bank
	$(PY) -m benchmarks.inspection
	$(PY) -m benchmarks.decoding_apart
	$(PY) -m benchmarks.finish
	$(PY) -m benchmarks.feed_page
	$(PY) -m benchmarks.enforcement
	$(PY) -m benchmarks.sketch_speed
	$(PY) -m benchmarks.shapes_speed
	$(PY) -m benchmarks.challenge
	$(PY) -m benchmarks.generation
	$(PY) -m benchmarks.age_predictor

# UV_FIND_LINKS must name a folder with a CPU build of torch 2.13.0, or uv locks CUDA's packages.
# Locked for 3.11.0, the floor: below 3.11.3 (Debian 12 has 3.11.2) redis needs async-timeout.
lock: install
	.venv/bin/uv pip compile -q --python-version 3.11.0 --no-emit-package torch --override overrides.txt \
		--generate-hashes --no-header -o requirements.lock pyproject.toml \
		--extra worker --extra safety --extra insightface --extra dev
	.venv/bin/uv pip compile -q --python-version 3.11.0 --no-emit-package torch --override overrides.txt \
		--generate-hashes --no-header -o requirements-nudenet.lock pyproject.toml \
		--extra nudenet -c requirements.lock

clean: stop-servers
	rm -rf .venv .data demo-output
