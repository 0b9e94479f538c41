//! Canonical XML: exclusive 1.0, inclusive 1.0 and 1.1, without comments, in one streaming pass.
//!
//! [`Canonicalizer`] is fed with the events of an [`xml::Reader`](crate::xml::Reader), or walks an
//! [`xml::Element`](crate::xml::Element); what is not fed is not canonicalized, which is how an enveloped Signature is
//! skipped.
//!
//! Absent on purpose: the forms with comments (the reader refuses comments), node sets, XPath, document type defaults.

mod base;
mod canonicalizer;
mod escape;
mod method;
mod rendered;

pub use canonicalizer::{Canonicalizer, SubtreeFault, most, subtree, subtree_into};
pub use method::Method;

#[cfg(test)]
pub(in crate::signature) mod tests;
