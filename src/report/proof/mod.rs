//! Proof for anyone: one page that judges a receipt in the browser, with the network gone and the hub switched off. Script,
//! style, font, words and the log's key lie in the page itself; what it may do is nailed down by a policy that names the
//! hashes of its own script and style and lets nothing out.
//!
//! The script in `js/` is the judge of `evidence` once more, in plain JavaScript: `tests/story_proof.rs` holds the two equal,
//! verdict by verdict. [`statement`] opens the fields of a leaf in words, for this page and for the receipt on paper.
//!
//! Absent on purpose: anything that asks the hub, and any library.

mod page;
pub mod statement;

pub use page::{Told, WORKER, judge_script, page, policy};
