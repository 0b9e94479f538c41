//! The judge of receipts: offline, with no word of the hub but the receipt itself and the keys that the judge's user
//! trusts. It names every failed check, the most telling first.

use serde::Serialize;

use super::checkpoint::{Checkpoint, Note, NoteError};
use super::key::VKey;
use super::leaf::{self, Leaf, LeafError};
use super::merkle::{ProofError, leaf_hash, verify_consistency, verify_inclusion};
use super::receipt::{Receipt, ReceiptError};
use super::strict_json::JsonError;
use crate::codes::{self, Code};
use crate::domain::ids::Digest;

/// What the judge found.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Proven or not.
    pub outcome: Outcome,
    /// Every failed check, the most telling first. Empty exactly when proven.
    pub failures: Vec<Finding>,
    /// The statement, as far as it can be read. Believe it only when proven.
    pub leaf: Option<Leaf>,
    /// Its index.
    pub index: Option<u64>,
    /// The tree head that the receipt bears.
    pub checkpoint: Option<Checkpoint>,
    /// Names of the trusted keys that signed it.
    pub signers: Vec<String>,
    /// Witnesses among them. Always 0 in this version: say "no witness"; then a fork of the log shows only when two
    /// parties compare checkpoints.
    pub witnesses: usize,
    /// Whether the package at hand is the one of the receipt.
    pub package: PackageCheck,
}

/// The judge's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The statement stands in the log, signed by a trusted key.
    Proven,
    /// It does not, or this receipt does not prove it.
    Disproven,
    /// The receipt holds together, but no key was given to believe it by.
    Indeterminate,
}

/// A failed check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which.
    pub code: Code,
    /// The evidence: expected, found.
    pub detail: String,
}

/// About the package at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageCheck {
    /// None was given.
    NotGiven,
    /// The receipt is about these bytes.
    Matches,
    /// The receipt is about other bytes, or does not say.
    Differs,
}

/// Judges a receipt (either form) by the keys that its reader trusts, and, where given, the SHA-256 of the package that
/// it should be about. Never panics, whatever the bytes.
pub fn verify(receipt: &[u8], keys: &[VKey], package: Option<Digest>) -> Judgement {
    let mut judgement = Judgement {
        outcome: Outcome::Disproven,
        failures: Vec::new(),
        leaf: None,
        index: None,
        checkpoint: None,
        signers: Vec::new(),
        witnesses: 0,
        package: if package.is_some() { PackageCheck::Differs } else { PackageCheck::NotGiven },
    };
    match Receipt::parse(receipt) {
        Ok(receipt) => judgement.judge(&receipt, keys, package),
        Err(error) => judgement.fail(error.code(), error),
    }
    judgement.outcome = match judgement.failures.as_slice() {
        [] => Outcome::Proven,
        [only] if only.code == codes::EVIDENCE_NO_KEY => Outcome::Indeterminate,
        _ => Outcome::Disproven,
    };
    judgement
}

impl Judgement {
    fn judge(&mut self, receipt: &Receipt, keys: &[VKey], package: Option<Digest>) {
        self.index = Some(receipt.index);
        match Leaf::parse(&receipt.leaf) {
            Ok(leaf) => self.leaf = Some(leaf),
            Err(error) => self.fail(error.code(), error),
        }
        match Note::parse(&receipt.checkpoint) {
            Ok(note) => self.judge_note(&note, receipt, keys),
            Err(error) => self.fail(error.code(), error),
        }
        self.judge_openings(receipt, package);
    }

    fn judge_note(&mut self, note: &Note, receipt: &Receipt, keys: &[VKey]) {
        let head = note.checkpoint().clone();
        self.judge_signatures(note, keys);
        if let Some(expected) = self.leaf.as_ref().map(Leaf::origin)
            && expected != head.origin
        {
            self.fail(codes::EVIDENCE_ORIGIN, format!("the leaf is of {expected}, the checkpoint of {}", head.origin));
        }
        let leaf = leaf_hash(&receipt.leaf);
        if let Err(error) = verify_inclusion(leaf, receipt.index, head.size, &receipt.hashes, &head.root) {
            self.fail(error.code(), error);
        }
        if let Some(previous) = &receipt.previous {
            match Note::parse(&previous.checkpoint) {
                Ok(older) => {
                    self.judge_signatures(&older, keys);
                    let old = older.checkpoint();
                    if old.origin != head.origin {
                        let detail = format!("the previous checkpoint is of {}, not of {}", old.origin, head.origin);
                        self.fail(codes::EVIDENCE_ORIGIN, detail);
                    }
                    if let Err(error) = verify_consistency(old.size, &old.root, head.size, &head.root, &previous.hashes)
                    {
                        self.fail(codes::EVIDENCE_INCONSISTENT, error);
                    }
                }
                Err(error) => self.fail(error.code(), error),
            }
        }
        self.checkpoint = Some(head);
    }

