//! SHA-256 (FIPS 180-4), by which a file, a layer or a tile is known again.
//!
//! The crate `ring` is taken since it hashes with AVX2 where a processor has no instructions for SHA: twice as fast there as
//! portable code, and the hash is a tenth of the time in which a large file is read.

use ring::digest::{Context, SHA256};

/// Bytes of a hash.
pub const DIGEST_BYTES: usize = 32;

/// Takes bytes piece by piece.
#[derive(Clone)]
pub struct Sha256(Context);

impl Sha256 {
    /// Nothing taken yet.
    pub fn new() -> Sha256 {
        Sha256(Context::new(&SHA256))
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all bytes taken.
    pub fn finish(self) -> [u8; DIGEST_BYTES] {
        let mut digest = [0; DIGEST_BYTES];
        let found = self.0.finish();
        digest
            .iter_mut()
            .zip(found.as_ref())
            .for_each(|(into, from)| *into = *from);
        digest
    }

    /// The same as 64 hexadecimal digits.
    pub fn hexadecimal(self) -> String {
        hexadecimal(&self.finish())
    }
}

impl Default for Sha256 {
    fn default() -> Sha256 {
        Sha256::new()
    }
}

/// The hash of bytes.
pub fn sha256(bytes: &[u8]) -> [u8; DIGEST_BYTES] {
    let mut hash = Sha256::new();
    hash.update(bytes);
    hash.finish()
}

/// The hash in hexadecimal of several lists of bytes one after another, as `cat a b | sha256sum` gives it.
///
/// ```
/// use redshank::sha256::sha256_of;
/// assert_eq!(sha256_of(&[b"a", b"bc"]), sha256_of(&[b"abc"]));
/// ```
pub fn sha256_of(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.hexadecimal()
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of FIPS 180-4 and the empty text.
    #[test]
    fn published_hashes() {
        let check =
            |text: &str, expected: &str| assert_eq!(sha256_of(&[text.as_bytes()]), expected, "{text}");
        check(
            "",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        );
        check(
            "abc",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        );
        check(
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        );
        check(
            &"a".repeat(1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
        );
    }
}
