//! The walls of the house: who may import whom, and what may not stand in the sources. Each offence is printed with its
//! remedy. The reader is itself tested, on small strings, below.

mod reader;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use reader::{clean, paths, stands, statements, test_modules, without_tests};

/// The rooms from the leaves up. A room imports from the floors below its own; among the leaves, which are singles,
/// from those named before it.
const FLOORS: &[&[&str]] = &[
    &["clock"],
    &["codes"],
    &["crypto"],
    &["config"],
    &["telemetry"],
    &["i18n"],
    &["xml"],
    &["domain"],
    &["package", "edxml", "pdf"],
    &["signature"],
    &["evidence"],
    &["payload"],
    &["store"],
    &["exchange", "channel", "report"],
    &["health"],
    &["delivery", "http", "agent"],
    &["app"],
    &["cli"],
];

/// The leaves, which may take the names of things from `domain::ids` although it lies above them.
const LEAVES: usize = 7;

/// What a room may not import although it lies below: (room, the other, why).
const SHUT: &[(&str, &str, &str)] = &[
    ("domain", "clock", "the rules are handed the time as a value"),
    ("domain", "crypto", "the rules are handed digests as values"),
    ("domain", "config", "policy is an argument"),
    ("domain", "telemetry", "the rules log nothing"),
    ("channel", "store", "a channel takes bytes and an address; `delivery` joins it to the database"),
    ("channel", "payload", "a channel takes bytes and an address; `delivery` joins it to the database"),
    ("channel", "evidence", "an outcome becomes evidence in `exchange`"),
    ("agent", "store", "the agent runs on a clerk's machine and has no hub behind it"),
    ("agent", "payload", "the agent runs on a clerk's machine and has no hub behind it"),
    ("agent", "evidence", "the agent runs on a clerk's machine and has no hub behind it"),
    ("agent", "exchange", "the agent runs on a clerk's machine and has no hub behind it"),
    ("agent", "channel", "the agent sends nothing anywhere"),
    ("edxml", "crypto", "edxml is a pure parser of bytes; `signature` decides which bytes it gets"),
];

/// Crates that belong to some rooms: (crate, rooms or files, remedy).
const OWNED: &[(&str, &[&str], &str)] = &[
    ("diesel", &["store"], "ask `store` for a function that answers the question"),
    ("diesel_migrations", &["store"], "migrations are run by `store`"),
    ("cryptoki", &["agent/token"], "tokens are asked by `agent::token`"),
    ("actix_web", &["http", "app", "agent/server"], "return a value and let `http` make the response"),
    ("actix_rt", &["http", "app"], "return a value and let `http` make the response"),
    ("utoipa_actix_web", &["http", "app"], "routes are listed in `http`"),
    ("utoipa_swagger_ui", &["http", "app"], "routes are listed in `http`"),
    ("tracing_actix_web", &["http", "app"], "the middleware is built in `http`"),
    ("lettre", &["channel/mail"], "hand the mail to `channel::mail`"),
    ("reqwest", &["channel", "cli"], "what goes out goes through `channel`"),
    ("openssl", &["crypto", "signature", "evidence", "app", "channel", "cli"], "use `crypto`, or `signature`"),
    ("argon2", &["crypto"], "passwords are hashed and compared by `crypto::password`"),
    ("totp_rs", &["crypto"], "codes are made and found by `crypto::totp`"),
    ("quick_xml", &["xml", "edxml", "signature"], "read XML through `xml`"),
    ("zip", &["package"], "containers are read and written by `package`"),
    ("object_store", &["payload"], "bytes are kept by `payload`"),
    ("fluent_bundle", &["i18n"], "ask `i18n::text`"),
    ("metrics_exporter_prometheus", &["telemetry"], "ask `telemetry::Metrics`"),
    ("clap", &["cli"], "arguments are read in `cli`"),
    ("anyhow", &["cli"], "make a variant in the room's own error"),
    ("indicatif", &["cli"], "report progress by a callback; `cli` draws it"),
];

