//! The hub is killed (SIGKILL) at random moments while packages are sent, fetched and acknowledged; it is started again
//! each time. Whatever was answered stays true: LIMITS of what a province may rely on (DESIGN §1, D1, D2).
//!
//! `KILLS` kills a backend (5 when not set), `SEED` repeats a run's moments. `make kill N=50` for more.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use lienthong::cli::demo::province::{Province, Wanted};
use lienthong::clock::Clock;

use crate::support::chance::Chance;
use crate::support::hub::HubProcess;
use crate::support::load::{self, Load, Plan, Size};
use crate::support::{findings, postgres};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn story_kill_on_sqlite() {
    story("story_kill_on_sqlite", Wanted::local().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn story_kill_on_postgres() {
    story("story_kill_on_postgres", Wanted::on(postgres::database()).unwrap()).await;
}

async fn story(name: &str, wanted: Wanted) {
    let mut chance = Chance::from_env(name);
    let kills = kills();
    let dir = tempfile::tempdir().unwrap();
    let wanted = Wanted { uploads_per_system: 8, ..wanted };
    let province = Province::make(dir.path(), wanted, &Clock::System).await.unwrap();
    // Many kills need a load that lasts.
    let plan = Plan::make(&province, Size { documents: DOCUMENTS.max(kills * 10) });
    let moments = moments(&mut chance, kills, plan.answers());
    let mut hub = HubProcess::new(&province.config_file, province.ops());
    let base = vec![province.api()];
    let load = Load::new(province, plan, base);
    let began = Instant::now();
    hub.start().await;
    let clients = load.start();
    let mut answers = load.ledger.answers();
    let killer = async {
        for moment in moments {
            answers.wait_for(|count| *count >= moment).await.unwrap();
            tokio::time::sleep(Duration::from_micros(chance.below(20_000))).await;
            hub.kill();
            hub.start().await;
        }
    };
    tokio::join!(killer, load::finish(clients));
    let worked = began.elapsed();
    findings::through_the_api(&load).await;
    let status = hub.stop();
    assert!(status.success(), "a graceful stop after all: {status}\n{}", hub.printed());
    assert_eq!(hub.starts as usize, kills + 1);
    let rows = findings::in_the_store(&load);
    println!("{name}: {kills} kills in {:.1} s, {}, rows {rows:?}", worked.as_secs_f64(), load.ledger.summary());
}

/// Counts of answers after which the hub is killed, spread over the whole load.
fn moments(chance: &mut Chance, kills: usize, answers: u64) -> BTreeSet<u64> {
    let mut moments = BTreeSet::new();
    while moments.len() < kills {
        moments.insert(1 + chance.below(answers * 9 / 10));
    }
    moments
}

fn kills() -> usize {
    std::env::var("KILLS").map_or(5, |text| text.parse().expect("KILLS is a number"))
}

/// The number.
const DOCUMENTS: usize = 200;
