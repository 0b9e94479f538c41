//! Durable packages per second, with receipts: signed packages of 12 KB go over loopback into the real binary, which
//! verifies, commits and answers each with its receipt. Beside each figure stands this machine's rate of durable appends,
//! taken just before (LIMITS: disks drift tenfold within a minute), and the ratio of the two.
//!
//! The sender's seal is RSA-2048, as in `benches/verify` and as nearly every seal in the field: a value by P-384, which the
//! province's first agency has, costs OpenSSL 3.0 half a millisecond, and the bench would measure that.
//!
//! Bounded in number and time; sends to 127.0.0.1 only; ends the hub that it started.

use std::fs::File as DiskFile;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use lienthong::cli::demo::packages::{File, Kind, make_package};
use lienthong::cli::demo::province::{Province, Wanted};
use lienthong::clock::Clock;

mod hub;

use hub::Hub;

fn main() -> anyhow::Result<()> {
    // `cargo test` and `cargo bench --bench limits` hand over their own words; only a plain run measures.
    if std::env::args().any(|word| word == "--test" || word == "--list") {
        return Ok(());
    }
    // `make bench BENCH=verify` names another.
    let filters: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if !filters.is_empty() && !filters.iter().any(|filter| "intake".contains(filter.as_str())) {
        return Ok(());
    }
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(measure())
}

async fn measure() -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, Into::into))?;
    let clock = Clock::System;
    let mut province = Province::make(folder.path(), Wanted::local()?, &clock).await?;
    province.config.limits.uploads_per_system = MOST;
    std::fs::write(&province.config_file, toml::to_string(&province.config)?)?;
    let mut hub = Hub::start(&province.config_file, &province.ops()).await?;
    println!("idle: {} MiB resident", hub.resident_kib()? / 1024);
    println!(
        "{:<8} {:>11} {:>10} {:>12} {:>16} {:>12} {:>9}",
        "kind", "connections", "packages", "packages/s", "fdatasync/s", "ratio", "p99 ms"
    );
    let mut number = 0;
    for (kind, name) in [(Kind::Bare, "edXML"), (Kind::AsicE, "ASiC-E")] {
        for (connections, count) in [(1, 200), (MOST, 2_000)] {
            let packages = packages(&province, kind, &mut number, count, &clock)?;
            let limit = fdatasync_rate(folder.path())?;
            let (rate, p99) = load(&province, packages, connections).await?;
            println!(
                "{name:<8} {connections:>11} {count:>10} {rate:>12.0} {limit:>16.0} {:>12.2} {p99:>9.1}",
                rate / limit
            );
        }
    }
    println!("loaded: {} MiB resident", hub.resident_kib()? / 1024);
    hub.stop()
}

/// Signs them beforehand: the hub's work is measured, not the sender's.
fn packages(
    province: &Province,
    kind: Kind,
    number: &mut u32,
    count: usize,
    clock: &Clock,
) -> anyhow::Result<Vec<Vec<u8>>> {
    let (Some(from), Some(to)) = (province.agencies.get(SENDER), province.agencies.get(RECEIVER)) else {
        anyhow::bail!("the province has too few agencies")
    };
    let size = match kind {
        Kind::Bare => 5_000,
        Kind::AsicE => 6_000,
    };
    (0..count)
        .map(|_| {
            *number += 1;
            make_package(from, &[to], kind, *number, &[File::large("phu-luc.bin", size)], clock)
        })
        .collect()
}

/// Sends all of them over that many connections; the rate, and the slowest but one in a hundred, milliseconds.
async fn load(province: &Province, packages: Vec<Vec<u8>>, connections: usize) -> anyhow::Result<(f64, f64)> {
    let (url, count) = (format!("{}/api/v1/packages", province.api()), packages.len());
    let token = province.agencies.get(SENDER).map(|agency| agency.token.clone()).unwrap_or_default();
    let (packages, next) = (Arc::new(packages), Arc::new(AtomicUsize::new(0)));
    // Made beforehand, and one for all: each reads the machine's certificates, which takes as long as some ten packages.
    let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(connections).build()?;
    let begin = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            let (url, token, packages, next) = (url.clone(), token.clone(), packages.clone(), next.clone());
            let client = client.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                while let Some(package) = packages.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let sent = Instant::now();
                    let answer = client.post(&url).bearer_auth(&token).body(package.clone()).send().await?;
                    let status = answer.status();
                    let text = answer.text().await?;
                    anyhow::ensure!(status == 201 && text.contains("\"checkpoint\""), "{status}: {text}");
                    times.push(sent.elapsed());
                }
                Ok(times)
            })
        })
        .collect();
    let mut times = Vec::with_capacity(count);
    for task in tasks {
        times.extend(task.await??);
    }
    let seconds = begin.elapsed().as_secs_f64();
    times.sort_unstable();
    let p99 = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
    Ok((count as f64 / seconds, p99.as_secs_f64() * 1e3))
}

/// Appends of 4 KiB with fdatasync, for one second.
fn fdatasync_rate(folder: &Path) -> anyhow::Result<f64> {
    let mut file = DiskFile::create(folder.join("fdatasync"))?;
    let (begin, mut count) = (Instant::now(), 0_u32);
    while begin.elapsed() < Duration::from_secs(1) {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / begin.elapsed().as_secs_f64())
}

/// Connections at once: what LIMITS measures the peers with.
const MOST: usize = 64;
/// Places among the province's agencies; the sender's seal is RSA-2048.
const SENDER: usize = 1;
const RECEIVER: usize = 2;