/// What the pure room may not know at all.
const DOMAIN_SHUT: &[&str] = &["tokio", "diesel", "actix_web", "openssl", "quick_xml", "reqwest", "object_store"];

/// Words that may not stand outside tests: (word, files where they may, remedy).
const WORDS: &[(&str, &[&str], &str)] = &[
    (".unwrap()", &[], "return the error, or prove it away with `unwrap_or…`"),
    (".expect(", &[], "return the error; if it truly cannot be, say so in `// proof: …` on the line above"),
    ("todo!", &[], "write it or leave it out"),
    ("unimplemented!", &[], "write it or leave it out"),
    ("panic!(", &[], "return an error: bytes from outside never panic"),
    ("Timestamp::now(", &["clock"], "ask the `Clock` that is handed in"),
    ("SystemTime::now(", &["clock"], "ask the `Clock` that is handed in"),
    ("Zoned::now(", &["clock"], "ask the `Clock` that is handed in"),
    ("ZonedDateTime::now(", &["clock"], "ask the `Clock` that is handed in"),
];

/// Lines of a file beyond which a person no longer holds it in the head (STYLE: about 400).
const LONG_FILE: usize = 400;

#[derive(Debug, PartialEq, Eq)]
struct Offence {
    place: String,
    what: String,
    remedy: String,
}

#[test]
fn no_wall_is_broken() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    assert!(files.len() > 20, "the sources were not found");
    let sources: Vec<(String, String)> = files
        .iter()
        .map(|file| {
            let name = file.strip_prefix(root.join("src")).unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(file).unwrap())
        })
        .collect();
    let tests: BTreeSet<String> = sources.iter().flat_map(|(name, text)| test_modules(name, text)).collect();

    let mut offences = Vec::new();
    for (name, text) in &sources {
        if tests.iter().any(|module| *name == format!("{module}.rs") || name.starts_with(&format!("{module}/"))) {
            continue;
        }
        offences.extend(judge(name, text));
        let code = without_tests(text);
        let lines = code.trim_end().lines().count();
        if lines > LONG_FILE {
            println!("warning: src/{name} has {lines} lines without its tests (about {LONG_FILE}): can it be divided?");
        }
        if name.ends_with("/mod.rs") && clean(&code).contains("fn ") {
            println!("warning: src/{name} is a face and holds a function: does it belong into a file of its own?");
        }
    }
    let list: Vec<String> =
        offences.iter().map(|o| format!("src/{}: {}\n    remedy: {}", o.place, o.what, o.remedy)).collect();
    assert!(list.is_empty(), "{} walls broken:\n{}", list.len(), list.join("\n"));
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// All offences of one file; `name` is its path under src/.
fn judge(name: &str, text: &str) -> Vec<Offence> {
    let room = name.split(['/', '.']).next().unwrap_or_default();
    let mut offences = Vec::new();
    let mut offend = |line: usize, what: String, remedy: &str| {
        offences.push(Offence { place: format!("{name}:{line}"), what, remedy: remedy.to_owned() });
    };
    let top = matches!(name, "lib.rs" | "main.rs");
    let floor = FLOORS.iter().position(|rooms| rooms.contains(&room));
    if floor.is_none() && !top {
        offend(
            1,
            format!("the room `{room}` has no floor"),
            "give it a place in FLOORS, and a line in ARCHITECTURE.md",
        );
    }
    let code = clean(&without_tests(text));
    let raw: Vec<&str> = text.lines().collect();
    for (number, line) in statements(&code) {
        for path in paths(&line, name) {
            let [first, rest @ ..] = path.as_slice() else { continue };
            if first == "escapes" {
                offend(number, "`super::` that leaves the room".to_owned(), "write `crate::<room>::…`");
            } else if first == "crate" || first == "lienthong" {
                let Some(floor) = floor else { continue };
                if let Some((what, remedy)) = judge_import(room, floor, rest) {
                    offend(number, what, &remedy);
                }
            } else if let Some((what, remedy)) = judge_crate(name, room, first) {
                offend(number, what, remedy);
            }
        }
    }
    for (index, line) in code.lines().enumerate() {
        for (word, homes, remedy) in WORDS {
            let proven = *word == ".expect(" && index > 0 && raw[index - 1].contains("// proof:");
            if stands(line, word) && !homes.contains(&room) && !proven {
                offend(index + 1, format!("`{word}` outside tests"), remedy);
            }
        }
        let said = |at: usize| raw.get(at).is_some_and(|line| line.contains("//") || line.contains("reason"));
        if line.contains("#[allow(") || line.contains("#![allow(") {
            let above = index > 0 && said(index - 1);
            if !said(index) && !above {
                offend(index + 1, "a lint is silenced without a sentence".to_owned(), "say why on the same line");
            }
        }
    }
    offences
}

