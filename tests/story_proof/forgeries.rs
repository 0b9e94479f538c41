//! A log of a thousand leaves, good receipts of it, and every way to bend one that came to mind.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as B64;
use lienthong::crypto;
use lienthong::domain::ids::{Digest, Micros};
use lienthong::evidence::key::LogKey;
use lienthong::evidence::leaf::{self, Draft, Event, Leaf};
use lienthong::evidence::merkle::Hash;
use lienthong::evidence::receipt::{Openings, Previous, Receipt};
use lienthong::report::proof::Told;
use serde_json::{Value, json};

use super::makers::{EPOCH, HUB, PACKAGE, accepted, note, receipt, simple, stamp};

/// What a case must come to.
#[derive(Clone, Copy, Debug)]
pub enum Expected {
    Proven,
    NoKey,
    /// Disproven, and this code is among those that say why.
    Code(&'static str),
}

/// One receipt with what its reader has in hand.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: String,
    pub receipt: Vec<u8>,
    pub keys: Vec<String>,
    pub package: Option<Digest>,
    pub package_bytes: Option<Vec<u8>>,
    pub expected: Expected,
}

/// What the page of these cases is told: no key, each case brings its own.
pub fn told(_: &[Case]) -> Told {
    Told { hub: None, keys: Vec::new(), made: Micros(1_795_000_000_000_000) }
}

/// The log, its key, and a few others.
pub struct Stage {
    pub key: LogKey,
    pub witness: LogKey,
    pub stranger: LogKey,
    pub leaf: Leaf,
    pub good: Receipt,
}

impl Stage {
    pub fn new() -> Self {
        let key = LogKey::generate().unwrap();
        let leaf = accepted(EPOCH);
        let good = receipt(&key, &leaf, 700, 1_000, Some(300));
        Self { key, witness: LogKey::generate().unwrap(), stranger: LogKey::generate().unwrap(), leaf, good }
    }

    pub fn keys(&self) -> Vec<String> {
        vec![self.key.vkey(&leaf::origin(HUB, EPOCH)).unwrap().to_string()]
    }

    pub fn case(&self, name: &str, receipt: impl Into<Vec<u8>>, expected: Expected) -> Case {
        let name = name.to_owned();
        Case { name, receipt: receipt.into(), keys: self.keys(), package: None, package_bytes: None, expected }
    }

    pub fn bent(&self, name: &str, receipt: impl Into<Vec<u8>>, code: &'static str) -> Case {
        self.case(name, receipt, Expected::Code(code))
    }

    /// All of them.
    pub fn cases(&self) -> Vec<Case> {
        [self.good_ones(), self.fields(), self.leaves(), self.notes(), self.texts(), self.raw(), self.with_package()]
            .concat()
    }

    /// A receipt of each event, with nearly everything in its leaf.
    pub fn every_event(&self) -> Vec<Receipt> {
        let of = |event: &Event| {
            let draft = Draft { event: *event, code: Some("02".to_owned()), ..self.leaf.body().clone() };
            receipt(&self.key, &draft.complete(stamp(EPOCH)).unwrap(), 5, 9, None)
        };
        Event::ALL.iter().map(of).collect()
    }

