//! The grammar, step by step: document (XML 1.0 §2.1), prolog, tags, text, CDATA sections.

use std::io::BufRead;

use super::super::chars::{is_ncname, is_space};
use super::super::tag::{Streamed, not_a_name};
use super::super::text::{decode_cdata, decode_content};
use super::super::{Fault, XML_NAMESPACE, XmlAttribute, XmlError, declaration};
use super::lookahead::{content_cut, held_back};
use super::{Frame, Last, Reader, State};

/// One step of the grammar.
impl<R: BufRead> Reader<R> {
    pub(super) fn advance(&mut self) -> Result<(), XmlError> {
        self.window.consume(self.covered);
        self.covered = 0;
        if self.last == Last::End {
            self.close();
        }
        self.last = Last::Eof;
        loop {
            let is_event = match self.state {
                State::Fresh => self.declaration().map(|()| false)?,
                State::Prolog => self.prolog()?,
                State::Content => self.content()?,
                State::Cdata => self.cdata()?,
                State::EmptyElement => {
                    self.state = State::Content;
                    self.last = Last::End;
                    true
                }
                State::Epilog => self.epilog().map(|()| true)?,
                State::Ended => true,
            };
            if is_event {
                return Ok(());
            }
        }
    }

    /// Byte order mark and XML declaration.
    fn declaration(&mut self) -> Result<(), XmlError> {
        self.state = State::Prolog;
        if self.is_fragment {
            return Ok(());
        }
        self.look(1)?;
        if self.window.rest().starts_with('\u{FEFF}') {
            self.window.consume('\u{FEFF}'.len_utf8());
            self.window.begin_line();
        }
        self.look(DECLARATION.len() + 1)?;
        let is_declaration = match self.window.rest().strip_prefix(DECLARATION) {
            Some(after) => after.bytes().next().is_some_and(is_space),
            None => false,
        };
        if !is_declaration {
            return Ok(());
        }
        let end = self
            .find_within(0, "?>", MAX_DECLARATION_BYTES)?
            .ok_or_else(|| self.fault(0, Fault::Syntax { expected: "?> after the XML declaration" }))?;
        let content = self.window.rest().get(DECLARATION.len()..end).unwrap_or_default();
        declaration::check(content).map_err(|fault| self.fault(0, fault))?;
        self.window.consume(end + 2);
        Ok(())
    }

    /// To the root's start tag; true when it is there.
    fn prolog(&mut self) -> Result<bool, XmlError> {
        self.skip_space()?;
        if !self.look(1)? {
            return Err(self.fault(0, Fault::Empty));
        }
        if !self.window.rest().starts_with('<') {
            return Err(self.fault(0, Fault::Leading));
        }
        self.refuse_markup(Fault::Leading)?;
        match self.byte(1) {
            Some(b'!' | b'/') => Err(self.fault(0, Fault::Leading)),
            _ => self.open(),
        }
    }

    fn epilog(&mut self) -> Result<(), XmlError> {
        self.skip_space()?;
        if !self.look(1)? {
            self.state = State::Ended;
            return Ok(());
        }
        self.refuse_markup(Fault::Trailing)?;
        Err(self.fault(0, Fault::Trailing))
    }

    /// The next event inside the root; false when there was none yet.
    fn content(&mut self) -> Result<bool, XmlError> {
        // What stands in the window already, nearly always.
        match self.window.rest().as_bytes() {
            [b'<', b'/', ..] => return self.end_tag(),
            [b'<', next, ..] if !matches!(next, b'?' | b'!') => return self.open(),
            [first, ..] if *first != b'<' => return self.text(),
            _ => {}
        }
        if !self.look(1)? {
            return Err(self.truncated());
        }
        if self.byte(0) != Some(b'<') {
            return self.text();
        }
        if !self.look(2)? {
            return Err(self.truncated());
        }
        match self.byte(1) {
            Some(b'/') => self.end_tag(),
            Some(b'?') => self.refuse_markup(nested_declaration()).map(|()| false),
            Some(b'!') => {
                self.look(CDATA.len())?;
                if self.window.rest().starts_with(CDATA) {
                    self.window.consume(CDATA.len());
                    self.state = State::Cdata;
                    return Ok(false);
                }
                self.refuse_markup(nested_declaration())?;
                Err(self.fault(0, Fault::Syntax { expected: "a tag, text or a CDATA section" }))
            }
            _ => self.open(),
        }
    }

