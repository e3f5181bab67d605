//! Loops over numbers by the widest instructions that the processor has.
//!
//! The same operations in the same order, several numbers at a time: nothing is fused or reordered, so the results are
//! the same to the bit on every machine (`each_point_for_itself` in `gauss_krueger.rs`).

use pulp::{Arch, Simd, WithSimd};

/// Does `work` for all elements, `N` of them at a time. Those that are left over at the end are done together with copies of
/// the last one, of which nothing stays.
///
/// Only what is inlined into `work` gains, and a closure is inlined for sure only where it says so: without
/// `#[inline(always)]` before it, it is compiled by itself, for the plainest of processors.
pub(in crate::geom) fn each_lane<T: Copy, const N: usize>(elements: &mut [T], work: impl Fn(&mut [T; N])) {
    let (lanes, rest) = elements.as_chunks_mut::<N>();
    lane_by_lane(lanes, &work);
    if let Some(last) = rest.last() {
        let mut lane = [*last; N];
        for (place, own) in lane.iter_mut().zip(&*rest) {
            *place = *own;
        }
        lane_by_lane(std::slice::from_mut(&mut lane), &work);
        rest.copy_from_slice(&lane[..rest.len()]);
    }
}

/// One loop for whole lanes and for the last: a lane that is made beside the loop would be kept apart in registers, and its
/// numbers worked at one by one.
#[inline(never)]
fn lane_by_lane<T, const N: usize>(lanes: &mut [[T; N]], work: &impl Fn(&mut [T; N])) {
    widely(
        #[inline(always)]
        || {
            for lane in lanes {
                work(lane);
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
