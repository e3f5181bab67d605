// The map canvas. Positions come in steps from a tile's centre (64 a cell), colours premultiplied in gamma space as
// egui has them. "px" are pixels of the screen, "points" those of the user interface.

struct Place {
    // The tile's centre from the middle of the canvas, px right and down.
    offset: vec2f,
    // Px per step.
    scale: f32,
    // Of what is summed up.
    opacity: f32,
    // Half the canvas, px.
    half_view: vec2f,
    // Px per point.
    ppp: f32,
    // Radius of markers, points.
    radius: f32,
    // What patterns are shifted by, points, so that they stay on the ground.
    pattern: vec2f,
    // Colour below everything.
    ground: u32,
    nothing: u32,
    // Cosine and sine of the turn of the map, clockwise.
    turn: vec2f,
    // Middle of the canvas on the screen, px.
    middle: vec2f,
    // What is the tile's own, left upper and right lower corner, px from the middle if the map were turned back.
    own_least: vec2f,
    own_most: vec2f,
};

struct Style {
    // Fill, pattern, nothing, second pattern.
    fills: vec4u,
    // Line, casing, body of markers, rim of markers.
    lines: vec4u,
    // Line width, casing width, dash, gap, in points; no gap where lines are whole.
    widths: vec4f,
    // Pattern and, 8 bits up, the second one; ink of markers (a colour); their form; their halo (a colour).
    kinds: vec4u,
};

@group(0) @binding(0) var<uniform> place: Place;
@group(0) @binding(1) var<uniform> styles: array<Style, 64>;
@group(1) @binding(0) var overview: texture_2d<f32>;
@group(1) @binding(1) var between: sampler;

override linear_target: bool = false;
// The map is turned: then tiles do not stand upright, and no scissor cuts them.
override is_turned: bool = false;
// Side of the square in which patterns repeat, width of their lines, radius of their dots, points.
override hatch_tile: f32;
override hatch_line: f32;
override hatch_dot: f32;
override hatch_stroke: f32;
// Steps of a cell, cells along the side of a tile.
override units_per_cell: f32;
override tile_cells: f32;

fn linear(c: vec3f) -> vec3f {
    return select(pow((c + 0.055) / 1.055, vec3f(2.4)), c / 12.92, c <= vec3f(0.04045));
}

fn shown(color: vec4f) -> vec4f {
    if linear_target {
        return vec4f(linear(color.rgb), color.a);
    }
    return color;
}

fn over(above: vec4f, below: vec4f) -> vec4f {
    return above + below * (1.0 - above.a);
}

// From px right and down of the middle.
fn on_screen(px: vec2f) -> vec4f {
    return vec4f(px.x / place.half_view.x, -px.y / place.half_view.y, 0.0, 1.0);
}

fn turned(px: vec2f) -> vec2f {
    if is_turned {
        let turn = place.turn;
        return vec2f(turn.x * px.x - turn.y * px.y, turn.y * px.x + turn.x * px.y);
    }
    return px;
}

fn px_of(steps: vec2i) -> vec2f {
    return place.offset + turned(vec2f(f32(steps.x), -f32(steps.y)) * place.scale);
}

// True for pixels that are another tile's. Of neighbours, each pixel belongs to one: all of them turn it back in the same
// way, and have the same numbers for their common border.
fn is_foreign(position: vec4f) -> bool {
    let turn = place.turn;
    let px = position.xy - place.middle;
    let back = vec2f(turn.x * px.x + turn.y * px.y, turn.x * px.y - turn.y * px.x);
    return any(back < place.own_least) || any(back >= place.own_most);
}

fn points_of(position: vec2f) -> vec2f {
    return position / place.ppp + place.pattern;
}

// ---- the ground

fn corner_of_all(vertex: u32) -> vec4f {
    return vec4f(vec2f(f32(vertex & 1u), f32(vertex >> 1u)) * 2.0 - 1.0, 0.0, 1.0);
}

@vertex
fn ground_vertex(@builtin(vertex_index) vertex: u32) -> @builtin(position) vec4f {
    return corner_of_all(vertex);
}

@fragment
fn ground_fragment() -> @location(0) vec4f {
    return shown(unpack4x8unorm(place.ground));
}

// The same of an opaque colour, worked out once and not for every pixel.

struct FlatOut {
    @builtin(position) position: vec4f,
    @location(0) @interpolate(flat, either) color: vec4f,
};

@vertex
fn flat_vertex(@builtin(vertex_index) vertex: u32) -> FlatOut {
    return FlatOut(corner_of_all(vertex), shown(unpack4x8unorm(place.ground)));
}

