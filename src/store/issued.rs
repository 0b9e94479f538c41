//! What a sender is answered for a new document, made of the batch that committed it: what reading it back would give, without
//! reading. Later questions go to the rows ([`Store::history`](super::Store::history), [`Store::receipt`](super::Store::receipt)).

use super::deliveries::Delivery;
use super::documents::Document;
use super::{Error, LeafRef};
use crate::evidence::merkle::Hash;
use crate::evidence::receipt::Receipt;

/// A document as it was just committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The document.
    pub document: Document,
    /// Its deliveries, in its order.
    pub deliveries: Vec<Delivery>,
    /// Its receipt, with all its openings.
    pub receipt: Receipt,
}

/// The end of a batch: what its receipts need of it.
pub(super) struct Ending<'b> {
    /// Leaves in the tree.
    pub size: i64,
    /// The signed checkpoint.
    pub note: &'b str,
    /// The key that signed it.
    pub vkey: &'b str,
    /// The inclusion proof of a leaf of the batch, by its index.
    pub proof: &'b dyn Fn(u64) -> Option<Vec<Hash>>,
    /// The bytes of a leaf of the batch, by its index.
    pub leaf: &'b dyn Fn(u64) -> Option<Vec<u8>>,
}

impl Issued {
    /// Fills in what is known only when the batch is complete.
    pub(super) fn complete(&mut self, ending: &Ending<'_>) -> Result<(), Error> {
        let sized = |leaf: &mut LeafRef| leaf.size = ending.size;
        sized(&mut self.document.leaf);
        self.deliveries.iter_mut().for_each(|delivery| sized(&mut delivery.leaf));
        let index = self.receipt.index;
        let missing = || Error::Evidence { reason: format!("leaf {index} is not of its batch") };
        self.receipt.leaf = (ending.leaf)(index).ok_or_else(missing)?;
        self.receipt.hashes = (ending.proof)(index).ok_or_else(missing)?;
        ending.note.clone_into(&mut self.receipt.checkpoint);
        self.receipt.vkey = Some(ending.vkey.to_owned());
        Ok(())
    }
}
