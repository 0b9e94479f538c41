//! Where a BER value ends (X.690 §8.1): OpenSSL reads the first one and passes over what follows.

/// How many bytes the one value takes that `bytes` begins with; none when it does not end in them or is nested too deep.
pub(super) fn value_length(bytes: &[u8]) -> Option<usize> {
    within(bytes, DEPTH_MAX)
}

fn within(bytes: &[u8], depth: usize) -> Option<usize> {
    let depth = depth.checked_sub(1)?;
    let mut at = 1;
    if bytes.first()? & 0x1f == 0x1f {
        while bytes.get(at)? & 0x80 != 0 {
            at += 1;
        }
        at += 1;
    }
    let first = *bytes.get(at)?;
    at += 1;
    match first {
        // The indefinite form: values up to an end-of-contents (§8.1.3.6).
        0x80 => loop {
            let rest = bytes.get(at..)?;
            if rest.starts_with(&[0, 0]) {
                return Some(at + 2);
            }
            at += within(rest, depth)?;
        },
        short if short < 0x80 => end(at, usize::from(short), bytes),
        long => {
            let count = usize::from(long & 0x7f);
            let octets = bytes.get(at..at.checked_add(count)?)?;
            let length =
                octets.iter().try_fold(0_usize, |sum, byte| Some(sum.checked_mul(256)? | usize::from(*byte)))?;
            end(at + count, length, bytes)
        }
    }
}

fn end(at: usize, length: usize, bytes: &[u8]) -> Option<usize> {
    at.checked_add(length).filter(|end| *end <= bytes.len())
}

/// A token nests about fifteen deep.
const DEPTH_MAX: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_they_say() {
        let table: &[(&[u8], Option<usize>)] = &[
            (&[0x30, 0], Some(2)),
            (&[0x30, 0, 9], Some(2)),
            (&[4, 2, 1, 2, 3], Some(4)),
            (&[4, 2, 1], None),
            (&[4, 0x81, 1, 9, 9], Some(4)),
            (&[4, 0x82, 0, 1, 9, 9], Some(5)),
            (&[4, 0xff], None),
            (&[4, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0], None),
            (&[0x30, 0x80, 0, 0, 7], Some(4)),
            (&[0x30, 0x80, 4, 1, 0, 0, 0], Some(7)),
            (&[0x30, 0x80, 0x24, 0x80, 4, 1, 0, 0, 0, 0, 0, 7], Some(11)),
            (&[0x30, 0x80, 4, 1, 0], None),
            (&[0x3f, 0x81, 1, 1, 9, 7], Some(5)),
            (&[0x30], None),
            (&[], None),
        ];
        for (bytes, expected) in table {
            assert_eq!(value_length(bytes), *expected, "{bytes:x?}");
        }
        assert_eq!(value_length(&[0x30, 0x80].repeat(1 << 20)), None);
    }
}
