#!/usr/bin/env bash
# Mutation testing of what must not be wrong: breaks the geometry and the engine in one small place after the other and
# asks whether a test notices. About 4,100 places; each takes as long as a build and the tests, so give a share:
#
#     scripts/mutants.sh 1/20              # every 20th place of both floors, the first of 20 such shares
#     scripts/mutants.sh 3/20 geom         # of one floor, or of one file: screening/judge.rs
#
# The window is left out: it is not tested here, and costs a build of minutes. What survives is listed at the end and in
# out/mutants.out/missed.txt; that mutant wants a test, simpler code, or an entry with its reason in .cargo/mutants.toml.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

share="${1:?usage: scripts/mutants.sh SHARE/OF [geom|screening|FILE]}"
if ! [[ "$share" =~ ^([1-9][0-9]*)/([1-9][0-9]*)$ ]] || ((BASH_REMATCH[1] > BASH_REMATCH[2])); then
    tell "份额要写成 3/20 这样的形式。" "Write the share as in 3/20."
    exit 2
fi
# Shares are counted from 1 here, from 0 there.
shard="$((BASH_REMATCH[1] - 1))/${BASH_REMATCH[2]}"

case "${2:-}" in
"") files=(--file 'src/geom/**' --file 'src/screening/**') ;;
geom | screening) files=(--file "src/$2/**") ;;
*) files=(--file "src/$2") ;;
esac

need_cargo
if ! cargo mutants --version >/dev/null 2>&1; then
    tell "请先安装：cargo install cargo-mutants --locked" "Install it first: cargo install cargo-mutants --locked"
    exit 1
fi

# The same random cases for every mutant, found quickly or not at all; failures are no news to keep.
export PROPTEST_RNG_SEED=1 PROPTEST_MAX_SHRINK_ITERS=0 PROPTEST_DISABLE_FAILURE_PERSISTENCE=1
mkdir -p out
# Neighbours in the list are much alike, so each share takes every so-manieth. The tests are those that ask what geometry
# and engine answer, the quick ones first. The copy lies beside the sources, since tests read ../shared/data.
TMPDIR="$(realpath ..)" exec nice cargo mutants "${files[@]}" --shard "$shard" --sharding round-robin --jobs 1 \
    --output out --no-default-features -- \
    --lib --test screening --test doubts --test rules --test rule_book --test wetland --test qiantang \
    --test suites --test invariants --test exact
