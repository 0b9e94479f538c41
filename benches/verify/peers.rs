//! The peers: xmlsec1 of Debian and signxml of PyPI, timed inside their processes as far as they let us.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use super::material::Kind;

/// Whether a peer is on this machine.
pub struct Peers {
    pub xmlsec1: bool,
    pub python: Option<PathBuf>,
}

impl Peers {
    /// Looks for them, and says loudly which is absent.
    pub fn find() -> Self {
        let xmlsec1 = Command::new("xmlsec1").arg("--version").output().is_ok();
        let python = Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python");
        let has = |python: &PathBuf| Command::new(python).args(["-c", "import signxml"]).output().is_ok_and(succeeded);
        let python = Some(python).filter(has);
        if !xmlsec1 {
            eprintln!("ABSENT: xmlsec1 is not on this machine; its column is empty. Run `make setup`.");
        }
        if python.is_none() {
            eprintln!("ABSENT: signxml is not in .venv; its column is empty. Run `make setup`.");
        }
        Self { xmlsec1, python }
    }
}

fn succeeded(output: std::process::Output) -> bool {
    output.status.success()
}

/// What a peer is given: the signature file, from the folder in which its references resolve.
pub struct Case<'a> {
    pub kind: Kind,
    pub root: &'a Path,
    pub folder: &'a Path,
    pub file: &'a Path,
    pub references: usize,
}

/// Milliseconds of one verification by xmlsec1: what `count` of them take beyond what one takes, start included.
pub fn xmlsec1(case: &Case<'_>, count: u32) -> Option<f64> {
    let once = repeat(case, 1)?;
    let all = repeat(case, count + 1)?;
    Some((all - once) / f64::from(count)).filter(|ms| *ms > 0.0)
}

fn repeat(case: &Case<'_>, count: u32) -> Option<f64> {
    let begin = Instant::now();
    let status = Command::new("xmlsec1")
        .args(["--verify", "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"])
        .args(["--repeat", &count.to_string(), "--trusted-pem"])
        .arg(case.root)
        .arg(case.file)
        .current_dir(case.folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let seconds = begin.elapsed().as_secs_f64();
    status.is_ok_and(|status| status.success()).then_some(seconds * 1e3)
}

/// A process of signxml; ended when dropped.
pub struct Signxml {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Signxml {
    pub fn start(python: &Path, case: &Case<'_>) -> Option<Self> {
        let form = match case.kind {
            Kind::Plain => "plain",
            Kind::Xades => "xades",
            Kind::AsicE => "asice",
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/verify/signxml_verify.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(form)
            .args([case.root, case.file])
            .arg(case.references.to_string())
            .current_dir(case.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let (ask, answers) = (child.stdin.take()?, BufReader::new(child.stdout.take()?));
        Some(Self { child, ask, answers })
    }

    /// Milliseconds of one verification, over `count` of them; none once it has failed.
    pub fn verify(&mut self, count: u32) -> Option<f64> {
        writeln!(self.ask, "{count}").ok()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).ok()?;
        answer.trim().parse().ok()
    }
}

impl Drop for Signxml {
    fn drop(&mut self) {
        // It has ended already, or ends now; there is nobody left to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
