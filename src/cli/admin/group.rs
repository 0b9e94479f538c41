//! `lienthong admin group`: groups of receivers, and `admin substitute`: who takes what is sent to another.

use serde_json::json;

use super::{Why, ask};
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, verify};
use crate::clock::Clock;
use crate::domain::ids::{Micros, OrganId};
use crate::i18n;
use crate::store::LeafRef;
use crate::store::agencies::Group;
use crate::store::change::AgencyAct;

/// What is done to groups.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Sets a group, new or instead of the one of that name.
    Set(Set),
    /// Takes a group away.
    Remove(Remove),
    /// Lists the groups with their members.
    List,
    /// Says whom a group means now: the receivers to be written into a document before it is signed.
    Expand(Expand),
}

/// A group.
#[derive(Debug, clap::Args)]
pub struct Set {
    /// Its name: lower-case letters, digits, hyphens.
    pub name: String,
    /// What people call it.
    #[arg(long)]
    pub title: String,
    /// A member's code; may be given several times.
    #[arg(long, value_name = "ORGANID", required = true)]
    pub member: Vec<String>,
    #[command(flatten)]
    pub why: Why,
}

/// Which.
#[derive(Debug, clap::Args)]
pub struct Remove {
    /// Its name.
    pub name: String,
    #[command(flatten)]
    pub why: Why,
}

/// Which.
#[derive(Debug, clap::Args)]
pub struct Expand {
    /// Its name.
    pub name: String,
}

/// What is done to substitutes.
#[derive(Debug, clap::Subcommand)]
pub enum Substitutes {
    /// Lets an agency take, for a time, what is sent to another one.
    Set(SetSubstitute),
    /// Ends it.
    End(EndSubstitute),
    /// Lists who stands in for whom, over all times.
    List,
}

/// A substitute.
#[derive(Debug, clap::Args)]
pub struct SetSubstitute {
    /// For whom.
    pub organ_id: String,
    /// Into whose inbox.
    #[arg(long, value_name = "ORGANID")]
    pub by: String,
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
pub struct EndSubstitute {
    /// For whom.
    pub organ_id: String,
    /// When; default: now.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub at: Option<Micros>,
    #[command(flatten)]
    pub why: Why,
}

/// Acts on groups.
///
/// # Errors
/// `agency.*`, `store.*`.
pub async fn run(context: &Context, parts: &Parts, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Set(args) => {
            let members = args.member.into_iter().map(OrganId).collect();
            let group = Group { name: args.name.clone(), title: args.title, members };
            let leaf = parts.exchange.set_group(args.why.actor(), group).await?;
            Ok(done(context, &args.name, leaf))
        }
        Command::Remove(args) => {
            let leaf = parts.exchange.remove_group(args.why.actor(), args.name.clone()).await?;
            Ok(done(context, &args.name, leaf))
        }
        Command::List => {
            let groups = ask(parts, crate::store::Store::groups).await?;
            let mut screen = Screen::stdout();
            let mut said = Vec::new();
            for Group { name, title, members } in groups {
                screen.heading(&safe(&name));
                screen.indented(&safe(&title));
                let codes: Vec<&str> = members.iter().map(|id| id.0.as_str()).collect();
                screen.field(&context.say("cli-members"), &safe(&codes.join(", ")));
                said.push(json!({ "name": name, "title": title, "members": members }));
            }
            context.json(json!({ "groups": said }).to_string().as_bytes());
            context.show(&screen);
            Ok(Exit::Done)
        }
        Command::Expand(args) => {
            let exchange = parts.exchange.clone();
            let found = tokio::task::spawn_blocking(move || exchange.expand_group(&args.name)).await??;
            let mut screen = Screen::stdout();
            for id in &found.receivers {
                screen.line(&safe(&id.0));
            }
            for fault in &found.left_out {
                let organ_id = safe(fault.found.as_deref().unwrap_or_default());
                screen.bad(&format!("✗ {organ_id}: {} ({})", i18n::title(context.lang, fault.code), fault.code));
            }
            let said = json!({ "receivers": found.receivers, "left_out": found.left_out });
            context.json(said.to_string().as_bytes());
            context.show(&screen);
            Ok(Exit::Done)
        }
    }
}

/// Acts on substitutes.
///
/// # Errors
/// `agency.*`, `store.*`.
pub async fn substitutes(context: &Context, parts: &Parts, command: Substitutes) -> anyhow::Result<Exit> {
    let now = Clock::System.now();
    let (why, name, act) = match command {
        Substitutes::List => {
            let rows = ask(parts, crate::store::Store::substitutes).await?;
            let mut screen = Screen::stdout();
            let mut said = Vec::new();
            for row in rows {
                let when = |at: Micros| i18n::date_time(context.lang, at);
                screen.heading(&safe(&row.agency.0));
                screen.field(&context.say("cli-substitute"), &safe(&row.stands_in.0));
                let end = row.until.map_or_else(|| "…".to_owned(), when);
                screen.field(&context.say("cli-validity"), &format!("{} – {end}", when(row.from)));
                said.push(json!({
                    "agency": row.agency, "stands_in": row.stands_in, "from": row.from, "until": row.until,
                }));
            }
            context.json(json!({ "substitutes": said }).to_string().as_bytes());
            context.show(&screen);
            return Ok(Exit::Done);
        }
        Substitutes::Set(args) => {
            let act = AgencyAct::Substitute {
                organ_id: OrganId(args.organ_id.clone()),
                stands_in: OrganId(args.by),
                from: args.from.unwrap_or(now),
                until: args.until,
            };
            (args.why, args.organ_id, act)
        }
        Substitutes::End(args) => {
            let act = AgencyAct::EndSubstitute { organ_id: OrganId(args.organ_id.clone()), at: args.at.unwrap_or(now) };
            (args.why, args.organ_id, act)
        }
    };
    let leaf = parts.exchange.change_agency(why.actor(), act).await?;
    Ok(done(context, &name, leaf))
}

fn done(context: &Context, name: &str, leaf: LeafRef) -> Exit {
    context.json(json!({ "name": name, "leaf": leaf.index }).to_string().as_bytes());
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {} {}", context.say("cli-done"), safe(name)));
    screen.field(&context.say("cli-leaf"), &leaf.index.to_string());
    context.show(&screen);
    Exit::Done
}
