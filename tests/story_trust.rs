//! Timestamps and revocation: real `openssl ts` and `openssl ocsp`, honest, slow, silent and lying.
#![allow(clippy::unwrap_used, reason = "a story fails by panicking, in its helpers too")]

mod asking;
mod files;
mod hub;
mod stamped;
mod world;