@fragment
fn flat_fragment(in: FlatOut) -> @location(0) vec4f {
    return in.color;
}

// ---- fills

struct FillOut {
    @builtin(position) position: vec4f,
    @location(0) @interpolate(flat, either) fill: vec4f,
    @location(1) @interpolate(flat, either) patterns: vec4u,
};

@vertex
fn pattern_vertex(@location(0) steps: vec2i, @location(1) number: u32) -> FillOut {
    let style = styles[number & 63u];
    var out: FillOut;
    out.position = on_screen(px_of(steps));
    out.fill = unpack4x8unorm(style.fills.x);
    out.patterns = vec4u(style.kinds.x & 255u, style.kinds.x >> 8u, style.fills.y, style.fills.w);
    return out;
}

// Share of a pattern's ink at a place in points: 1 rising lines, 2 falling, 3 both, 4 dots, 5 level lines, 6 upright, 7 both,
// 8 short strokes.
fn ink(pattern: u32, p: vec2f) -> f32 {
    let cell = fract(p / hatch_tile) * hatch_tile;
    if pattern == 8u {
        let d = min(stroke_distance(cell, 0.25 * hatch_tile), stroke_distance(cell, 0.75 * hatch_tile));
        return clamp((0.5 * hatch_line - d) * place.ppp + 0.5, 0.0, 1.0);
    }
    if pattern >= 5u {
        let off = abs(cell - 0.5 * hatch_tile + 0.5);
        let d = select(select(min(off.x, off.y), off.x, pattern == 6u), off.y, pattern == 5u);
        return clamp((0.5 * hatch_line - d) * place.ppp + 0.5, 0.0, 1.0);
    }
    if pattern == 4u {
        let d = min(distance(cell, vec2f(0.25 * hatch_tile)), distance(cell, vec2f(0.75 * hatch_tile)));
        return clamp((hatch_dot - d) * place.ppp + 0.5, 0.0, 1.0);
    }
    var share = 0.0;
    if pattern == 1u || pattern == 3u {
        share = line_ink(p.x + p.y);
    }
    if pattern == 2u || pattern == 3u {
        share = max(share, line_ink(p.x - p.y));
    }
    return share;
}

// From a place in the tile to the short level stroke about the one at `middle` of its diagonal.
fn stroke_distance(cell: vec2f, middle: f32) -> f32 {
    let beyond = max(abs(cell.x - middle) - 0.5 * hatch_stroke, 0.0);
    return length(vec2f(beyond, cell.y - middle + 0.5));
}

fn line_ink(along: f32) -> f32 {
    let phase = fract(along / hatch_tile) * hatch_tile;
    let d = min(phase, hatch_tile - phase) * 0.70710678;
    return clamp((0.5 * hatch_line - d) * place.ppp + 0.5, 0.0, 1.0);
}

// Without patterns: most triangles are small, and what each carries along costs as much as its pixels.
struct PlainOut {
    @builtin(position) position: vec4f,
    @location(0) @interpolate(flat, either) fill: vec4f,
};

@vertex
fn plain_vertex(@location(0) steps: vec2i, @location(1) number: u32) -> PlainOut {
    var out: PlainOut;
    out.position = on_screen(px_of(steps));
    out.fill = unpack4x8unorm(styles[number & 63u].fills.x);
    return out;
}

@fragment
fn plain_fragment(in: PlainOut) -> @location(0) vec4f {
    if is_turned && is_foreign(in.position) {
        discard;
    }
    return shown(in.fill);
}

@fragment
fn pattern_fragment(in: FillOut) -> @location(0) vec4f {
    if is_turned && is_foreign(in.position) {
        discard;
    }
    var color = in.fill;
    if (in.patterns.x | in.patterns.y) != 0u {
        let p = points_of(in.position.xy);
        color = over(unpack4x8unorm(in.patterns.z) * ink(in.patterns.x, p), color);
        if in.patterns.y != 0u {
            color = over(unpack4x8unorm(in.patterns.w) * ink(in.patterns.y, p), color);
        }
    }
    return shown(color);
}

// ---- lines

struct LineOut {
    @builtin(position) position: vec4f,
    // Px across from the middle of the line, and px along the path.
    @location(0) at: vec2f,
    @location(1) @interpolate(flat, either) color: vec4f,
    // Half the width, dash and gap, px.
    @location(2) @interpolate(flat, either) widths: vec3f,
};

