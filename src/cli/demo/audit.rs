//! The whole log read as an auditor reads it: checkpoint and entry bundles over HTTP, judged without the hub.

use anyhow::{Context as _, ensure};

use super::province::Province;
use super::stage::Stage;
use super::tree::Node;
use crate::domain::ids::Micros;
use crate::domain::rate::Month;
use crate::evidence::audit::LogAudit;
use crate::evidence::checkpoint::Note;
use crate::evidence::key::VKey;
use crate::report::{Question, Rates};

/// Reads and judges the present log. Gives the audit and the number of leaves.
///
/// # Errors
/// When the hub does not answer, or the leaves are not those of the signed checkpoint.
pub(super) async fn log(province: &Province) -> anyhow::Result<LogAudit> {
    let http = reqwest::Client::builder().build()?;
    let get = async |path: String| {
        let answer = http.get(format!("{}{path}", province.api())).bearer_auth(&province.auditor_token).send().await?;
        ensure!(answer.status().is_success(), "{path}: {}", answer.status());
        anyhow::Ok(answer.bytes().await?)
    };
    let note = String::from_utf8(get("/log/checkpoint".to_owned()).await?.to_vec()).context("the checkpoint")?;
    let size = Note::parse(&note)?.checkpoint().size;
    let mut audit = LogAudit::default();
    while audit.size() < size {
        let number = audit.size() / TILE;
        let width = (size - number * TILE).min(TILE);
        let part = if width < TILE { format!(".p/{width}") } else { String::new() };
        let bundle = get(format!("/log/0/tile/entries/{}{part}", tile_name(number))).await?;
        let mut rest: &[u8] = &bundle;
        while let Some((length, after)) = rest.split_first_chunk::<2>() {
            let length = usize::from(u16::from_be_bytes(*length));
            let (leaf, after) = after.split_at_checked(length).context("an entry bundle ends within an entry")?;
            audit.take(leaf)?;
            rest = after;
        }
        ensure!(audit.size() == number * TILE + width, "an entry bundle has {} leaves too few", width);
    }
    audit.finish(&note, &[VKey::parse(&province.vkey)?])?;
    Ok(audit)
}

/// The rates of all months as the hub tells them, beside those that the leaves of the whole log give.
///
/// # Errors
/// As [`log`].
pub(super) async fn months(stage: &Stage<'_>, from: Micros) -> anyhow::Result<Node> {
    let (from, now) = (Month::of(from).to_string(), stage.clock.now());
    let until = Month::of(now).to_string();
    let log = log(stage.province).await?;
    let question = Question::parse(Some(&from), Some(&until), Some("month"), now)?;
    let counted = Rates::of(&log.rates().tallies(), &question, None, &|_| None);
    let told = stage.auditor()?.rates(&from, &until, "month").await?.value;
    let rows = |rates: &Rates| serde_json::to_string(&(&rates.rows, &rates.total));
    let mut node =
        Node::told(stage.tell("demo-proof", &[("from", from.as_str().into()), ("month", until.as_str().into())]));
    let text = stage.tell("demo-log", &[("count", i64::try_from(log.size()).unwrap_or(i64::MAX).into())]);
    node.push(Node::check(text, 0, log.rates().strays()));
    node.push(Node::check(stage.say("demo-recounted"), rows(&counted)?, rows(&told)?));
    let (received, acknowledged) = (&told.total.received, &told.total.acknowledged);
    for (key, share) in [("rate-received", received), ("rate-acknowledged", acknowledged)] {
        let percent = crate::i18n::percent(stage.context.lang, share.numerator, share.denominator);
        node.push(Node::told(format!("{}: {percent} ({}/{})", stage.say(key), share.numerator, share.denominator)));
    }
    Ok(node)
}

/// C2SP tlog-tiles: three digits a path element, all but the last with an `x`.
fn tile_name(number: u64) -> String {
    let mut name = format!("{:03}", number % 1000);
    let mut rest = number / 1000;
    while rest > 0 {
        name = format!("x{:03}/{name}", rest % 1000);
        rest /= 1000;
    }
    name
}

/// Entries a tile (C2SP tlog-tiles).
const TILE: u64 = 256;

#[cfg(test)]
mod tests {
    #[test]
    fn tiles_are_named_by_their_number() {
        assert_eq!(super::tile_name(0), "000");
        assert_eq!(super::tile_name(1_234_067), "x001/x234/067");
    }
}
