# shellcheck shell=bash
# Sourced by run.sh and test.sh: looks for what Redshank needs and installs what is missing.
# Nothing is asked of the system when everything is there, so a second start needs neither root nor network.

# Build tools. PROJ is compiled from the source inside its crate (cmake, C++), and its database is written by the
# program sqlite3. make is named because Debian's cmake only recommends it.
BUILD_TOOLS=(cmake make c++ sqlite3)

# Opened at run time by the window, by name: no compiler complains when they are missing.
WINDOW_LIBRARIES=(
    libegl1 libfontconfig1 libgl1 libvulkan1 libwayland-client0 libwayland-cursor0 libwayland-egl1 libx11-6
    libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libxkbcommon0 libxrandr2 mesa-vulkan-drivers
)

# xvfb-run calls xauth, which Debian's xvfb only recommends.
TEST_PROGRAMS=(xvfb xauth)

# Every message in both languages, on the error stream so that results can be piped.
tell() { printf '%s\n%s\n' "$1" "$2" >&2; }

on_linux() { [[ "$(uname -s)" == Linux ]]; }

have() { command -v "$1" >/dev/null 2>&1; }

package_installed() { [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]; }

need_cargo() {
    if ! have cargo && [[ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]]; then
        PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
    fi
    have cargo && return
    tell "找不到 cargo。请先安装 Rust（用 rustup），再运行一次。" \
        "cargo was not found. Install Rust first (with rustup), then run this again."
    exit 2
}

# need_components PART…: parts of the Rust tool chain that a minimal installation lacks (fmt, clippy).
need_components() {
    local part missing=()
    for part in "$@"; do
        cargo "$part" --version >/dev/null 2>&1 || missing+=("${part/#fmt/rustfmt}")
    done
    ((${#missing[@]})) || return 0
    if have rustup && rustup component add "${missing[@]}"; then return; fi
    tell "Rust 缺少组件：${missing[*]}" "Rust lacks these components: ${missing[*]}"
    exit 2
}

# need_packages KIND: KIND is build, window or test; each includes the one before.
need_packages() {
    if have apt-get && have dpkg-query; then
        install_debian "$1"
    else
        check_elsewhere "$1"
    fi
}

install_debian() {
    local tool package tools=() wanted=() missing=()
    for tool in "${BUILD_TOOLS[@]}"; do
        have "$tool" || tools+=("${tool/#c++/g++}")
    done
    [[ "$1" == build ]] || wanted+=("${WINDOW_LIBRARIES[@]}")
    [[ "$1" != test ]] || wanted+=("${TEST_PROGRAMS[@]}")
    missing=(${tools[@]+"${tools[@]}"})
    for package in ${wanted[@]+"${wanted[@]}"}; do
        package_installed "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0

    tell "正在安装：${missing[*]}" "Installing: ${missing[*]}"
    apt_install "${missing[@]}" && return
    tell "安装失败。请以管理员身份运行：" "The installation failed. Run as administrator:"
    echo "    apt-get update && apt-get install ${missing[*]}" >&2
    # A desktop may have its own graphics drivers, so a missing library is a reason to try, not to stop.
    [[ "$1" == window ]] && ((${#tools[@]} == 0)) || exit 2
}

apt_install() {
    local lists=(/var/lib/apt/lists/*Packages*)
    local install=(apt-get install -y --no-install-recommends "$@")
    if [[ ! -e "${lists[0]}" ]]; then as_root apt-get update || return; fi
    # Old lists name versions that the archive no longer has; fresh ones are the cure for most failures.
    as_root "${install[@]}" || { as_root apt-get update && as_root "${install[@]}"; }
}

as_root() {
    local quietly=(env DEBIAN_FRONTEND=noninteractive "$@")
    if [[ "$(id -u)" == 0 ]]; then
        "${quietly[@]}"
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo -n "${quietly[@]}"
    elif have sudo && [[ -t 0 ]]; then
        sudo "${quietly[@]}"
    else
        return 1
    fi
}

# Without apt-get nothing is installed: package names differ, and the user knows the system better.
check_elsewhere() {
    local tool missing=()
    for tool in "${BUILD_TOOLS[@]}"; do
        have "$tool" || missing+=("$tool")
    done
    if [[ "$1" == test ]] && on_linux; then have xvfb-run || missing+=(xvfb-run); fi
    ((${#missing[@]})) || return 0

    tell "缺少：${missing[*]}。请安装后再运行：" "Missing: ${missing[*]}. Install, then run this again:"
    cat >&2 <<'LIST'
    Fedora   cmake make gcc-c++ sqlite
             libxkbcommon libxkbcommon-x11 libwayland-client libwayland-cursor libwayland-egl libX11 libX11-xcb
             libXcursor libXi libXrandr fontconfig mesa-libEGL mesa-libGL vulkan-loader mesa-vulkan-drivers
             (tests) xorg-x11-server-Xvfb
    Arch     cmake make gcc sqlite
             libxkbcommon libxkbcommon-x11 wayland libx11 libxcursor libxi libxrandr fontconfig libglvnd
             vulkan-icd-loader vulkan-swrast
             (tests) xorg-server-xvfb
    macOS    xcode-select --install; brew install cmake sqlite
LIST
    exit 2
}
