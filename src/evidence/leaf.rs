//! One statement of the hub that one event happened: a canonical JSON line (RFC 8785) of at most 4 KiB, whose exact
//! bytes are the Merkle leaf. No subject lines, no names of people, no digest of anything that can be guessed: salted
//! commitments stand for those.
//!
//! A use case fills a [`Draft`]; the committer completes it under the head lock with a [`Stamp`] to a [`Leaf`].

use serde_json::Value;

use super::merkle::{Hash, leaf_hash};
use super::strict_json::{self, JsonError};
use crate::domain::ids::{Digest, Micros, OrganId};

pub use super::commitment::{Salt, commit_content, commit_document, commit_package};
pub use super::event::Event;
pub use super::statement::{
    BindingRef, CONTRADICTION, CheckpointRef, Draft, KeyRef, PROTEST, Paper, PdfSigned, Receivers, Signed, VerdictRef,
    VersionRef,
};

/// What only the committer knows, under the head lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// max(previous leaf's time, now).
    pub time: Micros,
    /// The hub's host: the origin is `<hub>/log/<epoch>`.
    pub hub: String,
    /// The log's epoch, from 0; a restore starts the next.
    pub epoch: u64,
    /// Random, so that no leaf can be guessed from its hash.
    pub nonce: [u8; 16],
    /// The running number of [`Draft::counted_agency`] from 0 without gaps, so that an omission shows; a new epoch may go on
    /// counting. `None` exactly
    /// when no agency is counted.
    pub seq: Option<u64>,
    /// Index of the document's previous leaf in this epoch.
    pub prev: Option<u64>,
}

/// A leaf of the log: stamp and statement. Its bytes are made once, by [`Draft::complete`], and only read afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    stamp: Stamp,
    body: Draft,
    bytes: Vec<u8>,
}

/// Why a leaf is refused, on the way in or out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// More than 4 KiB.
    #[error("the leaf has {found} bytes, at most {MAX_BYTES} are allowed")]
    TooLarge {
        /// Bytes found.
        found: usize,
    },
    /// A text that does not belong into a leaf.
    #[error("field {field} holds something that is no code or identifier")]
    Text {
        /// Its name.
        field: &'static str,
    },
    /// A number outside what JSON numbers carry exactly (RFC 8785: ±(2^53 − 1)).
    #[error("field {field} is outside the numbers of JSON")]
    Number {
        /// Its name.
        field: &'static str,
    },
    /// `seq` without a counted agency, or an agency without `seq`.
    #[error("a running number belongs to a counted agency and to nothing else")]
    Seq,
    /// Not strict JSON, or not canonical.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// JSON, but no leaf of this version.
    #[error("not a leaf of version 1: {detail}")]
    Shape {
        /// What is wrong with it.
        detail: String,
    },
}

impl Draft {
    /// The leaf, with its bytes.
    ///
    /// # Errors
    /// [`LeafError`] for what cannot stand in a leaf; the use case has to have refused it before.
    pub fn complete(self, stamp: Stamp) -> Result<Leaf, LeafError> {
        check(&self, &stamp)?;
        let shape = |error: serde_json::Error| LeafError::Shape { detail: error.to_string() };
        let mut value = serde_json::to_value(&self).map_err(shape)?;
        let Value::Object(members) = &mut value else {
            return Err(LeafError::Shape { detail: "no object".to_owned() });
        };
        members.insert("v".to_owned(), VERSION.into());
        members.insert("time".to_owned(), stamp.time.0.into());
        members.insert("hub".to_owned(), stamp.hub.as_str().into());
        members.insert("epoch".to_owned(), stamp.epoch.into());
        members.insert("nonce".to_owned(), hex(&stamp.nonce).into());
        for (name, number) in [("seq", stamp.seq), ("prev", stamp.prev)] {
            if let Some(number) = number {
                members.insert(name.to_owned(), number.into());
            }
        }
        let bytes = strict_json::canonical(&value).ok_or(LeafError::Json(JsonError::NotCanonical))?;
        // The limits of the parts keep every leaf below; this line keeps the promise when a part is added.
        if bytes.len() > MAX_BYTES {
            return Err(LeafError::TooLarge { found: bytes.len() });
        }
        Ok(Leaf { stamp, body: self, bytes })
    }
}