    /// Comments, processing instructions and document types have faults of their own wherever they stand. A second or
    /// late XML declaration is `misplaced`, which is no processing instruction (XML 1.0 §2.6).
    fn refuse_markup(&mut self, misplaced: Fault) -> Result<(), XmlError> {
        self.look(DOCTYPE.len())?;
        let rest = self.window.rest();
        let fault = if rest.starts_with("<!--") {
            Fault::Comment
        } else if rest.starts_with(DOCTYPE) {
            Fault::Dtd
        } else if let Some(instruction) = rest.strip_prefix("<?") {
            let target = |c: char| c.is_ascii() && is_space(c as u8) || c == '?';
            let target: String = instruction.chars().take(SHOWN_CHARACTERS).take_while(|&c| !target(c)).collect();
            match target == "xml" {
                true => misplaced,
                false => Fault::ProcessingInstruction { target },
            }
        } else {
            return Ok(());
        };
        Err(self.fault(0, fault))
    }

    /// A start tag.
    fn open(&mut self) -> Result<bool, XmlError> {
        if self.frames.len() >= self.limits.depth {
            return Err(self.fault(0, Fault::Depth { limit: self.limits.depth }));
        }
        let length = self.tag_length()?;
        let outside = self.scope.height();
        let outside_xml = self.xml_attributes.len();
        let text = self.window.rest().get(..length).unwrap_or_default();
        let parsed = self.tag.parse(text, &mut self.scope, &self.limits);
        parsed.map_err(|(index, fault)| self.fault(index, fault))?;
        self.covered = length;
        let streamed = Streamed { text: self.window.rest(), tag: &self.tag, scope: &self.scope };
        let name_start = self.names.len();
        self.names.push_str(streamed.written());
        let local = streamed.written().len() - streamed.local().len();
        if self.tag.has_xml_attribute() {
            let attributes = (0..streamed.attribute_count()).filter_map(|index| streamed.attribute_at(index));
            self.xml_attributes.extend(
                attributes
                    .filter(|a| a.namespace == XML_NAMESPACE)
                    .map(|a| XmlAttribute { local: a.local.to_owned(), value: a.value.to_owned() }),
            );
        }
        self.frames.push(Frame { name_start, local, outside, outside_xml });
        self.last = Last::Start;
        self.state = if self.tag.is_empty_element { State::EmptyElement } else { State::Content };
        Ok(true)
    }

    fn end_tag(&mut self) -> Result<bool, XmlError> {
        let limit = self.limits.tag_bytes;
        let end = match self.plain_end_tag() {
            Some(end) => end,
            None => match self.find_within(2, ">", limit)? {
                Some(end) => end,
                None if self.window.rest().len() > limit => return Err(self.fault(0, Fault::TagSize { limit })),
                None => return Err(self.truncated()),
            },
        };
        let written = self.window.rest().get(2..end).unwrap_or_default().trim_end_matches([' ', '\t', '\n', '\r']);
        let expected = self.innermost();
        if written != expected {
            let is_name = !written.is_empty() && written.splitn(2, ':').all(is_ncname);
            let found = written.chars().take(SHOWN_CHARACTERS).collect();
            let expected = expected.to_owned();
            let fault = if is_name { Fault::TagMismatch { expected, found } } else { not_a_name(written) };
            return Err(self.fault(0, fault));
        }
        self.covered = end + 1;
        self.last = Last::End;
        Ok(true)
    }

