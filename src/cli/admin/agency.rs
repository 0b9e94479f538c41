//! `lienthong admin agency`.

use serde_json::json;

mod merge;
mod tree;

use super::{Why, ask};
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault, verify};
use crate::clock::Clock;
use crate::domain::ids::{Micros, OrganId};
use crate::i18n;
use crate::store::agencies::Agency;
use crate::store::change::{AgencyAct, AgencyFacts};
use crate::store::reminders::FailingAddress;
use crate::store::{self, PAGE_MAX, Store};

/// What is done to the directory.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Adds an agency.
    Add(Add),
    /// Changes what the directory says of an agency; what is not given stays.
    Change(Change),
    /// Lists the agencies, closed ones too.
    List,
    /// Shows the agencies as a tree, each below its parent.
    Tree,
    /// Shows all that the directory says of one agency: names, codes, bindings, substitutes.
    Show(Show),
    /// Gives an agency a new name; what was sent before keeps the old one.
    Rename(Rename),
    /// Merges agencies into a successor, as one act: they close, their codes forward to it, their seals end.
    Merge(merge::Merge),
    /// Suspends an agency: it sends nothing and is sent nothing; what lies in its inbox can still be fetched.
    Suspend(Close),
    /// Lets a suspended agency work again.
    Resume(Resume),
    /// Closes an agency: it sends and receives nothing more; what it has stays readable.
    Close(Close),
    /// Lets an old code forward to its successor (a merger); an agency of that code is closed.
    Alias(Alias),
}

/// A new agency.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// Mã định danh, such as 000.00.15.H57
    pub organ_id: String,
    /// Tên cơ quan.
    #[arg(long)]
    pub name: String,
    /// Cơ quan chủ quản: its code.
    #[arg(long, value_name = "ORGANID")]
    pub parent: Option<String>,
    /// 1 province, 2 department or district, 3 commune; default: one below its parent, 2 without one.
    #[arg(long, value_name = "N")]
    pub level: Option<i16>,
    /// Where its office gets mail; may be given several times.
    #[arg(long, value_name = "ADDRESS")]
    pub mail: Vec<String>,
    /// Mails may show a document's subject.
    #[arg(long)]
    pub mail_subject: bool,
    /// May send packages without a valid signature, where the hub's policy takes them.
    #[arg(long)]
    pub allows_legacy: bool,
    /// Valid from; default: now.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub from: Option<Micros>,
    #[command(flatten)]
    pub why: Why,
}

/// New facts.
#[derive(Debug, clap::Args)]
pub struct Change {
    /// Mã định danh.
    pub organ_id: String,
    /// Tên cơ quan.
    #[arg(long)]
    pub name: Option<String>,
    /// Cơ quan chủ quản: its code.
    #[arg(long, value_name = "ORGANID")]
    pub parent: Option<String>,
    /// 1 province, 2 department or district, 3 commune.
    #[arg(long, value_name = "N")]
    pub level: Option<i16>,
    /// Where its office gets mail, instead of the addresses so far; may be given several times.
    #[arg(long, value_name = "ADDRESS")]
    pub mail: Vec<String>,
    /// Whether mails may show a document's subject.
    #[arg(long, value_name = "BOOL")]
    pub mail_subject: Option<bool>,
    /// Whether it may send packages without a valid signature, where the hub's policy takes them.
    #[arg(long, value_name = "BOOL")]
    pub allows_legacy: Option<bool>,
    #[command(flatten)]
    pub why: Why,
}

/// An end.
#[derive(Debug, clap::Args)]
pub struct Close {
    /// Mã định danh.
    pub organ_id: String,
    /// From when; default: now.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub at: Option<Micros>,
    #[command(flatten)]
    pub why: Why,
}

/// Which.
#[derive(Debug, clap::Args)]
pub struct Show {
    /// Mã định danh.
    pub organ_id: String,
}

