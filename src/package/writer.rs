//! Writes an ASiC-E container that the strict reader takes.

use std::io::{self, Read, Seek, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::names::SeenNames;
use super::{
    DOCUMENT_NAME, EntryKind, Fault, MANIFEST_NAME, META_INF, MIMETYPE, MIMETYPE_NAME, PackageError, check_name,
    manifest_xml,
};

/// Writes `mimetype`, then the payload in the order given (the document first), then manifest and signatures.
/// Everything is stored, bears the one time 1980-01-01 and no extra field, so that the same content gives the same
/// bytes whatever version of deflate or clock is at hand; no data descriptors, no directory entries.
pub struct AsiceWriter<W: Write + Seek> {
    zip: ZipWriter<W>,
    seen: SeenNames,
    /// (name, media type) of the payload, for the manifest.
    files: Vec<(String, String)>,
}

impl<W: Write + Seek> AsiceWriter<W> {
    /// Begins a container in `out`, which must be empty.
    ///
    /// # Errors
    /// [`Fault::Io`].
    pub fn new(out: W) -> Result<Self, PackageError> {
        let mut writer = Self { zip: ZipWriter::new(out), seen: SeenNames::default(), files: Vec::new() };
        writer.entry(MIMETYPE_NAME, &mut MIMETYPE.as_bytes())?;
        Ok(writer)
    }

    /// Adds the edXML root as `document.xml`.
    ///
    /// # Errors
    /// [`Fault::DuplicateName`] the second time, [`Fault::Io`].
    pub fn document(&mut self, xml: &[u8]) -> Result<(), PackageError> {
        self.add(DOCUMENT_NAME, "text/xml", &mut &*xml).map(drop)
    }

    /// Adds an entry of payload, streamed from `source`. Gives its size in bytes.
    ///
    /// # Errors
    /// A `Name…` fault, [`Fault::NameReserved`] for `mimetype` and META-INF, [`Fault::DuplicateName`],
    /// [`Fault::NameCollision`], [`Fault::Io`].
    pub fn add(&mut self, name: &str, media_type: &str, source: &mut dyn Read) -> Result<u64, PackageError> {
        if EntryKind::of(name) != EntryKind::Payload {
            return Err(PackageError::new(Fault::NameReserved).entry(name));
        }
        let bytes = self.entry(name, source)?;
        self.files.push((name.to_owned(), media_type.to_owned()));
        Ok(bytes)
    }

    /// Writes manifest, signature files (`META-INF/signatures0.xml` and on) and the central directory; gives `out`
    /// back, flushed but not synced.
    ///
    /// # Errors
    /// [`Fault::Io`].
    pub fn finish(mut self, signatures: &[&[u8]]) -> Result<W, PackageError> {
        let manifest = manifest_xml(self.files.iter().map(|(name, media_type)| (name.as_str(), media_type.as_str())));
        self.entry(MANIFEST_NAME, &mut manifest.as_bytes())?;
        for (number, signature) in signatures.iter().enumerate() {
            self.entry(&format!("{META_INF}signatures{number}.xml"), &mut &**signature)?;
        }
        let mut out = self.zip.finish().map_err(zip_fault)?;
        out.flush().map_err(PackageError::from_io)?;
        Ok(out)
    }

    fn entry(&mut self, name: &str, source: &mut dyn Read) -> Result<u64, PackageError> {
        check_name(name)?;
        self.seen.insert(name)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.zip.start_file(name, options).map_err(|error| zip_fault(error).entry(name))?;
        io::copy(source, &mut self.zip).map_err(|error| PackageError::from_io(error).entry(name))
    }
}

fn zip_fault(error: ZipError) -> PackageError {
    match error {
        ZipError::Io(error) => PackageError::from_io(error),
        error => PackageError::new(Fault::Io).found(error),
    }
}
