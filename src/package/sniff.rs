//! Which container is it? The first bytes tell, and nothing else may (no file name, no Content-Type).

use super::{Fault, PackageError};

/// The two forms of a package (DESIGN §8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Container {
    /// A ZIP archive by its first bytes; [`Asice::open`](super::Asice::open) judges it.
    AsicE,
    /// One XML file; the strict XML reader judges it.
    Edxml,
}

/// As many bytes as [`sniff`] looks at.
pub const SNIFF_BYTES: usize = 4;

/// Tells the form from the first bytes of the file (all of them, or at least [`SNIFF_BYTES`]): `PK` is an archive,
/// `<`, or a UTF-8 byte order mark and `<`, is XML. White space before the XML is not passed over: nothing may stand
/// before the declaration (SIGNATURES §1).
///
/// # Errors
/// [`Fault::Empty`] and [`Fault::UnknownFormat`], with the bytes that were found.
pub fn sniff(head: &[u8]) -> Result<Container, PackageError> {
    match head {
        [] => Err(PackageError::new(Fault::Empty)),
        [b'P', b'K', ..] => Ok(Container::AsicE),
        [b'<', ..] | [0xEF, 0xBB, 0xBF, b'<', ..] => Ok(Container::Edxml),
        _ => {
            let found = head.get(..SNIFF_BYTES).unwrap_or(head).escape_ascii();
            Err(PackageError::new(Fault::UnknownFormat).at(0).expected("PK or <").found(found))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_decide() {
        assert_eq!(sniff(b"PK\x03\x04"), Ok(Container::AsicE));
        assert_eq!(sniff(b"<"), Ok(Container::Edxml));
        assert_eq!(sniff("\u{feff}<?xml".as_bytes()), Ok(Container::Edxml));
        for (head, fault) in [
            (&b""[..], Fault::Empty),
            (b" <a/>", Fault::UnknownFormat),
            (b"\xEF\xBB\xBF", Fault::UnknownFormat),
            (b"\xFF\xFE<\0", Fault::UnknownFormat),
            (b"%PDF-1.7", Fault::UnknownFormat),
            (b"P", Fault::UnknownFormat),
        ] {
            assert_eq!(sniff(head).map_err(|error| error.fault), Err(fault), "{head:?}");
        }
    }
}