/// A new name.
#[derive(Debug, clap::Args)]
pub struct Rename {
    /// Mã định danh.
    pub organ_id: String,
    /// Tên cơ quan.
    #[arg(long)]
    pub name: String,
    /// From when; default: now.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub from: Option<Micros>,
    #[command(flatten)]
    pub why: Why,
}

/// An end of a suspension.
#[derive(Debug, clap::Args)]
pub struct Resume {
    /// Mã định danh.
    pub organ_id: String,
    #[command(flatten)]
    pub why: Why,
}

/// A merger of a code.
#[derive(Debug, clap::Args)]
pub struct Alias {
    /// The old code.
    pub organ_id: String,
    /// The code of the successor.
    pub successor: String,
    /// From when; default: now.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub from: Option<Micros>,
    #[command(flatten)]
    pub why: Why,
}

/// Acts.
///
/// # Errors
/// `agency.*`, `store.*`.
pub async fn run(context: &Context, parts: &Parts, command: Command) -> anyhow::Result<Exit> {
    let now = Clock::System.now();
    let (why, organ_id, act) = match command {
        Command::List => return list(context, parts).await,
        Command::Tree => return tree::tree(context, parts).await,
        Command::Show(args) => return tree::show(context, parts, &OrganId(args.organ_id)).await,
        Command::Merge(args) => return merge::run(context, parts, args).await,
        Command::Rename(args) => {
            let (organ_id, from) = (OrganId(args.organ_id.clone()), args.from.unwrap_or(now));
            (args.why, args.organ_id, AgencyAct::Rename { organ_id, name: args.name, from })
        }
        Command::Suspend(args) => {
            let (organ_id, from) = (OrganId(args.organ_id.clone()), args.at.unwrap_or(now));
            (args.why, args.organ_id, AgencyAct::Suspend { organ_id, from })
        }
        Command::Resume(args) => {
            let act = AgencyAct::Resume { organ_id: OrganId(args.organ_id.clone()) };
            (args.why, args.organ_id, act)
        }
        Command::Add(args) => {
            let level = level(parts, args.level, args.parent.clone()).await?;
            let facts = AgencyFacts {
                organ_id: OrganId(args.organ_id.clone()),
                name: args.name,
                parent: args.parent.map(OrganId),
                level,
                mail: args.mail,
                mail_subject: args.mail_subject,
                valid_from: args.from.unwrap_or(now),
                allows_legacy: args.allows_legacy,
            };
            (args.why, args.organ_id, AgencyAct::Add(facts))
        }
        Command::Change(args) => {
            let facts = changed(parts, &args).await?;
            (args.why, args.organ_id, AgencyAct::Update(facts))
        }
        Command::Close(args) => {
            let act = AgencyAct::Close { organ_id: OrganId(args.organ_id.clone()), at: args.at.unwrap_or(now) };
            (args.why, args.organ_id, act)
        }
        Command::Alias(args) => {
            let act = AgencyAct::Alias {
                organ_id: OrganId(args.organ_id.clone()),
                successor: OrganId(args.successor),
                from: args.from.unwrap_or(now),
            };
            (args.why, args.organ_id, act)
        }
    };
    let leaf = parts.exchange.change_agency(why.actor(), act).await?;
    Ok(done(context, &organ_id, leaf.index))
}

/// Says that it is done, and where the log holds it.
fn done(context: &Context, organ_id: &str, leaf: i64) -> Exit {
    context.json(json!({ "organ_id": organ_id, "leaf": leaf }).to_string().as_bytes());
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", context.say("cli-done")));
    screen.field(&context.say("cli-agency"), organ_id);
    screen.field(&context.say("cli-leaf"), &leaf.to_string());
    context.show(&screen);
    Exit::Done
}

