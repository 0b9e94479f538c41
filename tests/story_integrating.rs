//! docs/integrating.md: an integrator types what stands there, from top to bottom, against a hub.

use std::path::Path;
use std::process::{Command, Stdio};

use lienthong::cli::demo::packages::Kind;
use lienthong::clock::Clock;

use crate::support::hook::Hook;
use crate::support::house::{House, RECEIVER, SENDER};
use crate::support::stores::Backend;

#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_the_page_does_what_it_says() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/integrating.md")).unwrap();
    let script = commands(&page);
    assert!(script.matches("$HUB/").count() > 20, "the page has lost its commands:\n{script}");
    let house = House::open_at(Backend::Sqlite, Clock::System, |config, _| {
        config.webhooks.private_hosts = vec!["127.0.0.1".to_owned()];
    })
    .await;
    let desk = tempfile::tempdir().unwrap();
    let (_, package) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    std::fs::write(desk.path().join("cv.asice"), package).unwrap();
    let hook = Hook::keeping(Some(desk.path().to_owned()));
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-x", "-c", &script]).current_dir(desk.path()).stdin(Stdio::null());
    bash.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("LC_ALL", "C.UTF-8");
    bash.env("HUB", house.province.api()).env("PACKAGE", "cv.asice").env("HOOK", &hook.url);
    bash.env("TOKEN", &house.agency(SENDER).token).env("THEIR_TOKEN", &house.agency(RECEIVER).token);
    bash.env("KEY", &house.agency(SENDER).key_file).env("CERT", &house.agency(SENDER).chain_file);
    let output = tokio::task::spawn_blocking(move || bash.output().unwrap()).await.unwrap();
    let (said, steps) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let last: Vec<&str> = steps.lines().rev().take(12).collect();
    assert!(output.status.success(), "{said}\n{}", last.into_iter().rev().collect::<Vec<_>>().join("\n"));
    // What the page shows as kept is kept: the receipt proves, the other side has the same bytes.
    let receipt = std::fs::read(desk.path().join("receipt.json")).unwrap();
    house.proves(receipt.trim_ascii_end(), None);
    let (sent, got) = (std::fs::read(desk.path().join("cv.asice")), std::fs::read(desk.path().join("in.asice")));
    assert!(sent.unwrap() == got.unwrap());
    house.close().await;
}

/// The `sh` blocks, as one script. A call that stands in no block would not be run, so there is none.
fn commands(page: &str) -> String {
    let (mut script, mut open) = (String::new(), None);
    for line in page.lines() {
        match (line.strip_prefix("```"), open) {
            (Some(language), None) => open = Some(language == "sh"),
            (Some(_), Some(_)) => open = None,
            (None, Some(true)) => script += &format!("{line}\n"),
            (None, Some(false) | None) => assert!(!line.contains("curl "), "not run: {line}"),
        }
    }
    script
}
