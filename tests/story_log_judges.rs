//! Strangers judge our log: pymerkle our trees and inclusion proofs, the text of RFC 9162 our consistency proofs,
//! cryptography's Ed25519 our notes, plain Python our receipts; and we judge what they make. What they refuse is as much
//! part of the story as what they accept.

#![allow(clippy::unwrap_used, reason = "a story fails by panicking, in its helpers too")]

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong::domain::ids::{Digest, DocumentId, Micros, OrganId};
use lienthong::evidence::checkpoint::{Checkpoint, Note};
use lienthong::evidence::key::{LogKey, VKey};
use lienthong::evidence::leaf::{
    Draft, Event, Leaf, Salt, Stamp, commit_content, commit_document, commit_package, origin,
};
use lienthong::evidence::memory::MemoryLog;
use lienthong::evidence::merkle::{Hash, leaf_hash, verify_inclusion};
use lienthong::evidence::receipt::{Openings, Outcome, Receipt, verify};
use lienthong::evidence::tile::{self, Prover, TileId};
use serde_json::{Value, json};

const HUB: &str = "truc.tayninh.example";
const SIZE: u64 = 600;

#[test]
fn strangers_accept_our_log_and_refuse_what_was_bent() {
    let key = LogKey::generate().unwrap();
    let leaves: Vec<(Leaf, Openings)> = (0..SIZE).map(leaf).collect();
    let mut log = MemoryLog::default();
    let hashes: Vec<Hash> = leaves.iter().map(|(leaf, _)| leaf.hash()).collect();
    hashes.chunks(37).for_each(|batch| log.append(batch).unwrap());

    let items = items(&log, &leaves, &key);
    let case = json!({
        "entries": leaves.iter().map(|(leaf, _)| STANDARD.encode(leaf.bytes())).collect::<Vec<_>>(),
        "vkey": key.vkey(&origin(HUB, 0)).unwrap().to_string(),
        "items": items,
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.json");
    std::fs::write(&path, serde_json::to_vec(&case).unwrap()).unwrap();
    let verdicts: Vec<String> = serde_json::from_value(run(&["judge", path.to_str().unwrap()])).unwrap();
    assert_eq!(verdicts.len(), items.len());
    for (item, verdict) in items.iter().zip(&verdicts) {
        assert_eq!(item["good"] == true, verdict == "ok", "{verdict}: {item}");
    }
    let bent = items.iter().filter(|item| item["good"] == false).count();
    assert!(bent > 100 && items.len() - bent > 450, "{bent} bent of {}", items.len());
}

#[test]
fn we_accept_the_log_of_a_stranger() {
    for size in [1_usize, 2, 37, 64, 130] {
        let made = run(&["make", &size.to_string()]);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let hash = |value: &Value| Hash::from_base64(value.as_str().unwrap()).unwrap();
        let mut log = MemoryLog::default();
        let mut hashes = Vec::new();
        for n in 0..size {
            let entry = STANDARD.decode(text(&made["entries"][n])).unwrap();
            hashes.push(leaf_hash(&entry));
            log.append(&hashes[n..]).unwrap();
            assert_eq!(log.edge().root(), hash(&made["roots"][n]), "root at {}", n + 1);
        }
        let vkey = VKey::parse(&text(&made["vkey"])).unwrap();
        let note = Note::parse(&text(&made["note"])).unwrap();
        assert_eq!(note.verify(std::slice::from_ref(&vkey)).unwrap(), ["foreign.example/log/5"]);
        let head = note.checkpoint();
        assert_eq!((head.size, head.root), (size as u64, log.edge().root()));
        let mut prover = Prover::new(&log);
        for n in 0..size {
            let proof: Vec<Hash> = made["proofs"][n]["hashes"].as_array().unwrap().iter().map(hash).collect();
            assert_eq!(verify_inclusion(hashes[n], n as u64, head.size, &proof, &head.root), Ok(()));
            assert_eq!(prover.inclusion(n as u64, head.size).unwrap(), proof);
        }
    }
}

/// `lienthong audit consistency`, over a copy of the tiles on a disk, with no hub.
#[test]
fn two_checkpoints_are_compared_from_tiles_alone() {
    let key = LogKey::generate().unwrap();
    let mut log = MemoryLog::default();
    let hashes: Vec<Hash> = (0..SIZE).map(|n| leaf(n).0.hash()).collect();
    log.append(&hashes).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (level, n) in [(0, 0), (0, 1), (0, 2), (1, 0)] {
        let id = TileId { level, n };
        let path = at("tile").join(id.path(id.width_at(SIZE).unwrap()));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, tile::read(id, SIZE, &mut &log).unwrap()).unwrap();
    }
    let mut prover = Prover::new(&log);
    let vkey = key.vkey(&origin(HUB, 0)).unwrap().to_string();
    let mut note = |name: &str, size: u64, root: Option<Hash>| {
        let root = root.unwrap_or_else(|| prover.root(size).unwrap());
        std::fs::write(at(name), Checkpoint::note(&origin(HUB, 0), size, root, &key).unwrap()).unwrap();
    };
    note("new", SIZE, None);
    let ask = |old: &str, new: &str, vkey: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_lienthong"))
            .args(["--format", "json", "audit", "consistency"])
            .args([at(old), at(new)])
            .args(["--key", vkey, "--tiles"])
            .arg(at("tile"))
            .output()
            .unwrap();
        let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (output.status.code(), said["code"].as_str().map(str::to_owned))
    };
    for size in [1, 255, 256, 300, SIZE] {
        note("old", size, None);
        assert_eq!(ask("old", "new", &vkey), (Some(0), None), "{size}");
    }
    let inconsistent = (Some(1), Some("evidence.inconsistent".to_owned()));
    note("forked", 300, Some(Hash([7; 32])));
    assert_eq!(ask("forked", "new", &vkey), inconsistent);
    assert_eq!(ask("new", "forked", &vkey), inconsistent, "a log that shrank");
    let other = LogKey::generate().unwrap().vkey(&origin(HUB, 0)).unwrap().to_string();
    assert_eq!(ask("old", "new", &other).0, Some(1), "a key that signed neither");
    std::fs::remove_dir_all(at("tile")).unwrap();
    note("old", 300, None);
    assert_eq!(ask("old", "new", &vkey).0, Some(66), "a tile that is missing is no verdict");
}

