# One static binary and the certificate authorities, nothing else: no shell, no libraries, no package manager.
#
#   docker build -t bantin .                        (BuildKit; --build-arg VERSION=1.2.3 for the label)
#   docker run --rm bantin config
#
# The newest Rust 1 rather than a fixed one: the glibc that is linked in stays current that way.
FROM rust:1-bookworm AS build
WORKDIR /build

# Static glibc, not musl: musl's allocator makes threads wait for each other. Names are resolved all the same: files and DNS
# are part of glibc itself. Flags for the target alone (hence a target is named, the machine's own, amd64 or arm64): procedural
# macros are shared libraries. Line tables stay out of the image; function names remain, for the backtrace of a panic.
ENV CARGO_BUILD_TARGET=host-tuple \
    RUSTFLAGS="-C target-feature=+crt-static" \
    CARGO_PROFILE_RELEASE_DEBUG=false \
    CARGO_PROFILE_RELEASE_STRIP=debuginfo

# The dependencies, OpenSSL and librdkafka among them, are a layer of their own that only the manifests change. It holds the
# build of an empty bantin with the same dependencies.
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    mkdir src benches \
 && echo '//! Nothing yet.' >src/lib.rs && printf '//! Nothing yet.\nfn main() {}\n' >src/main.rs \
 && for bench in $(sed -n '/^\[\[bench\]\]/,/^name/s/^name = "\(.*\)"/\1/p' Cargo.toml); do touch "benches/$bench.rs"; done \
 && cargo build --release --locked --bin bantin \
 && rm -r src

# Files keep their times when they are copied, and may be older than the empty bantin: cargo must not take that for current.
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    touch src/lib.rs src/main.rs \
 && cargo build --release --locked --bin bantin \
 && install -D -m 0555 target/*/release/bantin /image/bantin \
 && install -D -m 0444 -t /image/licenses LICENSE* \
 && install -D -m 0444 /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ca-certificates.crt

FROM scratch
ARG VERSION=dev
LABEL org.opencontainers.image.title="bantin" \
      org.opencontainers.image.description="A streaming ingestion worker: raw news articles in from Kafka, structured events out" \
      org.opencontainers.image.licenses="Apache-2.0 OR MIT" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=build /image /
# Seen from outside the container, so that probes and Prometheus reach it.
ENV BANTIN_OPERATE__LISTEN=0.0.0.0:8080
EXPOSE 8080
USER 65532:65532
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s CMD ["/bantin", "health"]
ENTRYPOINT ["/bantin"]
CMD ["run"]
