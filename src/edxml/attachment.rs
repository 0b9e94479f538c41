//! The manifest and the attachments (DOMAIN §1.5), without their bytes.

/// edXMLManifest: what the body says lies with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The attribute `version`; the field writes `1.0`.
    pub version: Option<String>,
    /// Reference, in the order of the file.
    pub references: Vec<Reference>,
}

impl Default for Manifest {
    /// An empty manifest, version 1.0.
    fn default() -> Self {
        Self { version: Some("1.0".to_owned()), references: Vec::new() }
    }
}

/// One Reference of the manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// `xlink:href`, a variant of the field; in an ASiC-E it may name the entry.
    pub href: Option<String>,
    /// ContentId; `cid:` in front may be missing.
    pub content_id: Option<String>,
    /// ContentType: what the sender claims it is.
    pub content_type: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// AttachmentName: the name for people, never a path.
    pub attachment_name: Option<String>,
}

impl Reference {
    /// The reference to an entry of an ASiC-E: `xlink:href` and ContentId both are `cid:` and the entry's name, as it is,
    /// without percent signs.
    pub fn to_entry(entry: &str, content_type: &str) -> Self {
        let target = format!("cid:{entry}");
        Self {
            href: Some(target.clone()),
            content_id: Some(target),
            content_type: Some(content_type.to_owned()),
            description: None,
            attachment_name: Some(entry.to_owned()),
        }
    }

    /// The key by which manifest and content are joined: `xlink:href` if it is there and not empty, else ContentId, a
    /// leading `cid:` cut off. In an ASiC-E this is the entry's name (DESIGN §8).
    pub fn target(&self) -> Option<&str> {
        let named = |field: &'_ Option<String>| field.as_deref().is_some_and(|text| !text.is_empty());
        let text = if named(&self.href) { self.href.as_deref() } else { self.content_id.as_deref() };
        text.map(without_cid).filter(|text| !text.is_empty())
    }

    /// What ContentId names where [`Reference::target`] is something else: another reader may take that.
    pub fn second_target(&self) -> Option<&str> {
        self.content_id.as_deref().map(without_cid).filter(|text| !text.is_empty() && Some(*text) != self.target())
    }
}

/// One Attachment of a bare file, its bytes gone to the caller's writer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// ContentId; `cid:` in front may be missing.
    pub content_id: Option<String>,
    /// AttachmentName: the name for people, never a path.
    pub attachment_name: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// ContentType as declared.
    pub content_type: Option<String>,
    /// The bytes after base64, counted.
    pub size_bytes: u64,
    /// What the first bytes and the declared type say of the packing.
    pub form: Form,
}

impl Attachment {
    /// The key by which it is joined to the manifest: ContentId without `cid:`.
    pub fn target(&self) -> Option<&str> {
        self.content_id.as_deref().map(without_cid).filter(|text| !text.is_empty())
    }
}

/// How an attachment is packed: two conventions are in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// The file itself (convention b).
    #[default]
    Raw,
    /// Begins as a ZIP file although its name is not one of a ZIP: a ZIP with the one file in it (convention a); see
    /// [`super::unzip_only`]. A guess from outside, for the bytes alone decide.
    Zipped,
}

fn without_cid(text: &str) -> &str {
    text.strip_prefix("cid:").unwrap_or(text)
}