fn leaf(n: u64) -> (Leaf, Openings) {
    let salt = Salt(lienthong::crypto::sha256(&n.to_be_bytes()));
    let id = DocumentId(format!("000.00.00.H53,2026/11/02,{n}/UBND-VPĐT"));
    let (package, content) = (Digest([n as u8; 32]), Digest([!n as u8; 32]));
    let agency = Some(OrganId("000.00.00.H53".to_owned()));
    let draft = Draft {
        doc: Some(commit_document(&salt, &id)),
        pkg: Some(commit_package(&salt, &package)),
        content: Some(commit_content(&salt, &content)),
        submitter: agency.clone(),
        from: agency,
        received: Some(Micros(1_795_000_000_000_000)),
        ..Draft::new(Event::SubmissionAcceptance)
    };
    let time = Micros(1_795_000_000_000_000 + n as i64);
    let stamp = Stamp { time, hub: HUB.to_owned(), epoch: 0, nonce: [n as u8; 16], seq: Some(n), prev: None };
    (draft.complete(stamp).unwrap(), Openings::new((salt, id), (salt, package, 1), (salt, content, 2)))
}

fn items(log: &MemoryLog, leaves: &[(Leaf, Openings)], key: &LogKey) -> Vec<Value> {
    let mut prover = Prover::new(log);
    let mut items = Vec::new();
    let base64 = |hashes: Vec<Hash>| hashes.into_iter().map(Hash::to_base64).collect::<Vec<_>>();
    for size in [1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, SIZE] {
        let root = prover.root(size).unwrap();
        items.push(json!({"kind": "root", "good": true, "size": size, "root": root.to_base64()}));
        for index in (0..size).step_by(17) {
            let hashes = base64(prover.inclusion(index, size).unwrap());
            let item = json!({"kind": "inclusion", "good": true, "index": index, "size": size, "hashes": hashes});
            if index == 17 {
                items.push(changed(&item, "/index", json!(index + 1)));
                items.push(changed(&item, "/hashes/0", json!(Hash([1; 32]).to_base64())));
                items.push(changed(&item, "/hashes", json!(&hashes[1..])));
            }
            items.push(item);
        }
        for old in (1..=size).step_by(13).chain([size.div_ceil(2)]) {
            let hashes = base64(prover.consistency(old, size).unwrap());
            let item = json!({"kind": "consistency", "good": true, "old": old, "new": size, "hashes": hashes});
            if old == 14 {
                items.push(changed(&item, "/hashes/1", json!(Hash([1; 32]).to_base64())));
                items.push(changed(&item, "/hashes", json!(&hashes[1..])));
            }
            items.push(item);
        }
        let note = Checkpoint::note(&origin(HUB, 0), size, root, key).unwrap();
        let item = json!({"kind": "note", "good": true, "note": note});
        items.push(changed(&item, "/note", json!(note.replacen(&format!("\n{size}\n"), "\n9\n", 1))));
        items.push(item);
    }
    for (index, (leaf, openings)) in leaves.iter().enumerate().step_by(29) {
        receipt_items(&mut items, &mut prover, key, index as u64, leaf, openings);
    }
    items
}

