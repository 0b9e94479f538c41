//! What the fuzz targets share: files in memory, and one world (a development PKI, a document, its signatures) that
//! `seeds` makes and every target finds again in the folder of the environment variable SEEDS.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use lienthong::domain::ids::{Digest, Micros, OrganId};
use lienthong::signature::binding::{Binding, BindingTable, BoundTo, Standing};
use lienthong::signature::certificate::Certificate;
use lienthong::signature::dev_pki::{DevPki, KeyKind};
use lienthong::signature::{Admitted, Agencies, Indication, IntakePolicy, Mode, Request, Verifier};
use rustix::fs::{MemfdFlags, memfd_create};

/// The sender of every seed.
pub const SENDER: &str = "000.00.13.H47";
/// The attachment of every container.
pub const ATTACHMENT: (&str, &[u8]) = ("a.pdf", b"%PDF-1.7 attachment");

/// The PKI of the seeds, and what it signed.
pub struct World {
    /// Trusts the PKI, for seals and for timestamps.
    pub verifier: Verifier,
    /// Both seals, bound to the sender.
    pub table: BindingTable,
    /// The moment for which everything is judged: that of the seeds.
    pub at: Micros,
    /// The content digests of what was signed.
    pub known: HashSet<Digest>,
}

/// Made by `seeds`.
pub static WORLD: LazyLock<World> = LazyLock::new(|| {
    let at = read("at");
    let mut world = World::trusting(Micros(at.trim().parse().expect("a number")));
    world.known = read("known").lines().map(|line| Digest::from_hex(line).expect("a digest")).collect();
    world
});

impl World {
    /// The PKI in the folder of seeds, made there when it is absent; nothing known yet.
    pub fn trusting(at: Micros) -> Self {
        let pki = pki();
        let anchors = || pki.anchors().expect("anchors");
        let verifier = Verifier::new(anchors()).with_timestamping(anchors(), Vec::new());
        let bound = |certificate: &Certificate| BoundTo {
            id: "seal".to_owned(),
            version: 1,
            agency: OrganId(SENDER.to_owned()),
            binding: Binding::Exact { sha256: certificate.sha256() },
            from: Micros(0),
            to: None,
            author: String::new(),
            reason: String::new(),
            certificate: None,
        };
        let bindings = KINDS.iter().map(|kind| bound(&pki.seal(*kind).expect("a seal").certificate)).collect();
        Self { verifier, table: BindingTable { bindings, delegations: Vec::new() }, at, known: HashSet::new() }
    }

    /// Judges a file as intake and as a report do. What intake admits is what was signed, and nothing else is valid.
    pub fn judge(&self, bytes: &[u8]) -> Option<Digest> {
        let directory = |id: &OrganId, _: Micros| Standing::Active(id.clone());
        let agencies = Some(Agencies { table: &self.table, directory: &directory });
        let request = Request { mode: Mode::Intake, agencies, ..Request::report(self.at) };
        let intake = self.verifier.verify(file(bytes), &request).expect("a verdict");
        let report = self.verifier.verify(file(bytes), &Request { mode: Mode::Report, ..request }).expect("a verdict");
        if intake.verdict.verdict == Indication::Valid {
            assert_eq!(report.verdict.verdict, Indication::Valid, "intake is laxer than a report");
        }
        assert!(intake.verdict.digest().is_ok());
        let valid = intake.verdict.verdict == Indication::Valid;
        match Admitted::from_judged(intake, &IntakePolicy::default()) {
            Ok(Admitted::Verified(verified)) => Some(verified.content_digest()),
            Ok(other) => panic!("admitted without a signature: {other:?}"),
            Err(error) => {
                assert!(!valid, "valid and not admitted: {error}");
                None
            }
        }
    }

    /// [`World::judge`], and what is admitted is known.
    pub fn hold(&self, bytes: &[u8]) {
        if let Some(digest) = self.judge(bytes) {
            assert!(self.known.contains(&digest), "something was admitted that nobody signed");
        }
    }
}

/// The kinds of the sender's seals.
pub const KINDS: [KeyKind; 2] = [KeyKind::P256, KeyKind::Rsa2048];

/// The PKI in the folder of seeds.
pub fn pki() -> DevPki {
    DevPki::make(folder().join("pki")).expect("the PKI of the seeds")
}

/// Where the seeds lie.
pub fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("SEEDS").expect("SEEDS names the folder of seeds"))
}

/// A file of that folder.
pub fn read(name: &str) -> String {
    let path = folder().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}: run `make fuzz`", path.display()))
}

/// A file in memory.
pub fn file(bytes: &[u8]) -> Arc<File> {
    let mut file = File::from(memfd_create("fuzz", MemfdFlags::CLOEXEC).expect("memory"));
    file.write_all(bytes).expect("memory");
    Arc::new(file)
}
