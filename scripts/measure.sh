#!/usr/bin/env bash
# Prints the figures of the README's section on performance.
#
# PREFIX_zones.geojson and PREFIX_projects.geojson are the workload. PEER names a Python program that does the work of the
# screening with another library and takes the prefix (in turn with ours, three times), MAP_PEER one that draws the map,
# after our own (run by MAP_PYTHON, the system's where that is not set). Either is left out where it is not given.
#
#     scripts/measure.sh PREFIX [PEER [MAP_PEER]]
set -euo pipefail

prefix="$(realpath -m "${1:?usage: scripts/measure.sh PREFIX [PEER [MAP_PEER]]}")"
peer="${2:+$(realpath "$2")}"
map_peer="${3:+$(realpath "$3")}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

date -u +%F
grep -m1 'model name' /proc/cpuinfo 2>/dev/null || true
nproc 2>/dev/null || true

cargo build --release --example workload --example measure
# The command is measured as it is packaged.
cargo build --profile dist --bin redshank

# For the whole command, findings written, with the same setbacks. Its exit code 1 says that there are conflicts, 2 that
# something was not checked: parcels whose repair nobody has accepted.
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cat >"$folder/workspace.toml" <<TOML
version = 1
name = "measure"
crs = "EPSG:4549"
rules = ["rules.toml"]
[[layer]]
id = "zones"
file = "${prefix}_zones.geojson"
role = "wetland"
[[layer]]
id = "projects"
file = "${prefix}_projects.geojson"
role = "project"
fields = { kind = "kind" }
TOML
printf 'version = 1\n' >"$folder/rules.toml"
for setback in wind=300 port=100 solar=0; do
    kind="${setback%=*}"
    cat >>"$folder/rules.toml" <<TOML
[[rule]]
id = "$kind"
title = { zh = "$kind", en = "$kind" }
text = { zh = "$kind", en = "$kind" }
citation = { zh = "$kind", en = "$kind" }
mark = "C"
severity = "prohibited"
roles = ["wetland"]
kinds = ["$kind"]
overlap = true
near_m = ${setback#*=}.0
TOML
done
whole_command() {
    local begun
    # To replace a file takes the time to give its room back.
    rm -rf "$folder/out"
    begun="$(date +%s.%N)"
    target/dist/redshank -q screen "$folder" --as-of 2026-11-23 --format json --out "$folder/out" >/dev/null || (($? <= 2))
    printf 'whole command %.3f s, findings.json of %.0f MB\n' "$(bc -l <<<"$(date +%s.%N) - $begun")" \
        "$(bc -l <<<"$(stat -c %s "$folder/out/findings.json") / 1000000")"
}
for _ in 1 2 3; do
    target/release/examples/workload "$prefix"
    whole_command
    if [[ -n "$peer" ]]; then "${PYTHON:-python3}" "$peer" "$prefix"; fi
done
target/release/examples/measure full

cargo bench --bench paint -- "$prefix"
if [[ -n "$map_peer" ]]; then "${MAP_PYTHON:-/usr/bin/python3}" "$map_peer" "$prefix"; fi
