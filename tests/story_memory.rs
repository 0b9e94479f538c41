//! A package of 100 MB of each kind goes into the real hub and comes out again, and its process hardly grows.

use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::time::{Duration, Instant};

use lienthong::cli::demo::packages::{self, Draft, File, Kind};
use lienthong::cli::demo::province::{Province, Wanted};
use lienthong::clock::Clock;
use lienthong::crypto::Sha256;
use serde_json::Value;

use crate::support::hub::HubProcess;

#[tokio::test(flavor = "multi_thread")]
async fn large_packages_pass_through_without_filling_memory() {
    let dir = tempfile::tempdir().unwrap();
    let province = Province::make(dir.path(), Wanted::local().unwrap(), &Clock::System).await.unwrap();
    let mut hub = HubProcess::new(&province.config_file, province.ops());
    hub.start().await;
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(120)).build().unwrap();
    let api = province.api();
    let (from, to) = (&province.agencies[2], &province.agencies[3]);
    for (number, kind) in [(1, Kind::AsicE), (2, Kind::Bare)] {
        let begun = Instant::now();
        let (mut package, size, digest) = pack(&province, number, kind);
        assert!(size >= LARGE, "{kind:?}: {size} bytes");
        let packed = begun.elapsed();
        let before = memory(hub.pid(), "VmRSS:");
        let begun = Instant::now();
        package.seek(SeekFrom::Start(0)).unwrap();
        let body = reqwest::Body::from(tokio::fs::File::from_std(package));
        let request = client.post(format!("{api}/api/v1/packages")).bearer_auth(&from.token);
        let answer = request.header("content-length", size).body(body).send().await.unwrap();
        let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap());
        assert_eq!(status, 201, "{kind:?}: {text}");
        let taken = begun.elapsed();
        let answer: Value = serde_json::from_str(&text).unwrap();
        let delivery = answer["deliveries"][0]["id"].as_str().unwrap();

        let begun = Instant::now();
        let request = client.get(format!("{api}/api/v1/deliveries/{delivery}/package")).bearer_auth(&to.token);
        let mut answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{kind:?}");
        let mut hash = Sha256::default();
        while let Some(piece) = answer.chunk().await.unwrap() {
            hash.update(&piece);
        }
        assert_eq!(hash.finish().to_string(), digest, "{kind:?}: what came out is not what went in");
        let peak = memory(hub.pid(), "VmHWM:");
        println!(
            "{kind:?}: {size} bytes, packed in {packed:.1?}, taken in {taken:.1?}, given out in {:.1?}; memory {} KiB \
             before, {} KiB at most",
            begun.elapsed(),
            before >> 10,
            peak >> 10
        );
        assert!(peak < before + ALLOWED, "{kind:?}: grew from {before} to {peak} bytes");
    }
}

/// The signed package in a file, its size and its SHA-256.
fn pack(province: &Province, number: u32, kind: Kind) -> (std::fs::File, u64, String) {
    let (from, to) = (&province.agencies[2], &province.agencies[3]);
    let draft = Draft::letter(number, &Clock::System);
    let files = [File::large("bản vẽ.bin", LARGE)];
    let mut out = tempfile::tempfile().unwrap();
    let scratch = tempfile::tempfile().unwrap();
    packages::write(from, &[to], kind, &draft, &files, scratch, &mut out).unwrap();
    out.flush().unwrap();
    let size = out.seek(SeekFrom::Start(0)).and_then(|_| out.metadata()).unwrap().len();
    let mut hash = Sha256::default();
    let mut piece = vec![0; 1 << 20];
    loop {
        match out.read(&mut piece).unwrap() {
            0 => return (out, size, hash.finish().to_string()),
            read => hash.update(&piece[..read]),
        }
    }
}

/// A line of `/proc/<pid>/status`, bytes.
fn memory(pid: u32, name: &str) -> u64 {
    let status = std::fs::File::open(format!("/proc/{pid}/status")).unwrap();
    let line = BufReader::new(status).lines().map(Result::unwrap).find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
}

/// Of the attachment, bytes.
const LARGE: u64 = 100_000_000;
/// How far the hub's memory may grow, bytes.
const ALLOWED: u64 = 64 << 20;
