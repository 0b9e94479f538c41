//! A log of a thousand leaves, good receipts of it, and every way to bend one that came to mind.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as B64;
use lienthong::crypto;
use lienthong::domain::ids::{DeliveryId, Digest, DocumentId, Micros, OrganId};
use lienthong::evidence::checkpoint::Checkpoint;
use lienthong::evidence::key::LogKey;
use lienthong::evidence::leaf::{
    self, BindingRef, Draft, Event, Leaf, PdfSigned, Receivers, Salt, Signed, Stamp, VerdictRef, VersionRef,
};
use lienthong::evidence::memory::MemoryLog;
use lienthong::evidence::merkle::{Hash, leaf_hash};
use lienthong::evidence::receipt::{Openings, Previous, Receipt};
use lienthong::evidence::tile::Prover;
use lienthong::report::proof::Told;
use serde_json::{Value, json};
use uuid::Uuid;

pub const HUB: &str = "truc.example";
const EPOCH: u64 = 2;
const PACKAGE: &[u8] = b"PK these are the bytes of a package";

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
    key: LogKey,
    witness: LogKey,
    stranger: LogKey,
    leaf: Leaf,
    good: Receipt,
}

impl Stage {
    pub fn new() -> Self {
        let key = LogKey::generate().unwrap();
        let leaf = accepted(EPOCH);
        let good = receipt(&key, &leaf, 700, 1_000, Some(300));
        Self { key, witness: LogKey::generate().unwrap(), stranger: LogKey::generate().unwrap(), leaf, good }
    }

    fn keys(&self) -> Vec<String> {
        vec![self.key.vkey(&leaf::origin(HUB, EPOCH)).unwrap().to_string()]
    }

    fn case(&self, name: &str, receipt: impl Into<Vec<u8>>, expected: Expected) -> Case {
        let name = name.to_owned();
        Case { name, receipt: receipt.into(), keys: self.keys(), package: None, package_bytes: None, expected }
    }

    fn bent(&self, name: &str, receipt: impl Into<Vec<u8>>, code: &'static str) -> Case {
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
        let upper = json["openings"]["pkg"]["sha256"].as_str().unwrap().to_uppercase();
        let mut bent = json.clone();
        bent["openings"]["pkg"]["sha256"] = json!(upper);
        cases.push(self.case("good: an opening in capitals", bent.to_string(), Expected::Proven));
        cases
    }

