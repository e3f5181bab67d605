//! Findings into a file, block by block: worded in parallel, written in order, never all in memory.

use std::hint::black_box;
use std::io;

use rayon::prelude::*;

use crate::model::finding::{Finding, Screening};

use super::output::Output;

/// Findings that are worded before they are written.
const BLOCK: usize = 8192;
/// Items that one worker words in one go.
const RUN: usize = 256;

/// Hands what `word` makes of every finding to `take`, in the order of the screening.
///
/// # Errors
/// What `take` says; it is then asked no more.
pub fn each_worded<T: Send, E>(
    screening: &Screening,
    word: impl Fn(&Finding) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    for block in screening.findings.chunks(BLOCK) {
        let worded: Vec<T> = block.par_iter().map(&word).collect();
        worded.into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}

/// Writes what is appended for every item, in order, with `separator` between two of them: for findings, and for all that is
/// as many. One block is worded while the one before is written. `begin` is given each run of items that one worker words,
/// and gives back what words them one after the other: it may keep what neighbours have in common.
///
/// # Errors
/// What `out` says.
pub fn write_worded<'a, T: Sync, W: FnMut(&'a T, &mut Vec<u8>)>(
    items: &'a [T],
    separator: &[u8],
    out: &mut dyn Output,
    begin: impl Fn(&'a [T]) -> W + Sync,
) -> io::Result<()> {
    let run = |run: &'a [T], room: usize| {
        let mut word = begin(run);
        let mut bytes = Vec::with_capacity(room);
        for item in run {
            bytes.extend_from_slice(separator);
            word(item, &mut bytes);
        }
        bytes
    };
    // Before the first item none is written.
    let mut skipped = separator.len();
    let mut write = |worded: Vec<Vec<u8>>| {
        worded
            .into_iter()
            .try_for_each(|bytes| match std::mem::take(&mut skipped) {
                0 => out.give(bytes),
                from => out.write_all(bytes.get(from..).unwrap_or_default()),
            })
    };
    let mut ready = Vec::new();
    for block in items.chunks(BLOCK) {
        let before: Vec<Vec<u8>> = std::mem::take(&mut ready);
        // As long as the runs before, most likely.
        let room = before.iter().map(Vec::len).max().unwrap_or_default();
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| ready = block.par_chunks(RUN).map(|items| run(items, room)).collect());
            write(before)
        })?;
    }
    write(ready)
}

/// Brings the names of zones into the processor's cache, all at once: they lie all over the memory, where the zones are.
pub fn fetch_names(findings: &[Finding]) {
    let firsts = findings
        .iter()
        .filter_map(|finding| finding.zone.id.as_bytes().first());
    black_box(firsts.fold(0, |seen, first| seen ^ first));
}

/// The bytes that a writer of files gives, in memory.
pub fn in_memory(write: impl FnOnce(&mut dyn Output) -> io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Memory takes all it is given.
    write(&mut bytes).expect("writing into memory does not fail");
    bytes
}
