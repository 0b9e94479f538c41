//! `lienthong admin binding` (SIGNATURES §7).

use std::path::PathBuf;

use serde_json::json;
use uuid::Uuid;

use super::{Why, ask, certificate};
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault, verify};
use crate::clock::Clock;
use crate::codes;
use crate::domain::ids::{Micros, OrganId};
use crate::exchange::NewBinding;
use crate::i18n;
use crate::signature::binding::rule_attributes;
use crate::store::change::BindingRule;

/// What is done to the table.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Binds a certificate, or all certificates of an issuer with the same subject, to an agency.
    Add(Add),
    /// Lists the bindings, ended ones too.
    List,
    /// Ends a binding.
    End(End),
    /// Stops believing a binding from a time on, which may lie in the past.
    Revoke(Revoke),
    /// Lists what was accepted under a binding since a time: documents, receivers, who has them.
    SignedSince(SignedSince),
}

/// A new binding.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["cert", "rule_from"])))]
pub struct Add {
    /// Whose.
    #[arg(long, value_name = "ORGANID")]
    pub agency: String,
    /// Exactly this certificate, PEM.
    #[arg(long, value_name = "PEM")]
    pub cert: Option<PathBuf>,
    /// A rule made from this certificate's subject: a renewal with the same subject fits too.
    #[arg(long, value_name = "PEM", requires = "issuer")]
    pub rule_from: Option<PathBuf>,
    /// The CA that issued it, PEM; the rule holds for its key.
    #[arg(long, value_name = "PEM", requires = "rule_from")]
    pub issuer: Option<PathBuf>,
    /// From when; default: now.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub from: Option<Micros>,
    /// Until when, if that is known.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub until: Option<Micros>,
    #[command(flatten)]
    pub why: Why,
}

/// An end.
#[derive(Debug, clap::Args)]
pub struct End {
    /// The binding's name, as `list` shows it.
    pub id: Uuid,
    /// When; default: now.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub at: Option<Micros>,
    #[command(flatten)]
    pub why: Why,
}

/// A seal that is no longer believed.
#[derive(Debug, clap::Args)]
pub struct Revoke {
    /// The binding's name, as `list` shows it.
    pub id: Uuid,
    /// From when; a time in the past too.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub from: Micros,
    #[command(flatten)]
    pub why: Why,
}

/// What a seal signed.
#[derive(Debug, clap::Args)]
pub struct SignedSince {
    /// The binding's name, as `list` shows it.
    pub id: Uuid,
    /// Since when; default: since it was revoked, else since it counts.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub from: Option<Micros>,
}

/// Acts.
///
/// # Errors
/// When a certificate cannot be read; `agency.*`, `store.*`.
pub async fn run(context: &Context, parts: &Parts, command: Command) -> anyhow::Result<Exit> {
    let (id, leaf) = match command {
        Command::List => return list(context, parts).await,
        Command::SignedSince(args) => return signed_since(context, parts, args).await,
        Command::Revoke(args) => (args.id, parts.exchange.revoke_binding(args.why.actor(), args.id, args.from).await?),
        Command::Add(args) => {
            let rule = rule(&args)?;
            let from = args.from.unwrap_or_else(|| Clock::System.now());
            let file = args.cert.as_ref().or(args.rule_from.as_ref());
            let not_after = file.map(|file| certificate(file)).transpose()?.map(|known| known.not_after());
            let new = NewBinding { agency: OrganId(args.agency), rule, from, until: args.until, not_after };
            parts.exchange.bind(args.why.actor(), new).await?
        }
        Command::End(args) => {
            let at = args.at.unwrap_or_else(|| Clock::System.now());
            (args.id, parts.exchange.unbind(args.why.actor(), args.id, at).await?)
        }
    };
    context.json(json!({ "binding": id, "leaf": leaf.index }).to_string().as_bytes());
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", context.say("cli-done")));
    screen.field(&context.say("cli-binding"), &id.to_string());
    screen.field(&context.say("cli-leaf"), &leaf.index.to_string());
    context.show(&screen);
    Ok(Exit::Done)
}