    fn judge_signatures(&mut self, note: &Note, keys: &[VKey]) {
        if keys.is_empty() {
            if self.failures.iter().all(|finding| finding.code != codes::EVIDENCE_NO_KEY) {
                self.fail(codes::EVIDENCE_NO_KEY, "no key was given");
            }
            return;
        }
        match note.verify(keys) {
            Ok(signers) => self.signers = signers,
            Err(error) => self.fail(error.code(), error),
        }
    }

    fn judge_openings(&mut self, receipt: &Receipt, package: Option<Digest>) {
        let openings = &receipt.openings;
        let body = self.leaf.as_ref().map(Leaf::body);
        let pairs = [
            ("doc", openings.doc.as_ref().map(|o| o.commitment()), body.and_then(|body| body.doc)),
            (
                "pkg",
                openings.pkg.as_ref().map(|o| leaf::commit_package(&o.salt, &o.sha256)),
                body.and_then(|body| body.pkg),
            ),
            (
                "content",
                openings.content.as_ref().map(|o| leaf::commit_content(&o.salt, &o.sha256)),
                body.and_then(|body| body.content),
            ),
        ];
        for (name, opened, committed) in pairs {
            if let Some(opened) = opened
                && Some(opened) != committed
            {
                self.fail(codes::EVIDENCE_OPENING, format!("the opening of {name} does not fit the leaf"));
            }
        }
        let Some(package) = package else { return };
        match &openings.pkg {
            Some(opening) if opening.sha256 == package => self.package = PackageCheck::Matches,
            Some(opening) => self.fail(
                codes::EVIDENCE_PACKAGE,
                format!("the receipt is about {}, the package at hand is {package}", opening.sha256),
            ),
            None => self.fail(codes::EVIDENCE_PACKAGE, "the receipt does not open the package's digest"),
        }
    }

    fn fail(&mut self, code: Code, detail: impl ToString) {
        self.failures.push(Finding { code, detail: detail.to_string() });
    }
}

impl ReceiptError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::TooLarge { .. } | Self::Shape { .. } => codes::EVIDENCE_RECEIPT_FORM,
            Self::Json(JsonError::DuplicateKey { .. }) => codes::EVIDENCE_DUPLICATE_KEY,
            Self::Json(JsonError::Syntax { .. } | JsonError::NotCanonical) => codes::EVIDENCE_RECEIPT_FORM,
        }
    }
}

impl LeafError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::TooLarge { .. } => codes::EVIDENCE_LEAF_TOO_LARGE,
            Self::Json(JsonError::DuplicateKey { .. }) => codes::EVIDENCE_DUPLICATE_KEY,
            Self::Json(JsonError::NotCanonical) => codes::EVIDENCE_LEAF_NOT_CANONICAL,
            Self::Text { .. }
            | Self::Number { .. }
            | Self::Seq
            | Self::Json(JsonError::Syntax { .. })
            | Self::Shape { .. } => codes::EVIDENCE_LEAF_FORM,
        }
    }
}

impl NoteError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Form { .. } => codes::EVIDENCE_CHECKPOINT_FORM,
            Self::Signature { .. } => codes::EVIDENCE_CHECKPOINT_SIGNATURE,
            Self::Unsigned { .. } => codes::EVIDENCE_CHECKPOINT_UNSIGNED,
        }
    }
}