struct Run {
    @location(0) before: vec2i,
    @location(1) start: vec2i,
    @location(2) start_along: f32,
    @location(3) tag: u32,
    @location(4) end: vec2i,
    @location(5) end_along: f32,
    @location(6) after: vec2i,
};

fn direction(a: vec2f, b: vec2f, otherwise: vec2f) -> vec2f {
    let d = b - a;
    let length = length(d);
    return select(otherwise, d / max(length, 1e-6), length > 1e-4);
}

// The corner of a line's edge: on the mitre, held to three half widths; square at an end and where the path turns back.
fn corner(at: vec2f, arriving: vec2f, leaving: vec2f, own: vec2f, out_along: f32, half: f32, side: f32) -> vec2f {
    let normal = vec2f(-own.y, own.x);
    let turn = dot(arriving, leaving);
    if turn < -0.87 {
        return at + normal * half * side + own * out_along * half;
    }
    let mitre = normalize(vec2f(-arriving.y, arriving.x) + vec2f(-leaving.y, leaving.x));
    return at + mitre * side * half / max(dot(mitre, normal), 0.33);
}

fn line_out(vertex: u32, run: Run, width: f32, color: u32, dash: vec2f) -> LineOut {
    var out: LineOut;
    if (run.tag & 256u) == 0u || width <= 0.0 {
        out.position = vec4f(2.0, 2.0, 2.0, 1.0);
        return out;
    }
    let a = px_of(run.start);
    let b = px_of(run.end);
    let own = direction(a, b, vec2f(1.0, 0.0));
    let half = 0.5 * width * place.ppp;
    // Half a pixel more on each side, for the soft edge.
    let reach = half + 0.5;
    let side = select(-1.0, 1.0, (vertex & 1u) == 1u);
    var at: vec2f;
    if vertex < 2u {
        at = corner(a, direction(px_of(run.before), a, -own), own, own, -1.0, reach, side);
    } else {
        at = corner(b, own, direction(b, px_of(run.after), -own), own, 1.0, reach, side);
    }
    out.position = on_screen(at);
    out.at = vec2f(side * reach, select(run.end_along, run.start_along, vertex < 2u) * units_per_cell * place.scale);
    out.color = unpack4x8unorm(color);
    out.widths = vec3f(half, dash * place.ppp);
    return out;
}

// All lines of a sheet in the same colour and width, none of them dashed: they carry their width only.
struct AlikeOut {
    @builtin(position) position: vec4f,
    @location(0) across: f32,
};

@vertex
fn alike_vertex(@builtin(vertex_index) vertex: u32, run: Run) -> AlikeOut {
    let line = line_out(vertex, run, styles[0].widths.x, 0u, vec2f(0.0));
    var out: AlikeOut;
    out.position = line.position;
    out.across = line.at.x;
    return out;
}

@fragment
fn alike_fragment(in: AlikeOut) -> @location(0) vec4f {
    if is_turned && is_foreign(in.position) {
        discard;
    }
    let half = 0.5 * styles[0].widths.x * place.ppp;
    let share = clamp(half + 0.5 - abs(in.across), 0.0, min(1.0, 2.0 * half));
    return shown(unpack4x8unorm(styles[0].lines.x) * share);
}

@vertex
fn line_vertex(@builtin(vertex_index) vertex: u32, run: Run) -> LineOut {
    let style = styles[run.tag & 63u];
    return line_out(vertex, run, style.widths.x, style.lines.x, style.widths.zw);
}

@vertex
fn casing_vertex(@builtin(vertex_index) vertex: u32, run: Run) -> LineOut {
    let style = styles[run.tag & 63u];
    return line_out(vertex, run, style.widths.y, style.lines.y, vec2f(0.0));
}

@fragment
fn line_fragment(in: LineOut) -> @location(0) vec4f {
    if is_turned && is_foreign(in.position) {
        discard;
    }
    // A line thinner than a pixel is a pale one of a pixel.
    var share = clamp(in.widths.x + 0.5 - abs(in.at.x), 0.0, min(1.0, 2.0 * in.widths.x));
    if in.widths.z > 0.0 {
        let period = in.widths.y + in.widths.z;
        let phase = in.at.y - floor(in.at.y / period) * period;
        share *= clamp(min(phase, in.widths.y - phase) + 0.5, 0.0, 1.0);
    }
    return shown(in.color * share);
}

// ---- what is too small to be drawn one by one

struct OverviewOut {
    @builtin(position) position: vec4f,
    @location(0) at: vec2f,
    // From the middle of a pixel to the places that are looked at, in widths of the picture.
    @location(1) @interpolate(flat, either) apart: f32,
};

