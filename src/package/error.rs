//! What can be wrong with a container: one fault, one code, and the evidence beside it.

use std::fmt;
use std::io;

use crate::codes::{self, Code};

/// A fault and where it was found. Also the form of a finding that only intake refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct PackageError {
    /// What is wrong.
    pub fault: Fault,
    /// The entry, where one is concerned; control characters are escaped.
    pub entry: Option<String>,
    /// The place in the file, in bytes from its start.
    pub offset: Option<u64>,
    /// What should stand there.
    pub expected: Option<String>,
    /// What stands there.
    pub found: Option<String>,
    /// The code of the fault inside, where the XML reader found it.
    pub cause: Option<Code>,
}

impl PackageError {
    /// The public code: that of the fault inside where there is one.
    pub fn code(&self) -> Code {
        self.cause.unwrap_or(self.fault.code())
    }

    /// Takes the fault back out of an I/O error that [`EntryReader`](super::EntryReader) gave; any other I/O error
    /// becomes [`Fault::Io`].
    pub fn from_io(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(fault) => fault,
            Err(error) => Self::new(Fault::Io).found(error),
        }
    }

    pub(super) fn new(fault: Fault) -> Self {
        Self { fault, entry: None, offset: None, expected: None, found: None, cause: None }
    }

    pub(super) fn entry(mut self, name: &str) -> Self {
        self.entry = Some(name.escape_debug().to_string());
        self
    }

    pub(super) fn at(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    pub(super) fn caused_by(mut self, code: Code) -> Self {
        self.cause = Some(code);
        self
    }

    pub(super) fn expected(mut self, expected: impl fmt::Display) -> Self {
        self.expected = Some(expected.to_string());
        self
    }

    pub(super) fn found(mut self, found: impl fmt::Display) -> Self {
        self.found = Some(found.to_string());
        self
    }
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)?;
        if let Some(entry) = &self.entry {
            write!(f, ", entry {entry}")?;
        }
        if let Some(offset) = self.offset {
            write!(f, ", at byte {offset}")?;
        }
        if let Some(expected) = &self.expected {
            write!(f, ", expected {expected}")?;
        }
        if let Some(found) = &self.found {
            write!(f, ", found {found}")?;
        }
        Ok(())
    }
}

impl From<PackageError> for io::Error {
    fn from(error: PackageError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}

macro_rules! faults {
    ($($name:ident => $code:ident, $text:literal;)*) => {
        /// Every fault of a container, one code each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Fault {
            $(#[doc = $text] $name,)*
        }

        impl Fault {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The public code.
            pub fn code(self) -> Code {
                match self {
                    $(Self::$name => codes::$code,)*
                }
            }
        }

        impl fmt::Display for Fault {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$name => $text,)*
                })
            }
        }
    };
}

