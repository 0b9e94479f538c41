//! XMLDSig and XAdES: verified bytes, or a verdict that says which step failed; and signing.

pub mod algorithm;
pub mod binding;
pub mod c14n;
pub mod certificate;
pub mod dev_pki;
#[cfg(test)]
mod mini_ca;
pub mod name;
pub mod path;
pub mod sign;