impl Leaf {
    /// Reads a leaf from its exact bytes.
    ///
    /// # Errors
    /// [`LeafError`] for anything that [`Draft::complete`] would not have written byte for byte.
    pub fn parse(bytes: &[u8]) -> Result<Self, LeafError> {
        if bytes.len() > MAX_BYTES {
            return Err(LeafError::TooLarge { found: bytes.len() });
        }
        let shape = |detail: String| LeafError::Shape { detail };
        let Value::Object(mut members) = strict_json::parse_canonical(bytes)? else {
            return Err(shape("no object".to_owned()));
        };
        // A structure is read from a list as well as from an object; no leaf holds a list.
        if members.values().any(strict_json::holds_list) {
            return Err(shape("it holds a list".to_owned()));
        }
        if members.remove("v").and_then(|v| v.as_u64()) != Some(VERSION) {
            return Err(shape("member v is not 1".to_owned()));
        }
        let mut number = |name: &'static str| match members.remove(name) {
            None => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| shape(format!("member {name} is no number"))),
        };
        let absent = |name: &str| shape(format!("member {name} is absent or of another kind"));
        let (epoch, seq, prev) = (number("epoch")?, number("seq")?, number("prev")?);
        let time = members.remove("time").and_then(|time| time.as_i64()).ok_or_else(|| absent("time"))?;
        let Some(Value::String(hub)) = members.remove("hub") else { return Err(absent("hub")) };
        let nonce = members.remove("nonce").and_then(|nonce| unhex(nonce.as_str()?)).ok_or_else(|| absent("nonce"))?;
        let stamp = Stamp { time: Micros(time), hub, epoch: epoch.ok_or_else(|| absent("epoch"))?, nonce, seq, prev };
        let body: Draft = serde_json::from_value(Value::Object(members)).map_err(|error| shape(error.to_string()))?;
        let leaf = body.complete(stamp)?;
        // A null member, an upper-case digest: read alike, written otherwise.
        if leaf.bytes == bytes { Ok(leaf) } else { Err(LeafError::Json(JsonError::NotCanonical)) }
    }

    /// The exact bytes: what the log holds and every proof is about.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The Merkle leaf hash of the bytes.
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.bytes)
    }

    /// What the committer put in.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// What is stated.
    pub fn body(&self) -> &Draft {
        &self.body
    }

    /// The origin of the log that this leaf belongs to.
    pub fn origin(&self) -> String {
        origin(&self.stamp.hub, self.stamp.epoch)
    }
}

/// The origin line of a log: `<host>/log/<epoch>`.
pub fn origin(hub: &str, epoch: u64) -> String {
    format!("{hub}/log/{epoch}")
}

/// DESIGN §5.
pub const MAX_BYTES: usize = 4096;
/// Our own: the longest code, identifier or host; with it the largest possible leaf stays below [`MAX_BYTES`].
pub const MAX_TEXT_BYTES: usize = 64;
/// Our own: a vkey is a host of at most [`MAX_TEXT_BYTES`] with its path, a key id and 44 characters of key.
const MAX_VKEY_BYTES: usize = 192;
/// RFC 8785 §3.2.2.3, RFC 7493 §2.2: beyond this, readers of JSON disagree about a number.
const MAX_NUMBER: u64 = (1 << 53) - 1;
const VERSION: u64 = 1;

