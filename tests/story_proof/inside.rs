//! Forgeries inside a receipt whose own form is right: the leaf's bytes, and the checkpoint with its signature lines.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as B64;
use lienthong::evidence::leaf;
use lienthong::evidence::merkle::leaf_hash;
use lienthong::evidence::receipt::{Previous, Receipt};

use super::forgeries::{Case, Expected, Stage, codes, stray_bits};
use super::makers::{EPOCH, HUB, accepted, line, note, note_of, receipt, receipt_of_bytes};

impl Stage {
    /// The leaf's own bytes, bent.
    pub fn leaves(&self) -> Vec<Case> {
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
    pub fn notes(&self) -> Vec<Case> {
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
            (
                "a name of 70,000 letters",
                format!("{good}\u{2014} {} AAAAAAA=\n", "n".repeat(70_000)),
                "checkpoint_form",
            ),
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
}
