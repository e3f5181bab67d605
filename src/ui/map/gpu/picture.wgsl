// Copies the picture of a canvas, pixel by pixel, to where it was drawn.

@group(0) @binding(0) var picture: texture_2d<f32>;

@vertex
fn picture_vertex(@builtin(vertex_index) vertex: u32) -> @builtin(position) vec4f {
    return vec4f(vec2f(f32(vertex & 1u), f32(vertex >> 1u)) * 2.0 - 1.0, 0.0, 1.0);
}

@fragment
fn picture_fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
    return textureLoad(picture, vec2i(position.xy), 0);
}
