# Everything starts from Python alone: bootstrap.py brings the rest, from the lock files.
PYTHON ?= python3
START = @command -v $(PYTHON) >/dev/null 2>&1 || { echo "There is no $(PYTHON) here. On Debian: apt-get install python3 python3-venv" >&2; exit 1; }; \
	exec $(PYTHON) platform/portico/devstack/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help demo test check web format bench nightly clean

help:
	@echo "make demo            start Portico with three demo lenders (PORT=8000, RESET=1 begins afresh)"
	@echo "make test            the tests (ARGS=\"-k words\" passes more to pytest)"
	@echo "make check           what CI runs: style, types, layers, migrations, then the tests"
	@echo "make web             build the web app"
	@echo "make format          put the code into our format"
	@echo "make bench           measure a thousand lenders and write docs/benchmarks.md (ARGS=\"--help\" says more)"
	@echo "make nightly         the tests that take too long for CI, and every benchmark"
	@echo "make clean           remove what was installed and built"

demo:
	$(START) demo

test check bench nightly:
	$(START) $@ $(ARGS)

web format clean:
	$(START) $@
