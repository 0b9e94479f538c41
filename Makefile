# `make` alone prints the menu. CI runs these targets and nothing else (.ci/run).
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# In CI the lock file is law; on a desk a changed Cargo.toml may rewrite it.
LOCKED := $(if $(filter true,$(CI)),--locked,)
CARGO ?= cargo
# Kills a backend in `make kill`, documents of `make differential`, and the seed of both; seconds a target of `make fuzz`;
# configuration of `make run`; folder of `make certs`; filter of `make bench`.
N ?= 50
SEED ?= now
SECONDS ?= 60
CONFIG ?= lienthong.toml
CERTS ?= certs
BENCH ?=

# What npm brings for the console; whatever compiles the program needs it first.
CONSOLE := node_modules/.vendored

.PHONY: help setup demo run test test-fast attacks differential fuzz kill model lint certs bench docs screenshots clean

help:
	@echo 'Lienthong — make <target>:'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

setup: ## Install what this machine lacks: packages, npm, the judges.
	@bash .ci/setup

$(CONSOLE): package-lock.json src/http/console/assets/vendor.mjs src/http/console/assets/foundation.scss src/http/console/assets/icons.txt
	@bash .ci/setup console

demo run test test-fast attacks differential fuzz kill model lint certs bench docs screenshots: $(CONSOLE)

demo: ## Show a province at work; ends by itself without a terminal.
	@once=--once; if [ -t 1 ]; then once=; fi; $(CARGO) run $(LOCKED) --quiet -- demo $$once $(ARGS)

run: ## Run the hub from lienthong.toml (CONFIG=file for another).
	@[ -e $(CONFIG) ] || { echo '$(CONFIG) is absent: cp lienthong.toml.example $(CONFIG)' >&2; exit 1; }
	$(CARGO) run $(LOCKED) -- serve -c $(CONFIG)

test: ## Run every test, on SQLite and on PostgreSQL, with the judges.
	$(CARGO) test $(LOCKED)
	@echo 'make test: all passed'

test-fast: ## Run only the tests that stand beside the code.
	$(CARGO) test $(LOCKED) --lib

attacks: ## Try every attack on a signed document and print the table.
	@$(CARGO) test $(LOCKED) --test stories -- --list story_attacks | grep ': test$$' >/dev/null \
	  || { echo 'make attacks: no test named story_attacks' >&2; exit 1; }
	COMPARE=xmlsec1 $(CARGO) test $(LOCKED) --test stories -- --nocapture story_attacks

differential: ## Hold us against xmlsec1 and libdigidocpp, N files each (N=50).
	@$(CARGO) test $(LOCKED) --test stories -- --list story_differential | grep ': test$$' >/dev/null \
	  || { echo 'make differential: no test named story_differential' >&2; exit 1; }
	SEED=$(SEED) DOCUMENTS=$(N) $(CARGO) test $(LOCKED) --test stories -- --nocapture story_differential

fuzz: ## Fuzz every reader, and the verdict, for SECONDS each (60).
	bash fuzz/run $(SECONDS)

kill: ## Kill the hub under load, N times a backend, and audit (N=50).
	@$(CARGO) test $(LOCKED) --test stories -- --list story_kill | grep ': test$$' >/dev/null \
	  || { echo 'make kill: no test named story_kill' >&2; exit 1; }
	SEED=$(SEED) KILLS=$(N) $(CARGO) test $(LOCKED) --test stories -- --nocapture story_kill

model: ## Explore the two machines to the last state; break each rule.
	@$(CARGO) test $(LOCKED) --test stories -- --list story_model | grep ': test$$' >/dev/null \
	  || { echo 'make model: no test named story_model' >&2; exit 1; }
	$(CARGO) test $(LOCKED) --test stories -- --nocapture --test-threads 1 story_model

lint: ## Check the formatting, and clippy with warnings as errors.
	$(CARGO) fmt --check
	$(CARGO) clippy $(LOCKED) --all-targets -- -D warnings
	$(CARGO) check $(LOCKED) --quiet --no-default-features

certs: ## Make a development PKI in certs/ (CERTS=folder for another).
	$(CARGO) run $(LOCKED) --quiet -- admin dev-pki $(CERTS)

bench: ## Measure, beside this machine's limits (BENCH=filter for some).
	$(CARGO) bench $(LOCKED) --bench '*' -- $(BENCH)

docs: ## Write the documentation of code and commands into target/.
	$(CARGO) doc $(LOCKED) --no-deps
	@mkdir -p target/man
	$(CARGO) run $(LOCKED) --quiet -- man target/man

screenshots: ## Write every page into tests/.work; renew docs/pictures.
	@$(CARGO) test $(LOCKED) --test stories -- --list story_console:: | grep ': test$$' >/dev/null \
	  || { echo 'make screenshots: no test named story_console' >&2; exit 1; }
	SCREENSHOTS=$(CURDIR)/tests/.work/screenshots $(CARGO) test $(LOCKED) --test stories -- --nocapture --test-threads 1 story_console:: story_sending::
	@for picture in docs/pictures/*.png; do cp "tests/.work/screenshots/$${picture##*/}" docs/pictures/; done

clean: ## Remove what was built and what tests left.
	$(CARGO) clean
	rm -rf tests/.work fuzz/seeds fuzz/corpus fuzz/artifacts
