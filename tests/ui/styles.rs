//! What is chosen in the style editor is seen on the map.

use redshank::model::symbology::{Colour, Hatch};
use redshank::model::symbology_choice::{Category, SymbolChange, SymbologyChoice};

use super::*;

type Pixels = image::RgbaImage;

/// The map as it is drawn, and a square of it in which there is wetland and nothing else.
fn wetland(harness: &mut Harness<'static, Stage>) -> Pixels {
    harness.run_steps(10);
    let view = harness.state_mut().app().view_mut();
    let pane = view.map.view().unwrap().on(view.map_rect.unwrap());
    let at = pane.screen_from_map((scene::ORIGIN.0 + 250.0, scene::ORIGIN.1 + 250.0).into());
    let picture = harness.render().unwrap();
    let side_px = 40;
    let corner = (at.x as u32 - side_px / 2, at.y as u32 - side_px / 2);
    image::imageops::crop_imm(&picture, corner.0, corner.1, side_px, side_px).to_image()
}

/// Pixels that are about of that colour.
fn count(pixels: &Pixels, [r, g, b]: [u8; 3]) -> usize {
    let near = |own: u8, other: u8| own.abs_diff(other) < 12;
    let all = pixels.pixels();
    all.filter(|pixel| near(pixel[0], r) && near(pixel[1], g) && near(pixel[2], b))
        .count()
}

fn change(harness: &mut Harness<'static, Stage>, change: SymbolChange) {
    let mut choice = SymbologyChoice::default();
    choice.changes.insert(Category::Role(LayerRole::Wetland), change);
    let edit = Edit::SetSymbology {
        layer: "wetland".into(),
        choice: Box::new(choice),
    };
    harness.state_mut().app().dispatch(Command::Edit(edit));
}

#[test]
fn another_colour_and_hatch_are_on_the_map_and_undo_takes_them_back() {
    const FILL: [u8; 3] = [250, 120, 10];
    const OUTLINE: [u8; 3] = [10, 20, 240];
    let [r, g, b] = FILL;
    let fill = Colour { r, g, b, a: 255 };
    let [r, g, b] = OUTLINE;
    let outline = Colour { r, g, b, a: 255 };
    let mut session = session();
    session.show(workspace());
    let view = ViewState {
        theme: ThemePreference::Light,
        ..ViewState::new(Lang::En)
    };
    let mut harness = stage(session, view, (1440.0, 900.0));
    let before = wetland(&mut harness);
    assert_eq!(count(&before, FILL), 0);

    let plain = SymbolChange {
        fill: Some(fill),
        hatch: Some(Hatch::Plain),
        ..SymbolChange::default()
    };
    change(&mut harness, plain);
    let filled = wetland(&mut harness);
    assert_eq!(count(&filled, FILL), 40 * 40, "all of the square");

    let hatched = SymbolChange {
        stroke: Some(outline),
        hatch: Some(Hatch::Crossed),
        ..plain
    };
    change(&mut harness, hatched);
    let lines = wetland(&mut harness);
    let (ground, lines) = (count(&lines, FILL), 40 * 40 - count(&lines, FILL));
    assert!(
        ground > 100 && lines > 100,
        "{ground} of the fill, {lines} of the lines"
    );

    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    assert_eq!(count(&wetland(&mut harness), FILL), 40 * 40);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    assert!(wetland(&mut harness) == before, "as it was, to the pixel");
}
