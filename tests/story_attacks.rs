//! Attacks on a signed document, over both formats: every one is refused, each with its own code, in bounded time and
//! memory. `make attacks` prints the table.
//!
//! Each is made from a freshly signed good file. The mathematics of an attack is right wherever it can be (the pen seals
//! it anew), so that it is refused for the reason it was made for and not for a stale digest; the codes of a row are all
//! codes that it may be refused with.
#![allow(clippy::unwrap_used, reason = "a story fails by panicking, in its helpers too")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lienthong::clock::Clock;
use lienthong::domain::ids::{Micros, OrganId};
use lienthong::signature::binding::Standing;
use lienthong::signature::dev_pki::Issued;
use lienthong::signature::path::{Anchors, RevocationRule};
use lienthong::signature::revocation::PkiSource;
use lienthong::signature::sign::Form;
use lienthong::signature::{Admitted, Agencies, Indication, IntakePolicy, Judged, Mode, Request, Verifier};

mod algorithms;
mod answers;
mod binding;
mod bombs;
mod ca;
mod certificates;
mod container;

mod encodings;
mod forged_answers;
mod forged_tokens;
mod keys;
mod markup;

mod references;
mod revocation;
mod sets;
mod stamps;
mod table;
mod text;
mod times;
mod transforms;
mod unsigned;
mod world;
mod wrapping;
mod zip;

use crate::support::authority::Given;
use crate::support::{container_parts, pen};
use table::{Attack, Format, Table};
use world::{VICTIM, World, bare_xml, document_xml};

#[test]
fn every_attack_is_refused_with_its_own_code() {
    if let Some(dir) = std::env::var_os(CHILD) {
        return memory(Path::new(&dir));
    }
    let dir = tempfile::tempdir().unwrap();
    let world = World::make(&dir.path().join("pki"));
    let Table { rows: attacks, goods, .. } = attacks(&world, dir.path());
    goods_are_good(&world, &goods);
    // Asked for by `make attacks`: it takes longer than all the rest.
    let compare = std::env::var_os("COMPARE").is_some();
    let (mut wrong, mut slowest, mut lenient) = (Vec::new(), (Duration::ZERO, ""), 0);
    let start = Instant::now();
    for (number, attack) in attacks.iter().enumerate() {
        let result = judge(&world, attack);
        let other = compare.then(|| xmlsec1(&world, attack));
        println!(
            "{}{}",
            line(number + 1, attack, &result),
            other.map_or(String::new(), |word| format!("  [xmlsec1: {word}]"))
        );
        lenient += usize::from(other == Some("valid"));
        if result.cpu > slowest.0 {
            slowest = (result.cpu, &attack.name);
        }
        wrong.extend(faults(attack, &result));
    }
    let families = attacks.iter().fold(BTreeMap::<&str, usize>::new(), |mut counts, attack| {
        *counts.entry(attack.family).or_default() += 1;
        counts
    });
    let (count, ms) = (attacks.len(), start.elapsed().as_millis());
    println!("{families:?}");
    println!("{count} attacks in {ms} ms; the slowest {} ms ({})", slowest.0.as_millis(), slowest.1);
    if compare {
        let bare = attacks.iter().filter(|attack| attack.format != Format::Asice).count();
        println!("for comparison: xmlsec1 calls {lenient} of the {bare} bare ones valid");
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 150, "only {count} attacks");
    println!("{}; all refused", memory_of_a_fresh_process(dir.path()));
}