impl ProofError {
    /// The public code, for an inclusion proof.
    pub fn code(&self) -> Code {
        match self {
            Self::Index { .. } => codes::EVIDENCE_INDEX,
            Self::Length { .. } => codes::EVIDENCE_PROOF_LENGTH,
            Self::Root | Self::Sizes { .. } => codes::EVIDENCE_PROOF,
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::key::LogKey;
    use super::super::leaf::{Draft, Event, Salt, Stamp, commit_content, commit_document, commit_package};
    use super::super::memory::MemoryLog;
    use super::super::merkle::Hash;
    use super::super::receipt::{Openings, Previous};
    use super::super::tile::Prover;
    use super::*;
    use crate::domain::ids::{DocumentId, Micros, OrganId};

    const HUB: &str = "truc.example";
    const PACKAGE: Digest = Digest([3; 32]);
    const CONTENT: Digest = Digest([4; 32]);

    /// A log of 1,000 leaves, the receipt of leaf 700 in it, its previous checkpoint at 300.
    fn receipt(key: &LogKey) -> Receipt {
        let (salt, id) = (Salt(Digest([5; 32])), DocumentId("000.00.00.H53,2026/11/02,12/UBND-VP".to_owned()));
        let agency = OrganId("000.00.00.H53".to_owned());
        let draft = Draft {
            doc: Some(commit_document(&salt, &id)),
            pkg: Some(commit_package(&salt, &PACKAGE)),
            content: Some(commit_content(&salt, &CONTENT)),
            submitter: Some(agency.clone()),
            from: Some(agency),
            ..Draft::new(Event::SubmissionAcceptance)
        };
        let (time, hub) = (Micros(1_795_000_000_000_000), HUB.to_owned());
        let leaf = draft.complete(Stamp { time, hub, epoch: 2, nonce: [1; 16], seq: Some(0), prev: None }).unwrap();
        let mut hashes: Vec<Hash> = (0..1_000_u64).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        hashes[700] = leaf.hash();
        let (mut log, mut old) = (MemoryLog::default(), MemoryLog::default());
        log.append(&hashes).unwrap();
        old.append(&hashes[..300]).unwrap();
        let mut prover = Prover::new(&log);
        let note =
            |log: &MemoryLog| Checkpoint::note(&leaf.origin(), log.edge().size(), log.edge().root(), key).unwrap();
        Receipt {
            leaf: leaf.bytes().to_vec(),
            index: 700,
            hashes: prover.inclusion(700, 1_000).unwrap(),
            checkpoint: note(&log),
            openings: Openings::new((salt, id), (salt, PACKAGE, 10), (salt, CONTENT, 20)).for_leaf(&leaf),
            vkey: Some(key.vkey(&leaf.origin()).unwrap().to_string()),
            anchors: vec![],
            previous: Some(Previous { checkpoint: note(&old), hashes: prover.consistency(300, 1_000).unwrap() }),
        }
    }

    fn keys(key: &LogKey) -> Vec<VKey> {
        vec![key.vkey(&leaf::origin(HUB, 2)).unwrap()]
    }

    fn codes_of(judgement: &Judgement) -> Vec<&'static str> {
        judgement.failures.iter().map(|finding| finding.code.name()).collect()
    }

    #[test]
    fn a_receipt_is_proven_in_both_forms_and_written_the_same_each_time() {
        let key = LogKey::generate().unwrap();
        let receipt = receipt(&key);
        let json = receipt.to_json();
        assert_eq!(Receipt::parse(&json).unwrap(), receipt);
        assert_eq!(Receipt::parse(&json).unwrap().to_json(), json);
        let judgement = verify(&json, &keys(&key), Some(PACKAGE));
        assert_eq!((judgement.outcome, codes_of(&judgement)), (Outcome::Proven, vec![]));
        assert_eq!(judgement.package, PackageCheck::Matches);
        assert_eq!(judgement.signers, ["truc.example/log/2"]);
        assert_eq!((judgement.index, judgement.witnesses), (Some(700), 0));
        assert_eq!(judgement.leaf.unwrap().bytes(), receipt.leaf);

        let text = receipt.to_tlog_proof();
        assert_eq!(verify(text.as_bytes(), &keys(&key), None).outcome, Outcome::Proven);
        assert_eq!(Receipt::parse(text.as_bytes()).unwrap().to_tlog_proof(), text);
        let bends = [
            ("v1\n", "v2\n"),
            ("extra ", "extra"),
            ("extra ", "extra x"),
            ("index 700", "index 0700"),
            ("index 700", "index 701"),
            ("index 700", "index +700"),
            ("index 700\n", ""),
            ("=\n\n", "=\n"),
            ("\n\ntruc", "\n\n\ntruc"),
        ];
        for (from, to) in bends {
            assert!(text.contains(from), "{from:?}");
            let bent = text.replacen(from, to, 1);
            assert_eq!(verify(bent.as_bytes(), &keys(&key), None).outcome, Outcome::Disproven, "{from:?}");
        }
    }

    #[test]
    fn without_a_key_nothing_is_said_and_with_a_wrong_one_nothing_is_proven() {
        let key = LogKey::generate().unwrap();
        let json = receipt(&key).to_json();
        let judgement = verify(&json, &[], None);
        assert_eq!((judgement.outcome, codes_of(&judgement)), (Outcome::Indeterminate, vec!["evidence.no_key"]));
        let judgement = verify(&json, &keys(&LogKey::generate().unwrap()), None);
        assert_eq!(judgement.outcome, Outcome::Disproven);
        assert_eq!(codes_of(&judgement)[0], "evidence.checkpoint_unsigned");
        let judgement = verify(&json, &keys(&key), Some(CONTENT));
        assert_eq!(codes_of(&judgement), ["evidence.package"]);
        assert_eq!(judgement.package, PackageCheck::Differs);
    }

    /// Every field of the receipt, bent so that its form stays right, is found, and by the code it deserves.
    #[test]
    fn tampering_with_any_field_is_found() {
        let key = LogKey::generate().unwrap();
        let good = receipt(&key);
        let json: Value = serde_json::from_slice(&good.to_json()).unwrap();
        let text = String::from_utf8(good.leaf.clone()).unwrap();
        let relabel = |from: &str, to: &str| json!(STANDARD.encode(text.replace(from, to)));
        let other = json!(Hash([8; 32]).to_base64());
        let note = |from, to| json!(good.checkpoint.replacen(from, to, 1));
        let previous = json["previous"]["checkpoint"].as_str().unwrap().replacen("\n300\n", "\n299\n", 1);
        let salt = json!("06".repeat(32));
        let table: Vec<(&str, Value, &str)> = vec![
            ("/v", json!(2), "evidence.receipt_form"),
            ("/leaf", relabel("SubmissionAcceptance", "SubmissionRejection"), "evidence.proof"),
            ("/leaf", relabel("1795", "1796"), "evidence.proof"),
            ("/leaf", relabel("\"epoch\":2", "\"epoch\":3"), "evidence.origin"),
            ("/leaf", relabel("truc.example", "truc.exampla"), "evidence.origin"),
            ("/leaf", relabel("{", "{ "), "evidence.leaf_not_canonical"),
            ("/leaf", relabel("\"v\":1", "\"v\":1,\"v\":1"), "evidence.duplicate_key"),
            ("/leaf", relabel("\"v\":1", "\"v\":7"), "evidence.leaf_form"),
            ("/leaf", json!("="), "evidence.receipt_form"),
            ("/leaf", json!(STANDARD.encode([b' '; 5_000])), "evidence.leaf_too_large"),
            ("/proof/index", json!(699), "evidence.proof"),
            ("/proof/index", json!(1_000), "evidence.index"),
            ("/proof/index", json!(-1), "evidence.receipt_form"),
            ("/proof/index", json!(999), "evidence.proof_length"),
            ("/proof/hashes/0", other.clone(), "evidence.proof"),
            ("/proof/hashes/9", other.clone(), "evidence.proof"),
            ("/proof/hashes/9", json!("AAAA"), "evidence.receipt_form"),
            ("/proof/hashes", json!([]), "evidence.proof_length"),
            ("/proof/checkpoint", note("\n1000\n", "\n1001\n"), "evidence.checkpoint_signature"),
            ("/proof/checkpoint", note("log/2\n", "log/3\n"), "evidence.checkpoint_signature"),
            ("/proof/checkpoint", note("\u{2014} truc", "\u{2014} tric"), "evidence.checkpoint_unsigned"),
            ("/proof/checkpoint", note("\n\n", "\n"), "evidence.checkpoint_form"),
            ("/openings/doc/id", json!("000.00.00.H53,2026/11/02,13/UBND-VP"), "evidence.opening"),
            ("/openings/doc/salt", salt.clone(), "evidence.opening"),
            ("/openings/pkg/salt", salt.clone(), "evidence.opening"),
            ("/openings/pkg/sha256", json!("07".repeat(32)), "evidence.opening"),
            ("/openings/content/salt", salt, "evidence.opening"),
            ("/openings/content/sha256", json!("07".repeat(32)), "evidence.opening"),
            ("/previous/checkpoint", json!(previous), "evidence.checkpoint_signature"),
            ("/previous/checkpoint", json["proof"]["checkpoint"].clone(), "evidence.inconsistent"),
            ("/previous/hashes/0", other, "evidence.inconsistent"),
            ("/previous/hashes", json!([]), "evidence.inconsistent"),
        ];
        for (pointer, value, code) in table {
            let mut bent = json.clone();
            *bent.pointer_mut(pointer).unwrap() = value.clone();
            let judgement = verify(&serde_json::to_vec(&bent).unwrap(), &keys(&key), None);
            assert_eq!(judgement.outcome, Outcome::Disproven, "{pointer} {value}");
            assert!(codes_of(&judgement).contains(&code), "{pointer} {value}: {:?}", judgement.failures);
        }
        let text = String::from_utf8(good.to_json()).unwrap();
        let twice = text.replacen("\"index\":700", "\"index\":1,\"index\":700", 1);
        assert_eq!(codes_of(&verify(twice.as_bytes(), &keys(&key), None)), ["evidence.duplicate_key"]);
        let unknown = text.replacen("\"index\":700", "\"indeks\":1,\"index\":700", 1);
        assert_eq!(codes_of(&verify(unknown.as_bytes(), &keys(&key), None)), ["evidence.receipt_form"]);
        let mut list = json.clone();
        list["proof"] = json!([700, json["proof"]["hashes"], json["proof"]["checkpoint"]]);
        let list = serde_json::to_vec(&list).unwrap();
        assert_eq!(codes_of(&verify(&list, &keys(&key), None)), ["evidence.receipt_form"], "a list is no object");
        let pretty = serde_json::to_vec_pretty(&json).unwrap();
        assert_eq!(verify(&pretty, &keys(&key), None).outcome, Outcome::Proven, "only the leaf's form counts");
        assert_eq!(codes_of(&verify(&vec![b' '; 2_000_000], &keys(&key), None)), ["evidence.receipt_form"]);
    }

    #[test]
    fn a_previous_checkpoint_of_another_log_is_refused() {
        let key = LogKey::generate().unwrap();
        let mut receipt = receipt(&key);
        let head = Note::parse(&receipt.checkpoint).unwrap().checkpoint().clone();
        let other = leaf::origin(HUB, 1);
        let checkpoint = Checkpoint::note(&other, head.size, head.root, &key).unwrap();
        receipt.previous = Some(Previous { checkpoint, hashes: vec![] });
        let keys = [keys(&key), vec![key.vkey(&other).unwrap()]].concat();
        assert_eq!(codes_of(&verify(&receipt.to_json(), &keys, None)), ["evidence.origin"]);
    }

    /// The size in an opening is said for convenience and the vkey is a hint: neither is believed, neither disproves.
    #[test]
    fn what_is_not_proven_is_not_judged() {
        let key = LogKey::generate().unwrap();
        let mut receipt = receipt(&key);
        receipt.vkey = Some("anything".to_owned());
        receipt.openings.pkg.as_mut().unwrap().size = 99;
        assert_eq!(verify(&receipt.to_json(), &keys(&key), None).outcome, Outcome::Proven);
        receipt.openings = Openings::default();
        assert_eq!(verify(&receipt.to_json(), &keys(&key), None).outcome, Outcome::Proven);
        assert_eq!(codes_of(&verify(&receipt.to_json(), &keys(&key), Some(PACKAGE))), ["evidence.package"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_ne!(verify(&bytes, &[], None).outcome, Outcome::Proven);
        }

        /// One bent byte anywhere in a receipt never proves another statement.
        #[test]
        fn a_bent_receipt_proves_nothing_new(at in 0..9_999_usize, byte: u8) {
            let key = LogKey::from_seed(&[1; 32]).unwrap();
            let receipt = receipt(&key);
            let mut bytes = receipt.to_json();
            let at = at % bytes.len();
            bytes[at] = byte;
            let judgement = verify(&bytes, &keys(&key), None);
            if judgement.outcome == Outcome::Proven {
                prop_assert_eq!(judgement.leaf.map(|leaf| leaf.bytes().to_vec()), Some(receipt.leaf));
                prop_assert_eq!(judgement.index, Some(700));
            }
        }
    }
}
