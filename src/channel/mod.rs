//! How bytes leave the house. A channel takes bytes and an address and returns an outcome; it knows no database.
