# `make demo` shows what cfsign does, `make test` proves it. Everything either needs is set up by it.

.DEFAULT_GOAL := help
CARGO := cargo

.PHONY: help
help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.PHONY: demo
demo: ## sign with throw-away keys, have OpenSSL and a local edge check it, and explain each step
	@tests/setup.sh openssl
	@$(CARGO) run --release --locked -p cfsign-cli -- demo --require-openssl

.PHONY: test
test: ## set up all that is needed and run everything
	@tests/run.sh

.PHONY: fuzz
fuzz: ## ten minutes of each fuzz target
	@for target in cookies keys policy request url wildcard; do fuzz/run.sh $$target 600 || exit 1; done

.PHONY: bench
bench: ## every language beside its peers, in one run, into docs/performance.md; BENCH=quick takes two minutes, BENCH=fresh measures starting again
	@tests/bench/run.sh $(BENCH)

.PHONY: bench-crates
bench-crates: ## what `make bench` leaves out: both engines, lists of every length, the command, the edge under load
	@tests/setup.sh wrk
	@$(CARGO) bench --locked -p cfsign-crypto -p cfsign -p cfsign-cli -p cfsign-edge

.PHONY: bench-event-loop
bench-event-loop: ## how long Node's event loop waits while a list is signed
	@node/bench/run.sh event_loop.js

.PHONY: install
install: ## build and install the command, libcfsign and its headers; PREFIX and DESTDIR say where
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" bindings/c/install.sh library command

.PHONY: wheel
wheel: ## build the Python package into target/wheels
	@python/build-wheel.sh

.PHONY: npm-pack
npm-pack: ## build the npm packages of this machine into target/npm
	@node/build.sh

.PHONY: generate
generate: ## rewrite the committed files that tests compare
	@tests/setup.sh peers
	@target/peers/venv/bin/python tests/peers/generate.py
	@CFSIGN_BLESS=1 $(CARGO) test --quiet --locked -p cfsign-tests
	@CFSIGN_BLESS=1 $(CARGO) test --quiet --locked -p cfsign-c
	@CFSIGN_BLESS=1 $(CARGO) test --quiet --locked -p cfsign-edge --lib content_type
	@tests/setup.sh php
	@php bindings/php/tools/ffi-header.php >bindings/php/cfsign.ffi.h
	@INSTA_UPDATE=always $(CARGO) test --quiet --locked -p cfsign-cli
	@python/tests/setup.sh tools
	@target/python/tools/bin/python bindings/python/stub.py target/python/tools/bin python/src/libcfsign/_native.pyi

.PHONY: lint
lint: ## formatting and lints, as the tests run them
	@$(CARGO) fmt --all --check
	@$(CARGO) fmt --manifest-path tests/bench/rust/Cargo.toml --check
	@$(CARGO) clippy --workspace --all-targets --all-features --locked -- -D warnings
	@$(CARGO) clippy -p cfsign-instructions --test counts --locked -- -D warnings
