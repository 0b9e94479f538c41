//! The strict streaming XML reader (SIGNATURES §1), shared by `package`, `edxml` and `signature`.
