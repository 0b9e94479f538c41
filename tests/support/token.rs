//! A token with an agency's seal on it: SoftHSM behind its PKCS #11 library, put there by pkcs11-tool; and between the two a
//! library that fails as tokens do.

use std::path::{Path, PathBuf};
use std::process::Command;

use lienthong::cli::demo::province::Agency;

use super::clerk::Clerk;

/// What opens it.
pub const PIN: &str = "246813";

/// The token, and what its library is told.
pub struct Token {
    dir: tempfile::TempDir,
}

impl Token {
    pub fn with_seal_of(agency: &Agency) -> Self {
        Self::with_key_of(agency, &[])
    }

    /// The same, with more said of the key to pkcs11-tool.
    pub fn with_key_of(agency: &Agency, more: &[&str]) -> Self {
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
        token.put("privkey", &agency.key_file, "01", more);
        let chain = openssl::x509::X509::stack_from_pem(&std::fs::read(&agency.chain_file).unwrap()).unwrap();
        for (index, one) in chain.iter().enumerate() {
            let file = token.dir.path().join(format!("{index}.der"));
            std::fs::write(&file, one.to_der().unwrap()).unwrap();
            token.put("cert", &file, if index == 0 { "01" } else { "02" }, &[]);
        }
        token
    }

    /// Puts another agency's key on it, without a certificate.
    pub fn also(&self, agency: &Agency, id: &str) {
        self.put("privkey", &agency.key_file, id, &[]);
    }

    fn put(&self, kind: &str, file: &Path, id: &str, more: &[&str]) {
        let mut tool = Command::new("pkcs11-tool");
        tool.args(["--module", &module(), "--token-label", "con dau", "--login", "--pin", PIN, "--write-object"])
            .arg(file);
        self.run(tool.args(["--type", kind, "--id", id, "--label", "seal"]).args(more));
    }

    fn run(&self, command: &mut Command) {
        let output = command.env("SOFTHSM2_CONF", self.path("softhsm2.conf")).output();
        let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}; run make setup"));
        assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    }

    /// A file beside the token.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Says how the library in between is to fail, until it is taken back.
    pub fn says(&self, name: &str) {
        std::fs::write(self.path(name), "").unwrap();
    }

    pub fn takes_back(&self, name: &str) {
        std::fs::remove_file(self.path(name)).unwrap();
    }

    pub fn logins(&self) -> usize {
        std::fs::read_to_string(self.path("logins")).unwrap_or_default().lines().count()
    }

    /// The program with this token, behind the library that fails.
    pub fn clerk(&self, hub: &str) -> Clerk {
        self.clerk_with(hub, &[])
    }

    /// Likewise, with more said of the key.
    pub fn clerk_with(&self, hub: &str, more: &[&str]) -> Clerk {
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
        Clerk::start(hub, &[&key, more].concat(), &env, None)
    }
}

/// Debian's SoftHSM.
pub fn module() -> String {
    "/usr/lib/softhsm/libsofthsm2.so".to_owned()
}
