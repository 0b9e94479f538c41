//! A signed container taken apart into records that can each be changed, and put together again.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use openssl::pkey::{PKey, Private};

use super::pen;
use super::zip_lies::{Entry, Zip};

/// The entry of the one signature file.
pub const SIGNATURE: &str = "META-INF/signatures0.xml";
/// The entry of the manifest.
pub const MANIFEST: &str = "META-INF/manifest.xml";

/// A signed container: its records, and the content of its entries by name.
#[derive(Clone)]
pub struct Parts {
    pub zip: Zip,
    pub contents: HashMap<String, Vec<u8>>,
}

impl Parts {
    /// `mimetype` and the attachment stay stored, the rest is deflated: both methods are there to be lied about.
    pub fn of(package: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
        let mut parts = Self { zip: Zip::default(), contents: HashMap::new() };
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            parts.add(&name, &content);
        }
        parts
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        self.contents.get(name).unwrap_or_else(|| panic!("no entry {name}")).clone()
    }

    /// As text, whatever the bytes are.
    pub fn text_lossy(&self, name: &str) -> String {
        String::from_utf8_lossy(&self.bytes(name)).into_owned()
    }

    /// Another content for an entry that is there.
    pub fn set(&mut self, name: &str, content: impl AsRef<[u8]>) {
        self.zip.replace(entry(name, content.as_ref()));
        self.contents.insert(name.to_owned(), content.as_ref().to_vec());
    }

    /// One more entry, at the end.
    pub fn add(&mut self, name: &str, content: &[u8]) {
        self.zip.entries.push(entry(name, content));
        self.contents.insert(name.to_owned(), content.to_vec());
    }

    pub fn remove(&mut self, name: &str) {
        self.zip.entries.retain(|entry| entry.central.name != name.as_bytes());
        self.contents.remove(name);
    }

    pub fn rename(&mut self, from: &str, to: &str) {
        let content = self.bytes(from);
        self.contents.insert(to.to_owned(), content.clone());
        let place = self.zip.entries.iter().position(|one| one.central.name == from.as_bytes()).unwrap();
        self.zip.entries[place] = entry(to, &content);
    }

    /// Changes the signature file.
    pub fn signature(&mut self, change: impl FnOnce(&str) -> String) {
        let changed = change(&self.text(SIGNATURE));
        self.set(SIGNATURE, changed);
    }

    /// Makes digests and value of the signature file right again.
    pub fn seal(&mut self, key: &PKey<Private>) {
        let contents = self.contents.clone();
        self.signature(|xml| pen::seal(xml, key, &|name| contents.get(name).cloned()));
    }

    pub fn build(&self) -> Vec<u8> {
        self.zip.build()
    }
}

fn entry(name: &str, content: &[u8]) -> Entry {
    if name.ends_with(".xml") { Entry::deflated(name, content) } else { Entry::stored(name, content) }
}
