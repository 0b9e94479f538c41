//! Elements to bytes: the few shapes that `write` needs, in canonical spelling.

use std::io::{self, Write};

use super::EdxmlError;

/// Writes elements one after another, with the path at hand for errors.
pub(super) struct Emitter<W: Write> {
    out: W,
    /// The open elements, and whether the innermost has a child (then its end tag stands on a line of its own).
    open: Vec<(&'static str, bool)>,
}

impl<W: Write> Emitter<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, open: Vec::new() }
    }

    pub(super) fn open(&mut self, name: &'static str) -> Result<(), EdxmlError> {
        self.open_with(name, &[])
    }

    /// Attributes are written in the order given: the caller gives the canonical one.
    pub(super) fn open_with(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> Result<(), EdxmlError> {
        if self.open.is_empty() {
            self.out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
        } else {
            self.line()?;
        }
        if let Some((_, has_child)) = self.open.last_mut() {
            *has_child = true;
        }
        self.open.push((name, false));
        write!(self.out, "<{name}")?;
        for (attribute, value) in attributes {
            write!(self.out, " {attribute}=\"")?;
            self.escape(value, ATTRIBUTE)?;
            self.out.write_all(b"\"")?;
        }
        self.out.write_all(b">")?;
        Ok(())
    }

    pub(super) fn close(&mut self) -> Result<(), EdxmlError> {
        if let Some((name, has_child)) = self.open.pop() {
            if has_child {
                self.line()?;
            }
            write!(self.out, "</{name}>")?;
        }
        Ok(())
    }

    /// An element with a text.
    pub(super) fn leaf(&mut self, name: &'static str, text: &str) -> Result<(), EdxmlError> {
        self.open(name)?;
        self.escape(text, TEXT)?;
        self.close()
    }

    pub(super) fn optional(&mut self, name: &'static str, text: &Option<String>) -> Result<(), EdxmlError> {
        text.as_deref().map_or(Ok(()), |text| self.leaf(name, text))
    }

    /// Nothing for an empty list.
    pub(super) fn list(&mut self, name: &'static str, item: &'static str, texts: &[String]) -> Result<(), EdxmlError> {
        if texts.is_empty() {
            return Ok(());
        }
        self.open(name)?;
        for text in texts {
            self.leaf(item, text)?;
        }
        self.close()
    }

    /// An element whose text needs no escapes and comes in pieces.
    pub(super) fn streamed(
        &mut self,
        name: &'static str,
        write: impl FnOnce(&mut W) -> io::Result<()>,
    ) -> Result<(), EdxmlError> {
        self.open(name)?;
        write(&mut self.out)?;
        self.close()
    }

    pub(super) fn finish(mut self) -> Result<(), EdxmlError> {
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(())
    }

    fn line(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")?;
        (0..self.open.len()).try_for_each(|_| self.out.write_all(b"  "))
    }

    /// Canonical XML 1.0 §2.3: in text `&`, `<`, `>` and CR; in attribute values `&`, `<`, `"`, TAB, LF and CR.
    fn escape(&mut self, text: &str, escapes: &[(char, &str)]) -> Result<(), EdxmlError> {
        let mut rest = text;
        while let Some((at, character)) = rest
            .char_indices()
            .find(|(_, character)| !is_char(*character) || escapes.iter().any(|(special, _)| special == character))
        {
            let Some((_, replacement)) = escapes.iter().find(|(special, _)| *special == character) else {
                return Err(EdxmlError::Unwritable { path: self.path(), character });
            };
            let (plain, tail) = rest.split_at(at);
            self.out.write_all(plain.as_bytes())?;
            self.out.write_all(replacement.as_bytes())?;
            rest = tail.get(character.len_utf8()..).unwrap_or("");
        }
        self.out.write_all(rest.as_bytes())?;
        Ok(())
    }

    fn path(&self) -> String {
        let names: Vec<&str> = self.open.iter().map(|(name, _)| name.trim_start_matches("edXML:")).collect();
        names.join("/")
    }
}

/// XML 1.0 §2.2, production Char.
fn is_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

const TEXT: &[(char, &str)] = &[('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('\r', "&#xD;")];
const ATTRIBUTE: &[(char, &str)] =
    &[('&', "&amp;"), ('<', "&lt;"), ('"', "&quot;"), ('\t', "&#x9;"), ('\n', "&#xA;"), ('\r', "&#xD;")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_as_canonical_xml_does() {
        let mut out = Vec::new();
        let mut xml = Emitter::new(&mut out);
        xml.open_with("a", &[("b", "\"<&\t\n\r>")]).unwrap();
        xml.leaf("edXML:c", "1 < 2 & 3 > 2\r\n\"Đ\"").unwrap();
        xml.leaf("edXML:d", "").unwrap();
        xml.close().unwrap();
        xml.finish().unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&quot;&lt;&amp;&#x9;&#xA;&#xD;>\">\n  \
             <edXML:c>1 &lt; 2 &amp; 3 &gt; 2&#xD;\n\"Đ\"</edXML:c>\n  <edXML:d></edXML:d>\n</a>\n"
        );
    }

    #[test]
    fn refuses_a_character_that_xml_cannot_hold_and_names_its_element() {
        let mut xml = Emitter::new(io::sink());
        xml.open("edXML:Header").unwrap();
        let refused = xml.leaf("edXML:Subject", "một\u{1}hai").unwrap_err();
        assert!(
            matches!(&refused, EdxmlError::Unwritable { path, character: '\u{1}' } if path == "Header/Subject"),
            "{refused:?}"
        );
        assert!(Emitter::new(io::sink()).leaf("x", "\u{FFFE}").is_err());
    }
}
