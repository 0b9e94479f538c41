//! The objects of a file as one of its revisions sees them.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::error::malformed;
use super::limits::Budget;
use super::object::{Dict, Id, Object};
use super::xref::{self, Entry, Section};
use super::{PdfFault, stream};

/// A file from its beginning to the end of one revision.
pub(super) struct View<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) budget: &'a Budget,
    pub(super) sections: Vec<Section>,
    pub(super) start: usize,
    entries: HashMap<u32, Entry>,
    containers: RefCell<HashMap<u32, Rc<Container>>>,
    /// Of objects that came later, by the place where a section says that they lie; none where one is not whole.
    pub(super) stops: RefCell<HashMap<(Id, usize), Option<Stop>>>,
}

/// Behind `endobj` of an object, and whether it is an object stream; [`gapless`](super::gapless) looks for it.
pub(super) type Stop = (usize, bool);

/// An object stream (ISO 32000-1 §7.5.7), inflated.
struct Container {
    bytes: Vec<u8>,
    /// Object number and place of each.
    places: Vec<(u32, usize)>,
}

impl<'a> View<'a> {
    pub(super) fn new(bytes: &'a [u8], budget: &'a Budget) -> Result<Self, PdfFault> {
        let start = xref::start(bytes, budget)?;
        let sections = xref::chain(bytes, start, budget)?;
        let mut entries = HashMap::new();
        for section in &sections {
            let mut named = HashSet::new();
            for (number, entry) in &section.entries {
                // Named twice by one section: no two readers agree which counts.
                if !named.insert(*number) {
                    return Err(malformed(section.at, "an object that is named once"));
                }
                entries.entry(*number).or_insert(*entry);
            }
        }
        let view =
            Self { bytes, budget, sections, start, entries, containers: RefCell::default(), stops: RefCell::default() };
        // Readers forget what lies beyond the newest Size, or repair the file.
        let size = view.trailer()?.int("Size").unwrap_or_default();
        let is_beyond = |(number, entry): (&u32, &Entry)| *entry != Entry::Free && i64::from(*number) >= size;
        match view.entries.iter().any(is_beyond) {
            true => Err(malformed(start, "Size above every number")),
            false => Ok(view),
        }
    }

    /// The trailer of the newest revision.
    pub(super) fn trailer(&self) -> Result<&Dict, PdfFault> {
        let newest = self.sections.iter().find(|section| !section.hybrid && section.at == self.start);
        newest.map(|section| &section.trailer).ok_or(malformed(self.start, "a trailer"))
    }

    pub(super) fn catalog_id(&self) -> Result<Id, PdfFault> {
        self.trailer()?.get("Root").and_then(Object::reference).ok_or(malformed(self.start, "Root"))
    }

    pub(super) fn catalog(&self) -> Result<Dict, PdfFault> {
        self.dict(self.catalog_id()?)
    }

    /// Where an object is said to lie.
    pub(super) fn entry(&self, number: u32) -> Entry {
        self.entries.get(&number).copied().unwrap_or(Entry::Free)
    }

    /// An object; one that is not there is null (§7.3.10).
    pub(super) fn object(&self, id: Id) -> Result<Object, PdfFault> {
        self.object_at(id, self.entry(id.0))
    }

    /// An object as another revision finds it, at `entry`.
    pub(super) fn object_at(&self, (number, generation): Id, entry: Entry) -> Result<Object, PdfFault> {
        match entry {
            Entry::Free => Ok(Object::Null),
            Entry::At { generation: found, .. } if found != generation => Ok(Object::Null),
            Entry::At { offset, .. } => {
                let mut parser = self.parser_at(number, generation, offset)?;
                parser.object()
            }
            Entry::In { container, index } => {
                let container = self.container(container)?;
                let place = container.places.get(index).filter(|(found, _)| *found == number);
                let (_, at) = place.ok_or(malformed(0, "the object at its place in an object stream"))?;
                self.budget.parser(&container.bytes, *at).object()
            }
        }
    }

    /// Holds that every object in use lies in these bytes from its first to its last, its stream included.
    pub(super) fn whole_objects(&self) -> Result<(), PdfFault> {
        for (number, entry) in &self.entries {
            let Entry::At { offset, generation } = *entry else { continue };
            let mut parser = self.parser_at(*number, generation, offset)?;
            let object = parser.object()?;
            parser.space();
            if let (true, Object::Dict(dict)) = (parser.rest().starts_with(b"stream"), &object) {
                let length = self.resolve(dict.get("Length"))?.int().and_then(|length| usize::try_from(length).ok());
                parser.at += length.unwrap_or(usize::MAX / 2) + b"stream".len();
                parser.at +=
                    parser.rest().iter().take(LINE_ENDS).take_while(|byte| super::parser::is_space(**byte)).count();
                let rest = parser.rest();
                let found =
                    memchr::memmem::find(rest.get(..STREAM_TAIL.min(rest.len())).unwrap_or_default(), b"endstream");
                parser.at += found.ok_or(malformed(offset, "endstream"))? + b"endstream".len();
                parser.space();
            }
            parser.word(b"endobj", "endobj")?;
        }
        Ok(())
    }

