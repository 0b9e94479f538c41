//! Payload bytes: small ones in the database, large ones in an object store.