fn receipt_items(
    items: &mut Vec<Value>,
    prover: &mut Prover<&MemoryLog>,
    key: &LogKey,
    index: u64,
    leaf: &Leaf,
    openings: &Openings,
) {
    let receipt = Receipt {
        leaf: leaf.bytes().to_vec(),
        index,
        hashes: prover.inclusion(index, SIZE).unwrap(),
        checkpoint: Checkpoint::note(&leaf.origin(), SIZE, prover.root(SIZE).unwrap(), key).unwrap(),
        openings: openings.clone(),
        vkey: None,
        anchors: vec![],
        previous: None,
    };
    let json = String::from_utf8(receipt.to_json()).unwrap();
    let keys = [key.vkey(&leaf.origin()).unwrap()];
    // Both judges say the same of each: theirs below, ours here.
    let mut push = |kind: &str, good: bool, text: &str| {
        assert_eq!(verify(text.as_bytes(), &keys, None).outcome == Outcome::Proven, good, "{text}");
        items.push(json!({"kind": kind, "good": good, "text": text}));
    };
    push("receipt", true, &json);
    push("receipt", false, &json.replacen(&format!("\"index\":{index}}}"), "\"index\":1}", 1));
    push("receipt", false, &json.replacen("/UBND", "/UBNĐ", 1));
    push("tlog_proof", true, &receipt.to_tlog_proof());
    push("tlog_proof", false, &receipt.to_tlog_proof().replacen("\nindex ", "\nindex 1", 1));
}

fn changed(item: &Value, pointer: &str, value: Value) -> Value {
    let mut item = item.clone();
    *item.pointer_mut(pointer).unwrap() = value;
    item["good"] = json!(false);
    item
}

fn run(arguments: &[&str]) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python: PathBuf = root.join(".venv/bin/python");
    assert!(python.exists(), "the Python judges are missing: run `make setup`");
    let output = Command::new(python).arg(root.join("tests/judges/log_judge.py")).args(arguments).output().unwrap();
    assert!(
        output.status.success(),
        "the judge failed (is it complete? run `make setup`): {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}
