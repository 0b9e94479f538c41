//! `lienthong demo`: folder, mail catcher, hub, play, verdict; then it stays up until it is asked to stop.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::audit;
use super::catcher::Catcher;
use super::count::Count;
use super::folder::Folder;
use super::handbook::write_private;
use super::people;
use super::play;
use super::province::{Province, Wanted, free_address};
use super::stage::Stage;
use super::tree::Node;
use super::year::{self, Days, Done};
use crate::app::App;
use crate::cli::fault::Exit;
use crate::cli::run::Context;
use crate::cli::screen::Screen;
use crate::clock::Clock;
use crate::config::{self, StartTls};
use crate::crypto;
use crate::signature::dev_pki::DevPki;
use crate::telemetry;

/// A province in a folder: development PKI, hub, agencies, a mail server that keeps its mails. Documents are sent,
/// received, acknowledged, refused, mailed and proven, and every step is checked.
///
/// Exit 0 only when every check held. What it makes is worth nothing outside of the folder. `docs/demo.md` says what
/// lies where, and what `demo.json` tells scripts.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    /// Something else than the demo itself.
    #[command(subcommand)]
    pub what: Option<What>,
    /// Ends after the checks instead of staying up.
    #[arg(long)]
    pub once: bool,
    /// The folder: an empty or absent one, or a former demo's. Default: a temporary one, removed at the end.
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// What helps with a demo that was made.
#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// Prints the six digits that a person's second factor shows now. · Mã xác thực lúc này.
    Code {
        /// The demo's folder.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// With what the person signs in.
        mail: String,
    },
}

/// Runs it.
///
/// # Errors
/// When the folder is not to be had or a part does not start; a step that fails is a check that does not hold.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    if let Some(What::Code { dir, mail }) = &args.what {
        let code = people::code_now(dir, mail)?;
        let mut screen = Screen::stdout();
        screen.line(&code);
        context.show(&screen);
        context.json(serde_json::json!({ "code": code }).to_string().as_bytes());
        return Ok(Exit::Done);
    }
    let begin = Instant::now();
    let folder = Folder::take(args.dir.as_deref())?;
    let outcome = in_folder(context, args, &folder.dir, begin).await;
    folder.leave();
    outcome
}

async fn in_folder(context: &Context, args: &Args, dir: &Path, begin: Instant) -> anyhow::Result<Exit> {
    let days = Days::at(Clock::System.now());
    let (province, catcher) = prepare(dir, &days).await?;
    // The letter box that is gone is told by the play itself.
    let filter = format!("{},lienthong::delivery::notify=error", province.config.telemetry.filter);
    telemetry::start_log(&crate::config::Telemetry { filter, ..province.config.telemetry.clone() })?;
    let mut count = Count::new(context);
    let people = play_all(&mut count, &province, &days).await?;
    let app = App::start(province.config.clone(), Clock::System).await?;
    let stage = Stage::new(context, &province, &Clock::System)?;
    year::half_written(&province, app.exchange(), &people).await?;
    count.act("demo-proof", audit::months(&stage, days.begin).await);
    count.act("demo-people", people::sign_ins(&stage, app.exchange()).await);
    conclude(&count, begin);
    if !args.once && std::io::stdout().is_terminal() {
        guide(context, &province, &catcher);
        app.run_until_signal().await?;
    } else {
        app.stop().await?;
    }
    Ok(if count.failed == 0 { Exit::Done } else { Exit::Refused })
}

/// PKI, mail catcher and province, as they were two years ago.
async fn prepare(dir: &Path, days: &Days) -> anyhow::Result<(Province, Catcher)> {
    let pki = DevPki::make(dir.join("pki"))?;
    let secret: [u8; 16] = crypto::random()?;
    let password: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    write_private(&dir.join("mail.password"), password.as_bytes())?;
    let catcher = Catcher::start(&dir.join("mails"), &pki.tls_server()?, MAIL_USER, &password).await?;
    let wanted = Wanted {
        api: free_address()?,
        ops: free_address()?,
        mail: Some(relay(dir, &pki, &catcher)),
        mail_folder: Some(catcher.folder.clone()),
        neighbours: true,
        ..Wanted::local()?
    };
    let province = Province::make(dir, wanted, &Clock::fixed(days.begin)).await?;
    std::fs::write(dir.join("log.vkey"), format!("{}\n", province.vkey))?;
    Ok((province, catcher))
}

