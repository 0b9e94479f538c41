//! Two hub processes on one PostgreSQL database take turns under load, and one is killed: whatever either of them
//! answered stays true (DESIGN §6: no leader; the row of the log's head puts their batches in order).

use std::time::Duration;

use lienthong::cli::demo::province::{Province, Wanted, free_address};
use lienthong::clock::Clock;

use crate::support::hub::HubProcess;
use crate::support::load::{self, Load, Plan, Size};
use crate::support::{findings, postgres};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hubs_take_turns_and_one_is_killed() {
    let dir = tempfile::tempdir().unwrap();
    let wanted = Wanted { uploads_per_system: 8, ..Wanted::on(postgres::database()).unwrap() };
    let province = Province::make(dir.path(), wanted, &Clock::System).await.unwrap();
    let mut other = province.config.clone();
    (other.server.listen, other.ops.listen) = (free_address().unwrap(), free_address().unwrap());
    other.console.content_listen = Some(free_address().unwrap());
    other.log.high_water_file = dir.path().join("other.high-water");
    let other_file = dir.path().join("other.toml");
    std::fs::write(&other_file, toml::to_string(&other).unwrap()).unwrap();
    let mut hubs = [
        HubProcess::new(&province.config_file, province.ops()),
        HubProcess::new(&other_file, format!("http://{}", other.ops.listen)),
    ];
    for hub in &mut hubs {
        hub.start().await;
    }
    let plan = Plan::make(&province, Size { documents: 120 });
    let half = plan.answers() / 2;
    let bases = vec![province.api(), format!("http://{}", other.server.listen)];
    let load = Load::new(province, plan, bases);
    let clients = load.start();
    let mut answers = load.ledger.answers();
    let [first, second] = &mut hubs;
    let killer = async {
        answers.wait_for(|count| *count >= half).await.unwrap();
        second.kill();
        // The rest is the survivor's, until the other one is back.
        answers.wait_for(|count| *count >= half + half / 2).await.unwrap();
        second.start().await;
    };
    tokio::time::timeout(Duration::from_secs(120), async { tokio::join!(killer, load::finish(clients)) })
        .await
        .expect("the load ends in time");
    findings::through_the_api(&load).await;
    assert!(first.stop().success() && second.stop().success(), "{}{}", first.printed(), second.printed());
    let rows = findings::in_the_store(&load);
    println!("two hubs: {}, rows {rows:?}", load.ledger.summary());
}
