//! Triangles cut at the sides of a tile that does not stand upright, where no clip rectangle of egui can do it.

use eframe::egui::epaint::{Mesh, Vertex};
use eframe::egui::{Pos2, Vec2, pos2};

/// Leaves of a mesh what lies inside all four sides; `inside` tells how far a point lies inside each, negative outside.
pub fn cut(mesh: &mut Mesh, inside: impl Fn(Pos2) -> [f32; 4]) {
    let depths: Vec<[f32; 4]> = mesh.vertices.iter().map(|vertex| inside(vertex.pos)).collect();
    let whole = std::mem::take(&mut mesh.indices);
    for triangle in whole.chunks_exact(3) {
        let &[a, b, c] = triangle else { continue };
        let corner = |at: u32| {
            let at = at as usize;
            Some((*mesh.vertices.get(at)?, *depths.get(at)?))
        };
        let (Some(a), Some(b), Some(c)) = (corner(a), corner(b), corner(c)) else {
            continue;
        };
        let corners = [a, b, c];
        if (0..4).any(|side| corners.iter().all(|(_, depth)| depth[side] < 0.0)) {
            continue;
        }
        if corners
            .iter()
            .flat_map(|(_, depth)| depth)
            .all(|depth| *depth >= 0.0)
        {
            mesh.indices.extend(triangle);
        } else {
            add_rest(mesh, corners.to_vec());
        }
    }
}

type Corner = (Vertex, [f32; 4]);

/// Adds what is left of a triangle that is cut side by side (Sutherland and Hodgman 1974), as a fan.
fn add_rest(mesh: &mut Mesh, mut corners: Vec<Corner>) {
    for side in 0..4 {
        let mut rest = Vec::with_capacity(corners.len() + 1);
        let mut before = corners.last().copied();
        for corner in corners {
            if let Some(before) = before.filter(|before| (before.1[side] < 0.0) != (corner.1[side] < 0.0)) {
                rest.push(crossing(before, corner, side));
            }
            if corner.1[side] >= 0.0 {
                rest.push(corner);
            }
            before = Some(corner);
        }
        corners = rest;
    }
    let first = mesh.vertices.len() as u32;
    let count = corners.len() as u32;
    mesh.vertices
        .extend(corners.into_iter().map(|(vertex, _)| vertex));
    for next in 2..count {
        mesh.add_triangle(first, first + next - 1, first + next);
    }
}

/// Where the edge between two corners crosses a side. The same point whichever of them comes first.
fn crossing(a: Corner, b: Corner, side: usize) -> Corner {
    let (a, b) = if a.1[side] < b.1[side] { (a, b) } else { (b, a) };
    let share = a.1[side] / (a.1[side] - b.1[side]);
    let between = |a: Vec2, b: Vec2| a + share * (b - a);
    let at = between(a.0.pos.to_vec2(), b.0.pos.to_vec2());
    let uv = between(a.0.uv.to_vec2(), b.0.uv.to_vec2());
    let mut depths = a.1;
    for (own, other) in depths.iter_mut().zip(b.1) {
        *own += share * (other - *own);
    }
    depths[side] = 0.0;
    let vertex = Vertex {
        pos: pos2(at.x, at.y),
        uv: pos2(uv.x, uv.y),
        color: a.0.color,
    };
    (vertex, depths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::Color32;

    fn area(mesh: &Mesh) -> f32 {
        let corner = |index: u32| mesh.vertices[index as usize].pos.to_vec2();
        let triangles = mesh.indices.chunks_exact(3);
        let areas = triangles.map(|triangle| {
            let [a, b, c] = [0, 1, 2].map(|k| corner(triangle[k]));
            0.5 * ((b - a).x * (c - a).y - (b - a).y * (c - a).x).abs()
        });
        areas.sum()
    }

    /// A triangle from the origin, 10 wide and high, and the part of it in a box.
    #[track_caller]
    fn check(least: [f32; 2], most: [f32; 2], expected: f32) {
        let mut mesh = Mesh::default();
        for (x, y) in [(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)] {
            let (pos, uv, color) = (pos2(x, y), pos2(0.1 * x, 0.1 * y), Color32::RED);
            mesh.vertices.push(Vertex { pos, uv, color });
        }
        mesh.add_triangle(0, 1, 2);
        cut(&mut mesh, |pos| {
            [
                pos.x - least[0],
                most[0] - pos.x,
                pos.y - least[1],
                most[1] - pos.y,
            ]
        });
        assert!((area(&mesh) - expected).abs() < 1e-4, "{} {mesh:?}", area(&mesh));
        for &index in &mesh.indices {
            let vertex = mesh.vertices[index as usize];
            assert!(
                (vertex.uv.to_vec2() - 0.1 * vertex.pos.to_vec2()).length() < 1e-6,
                "{vertex:?}"
            );
        }
    }

    #[test]
    fn what_lies_in_the_tile_is_left() {
        check([-1.0, -1.0], [11.0, 11.0], 50.0);
        check([0.0, 0.0], [4.0, 4.0], 16.0);
        check([2.0, -1.0], [11.0, 11.0], 32.0);
        check([4.0, 4.0], [9.0, 9.0], 2.0);
        check([6.0, 6.0], [9.0, 9.0], 0.0);
        check([-9.0, -9.0], [-1.0, 20.0], 0.0);
    }
}