fn check(body: &Draft, stamp: &Stamp) -> Result<(), LeafError> {
    if body.counted_agency().is_some() != stamp.seq.is_some() {
        return Err(LeafError::Seq);
    }
    let organ = |id: &'_ Option<OrganId>| id.as_ref().map(|id| id.0.clone());
    let texts = [
        ("submitter", organ(&body.submitter)),
        ("from", organ(&body.from)),
        ("to", organ(&body.to)),
        ("paper.agency", body.paper.as_ref().map(|paper| paper.agency.0.clone())),
        ("code", body.code.clone()),
        ("reason", body.reason.clone()),
        ("urgency", body.urgency.clone()),
        ("act", body.act.clone()),
        ("verdict.code", body.verdict.as_ref().map(|verdict| verdict.code.clone())),
        ("binding.rule", body.binding.as_ref().map(|binding| binding.rule.clone())),
        ("hub", Some(stamp.hub.clone())),
    ];
    for (field, text) in texts {
        check_text(field, text.as_deref(), MAX_TEXT_BYTES)?;
    }
    check_text("key.vkey", body.key.as_ref().map(|key| key.vkey.as_str()), MAX_VKEY_BYTES)?;
    check_text("before.origin", body.before.as_ref().map(|before| before.origin.as_str()), MAX_VKEY_BYTES)?;
    let time = |time: Micros| time.0.unsigned_abs();
    let numbers = [
        ("time", Some(time(stamp.time))),
        ("received", body.received.map(time)),
        ("accept_by", body.accept_by.map(time)),
        ("send_by", body.send_by.map(time)),
        ("stamped", body.stamped.map(time)),
        ("key.valid_from", body.key.as_ref().map(|key| time(key.valid_from))),
        ("epoch", Some(stamp.epoch)),
        ("seq", stamp.seq),
        ("prev", stamp.prev),
        ("count", body.count),
        ("request", body.request),
        ("receivers.count", body.receivers.as_ref().map(|receivers| receivers.count)),
        ("binding.version", body.binding.as_ref().map(|binding| binding.version)),
        ("policy.version", body.policy.as_ref().map(|version| version.version)),
        ("directory.version", body.directory.as_ref().map(|version| version.version)),
        ("calendar.version", body.calendar.as_ref().map(|version| version.version)),
        ("paper.count", body.paper.as_ref().map(|paper| paper.count)),
        ("paper.supersedes", body.paper.as_ref().and_then(|paper| paper.supersedes)),
        ("before.size", body.before.as_ref().map(|before| before.size)),
    ];
    match numbers.into_iter().find(|(_, number)| number.is_some_and(|number| number > MAX_NUMBER)) {
        Some((field, _)) => Err(LeafError::Number { field }),
        None => Ok(()),
    }
}

