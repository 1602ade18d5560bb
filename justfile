# What there is
default:
    @just --list

# Everything with test data on one port; Ctrl-C stops it (options: --port, --schema FILE, --clients N, --companies N, --fresh)
demo *options:
    cargo xtask demo {{options}}

# Every check (options: --only fmt,clippy,wasm,sqlx,rust,e2e, -- name of a test)
test *options:
    cargo xtask test {{options}}

# Kill workers, PostgreSQL and answers in the middle of campaigns, and count who got what (options: --short, --provider NAME)
chaos *options:
    cargo xtask chaos {{options}}

# Measure the speed of everything against its targets (options: --short, --only NAME)
bench *options:
    cargo xtask bench {{options}}

# Does it compile, on both sides?
check:
    cargo check --workspace --exclude ebvision-frontend --all-targets
    cargo check --package ebvision-frontend --target wasm32-unknown-unknown

# Format everything
fmt:
    cargo fmt --all

# Write .sqlx, the queries' offline cache, after changing a query or a migration
sqlx *options:
    cargo xtask sqlx {{options}}

# Write openapi/openapi.json after changing a route
openapi:
    cargo xtask openapi

# Build the SPA into dist/
spa:
    cargo xtask spa

# Take a picture of every page into .screens/
screens:
    cargo xtask screens

# Show what a first visit downloads, and fail over 450 KB
size:
    cargo xtask size
