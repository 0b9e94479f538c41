//! The database. Diesel, and nothing else knows it.
