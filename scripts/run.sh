#!/usr/bin/env bash
# Builds Redshank and opens it on the example map, or with the arguments given. On a Linux machine without a display
# it screens the map and draws it into files instead.
#
#   scripts/run.sh                     the example map
#   scripts/run.sh FOLDER | ARGUMENTS  anything that the program `redshank` takes
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck source=scripts/prepare.sh
source "$root/scripts/prepare.sh"

has_display() { ! on_linux || [[ -n "${DISPLAY:-}" || -n "${WAYLAND_DISPLAY:-}" ]]; }

# From the root, because cargo finds .cargo/config.toml by the folder it is started in.
build() { (cd "$root" && cargo build --release --bin redshank "$@"); }

target_folder() {
    case "${CARGO_TARGET_DIR:-}" in
        "") echo "$root/target" ;;
        /*) echo "$CARGO_TARGET_DIR" ;;
        *) echo "$root/$CARGO_TARGET_DIR" ;;
    esac
}

# explain_code CODE: what the exit code of `redshank screen` says about the map.
explain_code() {
    case "$1" in
        0) tell "结果（0）：没有冲突。" "Result (0): no conflict." ;;
        1) tell "结果（1）：至少有一处冲突。" "Result (1): at least one conflict." ;;
        *) tell "结果（2）：有内容未能读取或核查，详见结果文件。" \
            "Result (2): something could not be read or checked; the files say what." ;;
    esac
}

# screen_to_files MAP OUT: codes 1 and 2 are answers, not failures, as long as the findings were written.
screen_to_files() {
    local map="$1" out="$2" code=0
    mkdir -p "$out"
    rm -f "$out/findings.json" # an older answer must not pass for this one
    "$program" screen "$map" --out "$out" --format json,csv,geojson,html || code=$?
    if [[ ! -s "$out/findings.json" ]] || ((code > 2)); then
        tell "核查没有完成（退出码 $code）。" "The screening did not finish (exit code $code)."
        exit $((code ? code : 2))
    fi
    explain_code "$code"
    "$program" render "$map" --out "$out/map.png" --size 1920x1080
    tell "结果文件在 $out：" "The files are in $out:"
    ls -1 "$out"
}

need_cargo
program="$(target_folder)/release/redshank"

if has_display; then
    need_packages window
    build
    (($#)) && exec "$program" "$@"
    cd "$root"
    exec "$program" maps/qiantang
fi

tell "没有显示器：不开窗口，结果写入文件。" "No display: no window; the results go to files."
need_packages build
build --no-default-features
if (($# == 0)); then
    cd "$root"
    screen_to_files maps/qiantang out/qiantang
elif (($# == 1)) && [[ -d "$1" ]]; then
    screen_to_files "$1" "out/$(basename "$(cd "$1" && pwd)")"
else
    exec "$program" "$@"
fi
