//! Krüger's series: their coefficients in the third flattening n, up to its sixth power, and their sums.
//!
//! Karney, *Transverse Mercator with an accuracy of a few nanometers*, J. Geodesy 85 (2011), equations 35 and 36; the
//! conformal latitude as in Karney, *On auxiliary latitudes* (2023), and in PROJ.

/// Coefficients of sin 2k, k from 1 to 6.
pub(in crate::geom) type Series = [f64; 6];

/// Σ cₖ sin 2kα by Clenshaw's recurrence.
#[inline(always)]
pub(in crate::geom) fn series(coefficients: &Series, sin_2a: f64, cos_2a: f64) -> f64 {
    let turn = 2.0 * cos_2a;
    let (mut one, mut two) = (0.0, 0.0);
    for k in (0..6).rev() {
        (one, two) = (coefficients[k] + turn * one - two, one);
    }
    one * sin_2a
}

/// Σ cₖ sin 2k(ξ + iη), real and imaginary part, by Clenshaw's recurrence.
#[inline(always)]
pub(in crate::geom) fn complex_series(
    coefficients: &Series,
    (sin, cos): (f64, f64),
    (sinh, cosh): (f64, f64),
) -> (f64, f64) {
    let (turn_re, turn_im) = (2.0 * cos * cosh, -2.0 * sin * sinh);
    let (mut one, mut two) = ((0.0, 0.0), (0.0, 0.0));
    for k in (0..6).rev() {
        let next = (
            coefficients[k] + turn_re * one.0 - turn_im * one.1 - two.0,
            turn_re * one.1 + turn_im * one.0 - two.1,
        );
        (one, two) = (next, one);
    }
    let (sin_re, sin_im) = (sin * cosh, cos * sinh);
    (one.0 * sin_re - one.1 * sin_im, one.0 * sin_im + one.1 * sin_re)
}

/// For each coefficient its own polynomial: the factors of n^(k+1), n^(k+2), … n^6.
pub(in crate::geom) type Table = [&'static [f64]; 6];

/// The coefficients for the third flattening `n`.
pub(in crate::geom) fn in_powers(n: f64, table: &Table) -> Series {
    let mut power = 1.0;
    table.map(|factors| {
        power *= n;
        power * factors.iter().rev().fold(0.0, |sum, factor| sum * n + factor)
    })
}

/// χ − φ.
#[rustfmt::skip]
pub(in crate::geom) const CONFORMAL_FROM_GEODETIC: Table = [
    &[-2.0, 2.0 / 3.0, 4.0 / 3.0, -82.0 / 45.0, 32.0 / 45.0, 4_642.0 / 4_725.0],
    &[5.0 / 3.0, -16.0 / 15.0, -13.0 / 9.0, 904.0 / 315.0, -1_522.0 / 945.0],
    &[-26.0 / 15.0, 34.0 / 21.0, 8.0 / 5.0, -12_686.0 / 2_835.0],
    &[1_237.0 / 630.0, -12.0 / 5.0, -24_832.0 / 14_175.0],
    &[-734.0 / 315.0, 109_598.0 / 31_185.0],
    &[444_337.0 / 155_925.0],
];

/// φ − χ.
#[rustfmt::skip]
pub(in crate::geom) const GEODETIC_FROM_CONFORMAL: Table = [
    &[2.0, -2.0 / 3.0, -2.0, 116.0 / 45.0, 26.0 / 45.0, -2_854.0 / 675.0],
    &[7.0 / 3.0, -8.0 / 5.0, -227.0 / 45.0, 2_704.0 / 315.0, 2_323.0 / 945.0],
    &[56.0 / 15.0, -136.0 / 35.0, -1_262.0 / 105.0, 73_814.0 / 2_835.0],
    &[4_279.0 / 630.0, -332.0 / 35.0, -399_572.0 / 14_175.0],
    &[4_174.0 / 315.0, -144_838.0 / 6_237.0],
    &[601_676.0 / 22_275.0],
];

/// Karney's α.
#[rustfmt::skip]
pub(in crate::geom) const PLANE_FROM_SPHERE: Table = [
    &[1.0 / 2.0, -2.0 / 3.0, 5.0 / 16.0, 41.0 / 180.0, -127.0 / 288.0, 7_891.0 / 37_800.0],
    &[13.0 / 48.0, -3.0 / 5.0, 557.0 / 1_440.0, 281.0 / 630.0, -1_983_433.0 / 1_935_360.0],
    &[61.0 / 240.0, -103.0 / 140.0, 15_061.0 / 26_880.0, 167_603.0 / 181_440.0],
    &[49_561.0 / 161_280.0, -179.0 / 168.0, 6_601_661.0 / 7_257_600.0],
    &[34_729.0 / 80_640.0, -3_418_889.0 / 1_995_840.0],
    &[212_378_941.0 / 319_334_400.0],
];

/// Karney's β with its sign.
#[rustfmt::skip]
pub(in crate::geom) const SPHERE_FROM_PLANE: Table = [
    &[-1.0 / 2.0, 2.0 / 3.0, -37.0 / 96.0, 1.0 / 360.0, 81.0 / 512.0, -96_199.0 / 604_800.0],
    &[-1.0 / 48.0, -1.0 / 15.0, 437.0 / 1_440.0, -46.0 / 105.0, 1_118_711.0 / 3_870_720.0],
    &[-17.0 / 480.0, 37.0 / 840.0, 209.0 / 4_480.0, -5_569.0 / 90_720.0],
    &[-4_397.0 / 161_280.0, 11.0 / 504.0, 830_251.0 / 7_257_600.0],
    &[-4_583.0 / 161_280.0, 108_847.0 / 3_991_680.0],
    &[-20_648_693.0 / 638_668_800.0],
];
