//! `lienthong audit receipt`: the judge of receipts, with no hub at hand; and `audit page`, the same judge as one page for
//! browsers.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::run::{Context, put};
use super::screen::{Screen, safe};
use super::{Exit, Fault, fault, words};
use crate::clock::Clock;
use crate::codes;
use crate::crypto;
use crate::domain::ids::Digest;
use crate::evidence::audit;
use crate::evidence::key::VKey;
use crate::evidence::receipt::{Judgement, Openings, Outcome, PackageCheck, Receipt};
use crate::i18n;
use crate::report::inside::{self, Wrapping};
use crate::report::proof;

/// What can be audited.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Judges a receipt: is its statement in the log, signed by a key you trust? Exit 0 proven, 1 disproven, 2 without
    /// a key. · Kiểm chứng biên nhận.
    Receipt(Args),
    /// Says whether a newer checkpoint continues an older one, from a copy of the log's tiles. Exit 0 yes, 1 no. ·
    /// Đối chiếu hai điểm kiểm.
    Consistency(super::consistency::Args),
    /// Prints a page that checks receipts in a browser: one file, no network. · Trang kiểm chứng biên nhận.
    ///
    /// For example: lienthong audit page --key log.vkey > proof.html
    Page(PageArgs),
}

/// What the page takes with it.
#[derive(Debug, clap::Args)]
pub struct PageArgs {
    /// A verification key that the page is to trust, or a file of them; without one whoever opens the page enters it.
    #[arg(long, value_name = "VKEY")]
    pub key: Vec<String>,
}

/// A receipt, the keys to believe it by, and the package that it should be about.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The receipt: JSON, tlog-proof, or the PDF or ASiC-E of a receipt as evidence.
    pub file: PathBuf,
    /// A verification key that you trust, as the hub's operator published it, or a file of them; several are possible.
    #[arg(long, value_name = "VKEY")]
    pub key: Vec<String>,
    /// The package that the receipt should be about.
    #[arg(long, value_name = "FILE")]
    pub package: Option<PathBuf>,
}

/// Judges.
///
/// # Errors
/// When a file cannot be read or a key is none; a bad receipt is a judgement.
pub fn run(context: &Context, command: &Command) -> anyhow::Result<Exit> {
    let args = match command {
        Command::Receipt(args) => args,
        Command::Consistency(args) => return super::consistency::run(context, args),
        Command::Page(args) => return page(args),
    };
    let file = std::fs::read(&args.file).map_err(|error| Fault::unreadable(&args.file, error))?;
    // A paper or a sealed container is asked for the receipt in it, as the page asks it.
    let wrapping = inside::wrapping(&file);
    let receipt = match wrapping {
        None => file,
        Some(_) => inside::receipt_inside(&file).ok_or_else(|| {
            Fault::new(Exit::Unreadable, codes::EVIDENCE_NONE_INSIDE, args.file.display().to_string())
        })?,
    };
    let keys = keys(&args.key)?;
    let package = args.package.as_deref().map(digest).transpose()?;
    let judgement = audit::receipt(&receipt, &keys, package);
    let openings = Receipt::parse(&receipt).map(|receipt| receipt.openings).unwrap_or_default();
    let mut said = said(&judgement, &openings);
    said["taken_out_of"] = json!(wrapping.map(|from| if from == Wrapping::Pdf { "pdf" } else { "asice" }));
    context.json(said.to_string().as_bytes());
    let mut screen = screen(context, &judgement, &openings);
    if let Some(from) = wrapping {
        let key = if from == Wrapping::Pdf { "proof-from-paper" } else { "proof-from-container" };
        screen.marked("!", &context.say(key));
    }
    context.show(&screen);
    Ok(match judgement.outcome {
        Outcome::Proven => Exit::Done,
        Outcome::Disproven => Exit::Refused,
        Outcome::Indeterminate => Exit::Indeterminate,
    })
}

fn page(args: &PageArgs) -> anyhow::Result<Exit> {
    let keys = keys(&args.key)?.iter().map(VKey::to_string).collect();
    put(&proof::page(&proof::Told { hub: None, keys, made: Clock::System.now() }));
    Ok(Exit::Done)
}

pub(super) fn keys(given: &[String]) -> anyhow::Result<Vec<VKey>> {
    let mut keys = Vec::new();
    for text in given {
        let path = Path::new(text);
        let text = if path.is_file() {
            std::fs::read_to_string(path).map_err(|error| Fault::unreadable(path, error))?
        } else {
            text.clone()
        };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let key = VKey::parse(line)
                .map_err(|error| Fault::new(Exit::Usage, error.code(), format!("--key: {}", fault::causes(&error))))?;
            keys.push(key);
        }
    }
    Ok(keys)
}

fn digest(path: &Path) -> Result<Digest, Fault> {
    let unreadable = |error| Fault::unreadable(path, error);
    let mut file = std::fs::File::open(path).map_err(unreadable)?;
    let (mut hash, mut buffer) = (crypto::Sha256::default(), vec![0; 256 * 1024]);
    loop {
        let count = file.read(&mut buffer).map_err(unreadable)?;
        if count == 0 {
            return Ok(hash.finish());
        }
        hash.update(buffer.get(..count).unwrap_or_default());
    }
}