    /// The leaf's own bytes, bent.
    fn leaves(&self) -> Vec<Case> {
        let text = String::from_utf8(self.leaf.bytes().to_vec()).unwrap();
        let after = |member: &str, at: &str| text.replacen(at, &format!("{member},{at}"), 1);
        let rows: Vec<(&str, String, &'static str)> = vec![
            ("another event", text.replace("SubmissionAcceptance", "SubmissionRejection"), "proof"),
            ("another second", text.replace("1795", "1796"), "proof"),
            ("another epoch", text.replace("\"epoch\":2", "\"epoch\":3"), "origin"),
            ("another hub", text.replace("truc.example", "truc.exampla"), "origin"),
            ("a space", text.replacen('{', "{ ", 1), "leaf_not_canonical"),
            ("a newline behind it", format!("{text}\n"), "leaf_not_canonical"),
            ("v twice", text.replace("\"v\":1", "\"v\":1,\"v\":1"), "duplicate_key"),
            ("v twice, escaped", text.replace("\"v\":1", "\"v\":1,\"\\u0076\":1"), "duplicate_key"),
            ("v 7", text.replace("\"v\":1", "\"v\":7"), "leaf_form"),
            ("v 1.0", text.replace("\"v\":1", "\"v\":1.0"), "leaf_not_canonical"),
            ("v 1e0", text.replace("\"v\":1", "\"v\":1e0"), "leaf_not_canonical"),
            ("v behind nothing", text.replace("\"v\":1", "\"v\":"), "leaf_form"),
            ("an unknown event", text.replace("SubmissionAcceptance", "SubmissionApplause"), "leaf_form"),
            (
                "an event as an object",
                text.replace("\"SubmissionAcceptance\"", "{\"SubmissionAcceptance\":null}"),
                "leaf_not_canonical",
            ),
            ("an escaped letter", text.replace("truc", "tr\\u0075c"), "leaf_not_canonical"),
            (
                "members in another order",
                text.replacen("{\"agency_level\":3,", "{", 1).replacen("\"v\":1", "\"v\":1,\"agency_level\":3", 1),
                "leaf_not_canonical",
            ),
            ("a level beyond a byte", text.replace("\"agency_level\":3", "\"agency_level\":256"), "leaf_form"),
            ("a level with a fraction", text.replace("\"agency_level\":3", "\"agency_level\":3.5"), "leaf_form"),
            ("an unknown member", after("\"aaa\":1", "\"agency_level\""), "leaf_form"),
            ("a member of every object", after("\"__proto__\":{}", "\"agency_level\""), "leaf_form"),
            ("constructor", text.replace(",\"content\"", ",\"constructor\":1,\"content\""), "leaf_form"),
            ("a null member", after("\"accept_by\":null", "\"agency_level\""), "leaf_not_canonical"),
            ("a null counter", text.replace("\"seq\":0", "\"seq\":null"), "leaf_form"),
            ("no counter", text.replace("\"seq\":0,", ""), "leaf_form"),
            (
                "a counter without an agency",
                text.replace("\"submitter\":\"000.00.00.H53\",", "").replace("\"to\":\"000.00.00.H53\",", ""),
                "leaf_form",
            ),
            (
                "a digest in capitals",
                text.replace(&format!("\"sha256\":\"{}", "ab"), "\"sha256\":\"AB"),
                "leaf_not_canonical",
            ),
            ("a digest too short", text.replace("\"nonce\":\"01", "\"nonce\":\"1"), "leaf_form"),
            ("a nonce in capitals", text.replace("0101010101010101", "010101010101010A"), "leaf_not_canonical"),
            ("a name of a person", text.replace("000.00.00.H53\",\"urgency", "Nguyễn Văn An\",\"urgency"), "leaf_form"),
            ("a name too long", text.replace("\"000.00.00.H53\"", &format!("\"{}\"", "0".repeat(65))), "leaf_form"),
            ("an empty code", text.replace("\"urgency\":\"urgent\"", "\"urgency\":\"\""), "leaf_form"),
            ("a date without dashes", text.replace("2026-11-02", "20261102"), "leaf_form"),
            ("a date with a time", text.replace("2026-11-02", "2026-11-02T00:00"), "leaf_form"),
            ("the 30th of February", text.replace("2026-11-02", "2026-02-30"), "leaf_form"),
            ("another date", text.replace("2026-11-02", "2028-02-29"), "proof"),
            ("year -0", text.replace("2026-11-02", "-000000-01-01"), "leaf_form"),
            (
                "a list for a structure",
                text.replace("{\"rule\":\"seal-1\",\"version\":4}", "[\"seal-1\",4]"),
                "leaf_form",
            ),
            ("a structure without a part", text.replace("\"rule\":\"seal-1\",", ""), "leaf_form"),
            (
                "a structure with one more",
                text.replace("{\"rule\":\"seal-1\"", "{\"aaa\":1,\"rule\":\"seal-1\""),
                "leaf_form",
            ),
            ("a time beyond 2^53", text.replace("1795000000000000", "9007199254740993"), "leaf_not_canonical"),
            ("a time of 2^53", text.replace("1795000000000000", "9007199254740992"), "leaf_form"),
            ("a time of 10^20", text.replace("1795000000000000", "100000000000000000000"), "leaf_form"),
            ("a time beyond all doubles", text.replace("1795000000000000", &"9".repeat(400)), "leaf_form"),
            ("a time of -0", text.replace("1795000000000000", "-0"), "leaf_not_canonical"),
            ("a time with a leading zero", text.replace("1795000000000000", "01795000000000000"), "leaf_form"),
            ("a lone surrogate", text.replace("\"seal-1\"", "\"\\ud800\""), "leaf_form"),
            ("a surrogate pair", text.replace("\"seal-1\"", "\"\\ud83d\\ude00\""), "leaf_not_canonical"),
            ("two surrogates of the wrong order", text.replace("\"seal-1\"", "\"\\ude00\\ud83d\""), "leaf_form"),
            ("a byte order mark", format!("\u{feff}{text}"), "leaf_form"),
            ("a list", "[]".to_owned(), "leaf_form"),
            ("a number", "1".to_owned(), "leaf_form"),
            ("nothing in it", "{}".to_owned(), "leaf_form"),
            ("cut", text[..text.len() - 1].to_owned(), "leaf_form"),
            ("deep", format!("{}1{}", "[".repeat(1_500), "]".repeat(1_500)), "leaf_form"),
            ("a delivery as a URN", text.replace("\"delivery\":\"", "\"delivery\":\"urn:uuid:"), "leaf_not_canonical"),
            (
                "a delivery in braces",
                text.replace(
                    "\"delivery\":\"00000000-0000-0000-0000-000000000005\"",
                    "\"delivery\":\"{00000000-0000-0000-0000-000000000005}\"",
                ),
                "leaf_not_canonical",
            ),
            (
                "a delivery without dashes",
                text.replace("00000000-0000-0000-0000-000000000005", "00000000000000000000000000000005"),
                "leaf_not_canonical",
            ),
            (
                "a delivery that is none",
                text.replace("00000000-0000-0000-0000-000000000005", "00000000-0000-0000-0000-00000000000g"),
                "leaf_form",
            ),
        ];
        let mut cases: Vec<Case> = rows
            .into_iter()
            .map(|(name, bent, code)| {
                assert_ne!(bent, text, "{name} changes nothing");
                let made = Receipt { leaf: bent.into_bytes(), ..self.good.clone() };
                self.bent(&format!("leaf: {name}"), made.to_json(), codes(code))
            })
            .collect();
        let broken = [self.leaf.bytes(), b"\xff"].concat();
        cases.push(self.bent(
            "leaf: not UTF-8",
            Receipt { leaf: broken, ..self.good.clone() }.to_json(),
            "evidence.leaf_form",
        ));
        // Signed and in the tree, and yet no leaf: what a hub of another making might log.
        let signed = receipt_of_bytes(&self.key, b"{\"v\":1,\"v\":1}");
        cases.push(self.bent("leaf: signed by the log, and yet none", signed.to_json(), "evidence.duplicate_key"));
        cases
    }

