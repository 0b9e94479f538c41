//! The reader: from bytes to events.

use std::io::BufRead;
use std::ops::Range;

use quick_xml::parser::{ElementParser, Parser};

use super::chars::{is_ncname, is_space};
use super::event::Of;
use super::scope::{Height, Scope};
use super::tag::{Streamed, Tag, not_a_name};
use super::text::{MAX_REFERENCE_BYTES, decode_cdata, decode_content};
use super::window::Window;
use super::{Context, End, Event, Fault, Limits, Position, Start, XML_NAMESPACE, XmlAttribute, XmlError, declaration};

/// Reads one XML file, strictly (SIGNATURES §1), as a stream of [`Event`]s.
///
/// After an error the reader is spent: every further call gives [`Event::Eof`].
#[derive(Debug)]
pub struct Reader<R> {
    window: Window<R>,
    limits: Limits,
    state: State,
    /// What the last event was, and how many bytes of the window it covers.
    last: Last,
    covered: usize,
    tag: Tag,
    /// Text that differs from what is written.
    decoded: String,
    scope: Scope,
    names: String,
    frames: Vec<Frame>,
    /// `xml:*` attributes inherited and of all open elements.
    xml_attributes: Vec<XmlAttribute>,
    is_fragment: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing read yet.
    Fresh,
    /// Before the root element.
    Prolog,
    /// Inside the root element.
    Content,
    /// Inside a CDATA section.
    Cdata,
    /// Between the Start and the End of an empty-element tag.
    EmptyElement,
    /// After the root element.
    Epilog,
    /// At the end of the file, or behind a fault.
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Start,
    /// As it stands in the window.
    Plain,
    Decoded,
    End,
    Eof,
}

/// An open element.
#[derive(Clone, Copy, Debug)]
struct Frame {
    name_start: usize,
    /// Bytes of prefix and colon.
    local: usize,
    /// The scope and the `xml:*` attributes around it.
    outside: Height,
    outside_xml: usize,
}

impl<R: BufRead> Reader<R> {
    /// A reader over a whole file.
    pub fn new(source: R, limits: Limits) -> Self {
        Self::build(source, limits, &Context::empty(), Position::START, false)
    }

    /// A reader over a range of a file that holds exactly one element and nothing else: no byte order mark, no
    /// declaration. `inherited` is what the elements around it declare, `position` where the range begins.
    pub fn fragment(source: R, limits: Limits, inherited: Context, position: Position) -> Self {
        Self::build(source, limits, &inherited, position, true)
    }

    fn build(source: R, limits: Limits, inherited: &Context, position: Position, is_fragment: bool) -> Self {
        Self {
            window: Window::new(source, position),
            limits,
            state: State::Fresh,
            last: Last::Eof,
            covered: 0,
            tag: Tag::new(),
            decoded: String::new(),
            scope: Scope::inherit(inherited),
            names: String::new(),
            frames: Vec::new(),
            xml_attributes: inherited.xml_attributes().to_vec(),
            is_fragment,
        }
    }

