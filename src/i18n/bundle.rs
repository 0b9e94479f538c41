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

type Strings = FluentBundle<FluentResource>;

const VI_SOURCE: &str = include_str!("vi.ftl");
const EN_SOURCE: &str = include_str!("en.ftl");

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
