//! The newest leaf of each document that one item touches: each leaf names the one before, those of this batch too.

use std::collections::HashMap;

use crate::evidence::leaf::Draft;
use crate::store::commit::loaded::Loaded;
use crate::store::commit::tx::{At, Halt, Key, Tx, uuid};

/// By the document's name.
#[derive(Default)]
pub(super) struct Chain(HashMap<Vec<u8>, i64>);

impl Chain {
    /// Claims a delivery, and its document once.
    pub(super) fn claim(&mut self, tx: &mut Tx<'_>, loaded: &Loaded) -> Result<(), Halt> {
        tx.touch(Key::Delivery(uuid(&loaded.id)?))?;
        if !self.0.contains_key(&loaded.document) {
            tx.touch(Key::Id(uuid(&loaded.document)?))?;
            self.0.insert(loaded.document.clone(), loaded.last_pos);
        }
        Ok(())
    }

    /// Appends a leaf about a delivery that was claimed.
    pub(super) fn append(&mut self, tx: &mut Tx<'_>, loaded: &Loaded, draft: Draft) -> Result<At, Halt> {
        let at = tx.append(draft, self.0.get(&loaded.document).copied())?;
        self.0.insert(loaded.document.clone(), at.pos);
        loaded.moved(tx, at);
        Ok(at)
    }
}