    /// The next event.
    ///
    /// # Errors
    /// The first fault of the file, with its position.
    #[allow(clippy::should_implement_trait)] // An iterator cannot lend what it owns.
    pub fn next(&mut self) -> Result<Event<'_>, XmlError> {
        if let Err(error) = self.advance() {
            self.state = State::Ended;
            self.last = Last::Eof;
            self.covered = 0;
            return Err(error);
        }
        Ok(match self.last {
            Last::Start => Event::Start(self.start()),
            Last::Plain => Event::Text(self.window.rest().get(..self.covered).unwrap_or_default()),
            Last::Decoded => Event::Text(&self.decoded),
            Last::End => Event::End(self.open_name()),
            Last::Eof => Event::Eof,
        })
    }

    /// Where the last event begins in the file.
    pub fn position(&self) -> Position {
        self.window.position()
    }

    /// The bytes of the file that the last event covers. For an empty-element tag Start covers the tag and End is the
    /// empty range after it; for a CDATA section the marks around it belong to no event.
    pub fn range(&self) -> Range<u64> {
        let start = self.window.offset();
        start..start + self.covered as u64
    }

    /// How many elements are open; after a Start its own is counted, after an End it no longer is.
    pub fn depth(&self) -> usize {
        self.frames.len() - usize::from(self.last == Last::End)
    }

    /// The last event again, if it was a Start.
    pub fn current_start(&self) -> Option<Start<'_>> {
        (self.last == Last::Start).then(|| self.start())
    }

    /// What the children of the innermost open element inherit.
    pub fn context(&self) -> Context {
        match (self.last, self.frames.last()) {
            (Last::End, Some(frame)) => self.context_at(frame.outside, frame.outside_xml),
            _ => self.context_at(self.scope.height(), self.xml_attributes.len()),
        }
    }

    /// After a Start: what that element itself inherits. Otherwise the same as [`Self::context`].
    pub fn parent_context(&self) -> Context {
        match (self.last, self.frames.last()) {
            (Last::Start, Some(frame)) => self.context_at(frame.outside, frame.outside_xml),
            _ => self.context(),
        }
    }

    /// Bytes that the reader's own buffers hold at this moment.
    pub fn buffered(&self) -> usize {
        self.window.buffered()
            + self.tag.buffered()
            + self.scope.buffered()
            + self.decoded.capacity()
            + self.names.capacity()
            + self.frames.capacity() * size_of::<Frame>()
            + self.xml_attributes.iter().map(|a| a.local.capacity() + a.value.capacity()).sum::<usize>()
    }

    fn start(&self) -> Start<'_> {
        Start { of: Of::Streamed(Streamed { text: self.window.rest(), tag: &self.tag, scope: &self.scope }) }
    }

    fn open_name(&self) -> End<'_> {
        let Some(frame) = self.frames.last() else { return End { prefix: "", local: "" } };
        let name = self.names.get(frame.name_start..).unwrap_or_default();
        let (prefix, local) = name.split_at_checked(frame.local).unwrap_or(("", name));
        End { prefix: prefix.strip_suffix(':').unwrap_or_default(), local }
    }

    fn context_at(&self, height: Height, xml: usize) -> Context {
        let mut context = self.scope.context_below(height);
        context.xml_attributes = self.xml_attributes.get(..xml).unwrap_or_default().to_vec();
        context
    }
}

/// One step of the grammar.
impl<R: BufRead> Reader<R> {
    fn advance(&mut self) -> Result<(), XmlError> {
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
        for index in 0..streamed.attribute_count() {
            let Some(attribute) = streamed.attribute_at(index) else { continue };
            if attribute.prefix == "xml" && attribute.namespace == XML_NAMESPACE {
                let (local, value) = (attribute.local.to_owned(), attribute.value.to_owned());
                self.xml_attributes.push(XmlAttribute { local, value });
            }
        }
        self.frames.push(Frame { name_start, local, outside, outside_xml });
        self.last = Last::Start;
        self.state = if self.tag.is_empty_element { State::EmptyElement } else { State::Content };
        Ok(true)
    }

    /// Bytes from `<` to `>`, outside quotes.
    fn tag_length(&mut self) -> Result<usize, XmlError> {
        let mut parser = ElementParser::Outside;
        let mut looked = 1;
        let limit = self.limits.tag_bytes;
        loop {
            let rest = self.window.rest();
            if let Some(found) = parser.feed(rest.as_bytes().get(looked..).unwrap_or_default()) {
                let length = looked + found + 1;
                return if length > limit { Err(self.fault(0, Fault::TagSize { limit })) } else { Ok(length) };
            }
            looked = rest.len();
            if looked > limit {
                return Err(self.fault(0, Fault::TagSize { limit }));
            }
            if !self.window.fill()? {
                return Err(self.fault(0, Fault::Truncated { inside: "a tag".to_owned() }));
            }
        }
    }

