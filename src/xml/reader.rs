//! The reader: from bytes to events.

use std::io::BufRead;
use std::ops::Range;

use super::{Attribute, Context, Declaration, Event, Limits, Position, Start, XmlError};

/// Reads one XML file, strictly (SIGNATURES §1), as a stream of [`Event`]s.
///
/// After an error the reader is spent: every further call gives [`Event::Eof`].
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    limits: Limits,
    context: Context,
    position: Position,
}

impl<R: BufRead> Reader<R> {
    /// A reader over a whole file.
    pub fn new(source: R, limits: Limits) -> Self {
        Self { source, limits, context: Context::empty(), position: Position::START }
    }

    /// A reader over a range of a file that holds exactly one element and nothing else: no byte order mark, no
    /// declaration. `inherited` is what the elements around it declare, `position` where the range begins.
    pub fn fragment(source: R, limits: Limits, inherited: Context, position: Position) -> Self {
        Self { source, limits, context: inherited, position }
    }

    /// The next event.
    ///
    /// # Errors
    /// The first fault of the file, with its position.
    #[allow(clippy::should_implement_trait)] // An iterator cannot lend what it owns.
    pub fn next(&mut self) -> Result<Event<'_>, XmlError> {
        Ok(Event::Eof)
    }

    /// Where the last event begins in the file.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The bytes of the file that the last event covers. For an empty-element tag Start covers the tag and End is the
    /// empty range after it.
    pub fn range(&self) -> Range<u64> {
        self.position.offset..self.position.offset
    }

    /// How many elements are open; after a Start its own is counted, after an End it no longer is.
    pub fn depth(&self) -> usize {
        0
    }

    /// The last event again, if it was a Start.
    pub fn current_start(&self) -> Option<Start<'_>> {
        None
    }

    /// What the children of the innermost open element inherit.
    pub fn context(&self) -> Context {
        self.context.clone()
    }

    /// After a Start: what that element itself inherits. Otherwise the same as [`Self::context`].
    pub fn parent_context(&self) -> Context {
        self.context.clone()
    }

    /// Bytes that the reader's own buffers hold at this moment.
    pub fn buffered(&self) -> usize {
        0
    }
}

/// The start tag that the reader stands on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Streamed<'a> {
    text: &'a str,
}

impl<'a> Streamed<'a> {
    pub(super) fn prefix(&self) -> &'a str {
        self.text
    }
    pub(super) fn local(&self) -> &'a str {
        self.text
    }
    pub(super) fn namespace(&self) -> &'a str {
        self.text
    }
    pub(super) fn attribute_count(&self) -> usize {
        0
    }
    pub(super) fn attribute_at(&self, _index: usize) -> Option<Attribute<'a>> {
        None
    }
    pub(super) fn declaration_count(&self) -> usize {
        0
    }
    pub(super) fn declaration_at(&self, _index: usize) -> Option<Declaration<'a>> {
        None
    }
}
