#!/usr/bin/env bash
# Prints how fast layers of each format are read and written here and by pyogrio and GeoPandas, in turn, medians of three.
#
# GEOJSON is a workload; its copies in the other formats are made in FOLDER, once. PYTHON is one that has geopandas, pyogrio,
# shapely and pyarrow.
#
#     scripts/measure_formats.sh GEOJSON FOLDER [PYTHON]
set -euo pipefail

geojson="$(realpath "${1:?usage: scripts/measure_formats.sh GEOJSON FOLDER [PYTHON]}")"
folder="$(realpath -m "${2:?usage: scripts/measure_formats.sh GEOJSON FOLDER [PYTHON]}")"
python="${3:-python3}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cargo build --release --example formats
date -u +%F
"$python" scripts/peer_formats.py table "${CARGO_TARGET_DIR:-target}/release/examples/formats" "$geojson" "$folder"