    fn end_tag(&mut self) -> Result<bool, XmlError> {
        let limit = self.limits.tag_bytes;
        let Some(end) = self.find_within(2, ">", limit)? else {
            return Err(match self.window.rest().len() > limit {
                true => self.fault(0, Fault::TagSize { limit }),
                false => self.truncated(),
            });
        };
        let written = self.window.rest().get(2..end).unwrap_or_default().trim_end_matches([' ', '\t', '\n', '\r']);
        let expected = self.frames.last().and_then(|frame| self.names.get(frame.name_start..)).unwrap_or_default();
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
        self.last = Last::Plain;
        if memchr::memchr(b'\r', raw.as_bytes()).is_some() {
            self.decoded.clear();
            decode_cdata(raw, &mut self.decoded);
            self.last = Last::Decoded;
        }
        self.covered = end;
        Ok(true)
    }
}

/// Looking ahead.
impl<R: BufRead> Reader<R> {
    /// Gets at least so many bytes into the window; false when the file has fewer.
    #[inline]
    fn look(&mut self, bytes: usize) -> Result<bool, XmlError> {
        while self.window.rest().len() < bytes {
            if !self.window.fill()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn byte(&self, index: usize) -> Option<u8> {
        self.window.rest().as_bytes().get(index).copied()
    }

    fn skip_space(&mut self) -> Result<(), XmlError> {
        loop {
            let rest = self.window.rest();
            let space = rest.bytes().take_while(|&b| is_space(b)).count();
            let is_all = space == rest.len();
            self.window.consume(space);
            if !is_all || !self.window.fill()? {
                return Ok(());
            }
        }
    }

    /// The index of `needle` at `from` or later, if it begins within so many bytes.
    fn find_within(&mut self, from: usize, needle: &str, limit: usize) -> Result<Option<usize>, XmlError> {
        let mut looked = from;
        loop {
            let rest = self.window.rest().as_bytes();
            if let Some(found) = memchr::memmem::find(rest.get(looked..).unwrap_or_default(), needle.as_bytes()) {
                let at = looked + found;
                return Ok((at <= limit).then_some(at));
            }
            looked = rest.len().saturating_sub(needle.len() - 1).max(from);
            if looked > limit || !self.window.fill()? {
                return Ok(None);
            }
        }
    }

    fn fault(&self, index: usize, fault: Fault) -> XmlError {
        self.window.error_at(index, fault)
    }

    fn truncated(&self) -> XmlError {
        let End { prefix, local } = self.open_name();
        let inside = if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") };
        self.fault(self.window.rest().len(), Fault::Truncated { inside })
    }
}

fn nested_declaration() -> Fault {
    Fault::Syntax { expected: "no XML declaration inside an element" }
}

/// Where to cut text that is longer than a piece: not inside a reference, a line end or a `]]>`.
fn content_cut(rest: &str) -> usize {
    let end = held_back(rest, CHUNK_BYTES);
    let tail = end.saturating_sub(MAX_REFERENCE_BYTES);
    let open = memchr::memrchr(b'&', rest.as_bytes().get(tail..end).unwrap_or_default()).map(|found| tail + found);
    match open {
        Some(at) if memchr::memchr(b';', rest.as_bytes().get(at..end).unwrap_or_default()).is_none() => {
            held_back(rest, at)
        }
        _ => end,
    }
}

/// The last index up to `at` that cuts no character, no CR LF and no `]]>`.
fn held_back(rest: &str, at: usize) -> usize {
    let mut at = at.min(rest.len());
    while !rest.is_char_boundary(at) {
        at -= 1;
    }
    let before = rest.as_bytes().get(..at).unwrap_or_default();
    match before {
        [.., b']', b']'] => at - 2,
        [.., b']' | b'\r'] => at - 1,
        _ => at,
    }
}

/// The largest piece of text handed out (SIGNATURES §9: "64 KiB pieces").
const CHUNK_BYTES: usize = 64 * 1024;
/// An XML declaration with all three parts takes 60 bytes; the rest is room for white space.
const MAX_DECLARATION_BYTES: usize = 1024;
/// Of names in faults so much is shown.
const SHOWN_CHARACTERS: usize = 40;
const DECLARATION: &str = "<?xml";
const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";
const DOCTYPE: &str = "<!DOCTYPE";