/// The level that is given, else one below the parent's.
async fn level(parts: &Parts, given: Option<i16>, parent: Option<String>) -> anyhow::Result<i16> {
    let (None, Some(parent)) = (given, parent.map(OrganId)) else { return Ok(given.unwrap_or(DEFAULT_LEVEL)) };
    let above = ask(parts, move |store| store.agency(&parent)).await?;
    Ok(above.map_or(DEFAULT_LEVEL, |above| above.facts.level.saturating_add(1)))
}

async fn changed(parts: &Parts, args: &Change) -> anyhow::Result<AgencyFacts> {
    let id = OrganId(args.organ_id.clone());
    let found = ask(parts, move |store| store.agency(&id)).await?;
    let facts =
        found.ok_or_else(|| Fault::new(Exit::Refused, crate::codes::AGENCY_UNKNOWN, args.organ_id.clone()))?.facts;
    Ok(AgencyFacts {
        name: args.name.clone().unwrap_or(facts.name),
        parent: args.parent.clone().map(OrganId).or(facts.parent),
        level: args.level.unwrap_or(facts.level),
        mail: if args.mail.is_empty() { facts.mail } else { args.mail.clone() },
        mail_subject: args.mail_subject.unwrap_or(facts.mail_subject),
        allows_legacy: args.allows_legacy.unwrap_or(facts.allows_legacy),
        ..facts
    })
}

async fn list(context: &Context, parts: &Parts) -> anyhow::Result<Exit> {
    let (agencies, aliases, failing) =
        ask(parts, |store| Ok((all(store)?, store.aliases()?, store.failing_addresses()?))).await?;
    let mut screen = Screen::stdout();
    let mut said = Vec::new();
    for Agency { facts, valid_until, suspended_from } in agencies {
        let old: Vec<&str> = aliases
            .iter()
            .filter(|alias| alias.successor == facts.organ_id)
            .map(|alias| alias.organ_id.0.as_str())
            .collect();
        screen.heading(&safe(&facts.organ_id.0));
        screen.indented(&safe(&facts.name));
        screen.field(&context.say("cli-parent"), &safe(facts.parent.as_ref().map_or("", |id| id.0.as_str())));
        screen.field(&context.say("cli-mail"), &safe(&facts.mail.join(", ")));
        let failing: Vec<&FailingAddress> = failing.iter().filter(|one| one.agency == facts.organ_id).collect();
        for one in &failing {
            let since = i18n::date_time(context.lang, one.since);
            let line = format!("{} {} ({since}): {}", context.say("cli-mail-failing"), one.address, one.reply);
            screen.bad(&format!("  ! {}", safe(&line)));
        }
        screen.field(&context.say("cli-aliases"), &safe(&old.join(", ")));
        let closed = valid_until.map(|at| i18n::date_time(context.lang, at)).unwrap_or_default();
        screen.field(&context.say("cli-closed"), &closed);
        if let Some(at) = suspended_from {
            screen.field(&context.say("cli-suspended"), &i18n::date_time(context.lang, at));
        }
        said.push(json!({
            "organ_id": facts.organ_id.0, "name": facts.name, "parent": facts.parent.map(|id| id.0), "level": facts.level,
            "mail": facts.mail, "mail_subject": facts.mail_subject, "allows_legacy": facts.allows_legacy,
            "valid_from": facts.valid_from.0, "valid_until": valid_until.map(|at| at.0), "suspended_from": suspended_from.map(|at| at.0), "aliases": old,
            "mail_failing": failing.iter().map(|one| json!({ "address": one.address, "since": one.since.0, "reply": one.reply })).collect::<Vec<_>>(),
        }));
    }
    context.json(json!({ "agencies": said }).to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}

/// Every agency, closed ones too.
fn all(store: &Store) -> Result<Vec<Agency>, store::Error> {
    let mut all = Vec::<Agency>::new();
    loop {
        let page = store.agencies(all.last().map(|agency| &agency.facts.organ_id), PAGE_MAX)?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// A department or district.
const DEFAULT_LEVEL: i16 = 2;
