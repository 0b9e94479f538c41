//! The use cases: may this agency send this, to these, now? Hands whole state changes to the committer.
