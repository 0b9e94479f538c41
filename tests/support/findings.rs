//! What has to be true when the hubs are at rest, whatever happened before: seen through the API, through every receipt
//! that was handed out, and through the tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use lienthong::clock::Clock;
use lienthong::domain::ids::Digest;
use lienthong::domain::rate::Month;
use lienthong::evidence::audit;
use lienthong::evidence::checkpoint::Note;
use lienthong::evidence::key::VKey;
use lienthong::evidence::leaf::Leaf;
use lienthong::evidence::memory::MemoryLog;
use lienthong::evidence::merkle::{leaf_hash, verify_inclusion};
use lienthong::evidence::receipt::{self, Outcome, Receipt};
use lienthong::evidence::tile::Prover;
use lienthong::store::{Settings, Store};

use super::load::{About, Load};
use super::stores;

/// While a hub still runs: nothing is lost, nothing is there twice, and each receipt is given out again as it was.
pub async fn through_the_api(load: &Arc<Load>) {
    let uuids = load.ledger.uuids();
    assert_eq!(uuids.len(), load.plan.documents.len(), "documents with a receipt");
    let auditor_free: Vec<_> = (0..load.province.agencies.len()).map(|agency| load.client(agency)).collect();
    for (agency, client) in auditor_free.iter().enumerate() {
        let ids = |lines: Vec<serde_json::Value>| {
            let mut ids: Vec<String> =
                lines.iter().map(|line| line["document"]["document_id"].as_str().expect("an id").to_owned()).collect();
            ids.sort();
            ids
        };
        let wanted = |mine: &dyn Fn(&super::load::Planned) -> bool| {
            let mut ids: Vec<String> =
                load.plan.documents.iter().filter(|planned| mine(planned)).map(|planned| planned.id.clone()).collect();
            ids.sort();
            ids
        };
        assert_eq!(
            ids(client.pages("/api/v1/inbox?state=all&").await),
            wanted(&|planned| planned.to.contains(&agency))
        );
        assert_eq!(ids(client.pages("/api/v1/sent?").await), wanted(&|planned| planned.from == agency));
        assert_eq!(client.pages("/api/v1/inbox?state=new&").await.len(), 0, "a word was lost");
    }
    for (about, receipt) in load.ledger.receipts() {
        let About::Document(id) = &about else { continue };
        let client = &auditor_free[load.plan.find(id).from];
        let again = client.get(&format!("/api/v1/documents/{}/receipt", uuids[id])).await.body;
        assert_eq!(String::from_utf8_lossy(&again), receipt, "{id}");
    }
}

/// When no hub runs: every receipt holds in the final tree, and rows and leaves say the same.
pub fn in_the_store(load: &Load) -> BTreeMap<&'static str, u64> {
    let config = &load.province.config;
    let url = config.database_url().expect("a database");
    let store = Store::open(&Settings::new(url.expose(), &config.store.objects)).expect("the store");
    let keys = [VKey::parse(&load.province.vkey).expect("the log's key")];
    receipts(load, &store, &keys);
    let [key] = &keys;
    let (leaves, audit) = stores::audit(&store, key);
    let month = Month::of(Clock::System.now());
    assert_eq!(store.rates(month, month).expect("rates"), audit.rates().tallies(), "rows and leaves count alike");
    rows(url.expose(), &leaves)
}

/// Every leaf has its row and every row its leaf, and both tell of the same kind of event.
fn rows(url: &str, leaves: &[Leaf]) -> BTreeMap<&'static str, u64> {
    let mut found = BTreeMap::new();
    let mut seen = vec![false; leaves.len()];
    for (table, column, events) in TABLES {
        let query = format!("SELECT {column} AS leaf FROM {table} WHERE {column} IS NOT NULL ORDER BY 1");
        let lines: Vec<Line> = match url.strip_prefix("sqlite:") {
            Some(path) => diesel::sql_query(query).load(&mut SqliteConnection::establish(path).expect("the file")),
            None => diesel::sql_query(query).load(&mut PgConnection::establish(url).expect("the server")),
        }
        .expect("rows");
        for line in &lines {
            let index = usize::try_from(line.leaf).expect("an index");
            let event = leaves.get(index).unwrap_or_else(|| panic!("{table} names leaf {index}")).body().event;
            let name = event.as_str();
            assert!(events.iter().any(|start| name.starts_with(start)), "{table}: leaf {index} is {name}");
            seen[index] = true;
        }
        found.insert(*column, found.get(column).copied().unwrap_or(0) + lines.len() as u64);
        found.insert(*table, lines.len() as u64);
    }
    let lost: Vec<usize> = (0..leaves.len()).filter(|index| !seen[*index]).collect();
    assert!(lost.is_empty(), "leaves without a row: {lost:?}");
    found.remove("leaf");
    found.remove("fetched_leaf");
    found
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = BigInt)]
    leaf: i64,
}

/// Table, its column of leaves, how the names of their events begin.
const TABLES: &[(&str, &str, &[&str])] = &[
    ("document", "leaf", &["SubmissionAcceptance"]),
    ("delivery", "leaf", &["ContentConsignment"]),
    ("delivery", "fetched_leaf", &["ContentHandover"]),
    ("acknowledgement", "leaf", &["Status"]),
    ("rejection", "leaf", &["SubmissionRejection"]),
    ("declaration", "leaf", &["Paper"]),
    ("operator_act", "leaf", &["Directory", "Binding", "Operator"]),
    ("notification", "leaf", &["ConsignmentNotification"]),
];

fn receipts(load: &Load, store: &Store, keys: &[VKey]) {
    let head = store.log_head().expect("the head");
    let last = store.log_checkpoint(head.epoch).expect("a checkpoint").expect("one").note.expect("signed");
    let root = Note::parse(&last).expect("a note").checkpoint().root;
    let mut log = MemoryLog::default();
    while log.edge().size() < head.size {
        let leaves = store.log_leaves(head.epoch, log.edge().size(), 1_000).expect("leaves");
        assert!(!leaves.is_empty(), "the log ends at {}", log.edge().size());
        log.append(&leaves.iter().map(|leaf| leaf.hash).collect::<Vec<_>>()).expect("they go on");
    }
    assert_eq!(log.edge().root(), root);
    let mut prover = Prover::new(&log);
    for (about, bytes) in load.ledger.receipts() {
        let judgement = receipt::verify(bytes.as_bytes(), keys, None);
        assert_eq!(judgement.outcome, Outcome::Proven, "{about:?}: {:?}", judgement.failures);
        let receipt = Receipt::parse(bytes.as_bytes()).expect("judged already");
        let (leaf, old) = (leaf_hash(&receipt.leaf), judgement.checkpoint.expect("judged").size);
        let path = prover.inclusion(receipt.index, head.size).expect("in the final tree");
        verify_inclusion(leaf, receipt.index, head.size, &path, &root)
            .unwrap_or_else(|error| panic!("{about:?}: {error}"));
        let proof = prover.consistency(old, head.size).expect("an older tree");
        let kept = audit::consistency(&receipt.checkpoint, &last, &proof, keys);
        assert_eq!(kept, Ok(()), "{about:?}: the log was forked");
        if let About::Document(id) = &about {
            let opened: Option<Digest> = receipt.openings.pkg.map(|opening| opening.sha256);
            assert!(opened.is_some_and(|opened| load.ledger.packages(id).contains(&opened)), "{id}: another package");
            assert_eq!(receipt.openings.doc.expect("opened").id.0, *id);
        }
    }
}
