// Copies the picture of a canvas: pixel by pixel to where it was drawn, or to where the view has moved it.

struct Movement {
    // Px of the picture for each px of the screen, to the right and down.
    across: vec2f,
    down: vec2f,
    origin: vec2f,
    nothing: vec2f,
};

@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var<uniform> movement: Movement;

@vertex
fn picture_vertex(@builtin(vertex_index) vertex: u32) -> @builtin(position) vec4f {
    return vec4f(vec2f(f32(vertex & 1u), f32(vertex >> 1u)) * 2.0 - 1.0, 0.0, 1.0);
}

@fragment
fn picture_fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
    return textureLoad(picture, vec2i(position.xy), 0);
}

@fragment
fn moved_fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
    let at = vec2i(floor(movement.origin + movement.across * position.x + movement.down * position.y));
    let size = vec2i(textureDimensions(picture));
    if any(at < vec2i(0)) || any(at >= size) {
        discard;
    }
    let color = textureLoad(picture, at, 0);
    // Beside the canvas, the picture of the screen is empty.
    if color.a == 0.0 {
        discard;
    }
    return color;
}