    /// Whether an object is no stream, or not there.
    pub(super) fn is_plain(&self, id: Id) -> Result<bool, PdfFault> {
        let Entry::At { offset, generation } = self.entry(id.0) else { return Ok(true) };
        let mut parser = self.parser_at(id.0, generation, offset)?;
        parser.object()?;
        parser.space();
        Ok(parser.rest().starts_with(b"endobj"))
    }

    /// The numbers of all object streams that hold an object.
    pub(super) fn containers(&self) -> impl Iterator<Item = u32> {
        self.entries.values().filter_map(|entry| match entry {
            Entry::In { container, .. } => Some(*container),
            Entry::Free | Entry::At { .. } => None,
        })
    }

    /// The numbers of what lies in an object stream, in order.
    pub(super) fn contained(&self, container: u32) -> Result<Vec<u32>, PdfFault> {
        Ok(self.container(container)?.places.iter().map(|(number, _)| *number).collect())
    }

    /// A dictionary by its reference; empty when it is none.
    pub(super) fn dict(&self, id: Id) -> Result<Dict, PdfFault> {
        Ok(match self.object(id)? {
            Object::Dict(dict) => dict,
            _ => Dict::default(),
        })
    }

    /// What a value stands for when it may be a reference.
    pub(super) fn resolve(&self, value: Option<&Object>) -> Result<Object, PdfFault> {
        let mut value = value.cloned().unwrap_or(Object::Null);
        for _ in 0..REFERENCES_IN_A_ROW {
            match value {
                Object::Ref(id) => value = self.object(id)?,
                other => return Ok(other),
            }
        }
        Err(PdfFault::TooComplex { what: "references to references" })
    }

    /// The parser behind `n g obj`.
    pub(super) fn parser_at(
        &self,
        number: u32,
        generation: u16,
        offset: usize,
    ) -> Result<super::parser::Parser<'_>, PdfFault> {
        let mut parser = self.budget.parser(self.bytes, offset);
        parser.space();
        let found = (parser.unsigned(), {
            parser.space();
            parser.unsigned()
        });
        parser.space();
        if found != (Some(number.into()), Some(generation.into())) {
            return Err(malformed(offset, "the object that the cross-reference names"));
        }
        parser.word(b"obj", "obj")?;
        parser.space();
        Ok(parser)
    }

    /// The dictionary and the bytes of a stream, inflated; it has to have the generation that is asked for.
    pub(super) fn stream(&self, (number, generation): Id) -> Result<(Dict, Vec<u8>), PdfFault> {
        let Entry::At { offset, generation: found } = self.entry(number) else {
            return Err(malformed(0, "a stream in the file itself"));
        };
        if found != generation {
            return Err(malformed(offset, "a stream of this generation"));
        }
        let mut parser = self.parser_at(number, generation, offset)?;
        let dict = parser.dict(&mut |_, _| {})?;
        let length = match dict.get("Length") {
            // Its length may not lie in an object stream again.
            Some(Object::Ref(id)) if matches!(self.entry(id.0), Entry::At { .. }) => self.object(*id)?.int(),
            other => other.and_then(Object::int),
        };
        let length = length.and_then(|length| usize::try_from(length).ok()).ok_or(malformed(offset, "a stream"))?;
        let bytes = stream::decode(&mut parser, &dict, length, self.budget)?;
        Ok((dict, bytes))
    }

    fn container(&self, number: u32) -> Result<Rc<Container>, PdfFault> {
        if let Some(known) = self.containers.borrow().get(&number) {
            return Ok(Rc::clone(known));
        }
        let Entry::At { offset, generation } = self.entry(number) else {
            return Err(malformed(0, "an object stream in the file itself"));
        };
        let (dict, bytes) = self.stream((number, generation))?;
        let size = |value: Option<i64>| value.and_then(|value| usize::try_from(value).ok());
        let (Some(count), Some(first), Some(b"ObjStm")) =
            (size(dict.int("N")), size(dict.int("First")), dict.name("Type"))
        else {
            return Err(malformed(offset, "an object stream"));
        };
        let mut head = self.budget.parser(&bytes, 0);
        let mut places = Vec::new();
        for _ in 0..count {
            self.budget.spend_entry()?;
            head.space();
            let number = head.unsigned().and_then(|number| u32::try_from(number).ok());
            head.space();
            let place = head.unsigned().and_then(|place| usize::try_from(place).ok());
            let (Some(number), Some(place)) = (number, place) else {
                return Err(malformed(offset, "numbers and places in an object stream"));
            };
            places.push((number, first.saturating_add(place)));
        }
        let container = Rc::new(Container { bytes, places });
        self.containers.borrow_mut().insert(number, Rc::clone(&container));
        Ok(container)
    }
}

const REFERENCES_IN_A_ROW: usize = 8;
/// Of line ends around a stream's bytes.
const LINE_ENDS: usize = 2;
/// Behind a stream's last byte `endstream` begins within so many.
const STREAM_TAIL: usize = 32;