/// In a process of its own, this test again: memory is the process's, and this one has made the attacks.
fn memory_of_a_fresh_process(dir: &Path) -> String {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "story_attacks::every_attack_is_refused_with_its_own_code", "--nocapture"])
        .env(CHILD, dir)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let grown = text.lines().find(|line| line.starts_with("memory grew"));
    assert!(output.status.success() && grown.is_some(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    grown.unwrap().to_owned()
}

/// All attacks, one after the other, in a process that did nothing else; each costs little beyond what the process holds.
fn memory(dir: &Path) {
    let root = std::fs::read(dir.join("pki/root.pem")).unwrap();
    let verifier = Verifier::new(Anchors::from_pem(&root, RevocationRule::IfPublished).unwrap());
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    let request = Request { mode: Mode::Intake, ..Request::report(Clock::System.now()) };
    let first = kib("VmRSS:");
    let (mut grown, mut most) = (0, (0, Path::new("")));
    for file in &files {
        let before = kib("VmRSS:");
        // proc(5), clear_refs: the highest mark begins anew.
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        verifier.verify(Arc::new(File::open(file).unwrap()), &request).unwrap();
        let peak = kib("VmHWM:");
        grown = grown.max(peak.saturating_sub(first));
        most = most.max((peak.saturating_sub(before), file));
    }
    let (one, file) = most;
    println!("memory grew by {grown} KiB over {} attacks, by {one} KiB in one ({})", files.len(), file.display());
    assert!(files.len() >= 150 && grown < MEMORY_KIB, "{} files, {grown} KiB", files.len());
    assert!(one < MEMORY_OF_ONE_KIB, "{one} KiB for {}", file.display());
}

fn attacks<'w>(world: &'w World, dir: &'w Path) -> Table<'w> {
    let mut table = Table::new(world, dir);
    wrapping::rows(&mut table);
    references::rows(&mut table);
    transforms::rows(&mut table);
    markup::rows(&mut table);
    keys::rows(&mut table);
    certificates::rows(&mut table);
    algorithms::rows(&mut table);
    encodings::rows(&mut table);
    bombs::rows(&mut table);
    zip::rows(&mut table);
    container::rows(&mut table);
    times::rows(&mut table);
    sets::rows(&mut table);
    stamps::rows(&mut table);
    revocation::rows(&mut table);
    binding::rows(&mut table);
    table
}

/// What came of one attack.
struct Outcome {
    intake: Judged,
    report: Judged,
    admitted: bool,
    /// Of this thread, for both verifications: other work on the machine does not count.
    cpu: Duration,
    wall: Duration,
}

fn judge(world: &World, attack: &Attack) -> Outcome {
    let table = attack.table.clone().unwrap_or_else(|| world.table());
    let directory = |id: &OrganId, _: Micros| match attack.closed.contains(&id.0) {
        true => Standing::Closed { since: Micros(0) },
        false => Standing::Active(id.clone()),
    };
    let agencies = Some(Agencies { table: &table, directory: &directory });
    let given = Given(attack.given.clone());
    let pki = (!attack.given.is_empty()).then_some(&given as &dyn PkiSource);
    let (wall, before) = (Instant::now(), cpu());
    let verify = |mode, agencies| {
        let request = Request { mode, agencies, pki, ..Request::report(attack.at.unwrap_or(world.now)) };
        world.verifier.verify(Arc::new(File::open(&attack.file).unwrap()), &request).unwrap()
    };
    let (intake, report) = (verify(Mode::Intake, agencies), verify(Mode::Report, None));
    let (wall, cpu) = (wall.elapsed(), cpu() - before);
    let admitted = Admitted::from_judged(intake.clone(), &IntakePolicy::default()).is_ok();
    Outcome { intake, report, admitted, cpu, wall }
}

fn faults(attack: &Attack, outcome: &Outcome) -> Vec<String> {
    let found: BTreeSet<&str> = outcome.intake.verdict.codes().iter().map(|code| code.name()).collect();
    let expected: BTreeSet<&str> = attack.codes.iter().map(String::as_str).collect();
    let mut faults = Vec::new();
    let mut fault = |text: String| faults.push(format!("{} {}: {text}", attack.format.name(), attack.name));
    if outcome.intake.verdict.verdict == Indication::Valid || outcome.admitted {
        fault("PASSED".to_owned());
    }
    if found != expected {
        let all: Vec<&str> = outcome.intake.verdict.codes().iter().map(|code| code.name()).collect();
        fault(format!("expected {}, found {}", attack.codes.join(" "), all.join(" ")));
    }
    if let Some(text) = wrong_remarks(attack, outcome) {
        fault(text);
    }
    if (outcome.report.verdict.verdict == Indication::Valid) != attack.intake_only {
        fault(format!("report says {}", outcome.report.verdict.indication));
    }
    if outcome.cpu > DEADLINE || outcome.wall > 10 * DEADLINE {
        fault(format!("took {:?} ({:?})", outcome.cpu, outcome.wall));
    }
    faults
}

/// Where a row asks for remarks, they are all that is remarked.
fn wrong_remarks(attack: &Attack, outcome: &Outcome) -> Option<String> {
    let warnings = outcome.intake.verdict.warnings.iter().map(|finding| finding.code.name());
    let found: BTreeSet<&str> = warnings.collect();
    let expected: BTreeSet<&str> = attack.remarks.as_ref()?.iter().map(String::as_str).collect();
    (found != expected).then(|| format!("expected remarks {expected:?}, found {found:?}"))
}

fn line(number: usize, attack: &Attack, outcome: &Outcome) -> String {
    let codes: Vec<&str> = outcome.intake.verdict.codes().iter().map(|code| code.name()).collect();
    let Attack { family, name, tries, .. } = attack;
    let (format, verdict, ms) = (attack.format.name(), &outcome.intake.verdict.indication, outcome.cpu.as_millis());
    format!(
        "{number:3}  {family:<12}  {format:<7}  {name:<52}  {verdict:<13}  {ms:>4} ms  {:<60}  {tries}",
        codes.join(" ")
    )
}

/// What xmlsec1 says of a bare file, for comparison: it knows no agencies and no profile, and judges at its own time.
fn xmlsec1(world: &World, attack: &Attack) -> &'static str {
    if attack.format == Format::Asice {
        return "-";
    }
    let properties = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties";
    let output = Command::new("timeout")
        .args(["5", "xmlsec1", "--verify", "--trusted-pem"])
        .arg(world.pki.root_file())
        .args(["--id-attr:Id", properties])
        .arg(&attack.file)
        .output()
        .expect("the judge xmlsec1 is missing: run `make setup`");
    match output.status.code() {
        Some(0) => "valid",
        Some(124) => "no answer in 5 s",
        _ => "refused",
    }
}

