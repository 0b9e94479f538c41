//! What receipts are made of: leaves, a log around them, checkpoints, signature lines.

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
use uuid::Uuid;

pub const HUB: &str = "truc.example";
pub const EPOCH: u64 = 2;
pub const PACKAGE: &[u8] = b"PK these are the bytes of a package";

pub fn salt() -> Salt {
    Salt(Digest([5; 32]))
}

pub fn document() -> DocumentId {
    DocumentId("000.00.00.H53,2026/11/02,12/UBND-VP".to_owned())
}

pub fn stamp(epoch: u64) -> Stamp {
    Stamp { time: Micros(1_795_000_000_000_000), hub: HUB.to_owned(), epoch, nonce: [1; 16], seq: Some(0), prev: None }
}

/// A leaf with nearly everything in it.
pub fn accepted(epoch: u64) -> Leaf {
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

pub fn simple(event: Event) -> Leaf {
    let (to, seq) = match event {
        Event::StatusReturned | Event::ContentHandover => (Some(OrganId("H37.DN.001".to_owned())), Some(17)),
        _ => (None, None),
    };
    let draft = Draft { to, count: Some(3), ..Draft::new(event) };
    draft.complete(Stamp { seq, prev: Some(1), ..stamp(EPOCH) }).unwrap()
}

pub fn receipt(key: &LogKey, leaf: &Leaf, index: u64, size: u64, older: Option<u64>) -> Receipt {
    let made = made(key, leaf.bytes(), &leaf.origin(), index, size, older);
    let package = crypto::sha256(PACKAGE);
    let openings =
        Openings::new((salt(), document()), (salt(), package, PACKAGE.len() as u64), (salt(), Digest([4; 32]), 20));
    Receipt { openings: openings.for_leaf(leaf), ..made }
}

pub fn receipt_of_bytes(key: &LogKey, bytes: &[u8]) -> Receipt {
    made(key, bytes, &leaf::origin(HUB, EPOCH), 2, 5, None)
}

pub fn made(key: &LogKey, bytes: &[u8], origin: &str, index: u64, size: u64, older: Option<u64>) -> Receipt {
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

pub fn note(key: &LogKey, size: u64, root: Hash) -> String {
    note_of(key, &leaf::origin(HUB, EPOCH), size, root)
}

pub fn note_of(key: &LogKey, origin: &str, size: u64, root: Hash) -> String {
    Checkpoint::note(origin, size, root, key).unwrap()
}

/// A signature line of `key` over the text of a note.
pub fn line(head: &str, name: &str, key: &LogKey) -> String {
    let text = &head[..head.rfind("\n\n").unwrap() + 1];
    let mut bytes = key.vkey(name).unwrap().id().0.to_vec();
    bytes.extend(key.sign(text.as_bytes()).unwrap());
    format!("\u{2014} {name} {}\n", B64.encode(bytes))
}
