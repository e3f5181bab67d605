#!/usr/bin/env bash
# Prints the figures of the README's section on performance.
#
# PREFIX_zones.geojson and PREFIX_projects.geojson are the workload; PEER names a Python program that does the same work
# with another library and takes the prefix (in turn with ours, three times; left out where it is not given).
#
#     scripts/measure.sh PREFIX [PEER]
set -euo pipefail

prefix="$(realpath -m "${1:?usage: scripts/measure.sh PREFIX [PEER]}")"
peer="${2:+$(realpath "$2")}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

date -u +%F
grep -m1 'model name' /proc/cpuinfo 2>/dev/null || true
nproc 2>/dev/null || true

cargo build --release --example workload --example measure
for _ in 1 2 3; do
    target/release/examples/workload "$prefix"
    if [[ -n "$peer" ]]; then "${PYTHON:-python3}" "$peer" "$prefix"; fi
done
target/release/examples/measure full
