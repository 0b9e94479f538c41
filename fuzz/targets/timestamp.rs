//! A token that counts over a signature is one that the authority made for it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use lienthong::signature::path::Anchors;
use lienthong::signature::timestamp::Token;
use lienthong_fuzz::{WORLD, folder, pki};

/// What was stamped, and when.
static STAMPED: LazyLock<Vec<(Vec<u8>, i64)>> = LazyLock::new(|| {
    let files =
        std::fs::read_dir(folder().join("stamped")).expect("the seeds").map(|entry| entry.expect("a file").path());
    let of = |path: std::path::PathBuf| {
        let token = std::fs::read(folder().join("timestamp").join(path.file_name()?)).ok()?;
        Some((std::fs::read(path).ok()?, Token::parse(&token).ok()?.time().0))
    };
    files.map(|path| of(path).expect("a seed")).collect()
});
static ANCHORS: LazyLock<Anchors> = LazyLock::new(|| pki().anchors().expect("anchors"));

fuzz_target!(|data: &[u8]| {
    let Ok(token) = Token::parse(data) else { return };
    let later = WORLD.at.plus_seconds(3_600);
    for (stamped, time) in STAMPED.iter() {
        if let Ok(stamp) = token.check(&[stamped], &[], &ANCHORS, later) {
            assert_eq!(stamp.time.0, *time, "a time that the authority did not say");
        }
    }
});
