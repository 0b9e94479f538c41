//! The page as one text.

use std::sync::LazyLock;

use askama::Template;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::statement::FIELDS;
use crate::crypto;
use crate::domain::ids::Micros;
use crate::evidence::leaf::Event;
use crate::i18n::{self, Lang};

/// What a page takes with it from where it is made.
#[derive(Clone, Debug)]
pub struct Told {
    /// The hub that hands it out; none for a page that a command makes.
    pub hub: Option<String>,
    /// Keys of the log that the page trusts, in signed-note form.
    pub keys: Vec<String>,
    /// When it was made.
    pub made: Micros,
}

#[derive(Template)]
#[template(path = "proof.html")]
struct Page<'a> {
    policy: String,
    style: &'a str,
    icons: &'a str,
    script: &'a str,
    told: String,
    keys: &'a [String],
    hub: &'a str,
    made: Micros,
    /// The key of the words that say where the keys come from.
    brought: &'static str,
    command: &'static str,
    version: &'static str,
}

impl Page<'_> {
    /// Before the script runs, and where none runs, the page is Vietnamese.
    fn t(&self, key: &str) -> String {
        let args = [("hub", self.hub.into()), ("time", i18n::exact(Lang::Vi, self.made).into())];
        i18n::text(Lang::Vi, key, None, &args)
    }
}

/// The whole page, in both languages: served at `/proof`, and the same bytes as a file to keep.
pub fn page(told: &Told) -> String {
    let page = Page {
        policy: policy(),
        style: &STYLE,
        icons: &ICONS,
        script: &SCRIPT,
        told: data(told),
        keys: &told.keys,
        hub: told.hub.as_deref().unwrap_or_default(),
        made: told.made,
        brought: if told.hub.is_some() { "proof-keys-page" } else { "proof-keys-made" },
        command: COMMAND,
        version: env!("CARGO_PKG_VERSION"),
    };
    // Nothing in the template can fail; an empty page would be seen at once.
    page.render().unwrap_or_default()
}

/// What the page may do (CSP 3): run its own script and style, by their hashes, and keep itself by a worker of its origin. It
/// can send nothing to anybody, its own hub included.
pub fn policy() -> String {
    let hash = |text: &str| BASE64_STANDARD.encode(crypto::sha256(text.as_bytes()).0);
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; font-src data:; worker-src 'self'; base-uri \
         'none'; form-action 'none'",
        hash(&SCRIPT),
        hash(&STYLE)
    )
}

/// The judge alone, without a page: for tests in node.
pub fn judge_script() -> String {
    let events: Vec<&str> = Event::ALL.iter().map(|event| event.as_str()).collect();
    let mut script = format!("\"use strict\";\nconst EVENTS = {};\n", json!(events));
    for part in JUDGE {
        script.push_str(part);
    }
    script
}

/// Keeps the page for when there is no network; it has to lie at `/proof/worker.js`.
pub const WORKER: &str = include_str!("js/worker.js");

/// In this order: later ones build on earlier ones.
const JUDGE: [&str; 8] = [
    include_str!("js/bytes.js"),
    include_str!("js/json.js"),
    include_str!("js/tree.js"),
    include_str!("js/note.js"),
    include_str!("js/leaf.js"),
    include_str!("js/receipt.js"),
    include_str!("js/inside.js"),
    include_str!("js/judge.js"),
];
const COMMAND: &str = "lienthong audit receipt receipt.json --key log.vkey --package package.asice";
/// Of the console's sprite.
const PICTURES: [&str; 13] = [
    "lock",
    "alert-triangle",
    "file-certificate",
    "certificate",
    "package",
    "shield-check",
    "shield-x",
    "shield-question",
    "circle-check",
    "circle-dashed",
    "x",
    "minus",
    "check",
];
/// Families of words that the page takes with it.
const FAMILIES: [&str; 6] = ["proof-", "event-", "urgency-", "error-evidence-", "cli-audit-", "console-other-language"];

static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let (words, page) = (include_str!("js/words.js"), include_str!("js/page.js"));
    format!("(() => {{\n{}{words}{page}}})();\n", judge_script())
});

