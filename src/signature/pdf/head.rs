//! The first kilobyte of an attachment, gathered while it is digested: where readers look for the mark of a PDF.

/// The first bytes that came.
#[derive(Clone, Debug, Default)]
pub(in crate::signature) struct Head {
    bytes: Vec<u8>,
}

impl Head {
    /// Takes the next piece.
    pub fn push(&mut self, piece: &[u8]) {
        let left = HEAD_BYTES.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(piece.get(..left.min(piece.len())).unwrap_or_default());
    }

    /// At most so many of them.
    pub fn first(&self, count: usize) -> &[u8] {
        self.bytes.get(..count.min(self.bytes.len())).unwrap_or_default()
    }

    /// Whether no more is taken.
    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= HEAD_BYTES
    }

    /// Whether readers would take it for a PDF (ISO 32000-1 annex H, 3.4.1).
    pub fn is_pdf(&self) -> bool {
        memchr::memmem::find(&self.bytes, super::MAGIC).is_some()
    }
}

/// ISO 32000-1 annex H, 3.4.1: the header stands somewhere within the first 1,024 bytes.
const HEAD_BYTES: usize = 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_counts_wherever_pieces_end_and_only_in_the_first_kilobyte() {
        for (before, is_pdf) in [(0, true), (1_000, true), (1_019, true), (1_020, false), (2_000, false)] {
            let mut bytes = vec![b' '; before];
            bytes.extend_from_slice(b"%PDF-1.7");
            for piece in [1, 3, 1_021, 4_000] {
                let mut head = Head::default();
                bytes.chunks(piece).for_each(|piece| head.push(piece));
                assert_eq!(head.is_pdf(), is_pdf, "{before} {piece}");
                assert_eq!(head.first(6), bytes.get(..6).unwrap());
            }
        }
    }
}
