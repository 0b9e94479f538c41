//! Strings in Vietnamese and English, embedded from `vi.ftl` and `en.ftl`, and the two languages' ways to write numbers,
//! shares and times.
//!
//! A string is one key in both files, named by its meaning. Absent on purpose: any text that is not for people (codes,
//! field names and log lines stay English), and any rule of the exchange.

mod bundle;
mod format;
mod lang;

pub use bundle::{Value, family, remedy, text, title};
pub use format::{date, date_time, day, exact, iso, number, percent, size, time};
pub use lang::Lang;
