# The two commands most people need: `make quickstart` and `make test`. `make help` lists the rest.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

# One configuration for the program, its tests, the simulator and the benchmarks: what is compiled for one is compiled for
# all, and what is tested is what is shipped. Tests see what is internal.
RELEASE = -c release -Xswiftc -enable-testing
# A target may import only what Package.swift gives it. SwiftPM exits 1 on a fault while still printing
# "Build complete!", so nothing here goes through a pipe.
IMPORT_CHECK = --explicit-target-dependency-import-check error
SIM_OPTIONS = $(if $(SESSIONS),--sessions $(SESSIONS)) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY)) $(if $(EXCEPT),--except $(EXCEPT))
# Tests and seeds sync thousands of small files: in memory, where there is a place for files there.
IN_MEMORY = $(if $(wildcard /dev/shm/.),TMPDIR=/dev/shm)
FUZZ_SECONDS ?= 60
COMPLETIONS = bash-completion/completions zsh/site-functions fish/vendor_completions.d
FORMATTED = Package.swift Scripts Sources Tests Benchmarks Fuzzing Plugins examples

.DEFAULT_GOAL := help
.PHONY: quickstart test coverage sim python examples build format lint fuzz bench install package datasets setup help

quickstart: setup ## Build and take the tour; writes reports/quickstart.html
	$(SWIFT) build $(RELEASE) --product slipway
	.build/release/slipway quickstart

test: setup ## Run every test; SLIPWAY_REAL_TICKS=DIR adds those on recorded ticks
	$(SWIFT) build $(RELEASE) --build-tests $(IMPORT_CHECK)
	$(IN_MEMORY) $(SWIFT) test $(RELEASE) --skip-build --parallel

coverage: setup ## Lines that tests run, by district; COVERAGE_FILES=1 names the files that lack some
	SWIFT="$(SWIFT)" Scripts/coverage

sim: setup ## Try every seeded property on SESSIONS=5000 seeds from SEED=N (drawn and printed), ONLY=NAMES of them or all EXCEPT=NAMES
	$(SWIFT) build $(RELEASE) --product slipway-sim
	$(IN_MEMORY) .build/release/slipway-sim $(SIM_OPTIONS)

python: ## Test the Python module, where there is a python3
	Scripts/test-python

# The build folder is shared: what the main package has compiled is not compiled again.
examples: build ## Build and test examples/, and run them on datasets/
	$(MAKE) -C examples/trend_follower build test SWIFT="$(SWIFT)" FLAGS="$(RELEASE)"
	$(MAKE) -C examples/range_fader build test SWIFT="$(SWIFT)" FLAGS="$(RELEASE)"
	Scripts/run-examples .build/release

build: setup ## Build .build/release/slipway and check every import
	$(SWIFT) build $(RELEASE) --product slipway $(IMPORT_CHECK)

format: ## Format the sources in place
	$(SWIFT) format --in-place --recursive $(FORMATTED)

lint: ## Check formatting and style rules
	$(SWIFT) format lint --strict --recursive $(FORMATTED)

fuzz: setup ## Fuzz every reader FUZZ_SECONDS=60 each, or FUZZ=NAME alone
	FUZZ_SECONDS="$(FUZZ_SECONDS)" SWIFT="$(SWIFT)" Scripts/fuzz $(FUZZ)

bench: build ## Measure speed and memory against the budget; writes reports/benchmarks.json
	$(SWIFT) build $(RELEASE) --product slipway-benchmarks
	mkdir -p reports
	.build/release/slipway-benchmarks --json reports/benchmarks.json

# Half of the program is for debuggers, which have it in the checkout.
install: .build/release/slipway ## Copy slipway to $(DESTDIR)$(PREFIX)/bin, and what completes its commands to share/
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build/release/slipway "$(DESTDIR)$(PREFIX)/bin/slipway"
	if command -v strip >/dev/null; then strip "$(DESTDIR)$(PREFIX)/bin/slipway"; fi
	install -d $(COMPLETIONS:%="$(DESTDIR)$(PREFIX)/share/%")
	.build/release/slipway --generate-completion-script bash >"$(DESTDIR)$(PREFIX)/share/bash-completion/completions/slipway"
	.build/release/slipway --generate-completion-script zsh >"$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_slipway"
	.build/release/slipway --generate-completion-script fish >"$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/slipway.fish"

package: build ## Make a Debian package and a Python wheel in dist/
	Scripts/package .build/release/slipway

datasets: build ## Make the sample ticks in datasets/ anew
	Scripts/make-datasets .build/release/slipway

.PHONY: reports pictures captures

reports: build ## Make the sample page in reports/ anew, which tests compare
	.build/release/slipway quickstart --quiet >/dev/null

pictures: build ## Make the pictures of the README anew, with a chromium
	Scripts/make-pictures .build/release/slipway

captures: build ## Make the captures of docs/watch.md anew
	Scripts/watch-captures .build/release/slipway docs/watch

setup: ## Check the toolchain and system libraries, install what is missing when root
	@SWIFT="$(SWIFT)" Scripts/setup

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

# Only when missing, so that `sudo make install` does not build as root.
.build/release/slipway:
	$(MAKE) build
