//! From a judged package to its content: business code takes what was under the signature, and nothing else.
//!
//!     cargo run --example only_verified_bytes -- package.asice roots.pem 000.00.13.H47 seal.pem

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use lienthong::clock::Clock;
use lienthong::domain::ids::OrganId;
use lienthong::signature::binding::{Binding, BindingTable, BoundTo, Standing};
use lienthong::signature::certificate::Certificate;
use lienthong::signature::path::{Anchors, RevocationRule};
use lienthong::signature::{Admitted, Agencies, IntakePolicy, Mode, Request, Scope, Verifier};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [package, roots, agency, seal] = arguments.as_slice() else {
        return Err("usage: only_verified_bytes PACKAGE ROOTS.pem ORGAN_ID SEAL.pem".into());
    };
    let verifier = Verifier::new(Anchors::from_pem(&std::fs::read(roots)?, RevocationRule::IfPublished)?);
    // Whose seal it is: a table that somebody answers for, never the certificate's text.
    let certificate = Certificate::from_pem(&std::fs::read(seal)?)?.remove(0);
    let now = Clock::System.now();
    let bound = BoundTo {
        id: "example".to_owned(),
        version: 1,
        agency: OrganId(agency.clone()),
        binding: Binding::Exact { sha256: certificate.sha256() },
        from: now.plus_seconds(-86_400),
        to: None,
        author: "an operator".to_owned(),
        reason: "the seal in use".to_owned(),
        certificate: Some(certificate),
    };
    let table = BindingTable { bindings: vec![bound], delegations: Vec::new() };
    // Nobody was merged or closed here.
    let directory = |id: &OrganId, _| Standing::Active(id.clone());
    let request = Request {
        at: now,
        now,
        mode: Mode::Intake,
        scope: Scope::Full,
        agencies: Some(Agencies { table: &table, directory: &directory }),
        pki: None,
    };
    let judged = verifier.verify(Arc::new(File::open(package)?), &request)?;
    // There is no other way to an `Admitted`; a verdict that is not valid ends here.
    let admitted = Admitted::from_judged(judged, &IntakePolicy::default())?;
    println!("{:?}", admitted.message());
    for attachment in admitted.attachments() {
        let mut first = [0; 64];
        let count = attachment.open().read(&mut first)?;
        println!("{}: {} bytes, {} first bytes read and hashed", attachment.name(), attachment.size(), count);
    }
    Ok(())
}