/// Codes, identifiers, hosts: visible ASCII without the two characters that JSON would escape, so that a leaf's length
/// is the sum of its parts and nobody's name slips in.
fn check_text(field: &'static str, text: Option<&str>, max: usize) -> Result<(), LeafError> {
    let fine = |text: &str| {
        !text.is_empty()
            && text.len() <= max
            && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
    };
    if text.is_none_or(fine) { Ok(()) } else { Err(LeafError::Text { field }) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 16]> {
    let doubled = Digest::from_hex(&format!("{text}{text}"))?;
    doubled.0.first_chunk().copied()
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::Date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::acknowledgement::Status;
    use crate::domain::ids::{DeliveryId, DocumentId};
    use crate::domain::rate::Month;

    pub fn stamp() -> Stamp {
        Stamp {
            time: Micros(1_795_000_000_000_000),
            hub: "truc.tayninh.example".to_owned(),
            epoch: 0,
            nonce: [7; 16],
            seq: None,
            prev: None,
        }
    }

    pub fn organ(text: &str) -> OrganId {
        OrganId(text.to_owned())
    }

    #[test]
    fn a_leaf_is_written_thus() {
        let draft = Draft {
            delivery: Some(DeliveryId(Uuid::from_u128(5))),
            to: Some(organ("000.00.01.H53")),
            doc: Some(commit_document(&Salt(Digest([1; 32])), &DocumentId("a".to_owned()))),
            ..Draft::status(Status::Accepted)
        };
        assert_eq!(draft.counted_agency(), Some(&organ("000.00.01.H53")));
        let leaf = draft.complete(Stamp { seq: Some(3), prev: Some(17), ..stamp() }).unwrap();
        let text = concat!(
            r#"{"code":"03","delivery":"00000000-0000-0000-0000-000000000005","#,
            r#""doc":"51a4ecdf8bcf7b16b09ff5d2e0d7b2b4d0b62dc2e8bf3ae9c5dcb0d5f1e1c9a3","#,
            r#""epoch":0,"event":"StatusAccepted","hub":"truc.tayninh.example","#,
            r#""nonce":"07070707070707070707070707070707","prev":17,"seq":3,"#,
            r#""time":1795000000000000,"to":"000.00.01.H53","v":1}"#
        );
        let doc = sha256_of(&[b"lienthong/doc/v1\0", &[1; 32], b"a"]);
        let text = text.replace("51a4ecdf8bcf7b16b09ff5d2e0d7b2b4d0b62dc2e8bf3ae9c5dcb0d5f1e1c9a3", &doc.to_string());
        assert_eq!(String::from_utf8_lossy(leaf.bytes()), text);
        assert_eq!(Leaf::parse(text.as_bytes()).unwrap(), leaf);
        assert_eq!(leaf.origin(), "truc.tayninh.example/log/0");
    }

    fn sha256_of(parts: &[&[u8]]) -> Digest {
        crate::crypto::sha256(&parts.concat())
    }

    #[test]
    fn commitments_have_tags_of_their_own() {
        let (salt, value) = (Salt(Digest([9; 32])), Digest([4; 32]));
        assert_eq!(commit_package(&salt, &value), sha256_of(&[b"lienthong/pkg/v1\0", &[9; 32], &[4; 32]]));
        assert_eq!(commit_content(&salt, &value), sha256_of(&[b"lienthong/content/v1\0", &[9; 32], &[4; 32]]));
        let id = DocumentId("000.00.00.H53,2026/11/02,12/UBND-VP".to_owned());
        assert_eq!(
            commit_document(&salt, &id),
            sha256_of(&[b"lienthong/doc/v1\0", &[9; 32], "000.00.00.H53,2026/11/02,12/UBND-VP".as_bytes()])
        );
    }

    /// Every field there is, each as long as it may be: no event has them all, and even so it fits.
    pub fn largest() -> (Draft, Stamp) {
        let (digest, text, number) = (Digest([0xee; 32]), "W".repeat(MAX_TEXT_BYTES), MAX_NUMBER);
        let organ = organ(&text);
        let time = Micros(-(MAX_NUMBER as i64));
        let version = Some(VersionRef { version: number, sha256: digest });
        let longest = Event::ALL.iter().max_by_key(|event| event.as_str().len()).unwrap();
        let draft = Draft {
            event: *longest,
            received: Some(time),
            doc: Some(digest),
            pkg: Some(digest),
            content: Some(digest),
            submitter: Some(organ.clone()),
            from: Some(organ.clone()),
            to: Some(organ.clone()),
            receivers: Some(Receivers { count: number, sha256: digest }),
            delivery: Some(DeliveryId(Uuid::max())),
            code: Some(text.clone()),
            reason: Some(text.clone()),
            request: Some(number),
            signed: Some(Signed::Legacy),
            pdf: Some(PdfSigned::None),
            verdict: Some(VerdictRef { code: text.clone(), sha256: digest }),
            binding: Some(BindingRef { rule: text.clone(), version: number }),
            issued: Some(Date::MIN),
            urgency: Some(text.clone()),
            due: Some(Date::MIN),
            accept_by: Some(time),
            send_by: Some(time),
            stamped: Some(time),
            policy: version.clone(),
            directory: version.clone(),
            calendar: version,
            agency_level: Some(u8::MAX),
            paper: Some(Paper {
                agency: organ,
                period: Month { year: 9999, month: 12 },
                count: number,
                supersedes: Some(number),
            }),
            key: Some(KeyRef { vkey: "W".repeat(MAX_VKEY_BYTES), valid_from: time }),
            before: Some(CheckpointRef { origin: "W".repeat(MAX_VKEY_BYTES), size: number, root: digest }),
            act: Some(text.clone()),
            subject: Some(digest),
            count: Some(number),
        };
        let stamp = Stamp { time, hub: text, epoch: number, nonce: [0xff; 16], seq: Some(number), prev: Some(number) };
        (draft, stamp)
    }

    #[test]
    fn the_largest_leaf_there_can_be_stays_below_four_kibibytes() {
        let (draft, stamp) = largest();
        let leaf = draft.complete(stamp).unwrap();
        assert!(leaf.bytes().len() <= MAX_BYTES, "{}", leaf.bytes().len());
        assert!(leaf.bytes().len() > MAX_BYTES / 2, "the test fills every field");
        assert_eq!(Leaf::parse(leaf.bytes()).unwrap(), leaf);
        let too_large = Leaf::parse(&[b' '; MAX_BYTES + 1]);
        assert_eq!(too_large, Err(LeafError::TooLarge { found: MAX_BYTES + 1 }));
    }

    #[test]
    fn what_does_not_belong_into_a_leaf_is_refused() {
        let refused = |change: fn(&mut Draft, &mut Stamp)| {
            let (mut draft, mut stamp) = largest();
            change(&mut draft, &mut stamp);
            draft.complete(stamp).unwrap_err()
        };
        let text = |field| LeafError::Text { field };
        assert_eq!(refused(|draft, _| draft.reason = Some("Sai nơi nhận".to_owned())), text("reason"));
        assert_eq!(refused(|draft, _| draft.code = Some(String::new())), text("code"));
        assert_eq!(refused(|draft, _| draft.code = Some("a\"b".to_owned())), text("code"));
        assert_eq!(refused(|draft, _| draft.to = Some(organ(&"W".repeat(65)))), text("to"));
        assert_eq!(refused(|_, stamp| stamp.hub = "a b".to_owned()), text("hub"));
        assert_eq!(refused(|_, stamp| stamp.epoch = 1 << 53), LeafError::Number { field: "epoch" });
        assert_eq!(refused(|_, stamp| stamp.time = Micros(i64::MIN)), LeafError::Number { field: "time" });
        assert_eq!(refused(|_, stamp| stamp.seq = None), LeafError::Seq);
        assert_eq!(Draft::new(Event::EpochOpened).complete(Stamp { seq: Some(0), ..stamp() }), Err(LeafError::Seq));
    }

    #[test]
    fn bytes_that_we_would_not_have_written_are_refused() {
        let leaf = Draft::new(Event::EpochOpened).complete(stamp()).unwrap();
        let text = String::from_utf8(leaf.bytes().to_vec()).unwrap();
        let code = |text: &str| Leaf::parse(text.as_bytes()).unwrap_err().code().name();
        let with = |member: &str| text.replacen(r#"{"#, &format!("{{{member},"), 1);
        assert_eq!(code(&with(r#""epoch":0"#)), "evidence.duplicate_key");
        assert_eq!(code(&with(r#""act":null"#)), "evidence.leaf_not_canonical");
        assert_eq!(code(&with(r#""aaa":1"#)), "evidence.leaf_form");
        assert_eq!(code(&with(r#""act":"a b""#)), "evidence.leaf_form");
        assert_eq!(code(&text.replace("0707", "070A")), "evidence.leaf_not_canonical");
        assert_eq!(code(&text.replace(r#""v":1"#, r#""v":2"#)), "evidence.leaf_form");
        assert_eq!(code(&text.replace(r#""v":1"#, r#""v": 1"#)), "evidence.leaf_not_canonical");
        assert_eq!(code(&text.replace(r#""v":1"#, r#""v":1.0"#)), "evidence.leaf_not_canonical");
        assert_eq!(code(&text.replace("EpochOpened", "EpochClosed")), "evidence.leaf_form");
        assert_eq!(code(&text.replace(r#""epoch":0"#, r#""epoch":-1"#)), "evidence.leaf_form");
        assert_eq!(
            code(&with(r#""binding":["rule",1]"#)),
            "evidence.leaf_form",
            "a list is read as a structure nowhere"
        );
        assert_eq!(code(&text.replace(r#""epoch""#, r#""due":"20261129","epoch""#)), "evidence.leaf_form");
        for text in ["", "{}", "[]", "1", "{\"v\":1}", &text[1..], &format!("{text}\n")] {
            assert!(Leaf::parse(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn receivers_are_a_set() {
        let (a, b) = (organ("H37.DN.001"), organ("000.00.01.H53"));
        let both = Receivers::of([&a, &b]);
        assert_eq!(both, Receivers::of([&b, &a, &b]));
        assert_eq!(both, Receivers { count: 2, sha256: sha256_of(&[b"000.00.01.H53\nH37.DN.001\n"]) });
    }

    #[test]
    fn every_event_is_read_as_it_is_written() {
        for event in Event::ALL {
            assert_eq!(Event::parse(event.as_str()), Some(*event));
            assert_eq!(serde_json::to_value(event).unwrap(), event.as_str());
        }
        for status in Status::ALL {
            assert_eq!(Event::of_status(status).status(), Some(status));
        }
    }

    proptest! {
        /// Bytes are a leaf in one way only: bend one anywhere, and it is refused or another leaf, never the same.
        #[test]
        fn a_bent_leaf_never_reads_as_the_same(at in 0..2_000_usize, byte: u8) {
            let (draft, stamp) = largest();
            let leaf = draft.complete(stamp).unwrap();
            let mut bytes = leaf.bytes().to_vec();
            let at = at % bytes.len();
            prop_assume!(bytes[at] != byte);
            bytes[at] = byte;
            if let Ok(other) = Leaf::parse(&bytes) {
                prop_assert_eq!(other.bytes(), &bytes[..]);
                prop_assert_ne!(other, leaf);
            }
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Leaf::parse(&bytes);
        }
    }
}