faults! {
    Empty => PACKAGE_EMPTY, "the file is empty";
    UnknownFormat => PACKAGE_UNKNOWN_FORMAT, "neither an ASiC-E container nor a bare edXML file";
    NotZip => PACKAGE_NOT_ZIP, "not a ZIP archive";
    TooBig => PACKAGE_TOO_BIG, "the package is larger than the limit";
    Truncated => PACKAGE_TRUNCATED, "the archive ends too early";
    PrefixBytes => PACKAGE_PREFIX_BYTES, "bytes before the first entry";
    SuffixBytes => PACKAGE_SUFFIX_BYTES, "bytes after the end record";
    SeveralEnds => PACKAGE_SEVERAL_ENDS, "several end records reach the end of the file";
    Comment => PACKAGE_COMMENT, "a comment that is too long or not plain text";
    MultiDisk => PACKAGE_MULTI_DISK, "the archive is split over several disks";
    Zip64 => PACKAGE_ZIP64, "ZIP64 records that contradict the others or are not called for";
    NoEntries => PACKAGE_NO_ENTRIES, "the archive has no entries";
    TooManyEntries => PACKAGE_TOO_MANY_ENTRIES, "more entries than the limit";
    EntryCount => PACKAGE_ENTRY_COUNT, "the end record counts other entries than the central directory holds";
    CentralDirectory => PACKAGE_CENTRAL_DIRECTORY, "a bad record in the central directory";
    CentralDirectoryTooBig => PACKAGE_CENTRAL_DIRECTORY_TOO_BIG, "the central directory is larger than the limit";
    LocalHeader => PACKAGE_LOCAL_HEADER, "no local header where the central directory points";
    LocalHeaderMismatch => PACKAGE_LOCAL_HEADER_MISMATCH, "local and central header disagree";
    Overlap => PACKAGE_OVERLAP, "records overlap";
    Gap => PACKAGE_GAP, "bytes that belong to no record";
    Descriptor => PACKAGE_DESCRIPTOR, "a data descriptor that is missing or contradicts the central header";
    Encrypted => PACKAGE_ENCRYPTED, "an encrypted entry";
    Flags => PACKAGE_FLAGS, "a general purpose flag that is not allowed";
    Method => PACKAGE_METHOD, "a compression method other than stored and deflate";
    Version => PACKAGE_VERSION, "an entry that asks for a later version of ZIP than it can need";
    Symlink => PACKAGE_SYMLINK, "a symbolic link";
    FileType => PACKAGE_FILE_TYPE, "an entry that is marked as neither file nor directory, or as both";
    ExtraField => PACKAGE_EXTRA_FIELD, "an extra field that cannot be parsed or is not accepted";
    UnicodePath => PACKAGE_UNICODE_PATH, "a second name in a Unicode path extra field";
    Crc => PACKAGE_CRC, "the content does not have the declared CRC-32";
    Size => PACKAGE_SIZE, "the content does not have the declared size";
    Deflate => PACKAGE_DEFLATE, "a broken deflate stream";
    DeflateEnd => PACKAGE_DEFLATE_END, "the deflate stream does not end with the compressed bytes";
    Ratio => PACKAGE_RATIO, "an entry that inflates beyond the allowed ratio";
    InflatedTooBig => PACKAGE_INFLATED_TOO_BIG, "the entries inflate to more than the limit";
    NameEmpty => PACKAGE_NAME_EMPTY, "an entry without a name";
    NameTooLong => PACKAGE_NAME_TOO_LONG, "an entry name longer than the limit";
    NameAbsolute => PACKAGE_NAME_ABSOLUTE, "an entry name that begins with a slash";
    NameComponent => PACKAGE_NAME_COMPONENT, "an entry name with an empty, '.' or '..' component";
    NameColon => PACKAGE_NAME_COLON, "an entry name with a drive letter or colon";
    NameBackslash => PACKAGE_NAME_BACKSLASH, "an entry name with a backslash";
    NameControl => PACKAGE_NAME_CONTROL, "an entry name with a control character";
    NameInvisible => PACKAGE_NAME_INVISIBLE, "an entry name with an invisible or text-direction character";
    NameTrailing => PACKAGE_NAME_TRAILING, "an entry name with a component that ends in a dot or space";
    NameForeign => PACKAGE_NAME_FOREIGN, "an entry name that some systems cannot keep as it is";
    NameEncoding => PACKAGE_NAME_ENCODING, "an entry name that is not marked UTF-8 or is not valid UTF-8";
    NameReserved => PACKAGE_NAME_RESERVED, "a name that the container keeps for itself";
    DuplicateName => PACKAGE_DUPLICATE_NAME, "two entries of one name";
    NameCollision => PACKAGE_NAME_COLLISION, "two entry names that differ only in case or composition";
    DirectoryEntry => PACKAGE_DIRECTORY_ENTRY, "a directory entry";
    DirectoryContent => PACKAGE_DIRECTORY_CONTENT, "a directory entry with content";
    NoMimetype => PACKAGE_NO_MIMETYPE, "no entry named mimetype";
    MimetypeContent => PACKAGE_MIMETYPE_CONTENT, "the entry mimetype names another format";
    MimetypePlace => PACKAGE_MIMETYPE_PLACE, "mimetype is not the first entry";
    MimetypeDeflated => PACKAGE_MIMETYPE_DEFLATED, "mimetype is compressed";
    MimetypeExtra => PACKAGE_MIMETYPE_EXTRA, "mimetype has an extra field or a data descriptor";
    NoManifest => PACKAGE_NO_MANIFEST, "no META-INF/manifest.xml";
    Manifest => PACKAGE_MANIFEST, "META-INF/manifest.xml is no OpenDocument manifest";
    ManifestExtra => PACKAGE_MANIFEST_EXTRA, "the manifest lists an entry that is not payload";
    ManifestLacks => PACKAGE_MANIFEST_LACKS, "the manifest lacks an entry of the payload";
    ManifestDuplicate => PACKAGE_MANIFEST_DUPLICATE, "the manifest lists an entry twice";
    NotEvaluated => PACKAGE_NOT_EVALUATED, "an entry in META-INF that is not evaluated";
    Io => PACKAGE_IO, "reading or writing the file failed";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn one_code_per_fault() {
        let codes: HashSet<_> = Fault::ALL.iter().map(|fault| fault.code().name()).collect();
        assert_eq!(codes.len(), Fault::ALL.len());
        assert!(codes.iter().all(|code| code.starts_with("package.")));
    }

    #[test]
    fn a_fault_survives_the_way_through_io() {
        let fault = PackageError::new(Fault::Crc).entry("a\u{202e}.pdf").at(7).expected(1).found(2);
        assert_eq!(PackageError::from_io(fault.clone().into()), fault);
        assert!(fault.to_string().contains("a\\u{202e}.pdf"), "{fault}");
        assert_eq!(PackageError::from_io(io::Error::other("disk")).fault, Fault::Io);
    }
}
