//! The calendar that the program ships, until a hub imports its own.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::sheet::read_toml;
use super::{Calendar, Hours, Reading, Week};

impl Calendar {
    /// Version 0: the usual hours and the tables of `schemas/calendar/`.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// The usual hours and no table at all.
    pub fn bare() -> Self {
        Self {
            version: 0,
            hours: Hours::default(),
            week: Week::default(),
            reading: Reading::default(),
            years: BTreeMap::new(),
        }
    }
}

/// The tables, oldest first.
pub(super) const TABLES: &[&str] = &[
    include_str!("../../../schemas/calendar/2025.toml"),
    include_str!("../../../schemas/calendar/2026.toml"),
    include_str!("../../../schemas/calendar/2027.toml"),
];

/// A table that cannot be read is left out, and its year is then unknown: a test holds that none is.
static SHIPPED: LazyLock<Calendar> = LazyLock::new(|| {
    TABLES.iter().fold(Calendar::bare(), |calendar, text| read_toml(text, &calendar).unwrap_or(calendar))
});
