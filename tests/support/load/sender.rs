//! Sends the planned packages, one after the other, together with its likes.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use lienthong::crypto::sha256;

use super::Load;
use super::client::Client;
use super::plan::Planned;

pub(super) async fn run(load: Arc<Load>) {
    let clients: Vec<Client> = (0..load.province.agencies.len()).map(|agency| load.client(agency)).collect();
    loop {
        let number = load.taken.fetch_add(1, Ordering::Relaxed);
        let Some(planned) = load.plan.documents.get(number) else { return };
        one(&load, &clients[planned.from], planned).await;
        load.sent.send_modify(|sent| *sent += 1);
    }
}

async fn one(load: &Arc<Load>, client: &Client, planned: &Planned) {
    let key = planned.key.as_deref();
    let digest = sha256(&planned.package);
    if planned.twice_at_once {
        // Two requests race: one is first, both get its receipt.
        let (left, right) = tokio::join!(
            client.send(&planned.id, key, &planned.package),
            client.send(&planned.id, key, &planned.package)
        );
        load.ledger.document(&planned.id, digest, &left);
        load.ledger.document(&planned.id, digest, &right);
    } else {
        let answer = client.send(&planned.id, key, &planned.package).await;
        load.ledger.document(&planned.id, digest, &answer);
    }
    for package in &planned.again {
        // Other bytes are another request: a key would name the first one.
        let answer = client.send(&planned.id, None, package).await;
        load.ledger.document(&planned.id, sha256(package), &answer);
    }
}
