//! DER from strangers, for the decoders of other crates.
//!
//! They put every SET OF in order as they read it, member by member into its place, which for a set in the opposite order
//! costs the square of its length: a name of one RDN in a list of revoked certificates of a megabyte costs minutes, before
//! anybody's signature was looked at. So whoever decodes a type that may hold a set does it through here. Refused: a set
//! of more members than anything in the field has. Absent: any check of what the decoders check themselves.

use der::{Decode, Tag};

/// Decodes `bytes`, which must not hold a long set.
///
/// # Errors
/// As the decoder; the wrong length of a SET where one is too long.
pub(super) fn from_der<'d, T: Decode<'d>>(bytes: &'d [u8]) -> der::Result<T> {
    check(bytes)?;
    T::from_der(bytes)
}

/// Holds that no set in `bytes` is long.
///
/// # Errors
/// The wrong length of a SET.
pub(super) fn check(bytes: &[u8]) -> der::Result<()> {
    walk(bytes, DEPTH_MAX).ok_or_else(|| Tag::Set.length_error())
}

/// The values in a row; none when one of them is a long set. What is no value ends the row, as it ends a decoder's reading.
fn walk(mut row: &[u8], depth: usize) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    while let Some((tag, content, rest)) = value(row) {
        let is_context = tag & CLASS == CONTEXT;
        let members = match tag {
            SET => members(content, |_| true),
            // An implicit tag hides which kind it is; what the sets of the standards hold are SEQUENCEs.
            _ if is_context => members(content, |member| member == SEQUENCE),
            _ => 0,
        };
        if members > MEMBERS_MAX {
            return None;
        }
        // Decoders look whether a value is constructed only after they have read what is in it.
        if tag & CONSTRUCTED != 0 || is_context {
            walk(content, depth)?;
        }
        row = rest;
    }
    Some(())
}

/// How many of them stand in a row from the beginning, counted no further than matters.
fn members(mut row: &[u8], counts: impl Fn(u8) -> bool) -> usize {
    let mut found = 0;
    while let Some((_, _, rest)) = value(row).filter(|(tag, ..)| found <= MEMBERS_MAX && counts(*tag)) {
        found += 1;
        row = rest;
    }
    found
}

/// Identifier, content, and what follows, by any definite length (X.690 §8.1); a decoder takes no more than this.
fn value(row: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, mut rest) = row.split_first()?;
    if tag & HIGH_NUMBER == HIGH_NUMBER {
        let last = rest.iter().position(|octet| octet & 0x80 == 0)?;
        rest = rest.get(last + 1..)?;
    }
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        ..0x80 => (usize::from(first), rest),
        0x80 => return None,
        _ => {
            let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let add = |sum: usize, octet: &u8| Some(sum.checked_mul(256)? | usize::from(*octet));
            (octets.iter().try_fold(0, add)?, rest)
        }
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

const SET: u8 = 0x31;
const SEQUENCE: u8 = 0x30;
const CONSTRUCTED: u8 = 0x20;
const CLASS: u8 = 0xc0;
const CONTEXT: u8 = 0x80;
const HIGH_NUMBER: u8 = 0x1f;
/// RDNs in the field have one attribute, seldom three; a CMS signer has a dozen signed attributes.
pub(super) const MEMBERS_MAX: usize = 32;
/// A timestamp inside a CMS nests about twenty-five deep.
const DEPTH_MAX: usize = 64;

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use x509_cert::name::Name;

    use super::*;

    fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x84][..], &length, content].concat()
    }

    /// So many members of the kind, the last in order first.
    fn descending(count: usize) -> Vec<u8> {
        let one = |number: usize| [0x30, 9, 6, 3, 0x55, 4, 3, 12, 2, (number / 128) as u8, (number % 128) as u8];
        (0..count).rev().flat_map(one).collect()
    }

    #[test]
    fn a_set_has_few_members_whatever_tag_it_bears_and_however_deep() {
        for (count, is_few) in [(0, true), (3, true), (MEMBERS_MAX, true), (MEMBERS_MAX + 1, false), (10_000, false)] {
            for tag in [0x31, 0xa0, 0xa1, 0x80] {
                let set = tlv(tag, &descending(count));
                assert_eq!(check(&set).is_ok(), is_few, "{count} in {tag:x}");
                let behind = [&[5, 0, 4, 1, 0x31][..], &tlv(0x30, &tlv(0x30, &set))].concat();
                assert_eq!(check(&behind).is_ok(), is_few, "{count} deep in {tag:x}");
            }
            // A list is no set, and is not sorted.
            assert!(check(&tlv(0x30, &descending(count))).is_ok(), "{count}");
            assert!(check(&tlv(0xa0, &tlv(0x30, &descending(count)))).is_ok(), "{count}");
        }
    }

    #[test]
    fn what_no_decoder_reads_ends_a_row_and_not_the_rows_beside_it() {
        let long = tlv(0x31, &descending(100));
        for broken in [&[0x30, 0x80][..], &[4, 0x85, 1, 0, 0, 0, 0], &[0x1f, 0xff], &[2], &[2, 200, 1]] {
            assert!(check(&[broken, &long].concat()).is_ok(), "{broken:x?}");
            assert!(check(&[tlv(0x30, broken), long.clone()].concat()).is_err(), "{broken:x?}");
        }
        assert!(check(&(0..100).fold(Vec::new(), |inner, _| tlv(0x30, &inner))).is_err());
    }

    #[test]
    fn a_name_of_a_hundred_thousand_attributes_costs_nothing() {
        let name = tlv(0x30, &tlv(0x31, &descending(16_000).repeat(6)));
        let start = Instant::now();
        assert!(from_der::<Name>(&name).is_err());
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        let name = tlv(0x30, &tlv(0x31, &descending(20)));
        let name = [&[0x30, 0x81, 223, 0x31, 0x81, 220][..], &name[12..]].concat();
        assert_eq!(from_der::<Name>(&name).unwrap().0[0].0.len(), 20);
    }
}
