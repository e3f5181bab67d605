//! Loops over numbers by the widest instructions that the processor has.
//!
//! The same operations in the same order, several numbers at a time: nothing is fused or reordered, so the results are
//! the same to the bit on every machine (`each_point_for_itself` in `gauss_krueger.rs`).

use pulp::{Arch, Simd, WithSimd};

/// Does `work` for each element. Only what is inlined into `work` gains by it.
#[inline]
pub(in crate::geom) fn each_widely<T>(elements: &mut [T], work: impl Fn(&mut T)) {
    Arch::new().dispatch(Each { elements, work });
}

struct Each<'a, T, F> {
    elements: &'a mut [T],
    work: F,
}

impl<T, F: Fn(&mut T)> WithSimd for Each<'_, T, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for element in self.elements {
            (self.work)(element);
        }
    }
}