fn said(judgement: &Judgement, openings: &Openings) -> Json {
    let leaf = judgement.leaf.as_ref().and_then(|leaf| serde_json::from_slice::<Json>(leaf.bytes()).ok());
    let checkpoint = judgement
        .checkpoint
        .as_ref()
        .map(|head| json!({ "origin": head.origin, "size": head.size, "root": head.root.to_base64() }));
    json!({
        "outcome": judgement.outcome,
        "failures": judgement.failures,
        "index": judgement.index,
        "leaf": leaf,
        "leaf_hash": judgement.leaf.as_ref().map(|leaf| Digest(leaf.hash().0)),
        "checkpoint": checkpoint,
        "signers": judgement.signers,
        "witnesses": judgement.witnesses,
        "witness": "no witness",
        "package": judgement.package,
        "opened": {
            "document_id": openings.doc.as_ref().map(|opening| opening.id.0.clone()),
            "package_sha256": openings.pkg.as_ref().map(|opening| opening.sha256),
            "content_sha256": openings.content.as_ref().map(|opening| opening.sha256),
        },
    })
}

fn screen(context: &Context, judgement: &Judgement, openings: &Openings) -> Screen {
    let mut screen = Screen::stdout();
    let proven = judgement.outcome == Outcome::Proven;
    match judgement.outcome {
        Outcome::Proven => screen.good(&format!("✓ {}", context.say("cli-audit-proven"))),
        // A good receipt beside the wrong package is no bad receipt.
        Outcome::Disproven if judgement.failures.iter().all(|one| one.code == codes::EVIDENCE_PACKAGE) => {
            screen.bad(&format!("✗ {}", context.say("proof-other-package")));
        }
        Outcome::Disproven => screen.bad(&format!("✗ {}", context.say("cli-audit-disproven"))),
        Outcome::Indeterminate => screen.open(&format!("? {}", context.say("cli-audit-no-key"))),
    }
    for failure in &judgement.failures {
        screen.marked("  ✗", &format!("{} ({})", i18n::title(context.lang, failure.code), failure.code));
        screen.marked("     ", &safe(&failure.detail));
        screen.marked("    →", &i18n::remedy(context.lang, failure.code));
    }
    if proven || judgement.outcome == Outcome::Indeterminate {
        statement(context, &mut screen, judgement, openings);
    }
    if let Some(head) = &judgement.checkpoint {
        screen.field(&context.say("cli-log"), &safe(&head.origin));
        screen.field(&context.say("proof-root"), &head.root.to_base64());
        screen
            .field(&context.say("cli-tree"), &i18n::number(context.lang, i64::try_from(head.size).unwrap_or(i64::MAX)));
    }
    screen.field(&context.say("cli-signed-by"), &safe(&judgement.signers.join(", ")));
    screen.field(&context.say("cli-witness"), &context.say("cli-no-witness"));
    let package = match judgement.package {
        PackageCheck::NotGiven => "cli-package-not-given",
        PackageCheck::Matches => "cli-package-matches",
        PackageCheck::Differs => "cli-package-differs",
    };
    screen.field(&context.say("cli-package"), &context.say(package));
    screen
}

/// What the leaf says. Shown only where nothing contradicts it.
fn statement(context: &Context, screen: &mut Screen, judgement: &Judgement, openings: &Openings) {
    let Some(leaf) = &judgement.leaf else { return };
    let (stamp, body) = (leaf.stamp(), leaf.body());
    screen.field(&context.say("cli-event"), &words::event(context, body.event.as_str()));
    screen.field(&context.say("cli-logged"), &i18n::date_time(context.lang, stamp.time));
    let received = body.received.map(|at| i18n::date_time(context.lang, at)).unwrap_or_default();
    screen.field(&context.say("cli-received"), &received);
    // One field is one line: a line break in it would be a line of its own among the verdict's.
    let safe = |text: &str| safe(text).replace('\n', "\u{fffd}");
    let organ = |id: &Option<crate::domain::ids::OrganId>| safe(id.as_ref().map_or("", |id| id.0.as_str()));
    screen.field(&context.say("cli-from"), &organ(&body.from));
    screen.field(&context.say("cli-to"), &organ(&body.to));
    screen.field(&context.say("cli-code"), &safe(body.code.as_deref().unwrap_or_default()));
    screen.field("DocumentId", &openings.doc.as_ref().map(|opening| safe(&opening.id.0)).unwrap_or_default());
    let digest = |opening: Option<&crate::evidence::receipt::DigestOpening>| opening.map(|o| o.sha256.to_string());
    screen.field("SHA-256", &digest(openings.pkg.as_ref()).unwrap_or_default());
    let index = judgement.index.map(|index| i18n::number(context.lang, i64::try_from(index).unwrap_or(i64::MAX)));
    screen.field(&context.say("cli-leaf"), &index.unwrap_or_default());
    screen.field(&context.say("proof-leaf-hash"), &Digest(leaf.hash().0).to_string());
}
