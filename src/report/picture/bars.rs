//! Bar charts: a name, a bar and a figure in words on each line. A pure function; the same input gives the same bytes.

use crate::model::symbology::Colour;

use super::page::Page;
use super::svg::{Anchor, FAINT, INK, Svg, Text, cut, fill, number, stroke, text_width};

/// Pixels of the layout in a millimetre.
const PX_PER_MM: f64 = 96.0 / 25.4;
/// From bar to bar.
const STEP_MM: f64 = 6.4;
/// Above the first bar and below the last.
const PAD_MM: f64 = 2.5;
/// Height of the letters in pixels.
const SIZE: f64 = 11.5;
/// How much of the width the names may take.
const NAMES: f64 = 0.34;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// How long it is beside the others; negative and odd values have no bar.
    pub value: f64,
    /// The value with its unit.
    pub words: String,
    /// Its colour.
    pub colour: Colour,
}

/// The chart as SVG of a width, with its size in millimetres. All bars begin at nothing, so their lengths are their values.
pub fn bars(bars: &[Bar], width_mm: f64) -> (String, (f64, f64)) {
    let height_mm = bars.len() as f64 * STEP_MM + 2.0 * PAD_MM;
    let page = Page::of_millimetres(width_mm, height_mm);
    let mut svg = Svg::new(&page);
    let (width, _) = page.layout();
    let longest = |words: fn(&Bar) -> &str| {
        let widths = bars.iter().map(|bar| text_width(words(bar), SIZE));
        widths.fold(0.0, f64::max)
    };
    let gap = 8.0;
    let left = longest(|bar| &bar.name).min(NAMES * width) + gap;
    let right = longest(|bar| &bar.words) + 2.0 * gap;
    let room = (width - left - right).max(1.0);
    let most = bars.iter().map(|bar| bar.value).filter(|value| value.is_finite());
    let most = most.fold(0.0, f64::max);
    for (k, bar) in bars.iter().enumerate() {
        let middle = (PAD_MM + (k as f64 + 0.5) * STEP_MM) * PX_PER_MM;
        let base = middle + 0.36 * SIZE;
        let name = cut(&bar.name, SIZE, left - gap);
        svg.text(&Text::at(left - gap, base, SIZE, &name).anchor(Anchor::End));
        let share = if most > 0.0 { bar.value / most } else { 0.0 };
        let length = if share.is_finite() {
            room * share.clamp(0.0, 1.0)
        } else {
            0.0
        };
        let high = 0.62 * STEP_MM * PX_PER_MM;
        svg.put(&format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" {} {}/>"#,
            number(left),
            number(middle - 0.5 * high),
            number(length),
            number(high),
            fill(bar.colour),
            stroke(bar.colour.with_opacity(255), 0.6)
        ));
        svg.text(&Text::at(left + length + gap, base, SIZE, &bar.words).fill(FAINT));
    }
    svg.put(&format!(
        r#"<path d="M{x} {}V{}" stroke="{INK}" stroke-width="0.8"/>"#,
        number(PAD_MM * PX_PER_MM - 3.0),
        number((height_mm - PAD_MM) * PX_PER_MM + 3.0),
        x = number(left)
    ));
    (svg.finish(), (width_mm, height_mm))
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree;
    use super::*;

    fn bar(name: &str, value: f64) -> Bar {
        Bar {
            name: name.into(),
            value,
            words: format!("{value} m²"),
            colour: Colour::new(0xc8_10_2e, 255),
        }
    }

    /// Widths of all bars.
    fn widths(svg: &str) -> Vec<f64> {
        let rects = svg.split("<rect x=").skip(1);
        rects
            .map(|rest| {
                let width = rest.split("width=\"").nth(1).unwrap();
                width.split('"').next().unwrap().parse().unwrap()
            })
            .collect()
    }

    #[test]
    fn lengths_are_values() {
        let all = [bar("a", 200.0), bar("b<&", 50.0), bar("c", 0.0)];
        let (svg, (width_mm, _)) = bars(&all, 200.0);
        tree(&svg).unwrap();
        let widths = widths(&svg);
        assert_eq!(widths.len(), 3);
        assert!(
            (widths[0] / widths[1] - 4.0).abs() < 0.01 && widths[2] == 0.0,
            "{widths:?}"
        );
        assert_eq!(width_mm, 200.0);
        assert!(svg.contains(">b&lt;&amp;</text>"));
    }

    #[test]
    fn odd_values_have_no_bar() {
        let all = [bar("a", f64::NAN), bar("b", f64::INFINITY), bar("c", -1.0)];
        let (svg, _) = bars(&all, 200.0);
        tree(&svg).unwrap();
        assert_eq!(widths(&svg), [0.0, 0.0, 0.0]);
        tree(&bars(&[], 200.0).0).unwrap();
    }
}