    fn good_ones(&self) -> Vec<Case> {
        let json = self.good.to_json();
        let pretty = serde_json::to_vec_pretty(&serde_json::from_slice::<Value>(&json).unwrap()).unwrap();
        let mut cases = vec![
            self.case("good", json.clone(), Expected::Proven),
            self.case("good, pretty: only the leaf's form counts", pretty, Expected::Proven),
            self.case("good tlog-proof", self.good.to_tlog_proof(), Expected::Proven),
            Case { keys: vec![], ..self.case("no key", json.clone(), Expected::NoKey) },
            Case {
                keys: vec![self.stranger.vkey(&leaf::origin(HUB, EPOCH)).unwrap().to_string()],
                ..self.bent("a stranger's key of the same name", json.clone(), "evidence.checkpoint_unsigned")
            },
            Case {
                keys: vec![self.key.vkey(&leaf::origin(HUB, 1)).unwrap().to_string()],
                ..self.bent("the key of another epoch", json, "evidence.checkpoint_unsigned")
            },
        ];
        for (index, size, older) in [
            (0, 1, None),
            (0, 1_000, Some(1)),
            (999, 1_000, Some(512)),
            (511, 513, Some(512)),
            (6, 7, Some(7)),
            (3, 8, Some(4)),
        ] {
            let made = receipt(&self.key, &self.leaf, index, size, older).to_json();
            cases.push(self.case(&format!("good: leaf {index} of {size}, older {older:?}"), made, Expected::Proven));
        }
        let bare = Receipt { previous: None, vkey: None, openings: Openings::default(), ..self.good.clone() };
        cases.push(self.case("good: without openings, hint and older checkpoint", bare.to_json(), Expected::Proven));
        let empty =
            Previous { checkpoint: note(&self.key, 0, lienthong::evidence::merkle::empty_root()), hashes: vec![] };
        cases.push(self.case(
            "good: continues the empty log",
            Receipt { previous: Some(empty), ..self.good.clone() }.to_json(),
            Expected::Proven,
        ));
        for event in [Event::EpochOpened, Event::StatusReturned, Event::ContentHandover, Event::RejectionsCounted] {
            let leaf = simple(event);
            let made = Receipt { openings: Openings::default(), ..receipt(&self.key, &leaf, 5, 9, None) };
            cases.push(self.case(&format!("good: {}", event.as_str()), made.to_json(), Expected::Proven));
        }
        cases
    }

