//! The embedded strings and how they are asked for.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use super::{Lang, format};
use crate::codes::Code;

/// A value that is put into a string: `"text".into()` or a number's `.into()`. A number chooses the plural form and is
/// written with the language's separators.
pub use fluent_bundle::FluentValue as Value;

/// The string `id` (or its attribute `attribute`) in `lang`, with `args` put in.
///
/// A key that does not exist gives the key itself: a screen with one bare key is better than none. Tests hold that
/// the two files have the same keys, attributes and placeholders.
pub fn text(lang: Lang, id: &str, attribute: Option<&str>, args: &[(&str, Value<'_>)]) -> String {
    let bundle = match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    };
    let message = bundle.get_message(id);
    let pattern = message.as_ref().and_then(|message| match attribute {
        Some(name) => message.get_attribute(name).map(|found| found.value()),
        None => message.value(),
    });
    let Some(pattern) = pattern else {
        return attribute.map_or_else(|| id.to_owned(), |name| format!("{id}.{name}"));
    };
    let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
    // What cannot be put in stays visible as `{$name}`; there is nobody here to tell.
    bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
}

/// What went wrong, in a few words.
pub fn title(lang: Lang, code: Code) -> String {
    text(lang, &code.message_id(), Some("title"), &[])
}

/// What to do about it, in a sentence.
pub fn remedy(lang: Lang, code: Code) -> String {
    text(lang, &code.message_id(), Some("remedy"), &[])
}

/// Every string whose key begins with `prefix`, with the attributes as `key.attribute`; placeholders stay as `{$name}`. For what is
/// taken along to where nobody can ask.
pub fn family(lang: Lang, prefix: &str) -> Vec<(String, String)> {
    let source = match lang {
        Lang::Vi => VI_SOURCE,
        Lang::En => EN_SOURCE,
    };
    let mut out = Vec::new();
    let mut id = "";
    for line in source.lines() {
        let Some((head, rest)) = line.split_once('=') else { continue };
        let head = head.trim_end();
        if let Some(name) = head.strip_prefix("    .").filter(|_| id.starts_with(prefix)) {
            out.push((format!("{id}.{name}"), text(lang, id, Some(name), &[])));
        } else if !head.starts_with([' ', '#']) {
            id = head;
            if id.starts_with(prefix) && !rest.trim().is_empty() {
                out.push((id.to_owned(), text(lang, id, None, &[])));
            }
        }
    }
    out
}

type Strings = FluentBundle<FluentResource>;

const VI_SOURCE: &str = concat!(
    include_str!("vi.ftl"),
    include_str!("proof.vi.ftl"),
    include_str!("console/frame.vi.ftl"),
    include_str!("console/inbox.vi.ftl"),
    include_str!("console/document.vi.ftl"),
    include_str!("console/rates.vi.ftl"),
    include_str!("console/agency.vi.ftl"),
    include_str!("console/operator.vi.ftl"),
    include_str!("console/people.vi.ftl"),
    include_str!("console/sent.vi.ftl"),
    include_str!("console/compose.vi.ftl"),
);
const EN_SOURCE: &str = concat!(
    include_str!("en.ftl"),
    include_str!("proof.en.ftl"),
    include_str!("console/frame.en.ftl"),
    include_str!("console/inbox.en.ftl"),
    include_str!("console/document.en.ftl"),
    include_str!("console/rates.en.ftl"),
    include_str!("console/agency.en.ftl"),
    include_str!("console/operator.en.ftl"),
    include_str!("console/people.en.ftl"),
    include_str!("console/sent.en.ftl"),
    include_str!("console/compose.en.ftl"),
);

static VI: LazyLock<Strings> = LazyLock::new(|| {
    let mut bundle = empty(Lang::Vi);
    bundle.set_formatter(Some(|value, _| grouped(Lang::Vi, value)));
    filled(bundle, VI_SOURCE)
});

static EN: LazyLock<Strings> = LazyLock::new(|| {
    let mut bundle = empty(Lang::En);
    bundle.set_formatter(Some(|value, _| grouped(Lang::En, value)));
    filled(bundle, EN_SOURCE)
});

fn empty(lang: Lang) -> Strings {
    // Both tags are well-formed; a default locale would only lose the plural forms.
    let locale: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    FluentBundle::new_concurrent(vec![locale])
}

/// Errors of the files are found by the tests below; at run time the readable part of a file is used.
fn filled(mut bundle: Strings, source: &str) -> Strings {
    // The marks that isolate right-to-left text would be copied along with codes and names.
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    bundle.add_resource_overriding(resource);
    bundle
}

fn grouped(lang: Lang, value: &Value<'_>) -> Option<String> {
    match value {
        Value::Number(number) if number.value.fract() == 0.0 && number.value.abs() < 9e15 => {
            #[allow(clippy::cast_possible_truncation)] // whole and below 2^53
            let whole = number.value as i64;
            Some(format::number(lang, whole))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::codes;

    /// `key` or `key.attribute` → the placeholders in it. Read line by line, so that it judges what the library makes
    /// of the file and does not repeat it.
    fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut out = BTreeMap::new();
        let (mut id, mut name) = (String::new(), String::new());
        for line in source.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let trimmed = line.trim_start();
            let head = trimmed.split_once('=').map(|(head, rest)| (head.trim(), rest.trim()));
            match head {
                Some((head, rest)) if !line.starts_with(' ') => {
                    head.clone_into(&mut id);
                    id.clone_into(&mut name);
                    let bare = rest.is_empty() && head.starts_with("error-");
                    assert!(bare || out.insert(name.clone(), BTreeSet::new()).is_none(), "{name} stands there twice");
                }
                Some((head, _)) if head.starts_with('.') => {
                    name = format!("{id}{head}");
                    assert!(out.insert(name.clone(), BTreeSet::new()).is_none(), "{name} stands there twice");
                }
                _ => assert!(line.starts_with(' '), "neither key nor continuation: {line}"),
            }
            let placeholders = trimmed.split('$').skip(1).map(|rest| {
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-').collect::<String>()
            });
            if let Some(known) = out.get_mut(&name) {
                known.extend(placeholders);
            }
        }
        out
    }

    #[test]
    fn both_files_are_read_without_an_error() {
        for source in [VI_SOURCE, EN_SOURCE] {
            if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                panic!("{errors:?}");
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        let (vi, en) = (keys(VI_SOURCE), keys(EN_SOURCE));
        let names = |map: &BTreeMap<String, _>| map.keys().cloned().collect::<BTreeSet<_>>();
        let lost: Vec<_> = names(&vi).symmetric_difference(&names(&en)).cloned().collect();
        assert!(lost.is_empty(), "only in one of vi.ftl and en.ftl: {lost:?}");
        for (key, placeholders) in &vi {
            assert_eq!(placeholders, &en[key], "placeholders of {key}");
        }
        assert!(vi.contains_key("state-delivery-queued.hint") && vi["deadline-today"].contains("time"));
    }

    #[test]
    fn every_key_answers_and_none_is_left_over_in_english() {
        for lang in Lang::ALL {
            for key in keys(VI_SOURCE).keys() {
                let (id, attribute) = key.split_once('.').map_or((key.as_str(), None), |(id, name)| (id, Some(name)));
                let words = text(lang, id, attribute, &[]);
                assert!(!words.is_empty() && words != *key, "{lang}: {key}");
            }
        }
    }

    #[test]
    fn codes_are_unique_and_well_formed() {
        let mut seen = BTreeSet::new();
        for code in codes::all() {
            let name = code.name();
            assert!(seen.insert(name), "{name} stands twice in codes.rs");
            let good = |part: &str| {
                part.starts_with(|c: char| c.is_ascii_lowercase())
                    && !part.ends_with('_')
                    && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            };
            assert!(
                name.split_once('.').is_some_and(|(area, rest)| good(area) && good(rest)),
                "{name}: area.snake_case"
            );
            let status = code.info().status;
            assert!(status == 200 || (400..600).contains(&status), "{name}: a warning, a refusal or a failure");
        }
    }

    #[test]
    fn every_code_has_title_and_remedy_and_no_text_is_without_its_code() {
        let expected: BTreeSet<String> = codes::all()
            .flat_map(|code| ["title", "remedy"].map(|attribute| format!("{}.{attribute}", code.message_id())))
            .collect();
        for (file, source) in [("vi.ftl", VI_SOURCE), ("en.ftl", EN_SOURCE)] {
            let found: BTreeSet<String> = keys(source).into_keys().filter(|key| key.starts_with("error-")).collect();
            let missing: Vec<_> = expected.difference(&found).collect();
            let unused: Vec<_> = found.difference(&expected).collect();
            assert!(missing.is_empty() && unused.is_empty(), "{file}: missing {missing:?}, without a code {unused:?}");
        }
        for code in codes::all() {
            assert_ne!(title(Lang::Vi, code), title(Lang::En, code), "{code}: the same words in both languages");
        }
    }

    #[test]
    fn values_are_put_in_without_marks() {
        let args = [
            ("agency", "UBND xã Đông Thành".into()),
            ("time", "09:00".into()),
            ("date", "14/12/2026".into()),
            ("files", 1_200.into()),
        ];
        assert_eq!(
            text(Lang::Vi, "verdict-valid", None, &args),
            "Hợp lệ: UBND xã Đông Thành ký lúc 09:00 ngày 14/12/2026; cả 1.200 tệp còn nguyên vẹn từ lúc ký."
        );
        assert!(text(Lang::En, "verdict-valid", None, &args).contains("all 1,200 files unchanged"));
        assert_eq!(text(Lang::En, "deadline-working-days-left", None, &[("days", 1.into())]), "1 working day left");
        assert_eq!(text(Lang::En, "deadline-working-days-left", None, &[("days", 3.into())]), "3 working days left");
    }

    #[test]
    fn a_family_is_whole_and_keeps_its_placeholders() {
        let found: BTreeMap<String, String> = family(Lang::En, "proof-step-").into_iter().collect();
        let expected: BTreeSet<String> =
            keys(EN_SOURCE).into_keys().filter(|key| key.starts_with("proof-step-")).collect();
        assert_eq!(found.keys().cloned().collect::<BTreeSet<_>>(), expected);
        assert_eq!(found["proof-step-signature.good"], "Signed by the key {$keys}.");
        assert!(family(Lang::Vi, "error-evidence-").iter().any(|(key, _)| key == "error-evidence-proof.title"));
    }

    #[test]
    fn an_unknown_key_gives_itself() {
        assert_eq!(text(Lang::Vi, "no-such", None, &[]), "no-such");
        assert_eq!(text(Lang::Vi, "state-delivery-queued", Some("no"), &[]), "state-delivery-queued.no");
    }
}
