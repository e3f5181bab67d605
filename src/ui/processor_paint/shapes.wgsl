// egui's triangles: the colour of a corner times that of a texture, both as egui mixes them.

struct Locals {
    screen_points: vec2f,
    nothing: vec2f,
};

@group(0) @binding(0) var<uniform> locals: Locals;
@group(1) @binding(0) var picture: texture_2d<f32>;
@group(1) @binding(1) var between: sampler;

struct Corner {
    @builtin(position) position: vec4f,
    @location(0) at: vec2f,
    @location(1) color: vec4f,
};

@vertex
fn shape_vertex(@location(0) place: vec2f, @location(1) at: vec2f, @location(2) color: vec4f) -> Corner {
    let on_screen = vec2f(2.0, -2.0) * place / locals.screen_points + vec2f(-1.0, 1.0);
    return Corner(vec4f(on_screen, 0.0, 1.0), at, color);
}

@fragment
fn shape_fragment(corner: Corner) -> @location(0) vec4f {
    return corner.color * textureSample(picture, between, corner.at);
}
