//! Keys on tokens: SoftHSM behind its PKCS #11 library, put there by pkcs11-tool; and between the two a library that fails as tokens
//! do.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::story_signing::{FILES, complete, octets, prepare, whole};
use crate::support::clerk::{Clerk, Reply, to_sign};
use crate::support::form::Form;
use crate::support::house::{House, SENDER};
use crate::support::stores::Backend;

const PIN: &str = "246813";

/// A token with an agency's seal on it.
struct Token {
    dir: tempfile::TempDir,
}

impl Token {
    fn with_seal_of(house: &House, number: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir(at("tokens")).unwrap();
        let settings = format!(
            "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
            at("tokens").display()
        );
        std::fs::write(at("softhsm2.conf"), settings).unwrap();
        let token = Self { dir };
        token.run(Command::new("softhsm2-util").args([
            "--init-token",
            "--free",
            "--label",
            "con dau",
            "--so-pin",
            "87654321",
            "--pin",
            PIN,
        ]));
        let agency = house.agency(number);
        token.put("privkey", &agency.key_file, "01");
        let chain = openssl::x509::X509::stack_from_pem(&std::fs::read(&agency.chain_file).unwrap()).unwrap();
        for (index, one) in chain.iter().enumerate() {
            let file = token.dir.path().join(format!("{index}.der"));
            std::fs::write(&file, one.to_der().unwrap()).unwrap();
            token.put("cert", &file, if index == 0 { "01" } else { "02" });
        }
        token
    }

    fn put(&self, kind: &str, file: &Path, id: &str) {
        let mut tool = Command::new("pkcs11-tool");
        tool.args(["--module", &module(), "--token-label", "con dau", "--login", "--pin", PIN, "--write-object"])
            .arg(file);
        self.run(tool.args(["--type", kind, "--id", id, "--label", "seal"]));
    }

    fn run(&self, command: &mut Command) {
        let output = command.env("SOFTHSM2_CONF", self.path("softhsm2.conf")).output();
        let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}; run make setup"));
        assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Says how the library in between is to fail, until it is taken back.
    fn says(&self, name: &str) {
        std::fs::write(self.path(name), "").unwrap();
    }

    fn takes_back(&self, name: &str) {
        std::fs::remove_file(self.path(name)).unwrap();
    }

    fn logins(&self) -> usize {
        std::fs::read_to_string(self.path("logins")).unwrap_or_default().lines().count()
    }

    /// The program with this token, behind the library that fails.
    async fn clerk(&self, house: &House) -> Clerk {
        let between = self.path("between.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/token_between.c");
        self.run(Command::new("gcc").args(["-shared", "-fPIC", "-o"]).arg(&between).arg(source).arg("-ldl"));
        let (conf, folder) = (self.path("softhsm2.conf"), self.dir.path());
        let env = [
            ("SOFTHSM2_CONF", conf.to_str().unwrap()),
            ("TOKEN_MODULE", &module()),
            ("TOKEN_FOLDER", folder.to_str().unwrap()),
        ];
        let key = ["--module", between.to_str().unwrap(), "--token", "con dau", "--wait", "30"];
        let mut clerk = Clerk::start(&house.province.api(), &key, &env, None);
        clerk.pair().await;
        clerk
    }
}

/// Debian's SoftHSM.
fn module() -> String {
    "/usr/lib/softhsm/libsofthsm2.so".to_owned()
}

async fn prepared(house: &House, number: u32) -> Value {
    prepare(house, SENDER, whole(house, number)).await.expect(201).json()
}

