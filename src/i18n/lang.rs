//! Which of the two languages somebody reads.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language of the house. Vietnamese is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Both, the default first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The tag of BCP 47: `vi` or `en`; also the value of `Content-Language`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The better liked one of an `Accept-Language` header (RFC 9110 §12.5.4). Without a header, or when neither is
    /// named, Vietnamese; of two that are liked alike, the first named. `*` stands for Vietnamese.
    pub fn from_accept_language(header: Option<&str>) -> Self {
        let mut best = (0.0, Self::Vi);
        for item in header.unwrap_or_default().split(',') {
            let mut parts = item.split(';').map(str::trim);
            let Some(lang) = parts.next().and_then(Self::of_tag) else { continue };
            let weight =
                parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
            if weight > best.0 {
                best = (weight, lang);
            }
        }
        best.1
    }

    /// The language of a terminal: the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set and not empty. English
    /// where one of them says `en`; `C`, `POSIX` and everything else is Vietnamese.
    pub fn from_environment() -> Self {
        Self::from_locales(["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default()))
    }

    fn from_locales(locales: [String; 3]) -> Self {
        match locales.iter().find(|locale| !locale.is_empty()) {
            Some(locale) if locale.split(['_', '.', '@']).next() == Some("en") => Self::En,
            Some(_) | None => Self::Vi,
        }
    }

    /// The language of a tag of BCP 47, when it is one of ours.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::of_tag(tag)
    }

    fn of_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "vi" | "*" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_weighed() {
        for (header, expected) in [
            (None, Lang::Vi),
            (Some(""), Lang::Vi),
            (Some("fr"), Lang::Vi),
            (Some("en"), Lang::En),
            (Some("EN-gb"), Lang::En),
            (Some("vi-VN,vi;q=0.9,en;q=0.8"), Lang::Vi),
            (Some("fr, en;q=0.3, vi;q=0.2"), Lang::En),
            (Some("vi;q=0.1, en;q=0.9"), Lang::En),
            (Some("en;q=0"), Lang::Vi),
            (Some("en;q=nonsense"), Lang::Vi),
            (Some("*, en;q=0.5"), Lang::Vi),
            (Some("en, vi"), Lang::En),
        ] {
            assert_eq!(Lang::from_accept_language(header), expected, "{header:?}");
        }
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        for (locales, expected) in [
            (["", "", ""], Lang::Vi),
            (["", "", "en_US.UTF-8"], Lang::En),
            (["vi_VN.UTF-8", "en_US.UTF-8", "en_US.UTF-8"], Lang::Vi),
            (["", "en", "vi_VN"], Lang::En),
            (["", "", "C.UTF-8"], Lang::Vi),
            (["", "", "enm"], Lang::Vi),
        ] {
            assert_eq!(Lang::from_locales(locales.map(str::to_owned)), expected, "{locales:?}");
        }
    }
}
