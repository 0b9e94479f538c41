//! Signed here, judged here; then every part moved, doubled, cut or changed.

mod asice;
mod attacks;
mod bare;
mod dss;
mod fixture;
mod reseal;