/// Two years, the play over HTTP some days ago, and the days since: time goes forward only, and ends now.
async fn play_all(count: &mut Count<'_>, province: &Province, days: &Days) -> anyhow::Result<Vec<people::Person>> {
    let people = people::join(province, days.joined).await?;
    let filled = year::two_years(province, &people, days).await;
    count.act("demo-years", filled.map(|done| filling(count.context, "demo-years", done)));
    let clock = Clock::ahead();
    clock.set(days.play);
    let app = App::start(province.config.clone(), clock.clone()).await?;
    let played = play::perform(count, province, &clock, app.exchange()).await;
    app.stop().await?;
    played?;
    let filled = year::morning(province, &people, days).await;
    count.act("demo-morning", filled.map(|done| filling(count.context, "demo-morning", done)));
    Ok(people)
}

fn filling(context: &Context, title: &str, done: Done) -> Node {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX).into();
    Node::told(context.tell(title, &[("count", number(done.documents)), ("copies", number(done.copies))]))
}

/// The hub's relay is the catcher, over STARTTLS with a certificate of the development PKI.
fn relay(dir: &Path, pki: &DevPki, catcher: &Catcher) -> config::Mail {
    config::Mail {
        enabled: true,
        host: "localhost".to_owned(),
        port: catcher.address.port(),
        starttls: StartTls::Required,
        user: Some(MAIL_USER.to_owned()),
        password_file: Some(dir.join("mail.password")),
        from: Some("Trục liên thông văn bản <lienthong@tayninh.example>".to_owned()),
        ca_file: Some(pki.root_file().to_owned()),
        helo: Some("localhost".to_owned()),
        ..config::Mail::default()
    }
}

fn conclude(count: &Count<'_>, begin: Instant) {
    let Count { context, checks, failed } = *count;
    let seconds = format!("{:.1}", begin.elapsed().as_secs_f64());
    let args = |count: usize| {
        [("count", i64::try_from(count).unwrap_or(i64::MAX).into()), ("seconds", seconds.as_str().into())]
    };
    let mut screen = Screen::stdout();
    screen.gap();
    match failed {
        0 => screen.good(&context.tell("demo-all-held", &args(checks))),
        _ => screen.bad(&context.tell("demo-some-failed", &args(failed))),
    }
    context.show(&screen);
    let said = serde_json::json!({ "checks": checks, "failed": failed });
    context.json(said.to_string().as_bytes());
}

/// Where to look, and lines to paste.
fn guide(context: &Context, province: &Province, catcher: &Catcher) {
    let mut screen = Screen::stdout();
    screen.gap();
    screen.heading(&context.say("demo-look"));
    for (label, place) in [
        ("demo-look-console", format!("{}/", province.api())),
        ("demo-look-docs", format!("{}/api/docs/", province.api())),
        ("demo-look-ops", format!("{}/metrics", province.ops())),
        ("demo-look-mails", catcher.folder.display().to_string()),
        ("demo-look-book", province.dir.join("demo.json").display().to_string()),
    ] {
        screen.raw(&format!("  {}: {place}\n", context.say(label)));
    }
    screen.gap();
    screen.heading(&context.say("demo-try"));
    if let Some(agency) = province.agencies.get(2) {
        screen.raw(&format!("  export LIENTHONG_HUB={}\n", province.api()));
        screen.raw(&format!("  export LIENTHONG_TOKEN_FILE={}\n", agency.token_file.display()));
    }
    let dir = province.dir.display();
    for line in [
        "lienthong inbox --all".to_owned(),
        format!("lienthong verify {dir}/packages/1.asice --trust {}", province.trust_file.display()),
        format!("lienthong audit receipt {dir}/receipts/1.json --key {dir}/log.vkey"),
        "lienthong report rates --by agency".to_owned(),
    ] {
        screen.raw(&format!("  {line}\n"));
    }
    screen.gap();
    screen.line(&context.say("demo-stop"));
    context.show(&screen);
}

const MAIL_USER: &str = "lienthong";