/// The console's style with its fonts inside, and what the page adds.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let mut style = include_str!(concat!(env!("OUT_DIR"), "/console.css")).to_owned();
    for (name, bytes) in FONTS {
        let data = format!("data:font/woff2;base64,{}", BASE64_STANDARD.encode(bytes));
        while let Some(at) = style.find(&format!("url({name}.")) {
            let end = style.get(at..).and_then(|rest| rest.find(')')).map_or(style.len(), |length| at + length);
            style.replace_range(at + 4..end, &data);
        }
    }
    style.push_str(include_str!("proof.css"));
    style
});

static ICONS: LazyLock<String> = LazyLock::new(|| {
    let sprite = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/target/console/icons.svg"));
    let symbol = |name: &str| {
        let at = sprite.find(&format!("<symbol id=\"{name}\""))?;
        let rest = sprite.get(at..)?;
        let end = rest.find("</symbol>")? + "</symbol>".len();
        Some(rest.get(..end)?.replacen("id=\"", "id=\"i-", 1))
    };
    PICTURES.into_iter().filter_map(symbol).collect()
});

const FONTS: [(&str, &[u8]); 2] = [
    (
        "source-sans-3-latin",
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/target/console/source-sans-3-latin.woff2")),
    ),
    (
        "source-sans-3-vietnamese",
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/target/console/source-sans-3-vietnamese.woff2")),
    ),
];

/// Words, fields and keys as JSON that can stand in a page: `<` never begins a tag in it.
fn data(told: &Told) -> String {
    let words = |lang| -> Value {
        let all = FAMILIES.iter().flat_map(|family| i18n::family(lang, family));
        Value::Object(all.map(|(key, text)| (key, Value::String(text))).collect())
    };
    let fields: Vec<[String; 2]> = FIELDS.iter().map(|field| [field.path.to_owned(), field.kind.wire()]).collect();
    let data = json!({
        "hub": told.hub, "keys": told.keys, "made": told.made.0, "fields": fields,
        "texts": { "vi": words(Lang::Vi), "en": words(Lang::En) },
    });
    data.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> String {
        let keys = vec!["truc.example/log/0+0a0b0c0d+AQ</script>".to_owned()];
        page(&Told { hub: Some("truc.example".to_owned()), keys, made: Micros(1_795_000_000_000_000) })
    }

    #[test]
    fn the_page_is_one_file_that_needs_nothing_and_lets_nothing_out() {
        let page = made();
        for outside in ["http://", "https://", "src=", "<link", "url(source", "@import"] {
            let at = page.find(outside).map(|at| page[at.saturating_sub(40)..(at + 60).min(page.len())].to_owned());
            // Names of namespaces are no addresses.
            assert!(at.as_ref().is_none_or(|text| text.contains("www.w3.org/2000/svg")), "{outside}: {at:?}");
        }
        assert_eq!(page.matches("</script>").count(), 2, "what the page was told ends no script");
        let policy = policy();
        for part in ["default-src 'none'", "worker-src 'self'", "form-action 'none'"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains("connect-src"), "{policy}");
        assert!(page.len() < 400_000, "{} bytes", page.len());
    }

    #[test]
    fn the_policy_names_what_stands_in_the_page() {
        let page = made();
        let script = page.rsplit_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
        let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        for text in [script, style] {
            let hash = BASE64_STANDARD.encode(crypto::sha256(text.as_bytes()).0);
            assert!(policy().contains(&hash));
        }
    }

    #[test]
    fn every_word_that_the_page_asks_for_is_in_it_in_both_languages() {
        let scripts =
            [include_str!("js/page.js"), include_str!("js/words.js"), include_str!("../../../templates/proof.html")];
        let mut asked = 0;
        for lang in Lang::ALL {
            let known: Vec<String> =
                FAMILIES.iter().flat_map(|family| i18n::family(lang, family)).map(|(key, _)| key).collect();
            for rest in scripts.iter().flat_map(|script| script.split("\"proof-").skip(1)) {
                let key = format!("proof-{}", rest.split('"').next().unwrap());
                asked += 1;
                // Names of styles stand in quotes too.
                let fine =
                    known.contains(&key) || ["proof-steps", "proof-meaning", "proof-paper"].contains(&key.as_str());
                assert!(fine, "{lang}: {key}");
            }
            for field in FIELDS {
                assert!(known.contains(&field.key()), "{lang}: {}", field.key());
            }
        }
        assert!(asked > 40, "{asked}");
        assert_eq!(ICONS.matches("<symbol").count(), PICTURES.len());
    }
}
