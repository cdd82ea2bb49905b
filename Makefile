# What one does here. Each target installs what it lacks where it may, or says in one line what to install.

.PHONY: demo test soak fuzz train units lint bench kafka tools

demo: tools ## see it work: sample articles through the real worker, with a broker in the same process
	@test -x target/release/bantin || echo "building bantin, with OpenSSL and librdkafka: some minutes the first time"
	@cargo build --release --locked --quiet
	@target/release/bantin demo

# The tests with a Kafka wait more than they compute: four at a time on any machine, if RUST_TEST_THREADS says nothing else.
# There are no tests in documentation or examples; the linter builds the latter.
test: tools kafka ## all tests, against a real Apache Kafka
	RUST_TEST_THREADS=$${RUST_TEST_THREADS:-4} cargo test --locked --no-fail-fast --tests

soak: tools kafka ## the faults in their long forms: 50 kills, ten minutes of each rebalance storm; half an hour
	TEST_BANTIN_SOAK=1 cargo test --locked --no-fail-fast --test faults -- --nocapture

# libFuzzer needs flags that only a nightly compiler takes, or one that is told to take them. A target that is broken ends it.
MINUTES ?= 20
fuzz: ## every fuzz target, MINUTES=20 each
	@command -v cargo-fuzz > /dev/null || { echo "cargo-fuzz is missing: cargo install cargo-fuzz"; exit 1; }
	@for target in intake page pipeline; do \
		mkdir -p fuzz/corpus/$$target && \
		RUSTC_BOOTSTRAP=1 cargo fuzz run $$target fuzz/corpus/$$target fuzz/seeds -- -dict=fuzz/html.dict -max_len=65536 \
			-timeout=10 -rss_limit_mb=2048 -max_total_time=$$((60 * $(MINUTES))) -print_final_stats=1 || exit 1; \
	done

train: ## what is learnt in lexicon/ anew from ../shared, measured by cross-validation first
	cargo run --locked --release --no-default-features --example train-selection -- --measure --out lexicon/selection.txt \
		../shared/corpus/html/fundus.jsonl.gz ../shared/corpus/html/wcxb.jsonl.gz ../shared/corpus/html/trafilatura.jsonl.gz
	cargo run --locked --release --no-default-features --example train-words -- --measure --out lexicon/words.bin \
		--words ../shared/lexicon/words/pyvi-words.txt --text ../shared/corpus/text/rss-items.jsonl.gz \
		--text ../shared/corpus/text/tuoitre2024.jsonl.gz --text ../shared/corpus/text/vietnamese-dumps.jsonl.gz \
		../shared/lexicon/ud/vi_vtb-ud-train.conllu ../shared/lexicon/ud/vi_vtb-ud-dev.conllu

	cargo run --locked --release --no-default-features --example train-names -- --measure --out lexicon/names.bin ../shared/gold
	cargo run --locked --release --no-default-features --example train-topics -- --measure --out lexicon/topics.bin \
		--text ../shared/corpus/text/tuoitre2024.jsonl.gz --text ../shared/corpus/text/rss-items.jsonl.gz \
		--text ../shared/corpus/text/vietnamese-dumps.jsonl.gz ../shared/gold
	cargo run --locked --release --no-default-features --example train-keywords -- --measure \
		--out lexicon/document_frequencies.bin --words ../shared/lexicon/words/pyvi-words.txt \
		../shared/corpus/text/tuoitre2024.jsonl.gz ../shared/corpus/text/rss-items.jsonl.gz \
		../shared/corpus/text/vietnamese-dumps.jsonl.gz

units: ## lexicon/units.tsv anew from ../shared/lexicon/admin
	cargo run --locked --release --no-default-features --example make-units -- ../shared/lexicon/admin lexicon/former_units.tsv \
		lexicon/units.tsv

lint: tools ## formatting and clippy, as CI has them
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

bench: tools kafka ## the benchmarks
	cargo bench --locked

kafka: ## only gets the Apache Kafka that the tests run, into .kafka/
	@bash tests/support/kafka.sh

tools: ## what the build needs beside Rust
	@bash tests/support/tools.sh
