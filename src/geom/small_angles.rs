//! Sines, tangents and their inverses for small angles, by their series up to where these end in the last place.
//!
//! Without a branch and without a call, so that the compiler can treat several numbers at a time; and, unlike the
//! functions of the system's library, the same to the last bit on every machine.

/// Σ cₖ xᵏ by Horner's rule.
#[inline(always)]
pub(in crate::geom) fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let mut sum = 0.0;
    for k in (0..N).rev() {
        sum = sum * x + coefficients[k];
    }
    sum
}

/// Sine and cosine for |x| ≤ π/2, within two units in the last place of 1.
#[inline(always)]
pub(in crate::geom) fn sin_cos(x: f64) -> (f64, f64) {
    let (sin, versine) = sin_and_versine(0.5 * x);
    let cos = 1.0 - versine;
    (2.0 * sin * cos, 1.0 - 2.0 * sin * sin)
}

/// sin x and 1 − cos x for |x| ≤ π/4: Taylor's series up to where it ends in the last place.
#[inline(always)]
pub(in crate::geom) fn sin_and_versine(x: f64) -> (f64, f64) {
    let square = x * x;
    let sin = x + x * square * polynomial(&SINE, square);
    (sin, square * polynomial(&VERSINE, square))
}

/// For |x| ≤ 0.02.
#[inline(always)]
pub(in crate::geom) fn small_sin_cos(x: f64) -> (f64, f64) {
    let square = x * x;
    let sin = x - x * square * (1.0 / 6.0 - square * (1.0 / 120.0 - square / 5_040.0));
    let cos = 1.0 - square * (0.5 - square * (1.0 / 24.0 - square * (1.0 / 720.0 - square / 40_320.0)));
    (sin, cos)
}

/// For |x| ≤ 0.25.
#[inline(always)]
pub(in crate::geom) fn small_sinh_cosh(x: f64) -> (f64, f64) {
    let square = x * x;
    let sinh = x + x * square * polynomial(&SINE_H, square);
    (sinh, (1.0 + sinh * sinh).sqrt())
}

/// For |x| ≤ 0.04.
#[inline(always)]
pub(in crate::geom) fn small_atan(x: f64) -> f64 {
    let square = x * x;
    x - x
        * square
        * polynomial(
            &[
                1.0 / 3.0,
                -1.0 / 5.0,
                1.0 / 7.0,
                -1.0 / 9.0,
                1.0 / 11.0,
                -1.0 / 13.0,
            ],
            square,
        )
}

/// For |x| ≤ 0.2.
#[inline(always)]
pub(in crate::geom) fn small_atan_wide(x: f64) -> f64 {
    let square = x * x;
    x + x * square * polynomial(&ATAN, square)
}

/// For |x| ≤ 0.25.
#[inline(always)]
pub(in crate::geom) fn small_atanh(x: f64) -> f64 {
    let square = x * x;
    x + x * square * polynomial(&ATANH, square)
}

/// −1/3!, 1/5!, …
const SINE: [f64; 8] = [
    -1.0 / 6.0,
    1.0 / 120.0,
    -1.0 / 5_040.0,
    1.0 / 362_880.0,
    -1.0 / 39_916_800.0,
    1.0 / 6_227_020_800.0,
    -1.0 / 1_307_674_368_000.0,
    1.0 / 355_687_428_096_000.0,
];
/// 1/2!, −1/4!, …
const VERSINE: [f64; 8] = [
    1.0 / 2.0,
    -1.0 / 24.0,
    1.0 / 720.0,
    -1.0 / 40_320.0,
    1.0 / 3_628_800.0,
    -1.0 / 479_001_600.0,
    1.0 / 87_178_291_200.0,
    -1.0 / 20_922_789_888_000.0,
];
/// 1/3!, 1/5!, …
const SINE_H: [f64; 6] = [
    1.0 / 6.0,
    1.0 / 120.0,
    1.0 / 5_040.0,
    1.0 / 362_880.0,
    1.0 / 39_916_800.0,
    1.0 / 6_227_020_800.0,
];
/// −1/3, 1/5, …
const ATAN: [f64; 11] = alternating(-1.0);
/// 1/3, 1/5, …
const ATANH: [f64; 13] = alternating(1.0);

/// s/3, s²/5, s³/7, …
const fn alternating<const N: usize>(sign: f64) -> [f64; N] {
    let mut all = [0.0; N];
    let (mut k, mut power) = (0, sign);
    while k < N {
        all[k] = power / (2 * k + 3) as f64;
        power *= sign;
        k += 1;
    }
    all
}