    /// Every field of the receipt, bent so that its form stays right, or not.
    fn fields(&self) -> Vec<Case> {
        let json: Value = serde_json::from_slice(&self.good.to_json()).unwrap();
        let other = json!(Hash([8; 32]).to_base64());
        let hashes = json["proof"]["hashes"].as_array().unwrap().clone();
        let turned: Vec<Value> = hashes.iter().rev().cloned().collect();
        let short = hashes[1..].to_vec();
        let long = [hashes.clone(), vec![other.clone()]].concat();
        let leaf64 = json["leaf"].as_str().unwrap().to_owned();
        let first = hashes[0].as_str().unwrap().to_owned();
        let older = json["previous"]["checkpoint"].clone();
        let salt = json!("06".repeat(32));
        let list =
            |value: &Value, names: &[&str]| json!(names.iter().map(|name| value[name].clone()).collect::<Vec<_>>());
        let rows: Vec<(&str, Value, &'static str)> = vec![
            ("/v", json!(2), "receipt_form"),
            ("/v", json!("1"), "receipt_form"),
            ("/v", json!(1.5), "receipt_form"),
            ("/v", Value::Null, "receipt_form"),
            ("/leaf", json!(7), "receipt_form"),
            ("/leaf", json!(""), "leaf_form"),
            ("/leaf", json!("="), "receipt_form"),
            ("/leaf", json!(leaf64[..leaf64.len() - 1]), "receipt_form"),
            ("/leaf", json!(format!("{leaf64} ")), "receipt_form"),
            ("/leaf", json!(format!("{leaf64}\n")), "receipt_form"),
            ("/leaf", json!(leaf64.replace('e', "-")), "receipt_form"),
            ("/leaf", json!(B64.encode(vec![b' '; 5_000])), "leaf_too_large"),
            ("/proof/index", json!(699), "proof"),
            ("/proof/index", json!(1_000), "index"),
            ("/proof/index", json!(u64::MAX), "index"),
            ("/proof/index", json!(999), "proof_length"),
            ("/proof/index", json!(-1), "receipt_form"),
            ("/proof/index", json!("700"), "receipt_form"),
            ("/proof/index", json!([700]), "receipt_form"),
            ("/proof/hashes", json!([]), "proof_length"),
            ("/proof/hashes", json!(short), "proof_length"),
            ("/proof/hashes", json!(long), "proof_length"),
            ("/proof/hashes", json!(turned), "proof"),
            ("/proof/hashes", json!({}), "receipt_form"),
            ("/proof/hashes/0", other.clone(), "proof"),
            ("/proof/hashes/9", other.clone(), "proof"),
            ("/proof/hashes/9", json!("AAAA"), "receipt_form"),
            ("/proof/hashes/9", json!(9), "receipt_form"),
            ("/proof/hashes/0", json!(stray_bits(&first)), "receipt_form"),
            ("/proof/hashes/0", json!(first.trim_end_matches('=')), "receipt_form"),
            ("/proof", list(&json["proof"], &["index", "hashes", "checkpoint"]), "receipt_form"),
            ("/proof/checkpoint", json!(1), "receipt_form"),
            ("/proof/checkpoint", older.clone(), "index"),
            ("/openings", Value::Null, "receipt_form"),
            ("/openings", json!([]), "receipt_form"),
            ("/openings/doc", list(&json["openings"]["doc"], &["salt", "id"]), "receipt_form"),
            ("/openings/doc/id", json!("000.00.00.H53,2026/11/02,13/UBND-VP"), "opening"),
            ("/openings/doc/salt", salt.clone(), "opening"),
            ("/openings/doc/salt", json!("xx"), "receipt_form"),
            ("/openings/pkg/salt", salt.clone(), "opening"),
            ("/openings/pkg/sha256", json!("07".repeat(32)), "opening"),
            ("/openings/pkg/size", json!(-3), "receipt_form"),
            ("/openings/pkg/size", json!(1e300), "receipt_form"),
            ("/openings/content/salt", salt, "opening"),
            ("/openings/content/sha256", json!("07".repeat(32)), "opening"),
            ("/vkey", json!(3), "receipt_form"),
            ("/anchors", Value::Null, "receipt_form"),
            ("/anchors", json!([1]), "receipt_form"),
            ("/previous", list(&json["previous"], &["checkpoint", "hashes"]), "receipt_form"),
            ("/previous/checkpoint", json["proof"]["checkpoint"].clone(), "inconsistent"),
            ("/previous/checkpoint", json!("x"), "checkpoint_form"),
            ("/previous/hashes/0", other, "inconsistent"),
            ("/previous/hashes", json!([]), "inconsistent"),
            ("/previous/hashes", json!(hashes), "inconsistent"),
        ];
        let mut cases: Vec<Case> = rows
            .into_iter()
            .enumerate()
            .map(|(row, (pointer, value, code))| {
                let mut bent = json.clone();
                *bent.pointer_mut(pointer).unwrap() = value.clone();
                let shown: String = value.to_string().chars().take(40).collect();
                self.bent(&format!("{row}: {pointer} = {shown} ({code})"), bent.to_string(), codes(code))
            })
            .collect();
        for pointer in [
            "/v",
            "/leaf",
            "/proof",
            "/proof/index",
            "/proof/hashes",
            "/proof/checkpoint",
            "/openings/doc/salt",
            "/openings/pkg/size",
            "/previous/hashes",
        ] {
            let mut bent = json.clone();
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            bent.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
            cases.push(self.bent(&format!("without {pointer}"), bent.to_string(), "evidence.receipt_form"));
        }
        for pointer in ["", "/proof", "/openings", "/openings/doc", "/openings/pkg", "/previous"] {
            let mut bent = json.clone();
            bent.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert("toString".to_owned(), json!(1));
            cases.push(self.bent(
                &format!("one more member at {pointer:?}"),
                bent.to_string(),
                "evidence.receipt_form",
            ));
        }
        for pointer in ["/vkey", "/openings/doc", "/previous"] {
            let mut bent = json.clone();
            *bent.pointer_mut(pointer).unwrap() = Value::Null;
            cases.push(self.case(&format!("good: null at {pointer}"), bent.to_string(), Expected::Proven));
        }
        for place in 0..json["previous"]["hashes"].as_array().unwrap().len() {
            let mut bent = json.clone();
            bent["previous"]["hashes"][place] = json!(Hash([9; 32]).to_base64());
            let name = format!("hash {place} of the older checkpoint's proof");
            cases.push(self.bent(&name, bent.to_string(), "evidence.inconsistent"));
        }
        let upper = json["openings"]["pkg"]["sha256"].as_str().unwrap().to_uppercase();
        let mut bent = json.clone();
        bent["openings"]["pkg"]["sha256"] = json!(upper);
        cases.push(self.case("good: an opening in capitals", bent.to_string(), Expected::Proven));
        cases
    }