fn rule(args: &Add) -> Result<BindingRule, Fault> {
    match (&args.cert, &args.rule_from, &args.issuer) {
        (Some(file), _, _) => Ok(BindingRule::Exact { certificate_sha256: certificate(file)?.sha256() }),
        (None, Some(file), Some(issuer_file)) => {
            let (leaf, issuer) = (certificate(file)?, certificate(issuer_file)?);
            if !issuer.issued(&leaf) {
                let detail = format!("{} did not issue {}", issuer.subject(), leaf.subject());
                return Err(Fault::new(Exit::Refused, codes::CERTIFICATE_CHAIN, detail));
            }
            let attributes = rule_attributes(&leaf)
                .map_err(|error| Fault::new(Exit::Refused, codes::CERTIFICATE_MALFORMED, error.to_string()))?;
            let flat = attributes
                .into_iter()
                .flat_map(|(oid, values)| values.into_iter().map(move |value| (oid.clone(), value)));
            Ok(BindingRule::Rule { issuer_spki_sha256: issuer.spki_sha256(), attributes: flat.collect() })
        }
        (None, _, _) => Err(Fault::usage("expected --cert, or --rule-from and --issuer")),
    }
}

async fn list(context: &Context, parts: &Parts) -> anyhow::Result<Exit> {
    let rows = ask(parts, crate::store::Store::bindings).await?;
    let mut screen = Screen::stdout();
    let mut said = Vec::new();
    for row in rows {
        screen.heading(&row.id.to_string());
        screen.field(&context.say("cli-agency"), &safe(&row.agency.0));
        let what = match &row.rule {
            BindingRule::Exact { certificate_sha256 } => {
                screen.field("SHA-256", &certificate_sha256.to_string());
                json!({ "certificate_sha256": certificate_sha256 })
            }
            BindingRule::Rule { issuer_spki_sha256, attributes } => {
                screen.field(&context.say("cli-issuer"), &format!("SPKI {issuer_spki_sha256}"));
                let words: Vec<String> = attributes.iter().map(|(oid, value)| format!("{oid}={value}")).collect();
                screen.field(&context.say("cli-subject-rule"), &safe(&words.join(", ")));
                json!({ "issuer_spki_sha256": issuer_spki_sha256, "attributes": attributes })
            }
        };
        let end = row.valid_until.map_or_else(|| "…".to_owned(), |at| i18n::date_time(context.lang, at));
        let validity = format!("{} – {end}", i18n::date_time(context.lang, row.valid_from));
        screen.field(&context.say("cli-validity"), &validity);
        if let Some(at) = row.revoked_from {
            screen.field(&context.say("cli-revoked"), &i18n::date_time(context.lang, at));
        }
        screen.field(&context.say("cli-author"), &safe(&row.author));
        screen.field(&context.say("cli-reason"), &safe(&row.reason));
        said.push(json!({
            "id": row.id, "version": row.version, "agency": row.agency.0, "rule": what, "valid_from": row.valid_from.0,
            "valid_until": row.valid_until.map(|at| at.0), "revoked_from": row.revoked_from.map(|at| at.0),
            "not_after": row.not_after.map(|at| at.0), "author": row.author, "reason": row.reason,
        }));
    }
    context.json(json!({ "bindings": said }).to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}

async fn signed_since(context: &Context, parts: &Parts, args: SignedSince) -> anyhow::Result<Exit> {
    let found = ask(parts, move |store| {
        let Some(row) = store.bindings()?.into_iter().find(|row| row.id == args.id) else { return Ok(None) };
        let from = args.from.or(row.revoked_from).unwrap_or(row.valid_from);
        Ok(Some((from, store.signed_since(&args.id, from)?)))
    })
    .await?;
    let unknown = || Fault::new(Exit::Refused, codes::STORE_BINDING_UNKNOWN, args.id.to_string());
    let (from, documents) = found.ok_or_else(unknown)?;
    let mut screen = Screen::stdout();
    let when = |at: Micros| i18n::date_time(context.lang, at);
    screen.field(&context.say("cli-since"), &when(from));
    screen.field(&context.say("cli-count"), &documents.len().to_string());
    let mut said = Vec::new();
    for one in &documents {
        screen.heading(&safe(&one.document_id.0));
        screen.field(&context.say("cli-document"), &one.document.to_string());
        screen.field(&context.say("cli-received"), &when(one.received));
        let mut receivers = Vec::new();
        for (to, fetched) in &one.receivers {
            let had = fetched.map_or_else(|| "–".to_owned(), when);
            screen.field(&context.say("cli-to"), &format!("{} ({had})", safe(&to.0)));
            receivers.push(json!({ "organ_id": to, "fetched": fetched }));
        }
        said.push(json!({
            "document": one.document, "document_id": one.document_id, "from": one.issuer, "received": one.received,
            "receivers": receivers,
        }));
    }
    context.json(json!({ "binding": args.id, "since": from, "documents": said }).to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}
