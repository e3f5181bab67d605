//! From the commands of a tile to points, lines and rings. Source: Mapbox Vector Tile Specification 2.1, section 4.3.

use super::wire::{Broken, signed, varint};

const MOVE_TO: u64 = 1;
const LINE_TO: u64 = 2;
const CLOSE_PATH: u64 = 7;

/// What a feature is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Points.
    Point,
    /// Lines.
    Line,
    /// Rings of areas.
    Area,
}

impl Kind {
    /// By the number in a tile; `None` for what the specification leaves open.
    pub fn of(number: u64) -> Option<Kind> {
        match number {
            1 => Some(Kind::Point),
            2 => Some(Kind::Line),
            3 => Some(Kind::Area),
            _ => None,
        }
    }
}

/// A shape in units of its tile: x to the east, y to the south, from the north-western corner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    points: Vec<[i32; 2]>,
    /// Where each part ends among the points.
    ends: Vec<u32>,
}

impl Shape {
    /// Reads commands; `room` is how many points there may be, and shrinks by those that there are.
    ///
    /// # Errors
    /// Commands that the kind does not have, numbers that are missing, or more points than there is room for.
    pub fn read(kind: Kind, mut commands: &[u8], room: &mut usize) -> Result<Shape, Broken> {
        let mut shape = Shape::default();
        let mut cursor = [0i32; 2];
        while !commands.is_empty() {
            let command = varint(&mut commands)?;
            let (id, count) = (command & 7, command >> 3);
            let fits = match id {
                MOVE_TO => kind == Kind::Point || count == 1,
                LINE_TO => kind != Kind::Point && shape.is_part_open(),
                // Lines of old tiles have it, too, and not always once.
                CLOSE_PATH => count == 1 && kind != Kind::Point || count == 0 && kind == Kind::Line,
                _ => false,
            };
            if !fits {
                return Err(Broken("commands"));
            }
            if id == MOVE_TO && kind != Kind::Point {
                shape.end_part();
            }
            if id == CLOSE_PATH {
                shape.end_part();
                continue;
            }
            // Each needs two bytes at least, so that a count that lies ends at once.
            for _ in 0..count {
                for at in &mut cursor {
                    let step = signed(varint(&mut commands)?).clamp(i32::MIN.into(), i32::MAX.into());
                    *at = at.saturating_add(step as i32);
                }
                *room = room.checked_sub(1).ok_or(Broken("size"))?;
                shape.points.push(cursor);
            }
        }
        shape.end_part();
        Ok(shape)
    }

    /// Lines and rings, one after the other; of points, all of them together.
    pub fn parts(&self) -> impl Iterator<Item = &[[i32; 2]]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let parts = starts.zip(&self.ends);
        parts.filter_map(|(start, end)| self.points.get(start as usize..*end as usize))
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(self.points.as_slice()) + size_of_val(self.ends.as_slice())
    }

    fn is_part_open(&self) -> bool {
        self.ends.last().copied().unwrap_or(0) < self.points.len() as u32
    }

    fn end_part(&mut self) {
        if self.is_part_open() {
            self.ends.push(self.points.len() as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: Kind, commands: &[u8]) -> Result<Vec<Vec<[i32; 2]>>, Broken> {
        let shape = Shape::read(kind, commands, &mut 100)?;
        Ok(shape.parts().map(<[_]>::to_vec).collect())
    }

    /// The examples of the specification, section 4.3.5.
    #[test]
    fn the_published_examples() {
        let check = |kind, commands: &[u8], expected: &[&[[i32; 2]]]| {
            assert_eq!(read(kind, commands).unwrap(), expected);
        };
        check(Kind::Point, &[9, 50, 34], &[&[[25, 17]]]);
        check(Kind::Point, &[17, 10, 14, 3, 9], &[&[[5, 7], [3, 2]]]);
        check(
            Kind::Line,
            &[9, 4, 4, 18, 0, 16, 16, 0],
            &[&[[2, 2], [2, 10], [10, 10]]],
        );
        check(
            Kind::Line,
            &[9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8],
            &[&[[2, 2], [2, 10], [10, 10]], &[[1, 1], [3, 5]]],
        );
        check(
            Kind::Area,
            &[9, 6, 12, 18, 10, 12, 24, 44, 15],
            &[&[[3, 6], [8, 12], [20, 34]]],
        );
        let two = [
            9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8,
            8, 0, 0, 7, 15,
        ];
        check(
            Kind::Area,
            &two,
            &[
                &[[0, 0], [10, 0], [10, 10], [0, 10]],
                &[[11, 11], [20, 11], [20, 20], [11, 20]],
                &[[13, 13], [13, 17], [17, 17], [17, 13]],
            ],
        );
    }

    #[test]
    fn commands_that_are_none() {
        let check = |kind, commands: &[u8], what| assert_eq!(read(kind, commands), Err(Broken(what)));
        check(Kind::Line, &[9, 4], "cut");
        check(Kind::Line, &[9, 4, 4, 18, 0, 16], "cut");
        // A hundred million points, and none of them there.
        check(Kind::Point, &[0x81, 0xa8, 0xd6, 0xb9, 0x07], "cut");
        check(Kind::Line, &[17, 4, 4, 4, 4], "commands");
        check(Kind::Point, &[15], "commands");
        check(Kind::Area, &[23], "commands");
        check(Kind::Area, &[7], "commands");
        check(Kind::Line, &[12], "commands");
        check(Kind::Line, &[10, 4, 4], "commands");
        check(Kind::Area, &[9, 6, 12, 15, 10, 4, 4], "commands");
        assert_eq!(
            Shape::read(Kind::Point, &[17, 10, 14, 3, 9], &mut 1),
            Err(Broken("size"))
        );
    }

    #[test]
    fn steps_out_of_the_world_stop_at_its_edge() {
        let far = [
            9, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0, 10, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0,
        ];
        assert_eq!(read(Kind::Line, &far).unwrap(), [[[i32::MAX, 0], [i32::MAX, 0]]]);
    }
}