    /// The other form.
    fn texts(&self) -> Vec<Case> {
        let good = self.good.to_tlog_proof();
        let rows = [
            ("version 2", "proof@v1\n", "proof@v2\n", "receipt_form"),
            ("a longer first line", "proof@v1\n", "proof@v1 \n", "receipt_form"),
            ("extra without a space", "extra ", "extra", "receipt_form"),
            ("extra that is no base64", "extra ", "extra x", "receipt_form"),
            ("no extra", "extra ", "ekstra ", "receipt_form"),
            ("an index with a zero", "index 700", "index 0700", "receipt_form"),
            ("an index with a plus", "index 700", "index +700", "receipt_form"),
            ("another index", "index 700", "index 701", "proof"),
            ("an index of 2^64", "index 700", "index 18446744073709551616", "receipt_form"),
            ("an empty index", "index 700", "index ", "receipt_form"),
            ("no index", "index 700\n", "", "receipt_form"),
            ("no empty line", "=\n\n", "=\n", "receipt_form"),
            ("two empty lines", "\n\ntruc", "\n\n\ntruc", "checkpoint_form"),
            ("line ends of Windows", "\n", "\r\n", "receipt_form"),
        ];
        let mut cases: Vec<Case> = rows
            .into_iter()
            .map(|(name, from, to, code)| {
                assert!(good.contains(from), "{name}");
                let bent = if from == "\n" { good.replace(from, to) } else { good.replacen(from, to, 1) };
                self.bent(&format!("tlog-proof: {name}"), bent, codes(code))
            })
            .collect();
        cases.push(self.bent("tlog-proof: not UTF-8", [good.as_bytes(), b"\xff"].concat(), "evidence.receipt_form"));
        cases.push(self.bent("tlog-proof: a byte order mark", format!("\u{feff}{good}"), "evidence.receipt_form"));
        cases
    }

