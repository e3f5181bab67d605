//! What was used last, within a limit of bytes.

use std::collections::HashMap;
use std::hash::Hash;

/// Values by key; once together they are too large, those that were not asked for longest go.
#[derive(Debug)]
pub struct MemoryCache<K, V> {
    most_bytes: usize,
    bytes: usize,
    clock: u64,
    kept: HashMap<K, Kept<V>>,
}

#[derive(Debug)]
struct Kept<V> {
    value: V,
    bytes: usize,
    used: u64,
}

impl<K: Clone + Eq + Hash + Ord, V> MemoryCache<K, V> {
    /// Empty, for so many bytes.
    pub fn new(most_bytes: usize) -> MemoryCache<K, V> {
        MemoryCache {
            most_bytes,
            bytes: 0,
            clock: 0,
            kept: HashMap::new(),
        }
    }

    /// The value, which counts as used now.
    pub fn get(&mut self, key: &K) -> Option<&mut V> {
        self.clock += 1;
        let kept = self.kept.get_mut(key)?;
        kept.used = self.clock;
        Some(&mut kept.value)
    }

    /// True where it is there.
    pub fn has(&self, key: &K) -> bool {
        self.kept.contains_key(key)
    }

    /// Keeps a value of that size, and lets older ones go for it; one that is too large by itself is not kept.
    pub fn put(&mut self, key: K, value: V, bytes: usize) {
        self.remove(&key);
        if bytes > self.most_bytes {
            return;
        }
        while self.bytes + bytes > self.most_bytes {
            let oldest = self.kept.iter().min_by_key(|(key, kept)| (kept.used, *key));
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            self.remove(&oldest);
        }
        self.clock += 1;
        self.bytes += bytes;
        self.kept.insert(
            key,
            Kept {
                value,
                bytes,
                used: self.clock,
            },
        );
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.kept.clear();
        self.bytes = 0;
    }

    /// Bytes of all that is kept.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    fn remove(&mut self, key: &K) {
        if let Some(kept) = self.kept.remove(key) {
            self.bytes -= kept.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_unused_goes_first() {
        let mut cache = MemoryCache::new(30);
        (1..=3).for_each(|key| cache.put(key, key * 10, 10));
        assert_eq!(cache.get(&1), Some(&mut 10));
        cache.put(4, 40, 10);
        assert!(cache.has(&1) && !cache.has(&2) && cache.has(&3) && cache.has(&4));
        cache.put(5, 50, 25);
        assert_eq!((cache.bytes(), cache.has(&5)), (25, true));
        cache.put(6, 60, 31);
        assert!(
            !cache.has(&6) && cache.has(&5),
            "what is too large pushes nothing out"
        );
        cache.put(5, 51, 5);
        assert_eq!((cache.bytes(), cache.get(&5)), (5, Some(&mut 51)));
        cache.clear();
        assert_eq!(cache.bytes(), 0);
    }
}
