//! Foreign software that judges what we sign, and signs what we judge.
#![allow(clippy::unwrap_used, reason = "a judge that cannot be asked fails its story")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use lienthong::signature::dev_pki::Issued;
use openssl::pkcs12::Pkcs12;
use serde::Deserialize;

/// What libdigidocpp says of one container.
#[derive(Debug, Deserialize)]
pub struct DigidocReport {
    /// (name, media type, bytes) of each data file.
    pub entries: Vec<(String, String, u64)>,
    /// Why it cannot be opened.
    pub error: Option<String>,
    pub signatures: Vec<DigidocSignature>,
}

/// What it says of one signature.
#[derive(Debug, Deserialize)]
pub struct DigidocSignature {
    pub method: String,
    pub signed_by: String,
    /// Every cause of its "not valid".
    pub causes: Vec<String>,
}

impl DigidocSignature {
    /// Its causes without those that say only that the certificate is none of the EU's trusted lists and that there is
    /// no timestamp (level B): what remains concerns mathematics and form.
    pub fn faults(&self) -> Vec<&str> {
        let expected = |cause: &&str| !NOT_ABOUT_US.contains(cause);
        self.causes.iter().map(String::as_str).filter(expected).collect()
    }
}

/// A container for libdigidocpp to sign.
pub struct DigidocJob<'a> {
    pub out: &'a Path,
    /// (path, media type).
    pub files: Vec<(PathBuf, &'a str)>,
    /// PKCS #12 files, password [`PASSWORD`].
    pub signers: Vec<PathBuf>,
}

/// The password of every PKCS #12 file that the tests write.
pub const PASSWORD: &str = "thử";

/// A seal as libdigidocpp takes it.
pub fn pkcs12(issued: &Issued) -> PathBuf {
    let mut builder = Pkcs12::builder();
    builder.name("seal").pkey(&issued.key).cert(issued.certificate.x509());
    let path = issued.key_file.with_extension("p12");
    std::fs::write(&path, builder.build2(PASSWORD).unwrap().to_der().unwrap()).unwrap();
    path
}

/// Signs, then judges, in one process of libdigidocpp.
pub fn digidoc(scratch: &Path, sign: &[DigidocJob<'_>], judge: &[&Path]) -> Vec<DigidocReport> {
    let sign: Vec<_> = sign
        .iter()
        .map(|job| {
            let signers: Vec<_> = job.signers.iter().map(|path| (path, PASSWORD)).collect();
            serde_json::json!({ "out": job.out, "files": job.files, "signers": signers })
        })
        .collect();
    let jobs = scratch.join("jobs.json");
    std::fs::write(&jobs, serde_json::json!({ "sign": sign, "judge": judge }).to_string()).unwrap();
    let output = python("digidoc.py", &[jobs.as_os_str().to_str().unwrap()]);
    let text = String::from_utf8(output.stdout).unwrap();
    // The library prints its name to standard output when it sees a file of a format that it knows from elsewhere.
    text.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Runs a script of `tests/judges` in the project's venv; fails the test with its words when it fails.
pub fn python(script: &str, arguments: &[&str]) -> Output {
    run(&mut python_command(script, arguments))
}

/// Whether a script of `tests/judges` says yes; for what it must refuse.
pub fn python_accepts(script: &str, arguments: &[&str]) -> bool {
    command(&mut python_command(script, arguments)).status.success()
}

/// A module of the project's venv, to be started.
#[cfg(feature = "oidc")]
pub fn python_module(name: &str) -> Command {
    let mut command = interpreter();
    command.args(["-m", name]);
    command
}

fn python_command(script: &str, arguments: &[&str]) -> Command {
    let mut command = interpreter();
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges").join(script)).args(arguments);
    command
}

fn interpreter() -> Command {
    let interpreter = Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python");
    assert!(interpreter.exists(), "the Python judges are missing ({}): run `make setup`", interpreter.display());
    Command::new(interpreter)
}

/// Runs xmlsec1 and fails the test with its words when it fails.
pub fn xmlsec1(arguments: &[&str]) -> Output {
    run(Command::new("xmlsec1").args(arguments))
}

/// Whether xmlsec1 says yes; for what it must refuse.
pub fn xmlsec1_accepts(arguments: &[&str]) -> bool {
    command(Command::new("xmlsec1").args(arguments)).status.success()
}

fn run(command_line: &mut Command) -> Output {
    let output = command(command_line);
    let words = || format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command_line:?}: {}\n{}", output.status, words());
    output
}

fn command(command_line: &mut Command) -> Output {
    match command_line.output() {
        Ok(output) => output,
        Err(error) => panic!("{command_line:?}: {error}: the judge is missing, run `make setup`"),
    }
}

const NOT_ABOUT_US: &[&str] = &[
    "Signature validation",
    "Unable to verify signing certificate",
    "unable to get local issuer certificate",
    "unable to get issuer certificate",
    "self-signed certificate",
    "self-signed certificate in certificate chain",
    "QualifyingProperties block 'UnsignedProperties' is missing.",
];
