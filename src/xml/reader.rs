//! The reader: from bytes to events.

mod grammar;
mod lookahead;

use std::io::BufRead;
use std::ops::Range;

use super::event::Of;
use super::scope::{Height, Scope};
use super::tag::{Streamed, Tag};
use super::window::Window;
use super::{Context, End, Event, Limits, Position, Start, XmlAttribute, XmlError};

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
    /// As it stands in the window, without `&`, `<`, `>` and CR.
    Plain,
    /// As it stands in the window, inside a CDATA section.
    Verbatim,
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
            names: String::with_capacity(NAMES_BYTES),
            frames: Vec::with_capacity(USUAL_DEPTH),
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
            Last::Plain | Last::Verbatim => Event::Text(self.covered_text()),
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

    /// The last event again, if it was a Text, and whether it is known to hold none of `&`, `<`, `>` and CR.
    pub fn current_text(&self) -> Option<(&str, bool)> {
        match self.last {
            Last::Plain => Some((self.covered_text(), true)),
            Last::Verbatim => Some((self.covered_text(), false)),
            Last::Decoded => Some((&self.decoded, false)),
            Last::Start | Last::End | Last::Eof => None,
        }
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

    /// The caps that it holds.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The namespaces alone of [`Self::parent_context`]: what reading the element again needs.
    pub fn parent_namespaces(&self) -> Context {
        let outside = self.frames.last().filter(|_| matches!(self.last, Last::Start)).map(|frame| frame.outside);
        self.scope.context_below(outside.unwrap_or_else(|| self.scope.height()))
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

    fn covered_text(&self) -> &str {
        self.window.rest().get(..self.covered).unwrap_or_default()
    }

    fn start(&self) -> Start<'_> {
        Start { of: Of::Streamed(Streamed { text: self.window.rest(), tag: &self.tag, scope: &self.scope }) }
    }

    fn open_name(&self) -> End<'_> {
        let name = self.innermost();
        let local = self.frames.last().map_or(0, |frame| frame.local);
        let (prefix, local) = name.split_at_checked(local).unwrap_or(("", name));
        End { prefix: prefix.strip_suffix(':').unwrap_or_default(), local }
    }

    fn context_at(&self, height: Height, xml: usize) -> Context {
        let mut context = self.scope.context_below(height);
        context.xml_attributes = self.xml_attributes.get(..xml).unwrap_or_default().to_vec();
        context
    }
}

/// Laid ready for the names of open elements; more comes as it is needed.
const NAMES_BYTES: usize = 256;
const USUAL_DEPTH: usize = 8;
