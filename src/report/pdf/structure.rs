//! The structure of a PDF for whoever has it read aloud (ISO 32000-1 §14.8): headings, paragraphs, lists, a table of facts, a
//! figure with its words, in the order in which they were drawn. A page without elements (the rates) has no structure.

use std::num::NonZeroU16;

use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagTree,
};

/// What an element is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading of that level, from 1.
    Heading(u16),
    /// A paragraph; the language where it is another than the document's.
    Paragraph(Option<&'static str>),
    /// An item of a list; those that follow each other are one list.
    Item(Option<&'static str>),
    /// The name in a row of a table of facts; its value follows.
    Name,
    /// The value of that row.
    Value,
    /// A picture, in words.
    Figure(String),
}

/// Elements as they were begun, and what belongs to each.
#[derive(Default)]
pub(super) struct Structure {
    elements: Vec<(Role, Vec<Identifier>)>,
    current: Option<usize>,
}

impl Structure {
    pub fn begin(&mut self, role: Role) {
        self.elements.push((role, Vec::new()));
        self.current = Some(self.elements.len() - 1);
    }

    pub fn end(&mut self) {
        self.current = None;
    }

    pub fn current(&self) -> Option<usize> {
        self.current
    }

    /// Draws as a part of `element`, or as decoration.
    pub fn tagged(&mut self, surface: &mut Surface<'_>, element: Option<usize>, draw: impl FnOnce(&mut Surface<'_>)) {
        if self.elements.is_empty() {
            draw(surface);
            return;
        }
        match element.and_then(|index| self.elements.get_mut(index)) {
            Some((_, parts)) => {
                parts.push(surface.start_tagged(ContentTag::Other));
                draw(surface);
            }
            None => {
                surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
                draw(surface);
            }
        }
        surface.end_tagged();
    }

    /// The tree; `None` where nothing was begun.
    pub fn tree(&mut self, language: &str) -> Option<TagTree> {
        if self.elements.is_empty() {
            return None;
        }
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        let (mut list, mut table, mut row) = (None::<TagGroup>, None::<TagGroup>, None::<TagGroup>);
        for (role, parts) in std::mem::take(&mut self.elements) {
            let is_item = matches!(role, Role::Item(_));
            let is_cell = matches!(role, Role::Name | Role::Value);
            if !is_item && let Some(list) = list.take() {
                tree.push(list);
            }
            if !matches!(role, Role::Value)
                && let Some(row) = row.take()
            {
                table.get_or_insert_with(|| TagGroup::new(Tag::Table)).push(row);
            }
            if !is_cell && let Some(table) = table.take() {
                tree.push(table);
            }
            let children = parts.into_iter().map(Into::into).collect();
            match role {
                Role::Heading(level) => {
                    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
                    tree.push(TagGroup::with_children(Tag::Hn(level, None), children));
                }
                Role::Paragraph(other) => {
                    tree.push(TagGroup::with_children(Tag::P.with_lang(other.map(str::to_owned)), children));
                }
                Role::Item(other) => {
                    let body = TagGroup::with_children(Tag::LBody.with_lang(other.map(str::to_owned)), children);
                    let item = TagGroup::with_children(Tag::LI, vec![body.into()]);
                    list.get_or_insert_with(|| TagGroup::new(Tag::L(ListNumbering::Disc))).push(item);
                }
                Role::Name => {
                    let cell = TagGroup::with_children(Tag::TH(TableHeaderScope::Row), children);
                    row = Some(TagGroup::with_children(Tag::TR, vec![cell.into()]));
                }
                Role::Value => {
                    let cell = TagGroup::with_children(Tag::TD, children);
                    row.get_or_insert_with(|| TagGroup::new(Tag::TR)).push(cell);
                }
                Role::Figure(words) => tree.push(TagGroup::with_children(Tag::Figure(Some(words)), children)),
            }
        }
        if let Some(row) = row {
            table.get_or_insert_with(|| TagGroup::new(Tag::Table)).push(row);
        }
        for group in [list, table].into_iter().flatten() {
            tree.push(group);
        }
        Some(tree)
    }
}