    /// The index of the `>` of an end tag without white space: nearly every one.
    fn plain_end_tag(&self) -> Option<usize> {
        let expected = self.innermost();
        let end = 2 + expected.len();
        let is_plain = self.byte(end) == Some(b'>') && self.window.rest().get(2..end) == Some(expected);
        is_plain.then_some(end)
    }

    /// The innermost open element's name as written.
    pub(super) fn innermost(&self) -> &str {
        self.frames.last().and_then(|frame| self.names.get(frame.name_start..)).unwrap_or_default()
    }

    /// Forgets the element whose End was handed out.
    fn close(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.names.truncate(frame.name_start);
            self.scope.return_to(frame.outside);
            self.xml_attributes.truncate(frame.outside_xml);
        }
        if self.frames.is_empty() && self.state == State::Content {
            self.state = State::Epilog;
        }
    }

    /// A piece of text up to the next markup.
    fn text(&mut self) -> Result<bool, XmlError> {
        if let Some(end) = self.plain_text() {
            self.last = Last::Plain;
            self.covered = end;
            return Ok(true);
        }
        let mut looked = 0;
        let end = loop {
            let rest = self.window.rest();
            match memchr::memchr(b'<', rest.as_bytes().get(looked..).unwrap_or_default()) {
                Some(found) if looked + found <= CHUNK_BYTES => break looked + found,
                None if rest.len() < CHUNK_BYTES => looked = rest.len(),
                _ => break content_cut(rest),
            }
            if !self.window.fill()? {
                return Err(self.truncated());
            }
        };
        let raw = self.window.rest().get(..end).unwrap_or_default();
        self.last = Last::Plain;
        if memchr::memchr3(b'&', b'\r', b'>', raw.as_bytes()).is_some() {
            self.decoded.clear();
            decode_content(raw, &mut self.decoded).map_err(|(index, fault)| self.window.error_at(index, fault))?;
            self.last = Last::Decoded;
        }
        self.covered = end;
        Ok(true)
    }

    /// The end of a short text in which nothing is written otherwise: most texts are.
    fn plain_text(&self) -> Option<usize> {
        if !self.window.is_plain() {
            return None;
        }
        let rest = self.window.rest().as_bytes();
        let begin = rest.get(..rest.len().min(SHORT_TEXT_BYTES)).unwrap_or_default();
        let end = memchr::memchr2(b'<', b'>', begin)?;
        (begin.get(end) == Some(&b'<')).then_some(end)
    }

    /// A piece of a CDATA section; false at its end.
    fn cdata(&mut self) -> Result<bool, XmlError> {
        let end = match self.find_within(0, CDATA_END, CHUNK_BYTES)? {
            Some(0) => {
                self.window.consume(CDATA_END.len());
                self.state = State::Content;
                return Ok(false);
            }
            Some(end) => end,
            None if self.window.rest().len() < CHUNK_BYTES => {
                return Err(self.fault(0, Fault::Truncated { inside: "a CDATA section".to_owned() }));
            }
            None => held_back(self.window.rest(), CHUNK_BYTES),
        };
        let raw = self.window.rest().get(..end).unwrap_or_default();
        self.last = Last::Verbatim;
        if memchr::memchr(b'\r', raw.as_bytes()).is_some() {
            self.decoded.clear();
            decode_cdata(raw, &mut self.decoded);
            self.last = Last::Decoded;
        }
        self.covered = end;
        Ok(true)
    }
}

fn nested_declaration() -> Fault {
    Fault::Syntax { expected: "no XML declaration inside an element" }
}

/// The largest piece of text handed out (SIGNATURES §9: "64 KiB pieces").
pub(super) const CHUNK_BYTES: usize = 64 * 1024;
/// A text that is longer is looked at the longer way.
const SHORT_TEXT_BYTES: usize = 256;
/// An XML declaration with all three parts takes 60 bytes; the rest is room for white space.
const MAX_DECLARATION_BYTES: usize = 1024;
/// Of names in faults so much is shown.
const SHOWN_CHARACTERS: usize = 40;
const DECLARATION: &str = "<?xml";
const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";
const DOCTYPE: &str = "<!DOCTYPE";
