//! One frame of the base map: the ground, and on it what there is of the tiles.

use std::time::Duration;

use eframe::egui::epaint::Vertex;
use eframe::egui::{Color32, Mesh, Shape, TextureId, Ui, pos2};

use crate::tiles::cover::{MOST_TILES, Wanted};
use crate::tiles::look::Look;
use crate::tiles::warp::Warp;

use super::super::map_view::Pane;
use super::super::scene::Scene;
use super::state::BaseMap;

/// How long until tiles that failed are looked at again.
const RETRY: Duration = Duration::from_secs(5);

/// Begins a frame, which may show the map more than once.
pub fn begin_base_map(base_map: &mut BaseMap) {
    if let Some(loaded) = base_map.loaded_mut() {
        loaded.begin_frame();
    }
}

/// Ends a frame: what it lacks is looked at before the next one, so there has to be one.
pub fn end_base_map(ui: &Ui, base_map: &BaseMap) {
    match base_map.loaded() {
        Some(loaded) if loaded.has_new_wishes() => ui.ctx().request_repaint(),
        Some(loaded) if loaded.is_waiting_to_retry() => ui.ctx().request_repaint_after(RETRY),
        _ => {}
    }
}

/// Draws the base map, if there is one; gives the scene for what comes above, whose own ground lets it show through.
pub fn paint_base_map<'a>(ui: &Ui, scene: &Scene<'a>, base_map: &mut BaseMap) -> Scene<'a> {
    let opacity = base_map.opacity.clamp(0.0, 1.0);
    let Some(loaded) = base_map.loaded_mut().filter(|_| opacity > 0.0) else {
        return *scene;
    };
    loaded.set_look(Look::new(
        scene.input.lang,
        scene.style.dark,
        ui.pixels_per_point(),
    ));
    let pane = &scene.pane;
    let view = Wanted {
        extent: pane.extent(),
        resolution_m_per_px: pane.view.resolution_m_per_px() / f64::from(ui.pixels_per_point()),
        most_tiles: MOST_TILES,
    };
    scene.painter.rect_filled(pane.rect, 0.0, scene.style.ground);
    let tint = Color32::WHITE.gamma_multiply(opacity);
    for (net, texture, part) in loaded.place(ui.ctx(), &view) {
        let mesh = mesh_of(&net, pane, (texture, part), tint);
        scene.painter.add(Shape::mesh(mesh));
    }
    let mut above = *scene;
    above.style.ground = Color32::TRANSPARENT;
    above
}

/// A tile on the screen, as triangles along the falling diagonals; quads with a corner that has no place are left out.
fn mesh_of(net: &Warp, pane: &Pane, (texture, part): (TextureId, [f64; 3]), tint: Color32) -> Mesh {
    let mut mesh = Mesh::with_texture(texture);
    let [left, top, side] = part;
    let step = side / net.quad_count as f64;
    for (number, corner) in net.corners.iter().enumerate() {
        let (row, column) = (number / (net.quad_count + 1), number % (net.quad_count + 1));
        mesh.vertices.push(Vertex {
            pos: pane.screen_from_map(*corner),
            uv: pos2(
                (left + step * column as f64) as f32,
                (top + step * row as f64) as f32,
            ),
            color: tint,
        });
    }
    let is_placed = |at: usize| {
        net.corners
            .get(at)
            .is_some_and(|corner| corner.x.is_finite() && corner.y.is_finite())
    };
    for row in 0..net.quad_count {
        for column in 0..net.quad_count {
            let a = row * (net.quad_count + 1) + column;
            let quad = [a, a + 1, a + net.quad_count + 1, a + net.quad_count + 2];
            if quad.iter().all(|at| is_placed(*at)) {
                let [a, b, c, d] = quad.map(|at| at as u32);
                mesh.add_triangle(a, b, d);
                mesh.add_triangle(a, d, c);
            }
        }
    }
    mesh
}

#[cfg(test)]
mod tests;
