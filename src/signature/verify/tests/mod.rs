//! Signed here, judged here; then every part moved, doubled, cut or changed.

mod asice;
mod attacks;
mod bare;
mod fixture;
mod reseal;
