#!/usr/bin/env bash
# A session of the real program in a real window on a virtual screen, by keyboard and mouse alone, in Chinese and in English:
# what a reviewer does in a day, from the first look to a crash and the question after it.
#
# Each step leaves a picture OUT/LANG/NN-name.png for the eye and prints one line, `ok` or `FAILED` with what was not so. What
# can be seen from outside is checked: whether the picture is blank or the same as before, the title of the window, the files
# on the disk, exit codes. The map is a copy, and so is everything that the program remembers of its user.
#
#     scripts/window_session.sh OUT [PROGRAM]          both languages, some minutes; PROGRAM is target/debug/redshank if not given
#     SESSION_LANGS=en scripts/window_session.sh OUT   one language
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck source=scripts/prepare.sh
source "$root/scripts/prepare.sh"

usage="usage: scripts/window_session.sh OUT [PROGRAM]"
out="$(realpath -m "${1:?$usage}")"
program="$(realpath -m "${2:-$root/target/debug/redshank}")"

WIDTH=1440
HEIGHT=900

need_programs() {
    local name missing=()
    for name in xvfb-run xdotool openbox import compare convert jq; do
        have "$name" || missing+=("$name")
    done
    if ((${#missing[@]})); then
        tell "缺少：${missing[*]}（Debian 的包：xvfb xdotool openbox imagemagick jq）" \
            "Missing: ${missing[*]} (packages of Debian: xvfb xdotool openbox imagemagick jq)"
        exit 2
    fi
    [[ -x "$program" ]] && return
    tell "没有程序：$program。先运行 cargo build。" "There is no $program. Run cargo build first."
    exit 2
}

# The same script once more, on a screen of its own.
if [[ -z "${ON_VIRTUAL_SCREEN:-}" ]]; then
    need_programs
    exec env -u WAYLAND_DISPLAY -u WAYLAND_SOCKET ON_VIRTUAL_SCREEN=1 \
        xvfb-run -a -s "-screen 0 ${WIDTH}x${HEIGHT}x24" bash "${BASH_SOURCE[0]}" "$out" "$program"
fi

work="$(mktemp -d)"
pid=""
window=""
failures=0
number=0
current=""
reasons=()
last_picture=""

end() {
    [[ -z "$pid" ]] || kill -KILL "$pid" 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT

openbox >/dev/null 2>&1 &

# ---- the window ----

# start ARGUMENT…: the program, as from a desktop; comes back once its window is there.
start() {
    XDG_CONFIG_HOME="$work/user/config" XDG_DATA_HOME="$work/user/data" XDG_STATE_HOME="$work/user/state" \
        XDG_CACHE_HOME="$work/user/cache" "$program" "$@" >"$work/words" 2>&1 &
    pid=$!
    window=""
    wait_for 90 has_window || fail "no window: $(tail -n 3 "$work/words" | tr '\n' ' ')"
    xdotool windowfocus "$window" 2>/dev/null || true
}

has_window() {
    window="$(xdotool search --onlyvisible --pid "$pid" 2>/dev/null | tail -n 1)"
    [[ -n "$window" ]]
}

is_gone() { ! kill -0 "$pid" 2>/dev/null; }

# The exit code of the program that has ended.
ended_with() {
    local code=0
    wait "$pid" || code=$?
    pid=""
    [[ "$code" == "$1" ]]
}

kill_program() {
    kill -KILL "$pid"
    wait "$pid" 2>/dev/null || true
    pid=""
}

title() { xdotool getwindowname "$window" 2>/dev/null || true; }
title_has() { [[ "$(title)" == *"$1"* ]]; }
title_lacks() { [[ "$(title)" != *"$1"* ]]; }

key() {
    local one
    for one in "$@"; do
        xdotool key --clearmodifiers "$one"
        sleep 0.25
    done
}

# type_text TEXT: letter by letter, as a hand does.
type_text() {
    xdotool type --delay 40 -- "$1"
    sleep 0.3
}

at() { xdotool mousemove "$1" "$2"; sleep 0.2; }

click() {
    at "$1" "$2"
    xdotool click "${3:-1}"
    sleep 0.6 # longer than a double click
}

double_click() {
    at "$1" "$2"
    xdotool click --repeat 2 --delay 60 1
    sleep 0.4
}

# drag X Y DX DY [BUTTON]: in steps, so that the toolkit sees a drag and not a jump.
drag() {
    local x="$1" y="$2" step
    at "$x" "$y"
    xdotool mousedown "${5:-1}"
    sleep 0.2
    for step in 1 2 3 4 5; do
        xdotool mousemove $((x + $3 * step / 5)) $((y + $4 * step / 5))
        sleep 0.12
    done
    xdotool mouseup "${5:-1}"
    sleep 0.3
}

# command WORDS: by the command box.
command_named() {
    key ctrl+k
    sleep 0.4
    type_text "$1"
    sleep 0.6
    key Return
}

# ---- steps, pictures, claims ----

# step NAME: ends the step before with its picture, and begins another.
step() {
    close_step
    current="$1"
    number=$((number + 1))
}

fail() { reasons+=("$1"); }

# claim WORDS COMMAND…: waits until it is so, for some seconds.
claim() {
    local words="$1"
    shift
    wait_for 15 "$@" || fail "$words"
}

wait_for() {
    local until=$((SECONDS + $1))
    shift
    while ! "$@"; do
        ((SECONDS < until)) || return 1
        sleep 0.3
    done
}

# Pixels that differ between two pictures.
differing() {
    local count
    count="$(compare -metric AE -fuzz 3% "$1" "$2" null: 2>&1)" || true
    printf '%.0f' "${count:-0}" 2>/dev/null || echo 0
}

shoot() { import -window root "$1"; }

# A picture once the window stands still; a blinking cursor does not count.
settled() {
    local until=$((SECONDS + 25)) picture="$1" other="$work/other.png"
    sleep 0.4
    shoot "$picture"
    while ((SECONDS < until)); do
        sleep 0.5
        shoot "$other"
        if (($(differing "$picture" "$other") < 400)); then
            mv "$other" "$picture"
            return
        fi
        mv "$other" "$picture"
    done
    fail "the window never stands still"
}

# still: this step may look as the one before.
still_allowed=""
still() { still_allowed=yes; }

close_step() {
    [[ -n "$current" ]] || return 0
    local picture
    if [[ -z "$pid" ]]; then
        told_of_step
        return
    fi
    picture="$(printf '%s/%s/%02d-%s.png' "$out" "$lang" "$number" "$current")"
    settled "$picture"
    (($(convert "$picture" -colorspace Gray -format '%[fx:int(1000*standard_deviation)]' info:) > 20)) || fail "the picture is blank"
    if [[ -n "$last_picture" && -z "$still_allowed" ]] && (($(differing "$last_picture" "$picture") < 120)); then
        fail "nothing is seen of it"
    fi
    last_picture="$picture"
    told_of_step
}

told_of_step() {
    still_allowed=""
    if ((${#reasons[@]})); then
        failures=$((failures + 1))
        printf 'FAILED %s %02d %s: %s\n' "$lang" "$number" "$current" "$(IFS=';'; echo "${reasons[*]}")"
    else
        printf 'ok     %s %02d %s\n' "$lang" "$number" "$current"
    fi
    reasons=()
    current=""
}

# ---- what the program leaves on the disk ----

kept() { echo "$work/user/data/redshank/$1"; }

# remembered FILTER: of the file of the session.
remembered() { jq -r "$1" "$(kept session.json)" 2>/dev/null || echo null; }
is_remembered() { [[ "$(remembered "$1")" == "$2" ]]; }
is_other() { [[ "$(remembered "$1")" != "$2" ]]; }

# near A B SHARE: two numbers are equal to that share.
near() {
    awk -v a="$1" -v b="$2" -v share="$3" \
        'BEGIN { d = a - b; if (d < 0) d = -d; m = b < 0 ? -b : b; exit !(d <= share * m) }'
}
calc() { awk "BEGIN { printf \"%.9f\", $1 }"; }
resolution() { remembered .map.resolution_m_per_px; }
resolution_is() { near "$(resolution)" "$1" 0.001; }
# The middle of the map has moved by so many pixels since it was at X Y.
moved_by() {
    local res
    res="$(resolution)"
    near "$(remembered '.map.center[0]')" "$(calc "$1 - $3 * $res")" 4e-5 &&
        near "$(remembered '.map.center[1]')" "$(calc "$2 + $4 * $res")" 7e-6
}
holds() { grep -q -- "$2" "$1" 2>/dev/null; }
is_nearer() { awk -v a="$(resolution)" -v b="$1" 'BEGIN { exit !(a < 0.9 * b) }'; }

# space_pan DX DY: the pointer moves while Space is held.
space_pan() {
    local step
    at "$MAP_X" "$MAP_Y"
    xdotool keydown space
    sleep 0.3
    for step in 1 2 3 4 5; do
        xdotool mousemove $((MAP_X + $1 * step / 5)) $((MAP_Y + $2 * step / 5))
        sleep 0.15
    done
    sleep 0.3
    xdotool keyup space
    sleep 0.3
}

# ---- the session ----

# Places on the screen in the layout for screening, in a window that fills the screen.
MAP_X=690
MAP_Y=359
NEXT_X=845
NEXT_Y=500
HEADING_X=230
HEADING_Y=677
FILTER_X=300
FILTER_Y=645

first_looks() {
    step start
    start "$map" --lang "$lang" --theme light
    claim "the title has no name of the map" title_has " – "
    claim "the title says that something is not saved" title_lacks "●"
    claim "the session is not remembered" is_remembered .unsaved false

    # In either language by the English name: the tool that types cannot be trusted with Chinese.
    step command_box
    key ctrl+k
    type_text graticule
    step graticule
    key Return

    step help
    key F1
    step keys_page
    key Escape
    command_named shortcuts
    step tour
    key Escape
    command_named tour
    step tour_next
    click "$NEXT_X" "$NEXT_Y"
    step tour_left
    key Escape
}

moving() {
    local before x y
    # Pressed and not yet let go: on a virtual screen either is a notch.
    step wheel
    at "$MAP_X" "$MAP_Y"
    before="$(resolution)"
    xdotool mousedown 4
    claim "a notch of the wheel is not twice as near" resolution_is "$(calc "$before / 2")"
    xdotool mouseup 4

    step wheel_fine
    sleep 1
    before="$(resolution)"
    xdotool keydown ctrl mousedown 4
    claim "with Ctrl a notch is not finer" resolution_is "$(calc "$before / 1.1")"
    xdotool mouseup 4 keyup ctrl

    step space_pan
    sleep 1
    x="$(remembered '.map.center[0]')" y="$(remembered '.map.center[1]')"
    space_pan 100 60
    claim "space and moving do not pan" moved_by "$x" "$y" 100 60

    step zoom_box
    before="$(resolution)"
    xdotool keydown shift
    drag $((MAP_X - 60)) $((MAP_Y - 40)) 160 110
    xdotool keyup shift
    claim "the box was not zoomed to" is_nearer "$before"

    step view_back
    key alt+Left
    claim "the last view does not come back" resolution_is "$before"

    step turn
    key bracketright
    claim "the map is not turned" is_remembered '.map.turn_deg == 0' false
    step north_up
    key backslash
    claim "north is not up again" is_remembered '.map.turn_deg == 0' true
    step full_extent
    key ctrl+shift+f
    step scale
    command_named "1:100000"
    claim "the scale is not 1:100,000" resolution_is 26.4583
}

asking() {
    local x y
    step identify
    key i
    click "$MAP_X" "$MAP_Y"
    key Escape

    step measure
    key a
    click $((MAP_X - 90)) $((MAP_Y - 60))
    click $((MAP_X + 10)) $((MAP_Y - 40))
    step pan_while_measuring
    x="$(remembered '.map.center[0]')" y="$(remembered '.map.center[1]')"
    drag "$MAP_X" "$MAP_Y" 40 30 2
    claim "the middle button does not pan while measuring" moved_by "$x" "$y" 40 30
    step measured
    click $((MAP_X + 70)) $((MAP_Y + 80))
    key Return
    step measured_off
    key Escape Escape

    step findings
    key alt+Down alt+Down
    claim "no finding is picked" is_other '.selected | length' 0
    step findings_back
    key alt+Up
    step problems
    command_named "problems"
    step swipe
    command_named swipe
    step compared
    key alt+0
    step go_to
    command_named "120.45, 30.28"
    # E 543,296.6 and N 3,351,238.5 in the plane with the central meridian of 120°.
    claim "the map does not show the place" near_place 543296.6 3351238.5
}

near_place() {
    near "$(remembered '.map.center[0]')" "$1" 1e-5 && near "$(remembered '.map.center[1]')" "$2" 1e-5
}

tables() {
    step table
    command_named "1:50000"
    key alt+Down F6
    step table_sorted
    click "$HEADING_X" "$HEADING_Y"
    step table_filtered
    click "$FILTER_X" "$FILTER_Y"
    type_text "qqq"
    step table_whole
    key ctrl+a BackSpace Escape

    step theme_dark
    command_named "night mode"
    claim "the theme is not remembered" is_habit dark
    step theme_light
    command_named "day mode"
    step language
    key Escape l
    claim "the title is in the language as before" title_lacks "$here"
    step language_back
    key l
    claim "the title is not in the first language again" title_has "$here"

    step layout_load
    key F7
    step layout_review
    key F9
    step layout_print
    key F10
    step layout_screen
    key F8
}

is_habit() { grep -qi "\"$1\"" "$(kept desk.json)"; }

changing() {
    step draw
    command_named "120.52, 30.305"
    key d
    click $((MAP_X - 20)) $((MAP_Y - 60))
    click $((MAP_X + 90)) $((MAP_Y - 60))
    click $((MAP_X + 90)) $((MAP_Y + 50))
    at $((MAP_X - 20)) $((MAP_Y + 50))
    step drawn
    click $((MAP_X - 20)) $((MAP_Y + 50))
    key Return
    claim "the title has no mark" title_has "●"
    claim "the drawing is not in the file for a crash" holds "$(kept history.json)" '[Dd]raw'
    step undo
    key Escape ctrl+z
    claim "the title still has its mark" title_lacks "●"
    step redo
    key ctrl+y
    claim "the title has its mark no more" title_has "●"

    step bookmark
    key ctrl+b
    type_text "Reed bed"
    key Return

    step close_question
    key ctrl+q
    claim "the program ended without a question" title_has "●"
    step stayed
    key Escape
    step save
    key ctrl+shift+s
    key ctrl+a
    type_text "$map/mine.toml"
    key Return
    claim "there is no workspace file" test -s "$map/mine.toml"
    claim "the bookmark is not in the file" holds "$map/mine.toml" "Reed bed"
    claim "the drawing has no file of its own" test -s "$map/drawn.geojson"
    claim "the title still has its mark" title_lacks "●"

    step save_again
    key ctrl+b
    type_text "Mudflat"
    key Return
    claim "the title has no mark" title_has "●"
    key ctrl+s
    claim "the change is not in the file that is known" holds "$map/mine.toml" Mudflat
    claim "the title still has its mark" title_lacks "●"
}

deciding() {
    local state
    step dossier
    key ctrl+shift+d
    key ctrl+a
    type_text "$work/case.redshank"
    key Return
    claim "the title is gone" title_has " – "
    step name
    type_text "Zhang"
    key Return
    claim "there is no dossier" test -s "$work/case.redshank"
    step decision_layout
    key F9

    step state_1
    decide 1 avoid
    step state_2
    decide 2 minimise
    step state_3
    decide 3 mitigate
    step state_4
    key alt+Down
    key 4
    # From the reason back to the article.
    type_text "no other route"
    key shift+Tab
    type_text "Art. 19"
    key Tab ctrl+Return
    claim "nothing is exempt" decided "exempt by article" 1

    step decision_undone
    key Escape ctrl+z
    claim "the exemption was not taken back" decided "exempt by article" 0
    step decision_redone
    key ctrl+y
    claim "the exemption did not come back" decided "exempt by article" 1

    step decisions
    still
    claim "the command line tells of other decisions" decided avoid 1
    claim "the dossier does not pass its own check" passes_its_check
    step decided_layout
    key F8
}

# decide KEY STATE: the next finding, with a reason.
decide() {
    key alt+Down
    key "$1"
    sleep 0.5
    type_text "moves north"
    key ctrl+Return
    claim "no finding is $2" decided "$2" 1
    key Escape
}

decided() {
    local count
    count="$("$program" decide "$work/case.redshank" --list --lang en 2>/dev/null | grep -c "[[:space:]]$1\$" || true)"
    [[ "$count" == "$2" ]]
}

passes_its_check() { "$program" verify "$work/case.redshank" >/dev/null 2>&1; }

ending() {
    local x y selected
    step quit
    x="$(remembered '.map.center[0]')" y="$(remembered '.map.center[1]')"
    selected="$(remembered '.selected[0] | join("/")')"
    key ctrl+q
    if wait_for 20 is_gone; then
        ended_with 0 || fail "the exit code is not 0"
    else
        fail "the program does not end"
    fi
    claim "the session is not remembered as closed" is_remembered .closed true

    step restart
    start
    claim "another thing is open" is_remembered '.open[0]' "$work/case.redshank"
    claim "the title is in another language" title_has "$here"
    claim "the session counts as closed" is_remembered .closed false
    claim "the map shows another place" near_place "$x" "$y"
    claim "another thing is selected" is_remembered '.selected[0] | join("/")' "$selected"

    step reopened
    key ctrl+o
    open_path "$map/mine.toml"
    claim "the workspace that was saved does not open" is_remembered '.open[0]' "$map/mine.toml"

    step unsaved
    key ctrl+b
    type_text "Second"
    key Return
    claim "the change is not on the disk" is_remembered .unsaved true
    claim "the change is not in the file for a crash" holds "$(kept recovery.toml)" Second
    step kill
    kill_program
    claim "the session counts as closed" is_remembered .closed false

    step recovery
    start
    step recovered
    key Return
    claim "what was not saved does not come back" title_has "●"
    claim "nothing is open" is_other '.open | length' 0

    step sources_untouched
    kill_program
    claim "a source was changed" sources_are_whole
}

# open_path PATH: in the window that asks for paths, which has the keyboard.
open_path() {
    type_text "$1"
    key Return
}

sources_are_whole() { [[ "$(cd "$map" && sha256sum -c "$work/before" 2>/dev/null | grep -vc ': OK$')" == 0 ]]; }

# in_language CHINESE ENGLISH
in_language() { if [[ "$lang" == zh ]]; then echo "$1"; else echo "$2"; fi; }

session() {
    lang="$1" number=0 last_picture=""
    here="$(in_language 红脚鹬 " – Redshank")"
    mkdir -p "$out/$lang"
    rm -f "$out/$lang"/*.png
    rm -rf "$work/user" "$work/map" "$work"/case.redshank*
    cp -r "$root/maps/qiantang" "$work/map"
    map="$work/map"
    (cd "$map" && find . -type f -exec sha256sum {} +) >"$work/before"
    first_looks
    moving
    asking
    tables
    changing
    deciding
    ending
    close_step
}

for one in ${SESSION_LANGS:-zh en}; do session "$one"; done
if ((failures)); then
    tell "有 $failures 步不符，图片在 $out。" "$failures steps are not as they should be; pictures in $out."
    exit 1
fi
tell "全部通过，图片在 $out。" "All is well; pictures in $out."
