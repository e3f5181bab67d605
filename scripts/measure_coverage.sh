#!/usr/bin/env bash
# Times the examination of a coverage beside the coverage validation of GEOS, in turn, on the same file: FILE, or a
# tessellation of 285 × 285 cells (81,225) whose borders have 30 vertices each, made for the occasion.
#
# PYTHON names a Python with geopandas and shapely 2.1 or later.
#
#     scripts/measure_coverage.sh [FILE]
set -euo pipefail

file="${1:+$(realpath "$1")}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
target="${CARGO_TARGET_DIR:-target}"
cargo build --release --example coverage
if [[ -z "$file" ]]; then
    folder="$(mktemp -d)"
    trap 'rm -rf "$folder"' EXIT
    file="$folder/tessellation.geojson"
    "$target/release/examples/coverage" make 285 "$file"
fi
for _ in 1 2; do
    "$target/release/examples/coverage" "$file"
    "${PYTHON:-python3}" scripts/coverage_witness.py "$file"
done