    /// The checkpoint, bent, and its signature lines.
    fn notes(&self) -> Vec<Case> {
        let good = &self.good.checkpoint;
        let (head, tail) = good.split_at(good.rfind("\n\n").unwrap() + 2);
        let with = |note: String| Receipt { checkpoint: note, ..self.good.clone() }.to_json();
        let changed = |from: &str, to: &str| {
            assert!(good.contains(from), "{from:?}");
            good.replacen(from, to, 1)
        };
        let witness = "witness.example";
        let stranger = |n: usize| line(head, &format!("unknown{n}.example"), &self.stranger);
        let sixteen: String = (0..16).map(stranger).collect();
        let mut cases = vec![
            self.case("note: sixteen lines of unknown keys", with(format!("{head}{sixteen}{tail}")), Expected::Proven),
            self.case("note: its line twice", with(format!("{good}{tail}")), Expected::Proven),
            self.case(
                "note: an unknown key of the log's name",
                with(format!("{head}{}{tail}", line(head, &leaf::origin(HUB, EPOCH), &self.stranger))),
                Expected::Proven,
            ),
            self.bent(
                "note: an extension that nobody signed",
                with(changed("=\n\n", "=\nan extension\n\n")),
                "evidence.checkpoint_signature",
            ),
            self.bent("note: only unknown keys", with(format!("{head}{sixteen}")), "evidence.checkpoint_unsigned"),
        ];
        let both = [self.keys(), vec![self.witness.vkey(witness).unwrap().to_string()]].concat();
        let cosigned = with(format!("{good}{}", line(head, witness, &self.witness)));
        cases.push(Case {
            keys: both.clone(),
            ..self.case("note: a known second key signs", cosigned, Expected::Proven)
        });
        let wrong = with(format!("{good}{}", line(&head.replacen("1000", "1001", 1), witness, &self.witness)));
        cases.push(self.case("note: a wrong line of a key that nobody asks for", wrong.clone(), Expected::Proven));
        cases.push(Case {
            keys: both.clone(),
            ..self.bent("note: a known key's line is wrong", wrong, "evidence.checkpoint_signature")
        });
        let alone = with(format!("{head}{}", line(head, witness, &self.witness)));
        cases.push(Case {
            keys: both,
            ..self.bent("note: a known second key alone", alone, "evidence.checkpoint_unsigned")
        });
        let bits = tail.trim_end().rsplit(' ').next().unwrap();
        let short = B64.encode(&B64.decode(bits).unwrap()[..67]);
        let rows: Vec<(&str, String, &'static str)> = vec![
            ("another size", changed("\n1000\n", "\n1001\n"), "checkpoint_signature"),
            ("another epoch", changed("log/2\n", "log/3\n"), "checkpoint_signature"),
            ("another key's name", changed("\u{2014} truc", "\u{2014} tric"), "checkpoint_unsigned"),
            ("no empty line", changed("\n\n", "\n"), "checkpoint_form"),
            ("a second empty line", changed("=\n\n", "=\n\n\n"), "checkpoint_form"),
            ("no newline at the end", good.trim_end().to_owned(), "checkpoint_form"),
            ("an empty line at the end", format!("{good}\n"), "checkpoint_form"),
            ("no signature", head.to_owned(), "checkpoint_form"),
            ("65 lines", format!("{head}{}", tail.repeat(65)), "checkpoint_form"),
            ("64 lines", format!("{head}{}", tail.repeat(64)), "proven"),
            ("over 64 KiB", format!("{head}{}", tail.repeat(1_000)), "checkpoint_form"),
            ("a size with a zero", changed("\n1000\n", "\n01000\n"), "checkpoint_form"),
            ("a size with a plus", changed("\n1000\n", "\n+1000\n"), "checkpoint_form"),
            ("no size", changed("\n1000\n", "\n\n"), "checkpoint_form"),
            ("a size of 2^64", changed("\n1000\n", "\n18446744073709551616\n"), "checkpoint_form"),
            ("a size of 2^64 - 1", changed("\n1000\n", "\n18446744073709551615\n"), "proof_length"),
            ("a size of 0", changed("\n1000\n", "\n0\n"), "index"),
            ("a root without padding", changed("=\n\n", "\n\n"), "checkpoint_form"),
            ("a hyphen for the dash", changed("\u{2014} ", "- "), "checkpoint_form"),
            ("a dash without a space", changed("\u{2014} ", "\u{2014}"), "checkpoint_form"),
            ("a space in the origin", changed("truc", "tr uc"), "checkpoint_form"),
            ("a wide space in the origin", changed("truc", "tr\u{3000}uc"), "checkpoint_form"),
            ("a byte order mark in the origin", changed("truc", "\u{feff}truc"), "checkpoint_signature"),
            ("a next-line in the origin", changed("truc", "tr\u{85}uc"), "checkpoint_form"),
            ("a plus in the origin", changed("truc", "tr+uc"), "checkpoint_form"),
            ("a tab", changed("truc", "\t"), "checkpoint_form"),
            ("a carriage return", changed("\n1000\n", "\r\n1000\n"), "checkpoint_form"),
            ("a nul", changed("truc", "\u{0}"), "checkpoint_form"),
            ("no origin", changed("truc.example/log/2", ""), "checkpoint_form"),
            ("a signature too short for an id", format!("{head}\u{2014} a AAAA\n"), "checkpoint_form"),
            ("a signature that is no base64", format!("{head}\u{2014} a ====\n"), "checkpoint_form"),
            (
                "two spaces before the signature",
                good.replace(&format!(" {bits}"), &format!("  {bits}")),
                "checkpoint_form",
            ),
            ("a signature with stray bits", good.replace(bits, &stray_bits(bits)), "checkpoint_form"),
            ("a signature one byte short", good.replace(bits, &short), "checkpoint_signature"),
            (
                "another signature",
                good.replace(bits, &format!("{}AAAA{}", &bits[..40], &bits[44..])),
                "checkpoint_signature",
            ),
            ("nothing", String::new(), "checkpoint_form"),
        ];
        cases.extend(rows.into_iter().map(|(name, note, code)| {
            let expected = if code == "proven" { Expected::Proven } else { Expected::Code(codes(code)) };
            self.case(&format!("note: {name}"), with(note), expected)
        }));
        let moved = receipt(&self.key, &accepted(3), 700, 1_000, None);
        cases.push(self.bent("a receipt of another epoch, whole", moved.to_json(), "evidence.checkpoint_unsigned"));
        let theirs = receipt(&self.stranger, &self.leaf, 700, 1_000, None);
        cases.push(self.bent(
            "a receipt of another log of that name",
            theirs.to_json(),
            "evidence.checkpoint_unsigned",
        ));
        let foreign = Previous {
            checkpoint: note_of(&self.key, "other.example/log/2", 300, leaf_hash(b"x")),
            hashes: self.good.previous.clone().unwrap().hashes,
        };
        cases.push(self.bent(
            "the older checkpoint of another log",
            Receipt { previous: Some(foreign), ..self.good.clone() }.to_json(),
            "evidence.origin",
        ));
        let newer = Previous { checkpoint: note(&self.key, 1_001, leaf_hash(b"x")), hashes: vec![] };
        cases.push(self.bent(
            "an older checkpoint that is larger",
            Receipt { previous: Some(newer), ..self.good.clone() }.to_json(),
            "evidence.inconsistent",
        ));
        let forked = Previous { checkpoint: note(&self.key, 1_000, leaf_hash(b"x")), hashes: vec![] };
        cases.push(self.bent(
            "an older checkpoint of the same size, forked",
            Receipt { previous: Some(forked), ..self.good.clone() }.to_json(),
            "evidence.inconsistent",
        ));
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
fn codes(short: &str) -> &'static str {
    let known = lienthong::codes::all().map(|code| code.name());
    known
        .into_iter()
        .find(|name| name.strip_prefix("evidence.") == Some(short))
        .unwrap_or_else(|| panic!("no code {short}"))
}

/// The same bytes in base64 whose last letter has bits that no byte takes.
fn stray_bits(text: &str) -> String {
    let body = text.trim_end_matches('=');
    assert_ne!(body, text, "no padding, no stray bits");
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let last = letters.find(body.chars().last().unwrap()).unwrap();
    format!("{}{}{}", &body[..body.len() - 1], &letters[last + 1..last + 2], &text[body.len()..])
}

fn salt() -> Salt {
    Salt(Digest([5; 32]))
}

fn document() -> DocumentId {
    DocumentId("000.00.00.H53,2026/11/02,12/UBND-VP".to_owned())
}

fn stamp(epoch: u64) -> Stamp {
    Stamp { time: Micros(1_795_000_000_000_000), hub: HUB.to_owned(), epoch, nonce: [1; 16], seq: Some(0), prev: None }
}

/// A leaf with nearly everything in it.
fn accepted(epoch: u64) -> Leaf {
    let agency = OrganId("000.00.00.H53".to_owned());
    let content = Digest([4; 32]);
    let version = |version| Some(VersionRef { version, sha256: Digest([0xab; 32]) });
    let draft = Draft {
        received: Some(Micros(1_794_999_999_000_001)),
        doc: Some(leaf::commit_document(&salt(), &document())),
        pkg: Some(leaf::commit_package(&salt(), &crypto::sha256(PACKAGE))),
        content: Some(leaf::commit_content(&salt(), &content)),
        submitter: Some(agency.clone()),
        from: Some(agency.clone()),
        receivers: Some(Receivers::of([&agency])),
        to: Some(agency),
        delivery: Some(DeliveryId(Uuid::from_u128(5))),
        signed: Some(Signed::B),
        pdf: Some(PdfSigned::All),
        verdict: Some(VerdictRef { code: "valid".to_owned(), sha256: Digest([0xab; 32]) }),
        binding: Some(BindingRef { rule: "seal-1".to_owned(), version: 4 }),
        issued: Some("2026-11-02".parse().unwrap()),
        urgency: Some("urgent".to_owned()),
        directory: version(9),
        calendar: version(0),
        agency_level: Some(3),
        ..Draft::new(Event::SubmissionAcceptance)
    };
    draft.complete(stamp(epoch)).unwrap()
}

fn simple(event: Event) -> Leaf {
    let (to, seq) = match event {
        Event::StatusReturned | Event::ContentHandover => (Some(OrganId("H37.DN.001".to_owned())), Some(17)),
        _ => (None, None),
    };
    let draft = Draft { to, count: Some(3), ..Draft::new(event) };
    draft.complete(Stamp { seq, prev: Some(1), ..stamp(EPOCH) }).unwrap()
}

fn receipt(key: &LogKey, leaf: &Leaf, index: u64, size: u64, older: Option<u64>) -> Receipt {
    let made = made(key, leaf.bytes(), &leaf.origin(), index, size, older);
    let package = crypto::sha256(PACKAGE);
    let openings =
        Openings::new((salt(), document()), (salt(), package, PACKAGE.len() as u64), (salt(), Digest([4; 32]), 20));
    Receipt { openings: openings.for_leaf(leaf), ..made }
}

fn receipt_of_bytes(key: &LogKey, bytes: &[u8]) -> Receipt {
    made(key, bytes, &leaf::origin(HUB, EPOCH), 2, 5, None)
}

fn made(key: &LogKey, bytes: &[u8], origin: &str, index: u64, size: u64, older: Option<u64>) -> Receipt {
    let mut hashes: Vec<Hash> = (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect();
    hashes[usize::try_from(index).unwrap()] = leaf_hash(bytes);
    let log_of = |count: usize| {
        let mut log = MemoryLog::default();
        log.append(&hashes[..count]).unwrap();
        log
    };
    let log = log_of(hashes.len());
    let mut prover = Prover::new(&log);
    let previous = older.map(|older| {
        let old = log_of(usize::try_from(older).unwrap());
        Previous {
            checkpoint: note_of(key, origin, older, old.edge().root()),
            hashes: prover.consistency(older, size).unwrap(),
        }
    });
    let mut prover = Prover::new(&log);
    Receipt {
        leaf: bytes.to_vec(),
        index,
        hashes: prover.inclusion(index, size).unwrap(),
        checkpoint: note_of(key, origin, size, log.edge().root()),
        openings: Openings::default(),
        vkey: Some(key.vkey(origin).unwrap().to_string()),
        anchors: vec![],
        previous,
    }
}

fn note(key: &LogKey, size: u64, root: Hash) -> String {
    note_of(key, &leaf::origin(HUB, EPOCH), size, root)
}

fn note_of(key: &LogKey, origin: &str, size: u64, root: Hash) -> String {
    Checkpoint::note(origin, size, root, key).unwrap()
}

/// A signature line of `key` over the text of a note.
fn line(head: &str, name: &str, key: &LogKey) -> String {
    let text = &head[..head.rfind("\n\n").unwrap() + 1];
    let mut bytes = key.vkey(name).unwrap().id().0.to_vec();
    bytes.extend(key.sign(text.as_bytes()).unwrap());
    format!("\u{2014} {name} {}\n", B64.encode(bytes))
}