    /// The JSON text itself.
    fn raw(&self) -> Vec<Case> {
        let good = String::from_utf8(self.good.to_json()).unwrap();
        let changed = |from: &str, to: &str| {
            assert!(good.contains(from), "{from:?}");
            good.replacen(from, to, 1)
        };
        let twice = |name: &str| changed("\"index\":700", name);
        let rows: Vec<(&str, Vec<u8>, &'static str)> = vec![
            ("a member twice", twice("\"index\":1,\"index\":700").into(), "duplicate_key"),
            ("a member twice, escaped", twice("\"index\":1,\"\\u0069ndex\":700").into(), "duplicate_key"),
            (
                "a member twice, and cut behind it",
                twice("\"index\":1,\"index\"")[..good.find("\"index\"").unwrap() + 18].into(),
                "duplicate_key",
            ),
            (
                "a member twice where none is read",
                changed("\"anchors\":[]", "\"anchors\":[{\"a\":1,\"a\":2}]").into(),
                "duplicate_key",
            ),
            ("a BOM", format!("\u{feff}{good}").into(), "receipt_form"),
            ("trailing bytes", format!("{good}x").into(), "receipt_form"),
            ("two receipts", format!("{good}{good}").into(), "receipt_form"),
            ("a nul behind it", format!("{good}\0").into(), "receipt_form"),
            ("cut", good[..good.len() - 1].into(), "receipt_form"),
            ("nothing", vec![], "receipt_form"),
            ("a list", format!("[{good}]").into(), "receipt_form"),
            ("a comma too many", changed("\"anchors\":[]", "\"anchors\":[],").into(), "receipt_form"),
            ("a comma too many in a list", changed("\"anchors\":[]", "\"anchors\":[\"a\",]").into(), "receipt_form"),
            ("a comment", changed("\"anchors\":[]", "\"anchors\":[]/**/").into(), "receipt_form"),
            ("single quotes", changed("\"anchors\"", "'anchors'").into(), "receipt_form"),
            ("an index with a fraction", twice("\"index\":700.0").into(), "receipt_form"),
            ("an index with an exponent", twice("\"index\":7e2").into(), "receipt_form"),
            ("an index with a leading zero", twice("\"index\":0700").into(), "receipt_form"),
            ("an index in hexadecimal", twice("\"index\":0x2bc").into(), "receipt_form"),
            ("an index of 2^64", twice("\"index\":18446744073709551616").into(), "receipt_form"),
            ("an index beyond all numbers", twice("\"index\":1e999").into(), "receipt_form"),
            ("an index of -0", twice("\"index\":-0").into(), "receipt_form"),
            ("an index of NaN", twice("\"index\":NaN").into(), "receipt_form"),
            ("a lone surrogate", changed("\"anchors\":[]", "\"anchors\":[\"\\ud800\"]").into(), "receipt_form"),
            (
                "a high surrogate before a letter",
                changed("\"anchors\":[]", "\"anchors\":[\"\\ud800\\u0041\"]").into(),
                "receipt_form",
            ),
            ("a lone low surrogate", changed("\"anchors\":[]", "\"anchors\":[\"\\udc00\"]").into(), "receipt_form"),
            ("an unknown escape", changed("\"anchors\":[]", "\"anchors\":[\"\\x41\"]").into(), "receipt_form"),
            ("half an escape", changed("\"anchors\":[]", "\"anchors\":[\"\\u00\"]").into(), "receipt_form"),
            ("a line break in a text", changed("\"anchors\":[]", "\"anchors\":[\"\n\"]").into(), "receipt_form"),
            ("not UTF-8 in a text", [b"{\"v\":1,\"leaf\":\"\xff\"".as_slice(), b"}"].concat(), "receipt_form"),
            ("an overlong form", [b"{\"v\":1,\"leaf\":\"\xc0\xaf\"".as_slice(), b"}"].concat(), "receipt_form"),
            ("a surrogate in UTF-8", [b"{\"v\":1,\"leaf\":\"\xed\xa0\x80\"".as_slice(), b"}"].concat(), "receipt_form"),
            ("UTF-16", good.encode_utf16().flat_map(u16::to_le_bytes).collect(), "receipt_form"),
            ("deep", "[".repeat(100_000).into(), "receipt_form"),
            ("127 deep, and no receipt", format!("{}{}", "[".repeat(127), "]".repeat(127)).into(), "receipt_form"),
            ("two megabytes of nothing", vec![b' '; 2_000_000], "receipt_form"),
        ];
        let mut cases: Vec<Case> = rows
            .into_iter()
            .map(|(name, bytes, code)| self.bent(&format!("text: {name}"), bytes, codes(code)))
            .collect();
        let spaced = format!(" \r\n\t{good}\n ");
        cases.push(self.case("good: spaces around it", spaced, Expected::Proven));
        let escaped = changed("\"anchors\":[]", "\"anchors\":[\"\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\"\\\\\"]");
        cases.push(self.case("good: every escape", escaped, Expected::Proven));
        cases
    }

    fn with_package(&self) -> Vec<Case> {
        let json = self.good.to_json();
        let at_hand = |case: Case, bytes: &[u8]| Case {
            package: Some(crypto::sha256(bytes)),
            package_bytes: Some(bytes.to_vec()),
            ..case
        };
        vec![
            at_hand(self.case("package: its own", json.clone(), Expected::Proven), PACKAGE),
            at_hand(self.bent("package: another", json.clone(), "evidence.package"), b"PK another package"),
            at_hand(
                self.bent("package: a tlog-proof opens none", self.good.to_tlog_proof(), "evidence.package"),
                PACKAGE,
            ),
            at_hand(self.bent("package: beside rubbish", b"{}".to_vec(), "evidence.receipt_form"), PACKAGE),
            at_hand(Case { keys: vec![], ..self.case("package: its own, no key", json, Expected::NoKey) }, PACKAGE),
        ]
    }
}

/// The code's full name, if there is such a code.
pub fn codes(short: &str) -> &'static str {
    let known = lienthong::codes::all().map(|code| code.name());
    known
        .into_iter()
        .find(|name| name.strip_prefix("evidence.") == Some(short))
        .unwrap_or_else(|| panic!("no code {short}"))
}

/// The same bytes in base64 whose last letter has bits that no byte takes.
pub fn stray_bits(text: &str) -> String {
    let body = text.trim_end_matches('=');
    assert_ne!(body, text, "no padding, no stray bits");
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let last = letters.find(body.chars().last().unwrap()).unwrap();
    format!("{}{}{}", &body[..body.len() - 1], &letters[last + 1..last + 2], &text[body.len()..])
}
