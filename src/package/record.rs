//! The records of a ZIP archive (APPNOTE 6.3.10), parsed and nothing more.
