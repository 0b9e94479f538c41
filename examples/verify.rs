//! Judge one package against trust anchors, and say what to do.
//!
//!     cargo run --example verify -- package.asice roots.pem

use std::fs::File;
use std::sync::Arc;

use lienthong::clock::Clock;
use lienthong::i18n::Lang;
use lienthong::report::verdict;
use lienthong::signature::path::{Anchors, RevocationRule};
use lienthong::signature::{Request, Verifier};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(package), Some(roots)) = (arguments.next(), arguments.next()) else {
        return Err("usage: verify PACKAGE ROOTS.pem".into());
    };
    // A verifier is made once and shared: it caches keys and paths.
    let anchors = Anchors::from_pem(&std::fs::read(roots)?, RevocationRule::IfPublished)?;
    let verifier = Verifier::new(anchors);

    // Whatever is wrong with the file is a verdict; an error is a failure of this machine.
    let judged = verifier.verify(Arc::new(File::open(&package)?), &Request::report(Clock::System.now()))?;

    let said = verdict::say(Lang::En, &judged.verdict);
    println!("{}\n{}", said.sentence, said.advice);
    for finding in &judged.verdict.findings {
        println!("{} ({:?} at {:?})", finding.code, finding.severity, finding.place);
    }
    std::process::exit(judged.verdict.exit_code().into());
}
