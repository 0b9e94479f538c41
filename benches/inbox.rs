//! A clerk's pages with 100,000 documents behind the inbox: the real binary over loopback, on the embedded store. Beside each
//! time stands its share of the 100 ms that a page may cost, and how it compares with a page that asks for nothing but its
//! frame, taken in the same run.
//!
//! The documents are rows copied from one that was really sent, most of them done with, every fiftieth open. Bounded; asks
//! 127.0.0.1 only; ends the hub that it started.

use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::Context as _;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use lienthong::cli::demo::handbook::{Handbook, PersonPlace};

mod hub;

use hub::{Hub, program};

fn main() -> anyhow::Result<()> {
    // `cargo test` and `cargo bench --bench limits` hand over their own words; only a plain run measures.
    if std::env::args().any(|word| word == "--test" || word == "--list") {
        return Ok(());
    }
    let filters: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if !filters.is_empty() && !filters.iter().any(|filter| "inbox".contains(filter.as_str())) {
        return Ok(());
    }
    tokio::runtime::Runtime::new()?.block_on(measure())
}

async fn measure() -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, Into::into))?;
    let dir = folder.path().join("province");
    let made = program().args(["demo", "--once", "--dir"]).arg(&dir).stdout(Stdio::null()).status()?;
    anyhow::ensure!(made.success(), "the demo does not end well");
    let book = Handbook::read(&dir)?;
    let clerk = book.people.iter().find(|one| one.role == "clerk" && one.totp.is_none()).context("a clerk")?;
    let agency = clerk.organ_id.as_deref().context("the clerk's agency")?;
    fill(&dir.join("lienthong.db"), agency)?;
    let mut hub = Hub::start(&book.hub.config, &book.hub.ops).await?;
    let desk = Desk::sit(&book, clerk).await?;
    println!("{:<34} {:>10} {:>10} {:>12} {:>12}", "page", "median ms", "worst ms", "of 100 ms", "x the frame");
    let frame = desk.time("/help").await?;
    for path in PAGES {
        let (median, worst) = desk.time(path).await?;
        println!("{path:<34} {median:>10.1} {worst:>10.1} {:>11.0}% {:>12.1}", median, median / frame.0);
    }
    println!("{:<34} {:>10.1} {:>10.1} {:>11.0}% {:>12.1}", "/help (the frame)", frame.0, frame.1, frame.0, 1.0);
    println!("loaded: {} MiB resident", hub.resident_kib()? / 1024);
    hub.stop()
}

/// Copies the rows of one delivery to that agency, with all that belongs to it.
fn fill(database: &Path, agency: &str) -> anyhow::Result<()> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    let mut conn = SqliteConnection::establish(&database.display().to_string())?;
    conn.batch_execute("PRAGMA synchronous = OFF")?;
    let chosen = format!("SELECT hex(document) AS line FROM delivery WHERE agency = '{agency}' ORDER BY pos LIMIT 1");
    let one: Line = diesel::sql_query(chosen).get_result(&mut conn)?;
    let ack = "CASE WHEN g % 50 = 0 THEN 'none' WHEN g % 50 = 1 THEN 'accepted' WHEN g % 50 = 2 THEN 'in_progress' ELSE \
               'completed' END";
    let uuid = "unhex(printf('%032x', g))";
    type Table<'t> = (&'t str, &'t str, &'t [(&'t str, &'t str)]);
    let tables: [Table<'_>; 4] = [
        (
            "document",
            "uuid",
            &[("uuid", uuid), ("document_id", "'D' || g"), ("pos", "1000000 + g * 2"), ("last_pos", "1000000 + g * 2")],
        ),
        ("submission", "document", &[("document", uuid)]),
        ("listing", "document", &[("document", uuid), ("n", "1000000 + g"), ("number", "CAST(g AS TEXT)")]),
        (
            "delivery",
            "document",
            &[
                ("id", "unhex('d' || printf('%031x', g))"),
                ("document", uuid),
                ("pos", "1000001 + g * 2"),
                ("ack", ack),
                ("state", "CASE WHEN g % 50 = 0 THEN 'delivered' ELSE 'fetched' END"),
                ("accept_by", "t.delivered_at + (g - 50000) * 1000000"),
                ("answer_by", "t.delivered_at + g * 1000000"),
                ("remind_at", "CAST(NULL AS BIGINT)"),
            ],
        ),
    ];
    for (table, key, changed) in tables {
        let columns = format!("SELECT name AS line FROM pragma_table_info('{table}')");
        let columns: Vec<Line> = diesel::sql_query(columns).load(&mut conn)?;
        let columns: Vec<&str> = columns.iter().map(|column| column.line.as_str()).collect();
        let value = |column: &&str| match changed.iter().find(|(name, _)| name == column) {
            Some((_, value)) => (*value).to_owned(),
            None => format!("t.{column}"),
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        conn.batch_execute(&format!(
            "INSERT INTO {table} ({}) WITH RECURSIVE s (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < {MANY}) \
             SELECT {} FROM s, (SELECT * FROM {table} WHERE {key} = unhex('{}') LIMIT 1) t",
            columns.join(", "),
            values.join(", "),
            one.line,
        ))
        .with_context(|| table.to_owned())?;
    }
    conn.batch_execute("ANALYZE")?;
    Ok(())
}

/// A browser of somebody who is signed in.
struct Desk {
    client: reqwest::Client,
    base: String,
    cookie: String,
}

impl Desk {
    async fn sit(book: &Handbook, clerk: &PersonPlace) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
        let body = serde_urlencoded::to_string([("mail", &clerk.mail), ("password", &clerk.password)])?;
        let base = book.hub.api.trim_end_matches('/').to_owned();
        let request = client.post(format!("{base}/sign-in")).header("origin", &base).body(body);
        let answer = request.header("content-type", "application/x-www-form-urlencoded").send().await?;
        let cookie = answer.headers().get("set-cookie").and_then(|value| value.to_str().ok());
        let cookie = cookie.and_then(|value| value.split(';').next()).unwrap_or_default().to_owned();
        anyhow::ensure!(answer.status() == 303 && !cookie.is_empty(), "the clerk does not come in");
        Ok(Self { client, base, cookie })
    }

    /// Median and worst of some requests, milliseconds; the first one, which warms what is kept, is not counted.
    async fn time(&self, path: &str) -> anyhow::Result<(f64, f64)> {
        let mut times = Vec::with_capacity(TRIES);
        for _ in 0..=TRIES {
            let begin = Instant::now();
            let answer = self.client.get(format!("{}{path}", self.base)).header("cookie", &self.cookie).send().await?;
            let (status, size) = (answer.status(), answer.bytes().await?.len());
            anyhow::ensure!(status == 200 && size > 1_000, "{path}: {status}");
            times.push(begin.elapsed().as_secs_f64() * 1e3);
        }
        let mut times = times.split_off(1);
        times.sort_by(f64::total_cmp);
        Ok((times.get(TRIES / 2).copied().unwrap_or_default(), times.last().copied().unwrap_or_default()))
    }
}

/// Documents behind the inbox.
const MANY: i64 = 100_000;
/// Requests a page.
const TRIES: usize = 20;
const PAGES: [&str; 8] = [
    "/in",
    "/in?view=all",
    "/in?view=overdue",
    "/in?view=all&order=deadline",
    "/in?view=all&q=bao+cao",
    "/out",
    "/book",
    "/rates",
];
