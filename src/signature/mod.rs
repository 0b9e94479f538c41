//! XMLDSig and XAdES: verified bytes, or a verdict that says which step failed; and signing.

pub mod c14n;
