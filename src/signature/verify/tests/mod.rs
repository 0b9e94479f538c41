//! Signed here, judged here; then every part moved, doubled, cut or changed.

mod asice;
mod attacks;
mod bare;
mod dss;
pub(in crate::signature::verify) mod fixture;
mod reseal;
