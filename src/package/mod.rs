//! Containers: ASiC-E (ETSI EN 319 162-1) read strictly and written; bare edXML recognised (SIGNATURES §5, §9).
//!
//! [`sniff`] tells the two forms apart by their first bytes. [`Asice::open`] walks the central directory itself and
//! accepts an archive only when every byte of the file belongs to exactly one record and every record agrees with
//! every other: what one ZIP reader sees in the file, all of them see. [`EntryReader`] gives out the bytes of an
//! entry and ends in an error, never in silence, when size, CRC-32 or the end of the deflate stream do not hold.
//! [`AsiceWriter`] writes what this reader takes.
//!
//! Refused: whatever is not listed as good in SIGNATURES §5, each fault with a code of its own ([`Fault`]). What is
//! a warning for `verify` and a refusal at intake stands in [`Asice::findings`].
//!
//! Absent from here: XML signatures, the meaning of `document.xml`, unpacking to disk, repair of broken archives,
//! memory maps, and any trust in `META-INF/manifest.xml` (it is unsigned: only compared, never believed).

mod asice;
mod end;
mod entry;
mod error;
mod layout;
mod limits;
mod manifest;
mod media_type;
mod names;
mod reader;
mod record;
mod sniff;
mod writer;

pub use asice::Asice;
pub use entry::{Entry, EntryKind, Method};
pub use error::{Fault, PackageError};
pub use limits::{
    ENTRIES_MAX, ENTRY_NAME_MAX_BYTES, INFLATED_MAX_BYTES, Limits, PACKAGE_MAX_BYTES, PAYLOAD_ENTRIES_MAX,
    RATIO_FREE_BYTES, RATIO_MAX,
};
pub use manifest::{check_manifest, manifest_paths, manifest_xml};
pub use media_type::media_type_of;
pub use names::{check_name, is_same_name};
pub use reader::EntryReader;
pub use sniff::{Container, SNIFF_BYTES, sniff};
pub use writer::AsiceWriter;

/// The one entry that says what the archive is; first and stored (EN 319 162-1 A.1).
pub const MIMETYPE_NAME: &str = "mimetype";
/// The exact content of [`MIMETYPE_NAME`] (EN 319 162-1 §4.4.3.2).
pub const MIMETYPE: &str = "application/vnd.etsi.asic-e+zip";
/// The entry that holds the edXML root: header and manifest (DESIGN §8).
pub const DOCUMENT_NAME: &str = "document.xml";
/// The three entries of a receipt that stands alone as evidence: the receipt, and the same for machines and for people.
pub const COURT_NAMES: [&str; 3] = ["receipt.json", "evidence.xml", "receipt.pdf"];
/// The folder of manifest and signatures; nothing in it is payload.
pub const META_INF: &str = "META-INF/";
/// The OpenDocument manifest (ODF 1.2 part 3 §3), unsigned.
pub const MANIFEST_NAME: &str = "META-INF/manifest.xml";