@vertex
fn overview_vertex(@builtin(vertex_index) vertex: u32) -> OverviewOut {
    let unit = vec2f(f32(vertex & 1u), f32(vertex >> 1u));
    let side = tile_cells * units_per_cell * place.scale;
    var out: OverviewOut;
    out.position = on_screen(place.offset + turned((unit - 0.5) * side));
    out.at = unit;
    // A pixel is up to two cells wide; a quarter of it to each side. Nothing where the picture is enlarged.
    out.apart = select(0.0, 0.25 / side, side < tile_cells);
    return out;
}

@fragment
fn overview_fragment(in: OverviewOut) -> @location(0) vec4f {
    if is_turned && is_foreign(in.position) {
        discard;
    }
    let a = textureSampleLevel(overview, between, in.at + in.apart * vec2f(1.0, 0.6), 0.0);
    let b = textureSampleLevel(overview, between, in.at - in.apart * vec2f(1.0, 0.6), 0.0);
    return shown(0.5 * place.opacity * (a + b));
}

// ---- markers

struct MarkerOut {
    @builtin(position) position: vec4f,
    // From the place, in radii, up is negative.
    @location(0) at: vec2f,
    @location(1) @interpolate(flat, either) number: u32,
};

@vertex
fn marker_vertex(@builtin(vertex_index) vertex: u32, @location(0) steps: vec2i, @location(1) number: u32) -> MarkerOut {
    let unit = vec2f(f32(vertex & 1u), f32(vertex >> 1u)) * 2.0 - 1.0;
    // Room for rim and halo.
    let reach = unit * (1.25 * place.radius + 3.5);
    var out: MarkerOut;
    out.position = on_screen(px_of(steps) + reach * place.ppp);
    out.at = reach;
    out.number = number;
    return out;
}

fn soft(distance: f32) -> f32 {
    return clamp(0.5 - distance * place.ppp, 0.0, 1.0);
}

fn segment(p: vec2f, a: vec2f, b: vec2f) -> f32 {
    let along = b - a;
    let t = clamp(dot(p - a, along) / max(dot(along, along), 1e-6), 0.0, 1.0);
    return length(p - a - along * t);
}

// Distance to the outline: 0 circle, 1 square, 2 triangle, 3 turbine, 4 ring of evidence, 5 ring round a marker.
fn outline(kind: u32, p: vec2f, r: f32) -> f32 {
    switch kind {
        case 1u: {
            let d = abs(p) - vec2f(0.67 * r);
            return length(max(d, vec2f(0.0))) + min(max(d.x, d.y), 0.0);
        }
        case 2u: {
            return max(abs(p.x) * 0.8660254 - 0.5 * p.y, p.y) - 0.525 * r;
        }
        case 3u: { return length(p) - r; }
        case 4u: { return length(p) - 0.38 * r; }
        case 5u: { return length(p) - r - 2.0; }
        default: { return length(p) - 0.75 * r; }
    }
}

// Three blades and a mast, as on topographic maps.
fn blades(p: vec2f, r: f32) -> f32 {
    let hub = vec2f(0.0, -0.12 * r);
    var d = segment(p, hub, vec2f(0.0, 0.82 * r)) - max(0.065 * r, 0.4);
    d = min(d, length(p - hub) - 0.14 * r);
    d = min(d, segment(p, hub, hub + vec2f(0.0, -0.72 * r)) - 0.085 * r);
    d = min(d, segment(p, hub, hub + vec2f(0.6235, 0.36) * r) - 0.085 * r);
    d = min(d, segment(p, hub, hub + vec2f(-0.6235, 0.36) * r) - 0.085 * r);
    return d;
}

@fragment
fn marker_fragment(in: MarkerOut) -> @location(0) vec4f {
    let style = styles[in.number & 63u];
    let r = place.radius;
    let d = outline(style.kinds.z, in.at, r);
    let rim = clamp(0.2 * r, 1.2, 2.2);
    var color = unpack4x8unorm(style.kinds.w) * soft(d - 1.5 - 0.5 * rim);
    let body = unpack4x8unorm(style.lines.z);
    let rim_color = unpack4x8unorm(style.lines.w);
    color = over(body * soft(d), color);
    if style.kinds.z == 3u {
        color = over(unpack4x8unorm(style.kinds.y) * soft(blades(in.at, r)), color);
    }
    color = over(rim_color * soft(abs(d) - 0.5 * rim), color);
    return shown(color);
}