fn judge_import(room: &str, floor: usize, path: &[String]) -> Option<(String, String)> {
    let other = path.first()?.as_str();
    let target = FLOORS.iter().position(|rooms| rooms.contains(&other))?;
    if other == room {
        return None;
    }
    if let Some((_, _, why)) = SHUT.iter().find(|(from, to, _)| *from == room && *to == other) {
        return Some((format!("`{room}` imports `{other}`"), (*why).to_owned()));
    }
    let names = floor < LEAVES && other == "domain" && path.get(1).is_some_and(|next| next == "ids");
    if target < floor || names {
        return None;
    }
    let remedy = format!("imports go down only: move it below `{room}`, or hand it in as a value");
    Some((format!("`{room}` imports `{other}`"), remedy))
}

fn judge_crate(name: &str, room: &str, first: &str) -> Option<(String, &'static str)> {
    if room == "domain" && DOMAIN_SHUT.contains(&first) {
        return Some((format!("`domain` knows `{first}`"), "the rules are pure: hand its result in as a value"));
    }
    let (_, homes, remedy) = OWNED.iter().find(|(owned, _, _)| *owned == first)?;
    let at_home = homes.iter().any(|home| name.starts_with(&format!("{home}/")) || name == format!("{home}.rs"));
    (!at_home).then(|| (format!("`{first}` outside {}", homes.join(", ")), *remedy))
}

mod strings {
    use super::*;

    fn offences(name: &str, text: &str) -> Vec<String> {
        judge(name, text).into_iter().map(|offence| offence.what).collect()
    }

    #[test]
    fn imports_go_down_only() {
        for (name, text, broken) in [
            ("store/conn.rs", "use crate::evidence::Leaf;", false),
            ("evidence/leaf.rs", "use crate::store::Conn;", true),
            ("evidence/leaf.rs", "use crate::{\n    codes,\n    store::{Conn, Pool},\n};", true),
            ("evidence/leaf.rs", "pub(crate) use crate::store;", true),
            ("evidence/leaf.rs", "fn f() { let x = crate::store::now(); }", true),
            ("evidence/leaf.rs", "macro_rules! m { () => { $crate::store::now() } }", true),
            ("evidence/leaf.rs", "// use crate::store::Conn;", false),
            ("evidence/leaf.rs", "/* use crate::store::Conn; */", false),
            ("evidence/leaf.rs", "const S: &str = \"crate::store::Conn\";", false),
            ("evidence/leaf.rs", "const S: &str = r#\"a \" crate::store::Conn\"#;", false),
            ("exchange/submit.rs", "use crate::channel::Mail;", true),
            ("delivery/mail.rs", "use crate::{channel::Mail, exchange, store};", false),
            ("channel/mail.rs", "use crate::store::Conn;", true),
            ("crypto.rs", "use crate::domain::ids::Digest;", false),
            ("crypto.rs", "use crate::domain::delivery::State;", true),
            ("codes.rs", "use crate::i18n::Lang;", true),
            ("i18n/bundle.rs", "use crate::codes::Code;", false),
            ("domain/rate.rs", "use crate::clock::Clock;", true),
            ("cli/demo.rs", "use crate::app::App;", false),
            ("app.rs", "use crate::cli::Args;", true),
            ("main.rs", "fn main() { lienthong::cli::main() }", false),
            ("shed/mod.rs", "", true),
            ("store/a.rs", "use super::Conn;", false),
            ("store/mod.rs", "use super::evidence::Leaf;", true),
            ("store/a/b.rs", "use super::super::Conn;", false),
            ("store/a.rs", "use super::super::evidence::Leaf;", true),
        ] {
            assert_eq!(!offences(name, text).is_empty(), broken, "{name}: {text}");
        }
    }

