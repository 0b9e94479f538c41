//! A finished package goes out in two steps: it is uploaded and shown with verdict, receivers and faults; then the clerk
//! says yes. `form` the page and the upload as a form, `pieces` the upload that goes on after a cut, `review` what was
//! found, `send` the yes.
//!
//! Nothing is accepted before the yes: what is uploaded waits in `payload::Staging`, a day at most, for this person at this
//! agency alone. Saying yes twice is the same as once: the same package gives the first receipt.

mod form;
mod pieces;
mod review;
mod send;

pub(super) use form::{form, whole};
pub(super) use pieces::{begin, piece, slot, state};
pub(super) use review::{day, review};
pub(super) use send::{discard, onward, send};

use serde::Deserialize;
use uuid::Uuid;

use super::seat::Seat;
use crate::codes;
use crate::http::Failure;
use crate::payload::{Bounds, Owner};

/// What goes with an upload from page to page.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Way {
    /// 2 or more: sent again after every receiver returned it, or never got it.
    #[serde(default)]
    attempt: Option<u16>,
}

impl Way {
    fn attempt(self) -> Result<u16, Failure> {
        match self.attempt {
            None => Ok(1),
            Some(attempt @ 1..=MOST_ATTEMPTS) => Ok(attempt),
            Some(other) => Err(Failure::new(codes::REQUEST_QUERY, format!("attempt={other}"))),
        }
    }
}

fn owner(seat: &Seat) -> Result<Owner, Failure> {
    Ok(Owner { person: seat.person(), agency: seat.agency()?.clone() })
}

fn bounds(package_bytes: u64) -> Bounds {
    Bounds { packages: MOST_STAGED, bytes: package_bytes.saturating_mul(2) }
}

fn id_of(path: &str) -> Result<Uuid, Failure> {
    Uuid::parse_str(path).map_err(|_| unknown())
}

fn unknown() -> Failure {
    Failure::new(codes::UPLOAD_UNKNOWN, "no such package waits")
}

/// Packages that one person may leave unsent.
const MOST_STAGED: usize = 8;
/// As at the API: a document that failed nine times is a matter for people.
pub(super) const MOST_ATTEMPTS: u16 = 9;
