//! Base64 that comes in pieces (SIGNATURES §1): XML white space skipped, then strict, with padding and zero trailing bits.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Decodes piece after piece. Errors give the number of characters read before the faulty piece.
#[derive(Default)]
pub(crate) struct Decoder {
    /// Characters that wait for a full group of four.
    waiting: Vec<u8>,
    decoded: Vec<u8>,
    /// Characters seen, white space included.
    seen: u64,
    padded: bool,
}

impl Decoder {
    /// The bytes that `text` completes.
    pub(crate) fn push(&mut self, text: &[u8]) -> Result<&[u8], u64> {
        let before = self.seen;
        self.seen += text.len() as u64;
        self.waiting.extend_from_slice(text);
        // Most producers write one endless line. Looking at every byte first made reading 100 MB three times as slow in an
        // unoptimised build, which is what the tests run on.
        if self.padded || self.decode().is_err() {
            self.waiting.retain(|byte| !is_space(*byte));
            if self.padded && !self.waiting.is_empty() {
                return Err(before);
            }
            self.decode().map_err(|_| before)?;
        }
        Ok(&self.decoded)
    }

    /// Nothing may be left over.
    pub(crate) fn finish(&self) -> Result<(), u64> {
        if self.waiting.iter().copied().all(is_space) { Ok(()) } else { Err(self.seen) }
    }

    /// Decodes the whole groups that wait; on an error they wait still.
    fn decode(&mut self) -> Result<(), base64::DecodeError> {
        self.decoded.clear();
        let whole = self.waiting.len() - self.waiting.len() % 4;
        let groups = self.waiting.get(..whole).unwrap_or_default();
        STANDARD.decode_vec(groups, &mut self.decoded)?;
        self.padded |= groups.ends_with(b"=");
        self.waiting.drain(..whole);
        Ok(())
    }
}

/// XML 1.0 §2.3, production S.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_however_the_text_is_cut() {
        let text = b"VsSDbiBi\r\n4bqjbg==\n \t";
        for cut in 1..text.len() {
            let mut decoder = Decoder::default();
            let mut bytes = Vec::new();
            for piece in text.chunks(cut) {
                bytes.extend_from_slice(decoder.push(piece).unwrap());
            }
            decoder.finish().unwrap();
            assert_eq!(String::from_utf8(bytes).unwrap(), "Văn bản", "cut {cut}");
        }
    }

    #[test]
    fn refuses_what_is_not_strict() {
        for wrong in ["QQ", "QQ=", "QR==", "Q===", "QQ==QQ==", "QQ==\nA", "QUI_", "$QUI", "QQ\u{a0}=="] {
            for cut in [1, 3, 4, wrong.len()] {
                let mut decoder = Decoder::default();
                let pushed = wrong.as_bytes().chunks(cut).try_for_each(|piece| decoder.push(piece).map(drop));
                assert!(pushed.and_then(|()| decoder.finish()).is_err(), "{wrong} cut {cut}");
            }
        }
    }

    #[test]
    fn takes_an_empty_text_as_no_bytes() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.push(b" \n").unwrap(), b"");
        decoder.finish().unwrap();
    }
}
