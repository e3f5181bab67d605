//! The scale bar: a round length, true at the middle of the map.

use super::svg::{Anchor, INK, Svg, Text, number};
use crate::report::units::thousands;

/// The longest 1, 2 or 5 times a power of ten that is not longer than `most_m`.
pub fn round_length_m(most_m: f64) -> f64 {
    if !(most_m > 0.0 && most_m.is_finite()) {
        return 1.0;
    }
    let power = 10f64.powf(most_m.log10().floor());
    let steps = [10.0, 5.0, 2.0, 1.0];
    let fits = steps
        .into_iter()
        .map(|step| step * power)
        .find(|m| *m <= most_m * (1.0 + 1e-9));
    fits.unwrap_or(power)
}

/// Three significant digits: what may stand behind 1 :.
pub fn round_denominator(denominator: f64) -> f64 {
    let step = 10f64.powf((denominator.max(1.0).log10().floor() - 2.0).max(0.0));
    (denominator / step).round() * step
}

/// Draws the bar with its left end at `(x, y)`, no longer than `most_px`.
pub fn draw(svg: &mut Svg, (x, y): (f64, f64), most_px: f64, true_m_per_px: f64, unit: f64) {
    let length_m = round_length_m(most_px * true_m_per_px);
    let length_px = length_m / true_m_per_px;
    let (part, high) = (0.25 * length_px, 6.0 * unit);
    let mut parts = String::new();
    for k in 0..4 {
        let colour = if k % 2 == 0 { INK } else { "#ffffff" };
        parts += &format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{colour}"/>"#,
            number(x + f64::from(k) * part),
            number(y),
            number(part),
            number(high)
        );
    }
    svg.put(&format!(
        r#"<g stroke="{INK}" stroke-width="{}">{parts}</g>"#,
        number(0.9 * unit)
    ));
    let (in_km, name) = if length_m >= 1000.0 {
        (1000.0, "km")
    } else {
        (1.0, "m")
    };
    let words = |m: f64| {
        let value = m / in_km;
        let decimals = usize::from(value.fract() != 0.0);
        thousands(value, decimals)
    };
    let base = y - 4.0 * unit;
    let end = format!("{} {name}", words(length_m));
    for (along, text) in [
        (0.0, "0"),
        (0.5, words(0.5 * length_m).as_str()),
        (1.0, end.as_str()),
    ] {
        svg.text(&Text::at(x + along * length_px, base, 10.5 * unit, text).anchor(Anchor::Middle));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_two_five() {
        let check = |most: f64, expected: f64| assert_eq!(round_length_m(most), expected);
        check(999.0, 500.0);
        check(1000.0, 1000.0);
        check(4321.0, 2000.0);
        check(0.7, 0.5);
        check(f64::NAN, 1.0);
    }

    #[test]
    fn denominators_have_three_digits() {
        assert_eq!(round_denominator(52_347.0), 52_300.0);
        assert_eq!(round_denominator(50_000.3), 50_000.0);
        assert_eq!(round_denominator(7.4), 7.0);
    }
}
