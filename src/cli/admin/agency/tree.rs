//! `admin agency tree` and `show`: the directory for people's eyes.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::super::ask;
use super::all;
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault};
use crate::domain::ids::{Micros, OrganId};
use crate::domain::tree::MAX_DEPTH;
use crate::i18n;
use crate::store::agencies::Agency;

/// Prints every agency below its parent.
///
/// # Errors
/// `store.*`.
pub(super) async fn tree(context: &Context, parts: &Parts) -> anyhow::Result<Exit> {
    let agencies = ask(parts, all).await?;
    let mut below: HashMap<Option<OrganId>, Vec<Agency>> = HashMap::new();
    let known: Vec<OrganId> = agencies.iter().map(|agency| agency.facts.organ_id.clone()).collect();
    for agency in agencies {
        // A parent that is no agency any more leaves its children at the top, where somebody sees them.
        let parent = agency.facts.parent.clone().filter(|parent| known.contains(parent));
        below.entry(parent).or_default().push(agency);
    }
    let mut screen = Screen::stdout();
    let said = branch(context, &mut screen, &below, None, 0);
    context.json(json!({ "agencies": said }).to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}

fn branch(
    context: &Context,
    screen: &mut Screen,
    below: &HashMap<Option<OrganId>, Vec<Agency>>,
    parent: Option<&OrganId>,
    depth: usize,
) -> Vec<Value> {
    let here = below.get(&parent.cloned()).filter(|_| depth <= MAX_DEPTH).map_or(&[][..], Vec::as_slice);
    let mut said = Vec::new();
    for Agency { facts, valid_until, suspended_from } in here {
        let mut line = format!("{}{}  {}", "  ".repeat(depth), safe(&facts.organ_id.0), safe(&facts.name));
        for (word, at) in [("cli-closed", valid_until), ("cli-suspended", suspended_from)] {
            if let Some(at) = at {
                line.push_str(&format!(" · {} {}", context.say(word), i18n::date_time(context.lang, *at)));
            }
        }
        screen.line(&line);
        said.push(json!({
            "organ_id": facts.organ_id, "name": facts.name, "level": facts.level, "valid_until": valid_until,
            "suspended_from": suspended_from,
            "children": branch(context, screen, below, Some(&facts.organ_id), depth + 1),
        }));
    }
    said
}

/// Prints all that the directory says of one agency.
///
/// # Errors
/// `agency.unknown`, `store.*`.
pub(super) async fn show(context: &Context, parts: &Parts, id: &OrganId) -> anyhow::Result<Exit> {
    let asked = id.clone();
    let (agency, names, aliases, bindings, substitutes) = ask(parts, move |store| {
        let names: Vec<_> = store.agency_names()?.into_iter().filter(|named| named.organ_id == asked).collect();
        let substitutes: Vec<_> = store.substitutes()?.into_iter().filter(|row| row.agency == asked).collect();
        Ok((store.agency(&asked)?, names, store.aliases()?, store.bindings_of(&asked)?, substitutes))
    })
    .await?;
    let Agency { facts, valid_until, suspended_from } =
        agency.ok_or_else(|| Fault::new(Exit::Refused, crate::codes::AGENCY_UNKNOWN, id.0.clone()))?;
    let successor = aliases.iter().find(|alias| alias.organ_id == *id);
    let old: Vec<&str> =
        aliases.iter().filter(|alias| alias.successor == *id).map(|alias| alias.organ_id.0.as_str()).collect();
    let mut screen = Screen::stdout();
    let when = |at: Micros| i18n::date_time(context.lang, at);
    screen.heading(&safe(&facts.organ_id.0));
    screen.indented(&safe(&facts.name));
    screen.field(&context.say("cli-parent"), &safe(facts.parent.as_ref().map_or("", |id| id.0.as_str())));
    screen.field(&context.say("cli-agency-level"), &facts.level.to_string());
    screen.field(&context.say("cli-mail"), &safe(&facts.mail.join(", ")));
    screen.field(&context.say("cli-aliases"), &safe(&old.join(", ")));
    for (word, at) in [("cli-closed", valid_until), ("cli-suspended", suspended_from)] {
        if let Some(at) = at {
            screen.field(&context.say(word), &when(at));
        }
    }
    if let Some(alias) = successor {
        screen.field(&context.say("cli-successor"), &safe(&alias.successor.0));
    }
    for named in &names {
        screen.field(&context.say("cli-name-since"), &format!("{}: {}", when(named.from), safe(&named.name)));
    }
    for row in &substitutes {
        let end = row.until.map_or_else(|| "…".to_owned(), when);
        let line = format!("{} ({} – {end})", safe(&row.stands_in.0), when(row.from));
        screen.field(&context.say("cli-substitute"), &line);
    }
    for row in &bindings {
        let end = row.valid_until.map_or_else(|| "…".to_owned(), when);
        screen.field(&context.say("cli-binding"), &format!("{} ({} – {end})", row.id, when(row.valid_from)));
    }
    let names: Vec<Value> = names.iter().map(|named| json!({ "from": named.from, "name": named.name })).collect();
    let bindings: Vec<Value> = bindings
        .iter()
        .map(|row| json!({ "id": row.id, "valid_from": row.valid_from, "valid_until": row.valid_until }))
        .collect();
    let substitutes: Vec<Value> = substitutes
        .iter()
        .map(|row| json!({ "stands_in": row.stands_in, "from": row.from, "until": row.until }))
        .collect();
    let said = json!({
        "organ_id": facts.organ_id, "name": facts.name, "parent": facts.parent, "level": facts.level, "mail": facts.mail,
        "valid_from": facts.valid_from, "valid_until": valid_until, "suspended_from": suspended_from,
        "successor": successor.map(|alias| &alias.successor), "aliases": old, "names": names, "bindings": bindings,
        "substitutes": substitutes,
    });
    context.json(said.to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}
