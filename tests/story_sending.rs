//! A letter from the first field to the proof, in a real browser with a real token: it is composed, signed by `lienthong agent`
//! in its terminal with a key on a SoftHSM token, sent, received, taken along as evidence, and proven by `/proof` while the hub
//! is gone. And what happens when the clerk says no, the token is pulled out, or the pairing is revoked.
//!
//! The browser's script asks for what happens beside the browser by a line `@what` on its output, and waits for one on its input.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use lienthong::cli::demo::handbook::Handbook;
use lienthong::cli::demo::province::Province;
use lienthong::config::Config;
use serde_json::json;

use crate::support::clerk::Clerk;
use crate::support::hub::HubProcess;
use crate::support::token::{PIN, Token};

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_goes_from_the_first_field_to_the_proof() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("tinh");
    let demo = Command::new(env!("CARGO_BIN_EXE_lienthong"))
        .args(["--lang", "vi", "demo", "--once", "--dir"])
        .arg(&folder)
        .output()
        .unwrap();
    assert!(demo.status.success(), "{}", String::from_utf8_lossy(&demo.stdout));
    let book = Handbook::read(&folder).unwrap();
    let made = Province::open(&folder).unwrap();
    let mut told = crate::story_console::stage_of(&book);
    let clerk = told["people"].as_array().unwrap().iter().find(|one| one["key"] == "clerk").unwrap();
    let agency = made.agency(clerk["agency"].as_str().unwrap()).unwrap();

    let token = Token::with_seal_of(agency);
    let agent = token.clerk(&book.hub.api);
    let mut config = Config::load(&book.hub.config).unwrap();
    config.console.agent_url = format!("http://127.0.0.1:{}", agent.port);
    std::fs::write(&book.hub.config, toml::to_string(&config).unwrap()).unwrap();
    told["vkey"] = json!(book.log.vkey);
    told["folder"] = json!(dir.path());
    told["pictures"] = json!(std::env::var_os("SCREENSHOTS").map(std::path::PathBuf::from));
    let stage = dir.path().join("stage.json");
    std::fs::write(&stage, told.to_string()).unwrap();
    let mut hub = HubProcess::new(&book.hub.config, &book.hub.ops);
    hub.start().await;

    let told = tokio::task::spawn_blocking(move || beside(&stage, &agent, &token, &mut hub)).await.unwrap();
    assert!(told.0, "{}", told.1);
    println!("{}", told.1);
}

/// Runs the script and does what it asks for; whether it ended well, and what it printed.
fn beside(stage: &Path, agent: &Clerk, token: &Token, hub: &mut HubProcess) -> (bool, String) {
    let mut node = Script(
        Command::new("node")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .arg("tests/browser/sending.test.mjs")
            .env("STAGE", stage)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node: run `make setup`"),
    );
    let mut answers = node.0.stdin.take().unwrap();
    let mut said = String::new();
    for line in BufReader::new(node.0.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let Some(what) = line.strip_prefix('@') else {
            said.push_str(&line);
            said.push('\n');
            continue;
        };
        let answer = does(what, agent, token, hub);
        writeln!(answers, "{answer}").unwrap();
    }
    if !node.0.wait().unwrap().success() {
        said.push_str(&hub.printed());
        said.push_str(&agent.pty.all());
        return (false, said);
    }
    (true, said)
}

/// One thing that happens beside the browser.
fn does(what: &str, agent: &Clerk, token: &Token, hub: &mut HubProcess) -> String {
    match what {
        "code" => {
            agent.pty.hears("Mã: ");
            return agent.pty.hears("\n").trim().to_owned();
        }
        // The clerk reads what is shown, says yes, and types the PIN.
        "yes" => {
            let shown = agent.pty.hears("gõ gì khác là từ chối: ");
            agent.pty.types("ký");
            agent.pty.hears("không hiện khi gõ): ");
            agent.pty.types(PIN);
            return shown.replace('\r', " ").replace('\n', "␤");
        }
        "no" => {
            agent.pty.hears("gõ gì khác là từ chối: ");
            agent.pty.types("không");
        }
        "pulled" => {
            agent.pty.hears("gõ gì khác là từ chối: ");
            agent.pty.types("ký");
            agent.pty.hears("không hiện khi gõ): ");
            token.says("removed");
            agent.pty.types(PIN);
        }
        "plugged" => token.takes_back("removed"),
        "revoke" => {
            let done = Command::new(env!("CARGO_BIN_EXE_lienthong"))
                .args(["agent", "revoke", "--all", "--folder"])
                .arg(agent.folder.path())
                .output()
                .unwrap();
            assert!(done.status.success(), "{done:?}");
        }
        "stop" => assert!(hub.stop().success()),
        other => panic!("nobody knows how to do {other:?}"),
    }
    "done".to_owned()
}

/// The script; ended when dropped.
struct Script(Child);

impl Drop for Script {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
