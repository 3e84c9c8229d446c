# Everything that there is to do here, one target each. `make` lists them.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

STORE := demo.spoor
SPOOR := .build/release/spoor
SIGNATURE_QUERY := stage=generation and latency>2s group by prompt_version
SLOWEST_TRACE := stage=agent select trace_id, latency order by latency desc limit 1
FORMATTED := Sources Tests $(wildcard Benchmarks) Package.swift

# What `make soak` and `make fuzz` take, in seconds: make soak SECONDS=86400
SECONDS := 600

# How many reports `make calibrate` makes of each population, and a tenth of it on each store.
REPORTS := 2000
# How many random queries `make queries` asks.
QUERIES := 1000000

# What `make peers` compares on, and options for Benchmarks/peers/compare.py, such as --keep.
SPANS := 1000000
PEERS_DATA := Benchmarks/peers/data
PEERS_OPTIONS :=

.PHONY: help demo test packages lint build release bench calibrate peers fuzz soak sanitize oracle queries clean

help: ## list the targets
	@sed -nE 's/^([a-z]+):.*## (.*)$$/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: packages release ## import the examples, ask them a question, then ask yours
	rm -rf $(STORE)
	$(SPOOR) import --store $(STORE) Examples/*.otlp.jsonl.gz
	$(SPOOR) query --store $(STORE) --format table '$(SIGNATURE_QUERY)'
	@echo
	@trace=$$($(SPOOR) query --store $(STORE) --format csv '$(SLOWEST_TRACE)' 2>/dev/null \
	  | sed -n '2s/,.*//p'); \
	echo "$(SPOOR) trace --store $(STORE) $$trace"; \
	$(SPOOR) trace --store $(STORE) "$$trace"
	@if [ -t 0 ] && [ -t 1 ]; then echo; $(SPOOR) --store $(STORE); \
	else echo; echo 'On a terminal a prompt would follow: $(SPOOR) --store $(STORE)'; fi

test: packages lint ## check the formatting, build, and run all tests
	swift build
	swift test --disable-xctest

packages: ## install the system libraries that are missing
	@scripts/ensure-packages

lint: ## check the formatting
	swift format lint --strict -r -p $(FORMATTED)

build: packages ## build for debugging
	swift build

release: packages ## build the command for release
	swift build -c release --product spoor

bench: packages ## measure, and fail where a threshold is passed
	cd Benchmarks && swift run -c release spoor-bench

calibrate: packages ## count the false alarms and the finds of REPORTS comparisons of each kind
	SPOOR_CALIBRATION=$(REPORTS) swift test -c release --disable-xctest \
	  --scratch-path .build-calibrate \
	  --filter '^(DriftTests\.CalibrationTests|SpoorTests\.StoreCalibrationTests)'

peers: packages ## compare with DuckDB, chDB and SQLite, on SPANS spans
	cd Benchmarks && swift build -c release --product spoor-bench
	Benchmarks/peers/run --spans $(SPANS) --data $(PEERS_DATA) $(PEERS_OPTIONS)

fuzz: packages ## feed parser, binder and readers what a random source invents, for SECONDS each
	scripts/fuzz $(SECONDS)
	SPOOR_SOAK=$(SECONDS) swift test --disable-xctest --filter '^FuzzTests\.'

soak: packages ## kill writers and simulate stores, for SECONDS each
	@test -d Tests/CrashTests || { echo 'There is no Tests/CrashTests yet.' >&2; exit 1; }
	SPOOR_SOAK=$(SECONDS) swift test --disable-xctest --filter '^(CrashTests|SimulationTests)\.'

oracle: build ## compare answers with those of an independent program
	PYTHONDONTWRITEBYTECODE=1 python3 Tests/Oracle/oracle.py .build/debug/spoor

# Built for release apart, since tests that see inside need a build of their own.
queries: packages ## compare QUERIES random queries with plain loops
	SPOOR_QUERIES=$(QUERIES) swift test -c release -Xswiftc -enable-testing --disable-xctest \
	  --scratch-path .build-queries --filter '^QueryEngineTests\.RandomQueryTests'

# The sanitizer's build lives apart, so that it does not undo the ordinary one. The thread sanitizer
# is of no use yet: on Linux it does not see the futex of the standard library's Mutex, and calls
# whatever a Mutex guards a race, in a program of ten lines too.
sanitize: packages ## run the tests under the address sanitizer
	LSAN_OPTIONS=suppressions=$(CURDIR)/scripts/leak-suppressions \
	  swift test --disable-xctest --sanitize=address --scratch-path .build-address

clean: ## remove what was built, and the demo's store
	rm -rf .build .build-address .build-calibrate .build-queries .build-fuzz Benchmarks/.build $(PEERS_DATA) $(STORE)
