//! Loops over numbers by the widest instructions that the processor has.
//!
//! The same operations in the same order, several numbers at a time: nothing is fused or reordered, so the results are
//! the same to the bit on every machine (`each_point_for_itself` in `gauss_krueger.rs`).

use pulp::{Arch, Simd, WithSimd};

/// Does `work` for each element. Only what is inlined into `work` gains by it.
#[inline]
pub(in crate::geom) fn each_widely<T>(elements: &mut [T], work: impl Fn(&mut T)) {
    widely(
        #[inline(always)]
        || {
            for element in elements {
                work(element);
            }
        },
    )
}

/// Does `work`, which has loops over numbers. Only what is inlined into it gains.
#[inline]
pub(in crate::geom) fn widely<R>(work: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(Widely(work))
}

struct Widely<F>(F);

impl<R, F: FnOnce() -> R> WithSimd for Widely<F> {
    type Output = R;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> R {
        (self.0)()
    }
}