/// The clerk says yes and types that PIN; in between `meanwhile` happens.
async fn signs(clerk: &Clerk, body: &Value, pin: &str, meanwhile: impl FnOnce()) -> (Reply, String) {
    let waiting = clerk.asks(body);
    clerk.pty.hears("gõ gì khác là từ chối: ");
    clerk.pty.types("ký");
    let said = clerk.pty.hears("không hiện khi gõ): ");
    meanwhile();
    clerk.pty.types(pin);
    (waiting.await.unwrap(), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_signs_and_fails_as_tokens_do() {
    let house = House::open(Backend::Sqlite).await;
    let token = Token::with_seal_of(&house, SENDER);
    let clerk = token.clerk(&house).await;
    let status = clerk.call("/status", &serde_json::json!({})).await.expect(200);
    assert_eq!(status["certificate"], crate::story_signing::chain(&house, SENDER), "with the CA above it");

    let said = prepared(&house, 1).await;
    let (reply, _) = signs(&clerk, &to_sign(&said, &FILES), PIN, || ()).await;
    let value = octets(&reply.expect(200), "signature");
    complete(&house, SENDER, said["id"].as_str().unwrap(), &value).await.expect(201);
    assert_eq!(token.logins(), 1);
    assert!(!clerk.pty.all().contains(PIN));

    // A wrong PIN is tried once, whatever the session does.
    let said = prepared(&house, 2).await;
    let (reply, _) = signs(&clerk, &to_sign(&said, &FILES), "000000", || ()).await;
    assert_eq!(reply.status, 403);
    reply.problem("agent.pin_wrong");
    assert_eq!(token.logins(), 2);

    // The session is lost between the PIN and the signature: a new one, once.
    let (reply, _) = signs(&clerk, &to_sign(&said, &FILES), PIN, || token.says("lost")).await;
    let value = octets(&reply.expect(200), "signature");
    assert_eq!(token.logins(), 4);
    complete(&house, SENDER, said["id"].as_str().unwrap(), &value).await.expect(201);

    // Pulled out while the PIN is typed; put back, it signs again.
    let said = prepared(&house, 3).await;
    let (reply, _) = signs(&clerk, &to_sign(&said, &FILES), PIN, || token.says("removed")).await;
    assert_eq!(reply.status, 503);
    reply.problem("agent.token_absent");
    clerk.pty.hears("Không ký");
    token.takes_back("removed");
    let (reply, _) = signs(&clerk, &to_sign(&said, &FILES), PIN, || ()).await;
    let value = octets(&reply.expect(200), "signature");
    complete(&house, SENDER, said["id"].as_str().unwrap(), &value).await.expect(201);

    // The token says how many tries are left; one that is locked is not asked.
    let said = prepared(&house, 4).await;
    token.says("final");
    let (reply, told) = signs(&clerk, &to_sign(&said, &FILES), PIN, || ()).await;
    reply.expect(200);
    assert!(told.contains("CHỈ CÒN MỘT LẦN"), "{told}");
    token.takes_back("final");
    token.says("low");
    let (reply, told) = signs(&clerk, &to_sign(&said, &FILES), PIN, || ()).await;
    reply.expect(200);
    assert!(told.contains("chỉ còn ít lần thử"), "{told}");
    token.says("locked");
    let waiting = clerk.asks(&to_sign(&said, &FILES));
    clerk.pty.hears("gõ gì khác là từ chối: ");
    clerk.pty.types("ký");
    waiting.await.unwrap().problem("agent.pin_locked");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rsa_and_larger_curves_sign_on_a_token_too() {
    let house = House::open(Backend::Sqlite).await;
    for by in 0..2 {
        let token = Token::with_seal_of(&house, by);
        let clerk = token.clerk(&house).await;
        let mut document = crate::story_signing::letter(&house, 5);
        document["to"] = serde_json::json!([{ "organ_id": house.agency(crate::support::house::OTHER).organ_id.0 }]);
        let certificates = crate::story_signing::chain(&house, by);
        let form = Form::new().json("document", &document).part("certificate", None, certificates.as_bytes());
        let said = prepare(&house, by, form).await.expect(201).json();
        let (reply, _) = signs(&clerk, &to_sign(&said, &[]), PIN, || ()).await;
        let value = octets(&reply.expect(200), "signature");
        complete(&house, by, said["id"].as_str().unwrap(), &value).await.expect(201);
    }
    house.close().await;
}

#[test]
fn what_is_no_library_and_no_token_is_said_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let mut none = Clerk::run("https://truc.example", &["--module", "/nowhere.so"], &[], dir.path());
    none.hears("agent.module");
    assert_eq!(none.ended().code(), Some(66));
    let conf = dir.path().join("softhsm2.conf");
    std::fs::create_dir(dir.path().join("tokens")).unwrap();
    std::fs::write(&conf, format!("directories.tokendir = {}/tokens\n", dir.path().display())).unwrap();
    let env = [("SOFTHSM2_CONF", conf.to_str().unwrap())];
    let mut empty = Clerk::run("https://truc.example", &["--module", &module()], &env, dir.path());
    empty.hears("agent.token_absent");
    assert_eq!(empty.ended().code(), Some(1));
}
