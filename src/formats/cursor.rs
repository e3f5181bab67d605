//! Bytes read one after another, each step checked against what is there.

/// A place within bytes. Every step gives `None`, and stays where it is, where there are too few bytes.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    data: &'a [u8],
    at: usize,
}

/// The order of the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Least first.
    Little,
    /// Most first.
    Big,
}

impl<'a> Cursor<'a> {
    /// At the first byte.
    pub fn new(data: &'a [u8]) -> Cursor<'a> {
        Cursor { data, at: 0 }
    }

    /// At byte `at`; beyond the end there is nothing.
    pub fn at(data: &'a [u8], at: usize) -> Cursor<'a> {
        Cursor { data, at }
    }

    /// How many bytes are behind.
    pub fn position(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.data.len().saturating_sub(self.at)
    }

    /// The next bytes.
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(count)?;
        let taken = self.data.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// One byte.
    pub fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// Two bytes without sign.
    pub fn u16(&mut self, order: Order) -> Option<u16> {
        let bytes = self.array()?;
        Some(match order {
            Order::Little => u16::from_le_bytes(bytes),
            Order::Big => u16::from_be_bytes(bytes),
        })
    }

    /// Four bytes without sign.
    pub fn u32(&mut self, order: Order) -> Option<u32> {
        let bytes = self.array()?;
        Some(match order {
            Order::Little => u32::from_le_bytes(bytes),
            Order::Big => u32::from_be_bytes(bytes),
        })
    }

    /// Eight bytes without sign.
    pub fn u64(&mut self, order: Order) -> Option<u64> {
        let bytes = self.array()?;
        Some(match order {
            Order::Little => u64::from_le_bytes(bytes),
            Order::Big => u64::from_be_bytes(bytes),
        })
    }

    /// A number of double precision.
    pub fn f64(&mut self, order: Order) -> Option<f64> {
        self.u64(order).map(f64::from_bits)
    }
}
