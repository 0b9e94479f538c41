//! The clock: the one place where the time of day is read. `domain` never reads it; it is handed the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::domain::ids::Micros;

/// Where "now" comes from: the machine, or a value that a test or the demo sets.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock, UTC.
    #[default]
    System,
    /// A clock that stands still until it is set.
    Fixed(Arc<AtomicI64>),
    /// The machine's clock, ahead by so many microseconds: a demo looks into tomorrow.
    Ahead(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at`.
    pub fn fixed(at: Micros) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    /// The machine's clock, to be moved later.
    pub fn ahead() -> Self {
        Self::Ahead(Arc::default())
    }

    /// The time now, microseconds UTC.
    pub fn now(&self) -> Micros {
        match self {
            Self::System => Micros(machine()),
            Self::Ahead(by) => Micros(machine().saturating_add(by.load(Ordering::SeqCst))),
            Self::Fixed(at) => Micros(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a clock to `at`, from where one that is ahead goes on; the machine's clock is not moved.
    pub fn set(&self, at: Micros) {
        match self {
            Self::System => {}
            Self::Fixed(value) => value.store(at.0, Ordering::SeqCst),
            Self::Ahead(by) => by.store(at.0.saturating_sub(machine()), Ordering::SeqCst),
        }
    }
}

fn machine() -> i64 {
    jiff::Timestamp::now().as_microsecond()
}