/// A table of refusals proves nothing where everything is refused.
fn goods_are_good(world: &World, made: &[Attack]) {
    let mut files = vec![world.asice(&world.seal, &document_xml(VICTIM), b"%PDF-1.7 attachment")];
    let resealed = |form, by: &Issued| {
        let signed = world.bare(by, form, &bare_xml(VICTIM));
        let changed = text::swap(&signed, "100 triệu", "200 triệu");
        vec![pen::seal_bare(&changed, &by.key).into_bytes(), signed.into_bytes()]
    };
    files.extend(resealed(Form::XadesB, &world.seal));
    files.extend(resealed(Form::Plain, &world.seal));
    files.extend(resealed(Form::XadesB, &world.rsa));
    let mut parts = container_parts::Parts::of(&files[0]);
    files.push(parts.build());
    parts.set("document.xml", text::swap(&parts.text("document.xml"), "100 triệu", "200 triệu"));
    parts.seal(&world.seal.key);
    files.push(parts.build());
    let dir = tempfile::tempdir().unwrap();
    for (number, bytes) in files.iter().enumerate() {
        let file = dir.path().join("good");
        std::fs::write(&file, bytes).unwrap();
        let attack = Attack::of(Format::Xades, "", file);
        let outcome = judge(world, &attack);
        assert!(outcome.admitted, "good file {number}: {:#?}", outcome.intake.verdict);
        assert_eq!(outcome.report.verdict.verdict, Indication::Valid, "good file {number}");
    }
    let mut wrong = Vec::new();
    for good in made {
        let outcome = judge(world, good);
        let valid = outcome.admitted && outcome.report.verdict.verdict == Indication::Valid;
        let found = (!valid).then(|| line(0, good, &outcome)).or_else(|| wrong_remarks(good, &outcome));
        wrong.extend(found.map(|text| format!("{} {}: {text}", good.format.name(), good.name)));
    }
    assert!(wrong.is_empty(), "{} of {} good files:\n{}", wrong.len(), made.len(), wrong.join("\n"));
    let (stamped, at) = times::good(world);
    let file = dir.path().join("stamped");
    std::fs::write(&file, stamped).unwrap();
    let verdict = world.verifier.verify(Arc::new(File::open(&file).unwrap()), &Request::report(at)).unwrap().verdict;
    assert_eq!(verdict.verdict, Indication::Valid, "{verdict:#?}");
}

/// CPU time of this thread (proc(5), schedstat: nanoseconds on the CPU).
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

fn kib(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Of CPU time, for two verifications of an unoptimized build. The largest file of the table has some MiB.
const DEADLINE: Duration = Duration::from_secs(2);
/// SIGNATURES §9: memory does not grow with the file; a tree of 1 MiB of markup takes the most.
const MEMORY_KIB: u64 = 256 << 10;
/// The same of one file: a container of 12 KB once took 834 MB.
const MEMORY_OF_ONE_KIB: u64 = 32 << 10;
/// Names the folder of attacks to the process that only measures.
const CHILD: &str = "LIENTHONG_TEST_ATTACKS";
