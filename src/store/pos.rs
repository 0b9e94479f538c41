//! One number that orders rows as the log does, over all epochs: keyset pages and "the leaf before" are built on it.

/// epoch · 2^44 + leaf. 2^44 leaves are 17 million million; 2^19 epochs are as many restores.
pub(super) fn of(epoch: i64, leaf: i64) -> i64 {
    epoch.saturating_mul(1 << LEAF_BITS).saturating_add(leaf)
}

/// The leaf at `pos`, when it lies in that epoch.
pub(super) fn leaf_in(pos: i64, epoch: u64) -> Option<u64> {
    let pos = u64::try_from(pos).ok()?;
    (pos >> LEAF_BITS == epoch).then_some(pos & ((1 << LEAF_BITS) - 1))
}

const LEAF_BITS: u32 = 44;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epochs_come_before_leaves() {
        assert!(of(0, (1 << 44) - 1) < of(1, 0));
        assert_eq!(leaf_in(of(3, 17), 3), Some(17));
        assert_eq!(leaf_in(of(3, 17), 2), None);
        assert_eq!(leaf_in(-1, 0), None);
    }
}
