//! `lienthong admin person`: who may sign in to the console, and as what. The first operator comes from here.

use serde_json::json;

use super::{Why, ask};
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault};
use crate::codes;
use crate::domain::ids::{OrganId, PersonId};
use crate::domain::person::Role;
use crate::exchange::people::role_word;
use crate::exchange::{Administrator, Invited, NewInvitation, Refusal, link};
use crate::i18n;
use crate::store::LeafRef;
use crate::store::people::{Person, Post};

/// What is done with people.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Invites somebody. The link goes by mail; where mail is off it is printed.
    Invite(Invite),
    /// Lists the people of an agency, or of the hub, with their roles.
    List(Place),
    /// Gives a person a further role.
    Grant(OneRole),
    /// Takes a role back, at once.
    Withdraw(OneRole),
    /// Lets a person sign in no longer; every session ends.
    Disable(One),
    /// Lets a person sign in again.
    Enable(One),
    /// Makes a link that sets a person's password anew.
    Reset(Reset),
}

/// Where.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Place {
    /// The agency.
    #[arg(long, value_name = "ORGANID")]
    pub agency: Option<String>,
    /// The hub itself: auditors and operators.
    #[arg(long)]
    pub hub: bool,
}

/// Who, and as what.
#[derive(Debug, clap::Args)]
pub struct Invite {
    /// The address to sign in with.
    #[arg(long, value_name = "ADDRESS")]
    pub mail: String,
    /// What people call them.
    #[arg(long)]
    pub name: String,
    /// clerk, reader or agency_admin at an agency; auditor or operator at the hub.
    #[arg(long, value_parser = role)]
    pub role: Role,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub why: Why,
}

/// Whose role.
#[derive(Debug, clap::Args)]
pub struct OneRole {
    /// The person: their address, or their id as `list` shows it.
    pub person: String,
    /// Which role.
    #[arg(long, value_parser = role)]
    pub role: Role,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub why: Why,
}

/// Who.
#[derive(Debug, clap::Args)]
pub struct One {
    /// The person: their address, or their id as `list` shows it.
    pub person: String,
    #[command(flatten)]
    pub why: Why,
}

/// Whose password.
#[derive(Debug, clap::Args)]
pub struct Reset {
    /// The person: their address, or their id as `list` shows it.
    pub person: String,
    /// Takes the second factor away too: the telephone is lost.
    #[arg(long)]
    pub totp: bool,
    #[command(flatten)]
    pub why: Why,
}

impl Place {
    fn agency(&self) -> Option<OrganId> {
        self.agency.clone().map(OrganId)
    }
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| format!("one of {}", Role::ALL.map(Role::as_str).join(", ")))
}

/// Acts.
///
/// # Errors
/// `person.*`, `agency.*`, `store.*`.
pub async fn run(context: &Context, parts: &Parts, public_url: &str, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::List(place) => list(context, parts, &place).await,
        Command::Invite(args) => {
            let post = Post { agency: args.place.agency(), role: args.role };
            let by = Administrator::cli(args.why.actor());
            let new = NewInvitation { mail: args.mail, name: args.name, post };
            let invited = parts.exchange.invite(&by, new).await?;
            Ok(linked(context, public_url, &invited))
        }
        Command::Reset(args) => {
            let person = find(parts, &args.person).await?;
            let by = Administrator::cli(args.why.actor());
            let invited = parts.exchange.reset_person(&by, person, args.totp).await?;
            Ok(linked(context, public_url, &invited))
        }
        Command::Grant(args) => {
            let (person, post) = (find(parts, &args.person).await?, args.post());
            let leaf = parts.exchange.grant_role(&Administrator::cli(args.why.actor()), person, post).await?;
            Ok(done(context, person, leaf))
        }
        Command::Withdraw(args) => {
            let (person, post) = (find(parts, &args.person).await?, args.post());
            let leaf = parts.exchange.withdraw_role(&Administrator::cli(args.why.actor()), person, post).await?;
            Ok(done(context, person, leaf))
        }
        Command::Disable(args) => disable(context, parts, args, true).await,
        Command::Enable(args) => disable(context, parts, args, false).await,
    }
}

impl OneRole {
    fn post(&self) -> Post {
        Post { agency: self.place.agency(), role: self.role }
    }
}

async fn disable(context: &Context, parts: &Parts, args: One, disabled: bool) -> anyhow::Result<Exit> {
    let person = find(parts, &args.person).await?;
    let by = Administrator::cli(args.why.actor());
    let leaf = parts.exchange.disable_person(&by, person, disabled).await?;
    Ok(done(context, person, leaf))
}

/// By id, or by address.
async fn find(parts: &Parts, text: &str) -> anyhow::Result<PersonId> {
    if let Ok(id) = text.parse::<PersonId>() {
        return Ok(id);
    }
    let mail = text.trim().to_lowercase();
    if !mail.contains('@') {
        return Err(Fault::usage(format!("{text:?} is neither an address nor an id")).into());
    }
    let found = ask(parts, move |store| store.proofs_by_mail(&mail)).await?;
    let found = found.ok_or_else(|| Refusal::new(codes::PERSON_UNKNOWN, format!("nobody signs in with {text}")))?;
    Ok(found.person.id)
}

fn linked(context: &Context, public_url: &str, invited: &Invited) -> Exit {
    let shown = (!invited.mailed).then(|| link(public_url, &invited.token));
    let said = json!({ "mailed": invited.mailed, "link": shown, "until": invited.until.0, "leaf": invited.leaf.index });
    context.json(said.to_string().as_bytes());
    let mut screen = Screen::stdout();
    let key = if invited.mailed { "cli-person-mailed" } else { "cli-person-link" };
    screen.good(&format!("✓ {}", context.say(key)));
    if let Some(shown) = &shown {
        screen.indented(shown);
    }
    screen.field(&context.say("cli-expires"), &i18n::date_time(context.lang, invited.until));
    screen.field(&context.say("cli-leaf"), &invited.leaf.index.to_string());
    context.show(&screen);
    Exit::Done
}

fn done(context: &Context, person: PersonId, leaf: LeafRef) -> Exit {
    context.json(json!({ "person": person.0, "leaf": leaf.index }).to_string().as_bytes());
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", context.say("cli-done")));
    screen.field(&context.say("cli-leaf"), &leaf.index.to_string());
    context.show(&screen);
    Exit::Done
}

async fn list(context: &Context, parts: &Parts, place: &Place) -> anyhow::Result<Exit> {
    let agency = place.agency();
    let people = ask(parts, move |store| store.people(agency.as_ref())).await?;
    let mut screen = Screen::stdout();
    let mut said = Vec::new();
    for (person, roles) in people {
        let Person { id, mail, name, has_totp, disabled, .. } = person;
        screen.heading(&format!("{} {}", if disabled.is_none() { "✓" } else { "✗" }, safe(&name)));
        screen.field(&context.say("cli-person-mail"), &safe(&mail));
        let words = roles.iter().map(|role| role_word(context.lang, *role)).collect::<Vec<_>>().join(", ");
        screen.field(&context.say("cli-person-roles"), &words);
        let factor = if has_totp { "cli-person-totp-on" } else { "cli-person-totp-off" };
        screen.field(&context.say("cli-person-totp"), &context.say(factor));
        screen.field(&context.say("cli-person-id"), &id.to_string());
        said.push(json!({
            "person": id.0, "mail": mail, "name": name, "roles": roles.iter().map(|role| role.as_str()).collect::<Vec<_>>(),
            "totp": has_totp, "disabled_at": disabled.map(|at| at.0),
        }));
    }
    context.json(json!({ "people": said }).to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}
