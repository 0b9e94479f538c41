//! `admin agency merge`: old codes, one successor, a date.

use serde_json::{Value, json};

use super::super::Why;
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, verify};
use crate::clock::Clock;
use crate::domain::ids::{Micros, OrganId};
use crate::exchange::{Ending, Fault, MergePlan};
use crate::i18n;
use crate::store::change::AgencyAct;

/// A merger.
#[derive(Debug, clap::Args)]
pub struct Merge {
    /// The codes of the agencies that end.
    #[arg(required = true)]
    pub old: Vec<String>,
    /// The code of the successor.
    #[arg(long, value_name = "ORGANID")]
    pub into: String,
    /// From when; default: now.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub from: Option<Micros>,
    /// Only says what would be done, and what stands in the way.
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub why: Why,
}

/// Looks, says what it sees, and does it where nothing stands in the way.
///
/// # Errors
/// `agency.*`, `store.*`.
pub(super) async fn run(context: &Context, parts: &Parts, args: Merge) -> anyhow::Result<Exit> {
    let old: Vec<OrganId> = args.old.into_iter().map(OrganId).collect();
    let successor = OrganId(args.into);
    let from = args.from.unwrap_or_else(|| Clock::System.now());
    let plan = parts.exchange.plan_merge(old.clone(), successor.clone(), from).await?;
    let refused = !plan.problems.is_empty();
    let leaf = match args.dry_run || refused {
        true => None,
        false => {
            let act = AgencyAct::Merge { old, successor: successor.clone(), from };
            Some(parts.exchange.change_agency(args.why.actor(), act).await?.index)
        }
    };
    say(context, &plan, &successor, from, leaf);
    Ok(if refused { Exit::Refused } else { Exit::Done })
}

fn say(context: &Context, plan: &MergePlan, successor: &OrganId, from: Micros, leaf: Option<i64>) {
    let mut screen = Screen::stdout();
    for Ending { organ_id, name, bindings, systems, undelivered, aliases, children } in &plan.agencies {
        screen.heading(&format!("{} → {}", safe(&organ_id.0), safe(&successor.0)));
        screen.indented(&safe(name));
        screen.field(&context.say("cli-closed"), &i18n::date_time(context.lang, from));
        screen.field(&context.say("cli-merge-bindings"), &bindings.to_string());
        screen.field(&context.say("cli-merge-systems"), &systems.to_string());
        screen.field(&context.say("cli-merge-undelivered"), &undelivered.to_string());
        for (word, codes) in [("cli-aliases", aliases), ("cli-merge-children", children)] {
            let codes: Vec<&str> = codes.iter().map(|id| id.0.as_str()).collect();
            screen.field(&context.say(word), &safe(&codes.join(", ")));
        }
    }
    for problem in &plan.problems {
        screen.bad(&format!("✗ {} ({})", i18n::title(context.lang, problem.code), problem.code));
        screen.indented(&safe(problem.found.as_deref().unwrap_or_default()));
        screen.indented(&i18n::remedy(context.lang, problem.code));
    }
    match leaf {
        Some(leaf) => {
            screen.good(&format!("✓ {}", context.say("cli-done")));
            screen.field(&context.say("cli-leaf"), &leaf.to_string());
        }
        None => screen.open(&context.say("cli-nothing-written")),
    }
    let agencies: Vec<Value> = plan
        .agencies
        .iter()
        .map(|one| {
            json!({
                "organ_id": one.organ_id, "name": one.name, "bindings": one.bindings, "systems": one.systems,
                "undelivered": one.undelivered, "aliases": one.aliases, "children": one.children,
            })
        })
        .collect();
    let problems: &[Fault] = &plan.problems;
    let said = json!({ "into": successor, "from": from, "agencies": agencies, "problems": problems, "leaf": leaf });
    context.json(said.to_string().as_bytes());
    context.show(&screen);
}
