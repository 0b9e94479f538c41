//! What a check says.

/// One line.
#[derive(Clone, Debug)]
pub struct Check {
    /// `config`, `key`, …: names the strings `doctor-<id>` and its remedy.
    pub id: &'static str,
    /// How it is.
    pub health: Health,
    /// What was found, for technicians (English).
    pub found: String,
}

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should be.
    Ok,
    /// To be watched.
    Warn,
    /// Wrong.
    Fail,
}

impl Check {
    /// As it should be.
    pub fn ok(id: &'static str, found: impl Into<String>) -> Self {
        Self { id, health: Health::Ok, found: found.into() }
    }

    /// To be watched.
    pub fn warn(id: &'static str, found: impl Into<String>) -> Self {
        Self { id, health: Health::Warn, found: found.into() }
    }

    /// Wrong.
    pub fn fail(id: &'static str, found: impl Into<String>) -> Self {
        Self { id, health: Health::Fail, found: found.into() }
    }
}

impl Health {
    /// For programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// The words of an error and its causes.
pub(crate) fn words(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        if !words.ends_with(&next.to_string()) {
            words.push_str(&format!(": {next}"));
        }
        cause = next.source();
    }
    words
}