    #[test]
    fn crates_stay_in_their_rooms() {
        for (name, text, broken) in [
            ("store/conn.rs", "use diesel::prelude::*;", false),
            ("exchange/submit.rs", "use diesel::prelude::*;", true),
            ("exchange/submit.rs", "fn f() -> diesel::QueryResult<()> { Ok(()) }", true),
            ("http/api.rs", "use actix_web::web;", false),
            ("delivery/mail.rs", "use lettre::Message;", true),
            ("channel/mail.rs", "use lettre::Message;", false),
            ("channel/mail/send.rs", "use lettre::Message;", false),
            ("channel/mailbox.rs", "use lettre::Message;", true),
            ("domain/rate.rs", "use tokio::time;", true),
            ("package/zip.rs", "use openssl::sha::sha256;", true),
            ("package/read.rs", "use quick_xml::Reader;", true),
            ("store/conn.rs", "use anyhow::Result;", true),
            ("cli/send.rs", "use anyhow::{Context, Result};", false),
            ("cli/send.rs", "use {anyhow::Result, diesel::prelude::*};", true),
        ] {
            assert_eq!(!offences(name, text).is_empty(), broken, "{name}: {text}");
        }
    }

    #[test]
    fn words_stand_in_tests_only() {
        for (text, broken) in [
            ("fn f() { g().unwrap(); }", true),
            ("fn f() { g().unwrap_or_default(); }", false),
            ("fn f() { g().expect(\"x\"); }", true),
            ("// proof: the text is ours\nfn f() { g().expect(\"x\"); }", false),
            ("fn f() { todo!() }", true),
            ("/// Calls `.unwrap()`.\nfn f() {}", false),
            ("#[cfg(test)]\nmod tests {\n    fn f() { g().unwrap(); }\n}", false),
            ("#[cfg(test)]\nmod tests {\n    const C: char = '{';\n}\nfn f() { g().unwrap(); }", true),
            ("#[cfg(test)]\nuse a::b;\nfn f() { g().unwrap(); }", true),
            ("fn f() { let c = '\"'; g().unwrap(); }", true),
            ("fn f<'a>(x: &'a str) { g().unwrap(); }", true),
            ("fn f() { jiff::Timestamp::now(); }", true),
            ("#[allow(dead_code)]\nfn f() {}", true),
            ("#[allow(dead_code)] // the demo alone calls it\nfn f() {}", false),
        ] {
            assert_eq!(!offences("store/x.rs", text).is_empty(), broken, "{text}");
        }
        assert!(offences("clock.rs", "fn f() { jiff::Timestamp::now(); }").is_empty());
    }

    #[test]
    fn an_offence_names_file_line_and_remedy() {
        let found = judge("evidence/leaf.rs", "//! Leaves.\n\nuse crate::store::Conn;\n");
        assert_eq!(
            found,
            [Offence {
                place: "evidence/leaf.rs:3".to_owned(),
                what: "`evidence` imports `store`".to_owned(),
                remedy: "imports go down only: move it below `evidence`, or hand it in as a value".to_owned(),
            }]
        );
    }

    #[test]
    fn files_of_test_modules_are_known() {
        let text = "#[cfg(test)]\nmod tests;\nmod load;\n#[cfg(test)]\npub(crate) mod faults;";
        assert_eq!(test_modules("config.rs", text), ["config/tests", "config/faults"]);
        assert_eq!(test_modules("store/mod.rs", text), ["store/tests", "store/faults"]);
    }
}
