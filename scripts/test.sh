#!/usr/bin/env bash
# Every check that a change must pass. All steps run even when one fails; the exit code says whether all passed.
#
# The order saves time: both clippy steps and the documentation share one set of checked dependencies, the tests need
# the second, compiled one.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

# Where a build is thrown away afterwards, notes for the next one and for debuggers cost time and as much disk again.
[[ -z "${CI:-}" ]] || export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0

failed=()

# step TITLE COMMAND…
step() {
    local title="$1" begin=$SECONDS code=0
    shift
    printf '\n==> %s\n' "$title"
    "$@" || code=$?
    printf '<== %s: %s (%d s)\n' "$title" "$( ((code)) && echo "FAILED, code $code" || echo ok)" $((SECONDS - begin))
    ((code == 0)) || failed+=("$title")
}

# Windows are drawn by Mesa's software renderer: the same pixels on every machine.
software_renderer() {
    local drivers=(/usr/share/vulkan/icd.d/lvp_icd*.json)
    if [[ ! -e "${drivers[0]}" ]]; then
        tell "找不到 Mesa 的软件 Vulkan（lvp_icd）。" "Mesa's software Vulkan (lvp_icd) was not found."
        return 1
    fi
    # The second name is what older loaders read.
    export VK_DRIVER_FILES="${drivers[0]}" VK_ICD_FILENAMES="${drivers[0]}" LIBGL_ALWAYS_SOFTWARE=1
    # With a Wayland session around, windows would open there and not on the test display.
    unset WAYLAND_DISPLAY WAYLAND_SOCKET
}

# Tests of the whole program compute most, so the library is optimised for them, a little: that takes two minutes and saves
# five. Unit tests would need the library a second time and win nothing. `Cargo.toml` says how dependencies are compiled, so
# both use the same.
unit_tests=(cargo test --no-fail-fast --lib --bins)
optimised=(env CARGO_PROFILE_DEV_OPT_LEVEL=1)
whole_tests=("${optimised[@]}" cargo test --no-fail-fast --test '*')
doc_tests=("${optimised[@]}" cargo test --no-fail-fast --doc)

compile_tests() { "${unit_tests[@]}" --no-run && "${whole_tests[@]}" --no-run; }

# on_display COMMAND…: with a window system to open windows on.
on_display() {
    if ! on_linux; then
        "$@"
        return
    fi
    software_renderer || return
    xvfb-run -a -s "-screen 0 1600x1000x24" "$@"
}

document() { RUSTDOCFLAGS="${RUSTDOCFLAGS:-} -Dwarnings" cargo doc --no-deps; }

begin_all=$SECONDS
need_cargo
need_components fmt clippy
need_packages test

step "格式 formatting" cargo fmt --check
step "代码检查 clippy, everything" cargo clippy --all-targets --features windowed -- -D warnings
# Only the library and the program: test helpers bring the window crates back in and would prove nothing.
step "无窗口版 clippy, without the window" cargo clippy --no-default-features --lib --bins -- -D warnings
step "文档 documentation" document
step "编译测试 compile the tests" compile_tests
step "单元测试 unit tests" on_display "${unit_tests[@]}"
step "整体测试 tests of the whole" on_display "${whole_tests[@]}"
step "文档里的例子 examples in the documentation" "${doc_tests[@]}"

printf '\n'
total=$((SECONDS - begin_all))
if ((${#failed[@]})); then
    printf -v list '%s; ' "${failed[@]}"
    tell "未通过：${list%; }（共 $total 秒）" "Failed: ${list%; } (total $total s)"
    exit 1
fi
tell "全部通过（共 $total 秒）。" "All passed (total $total s)."
