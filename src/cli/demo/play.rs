//! The play: what agencies do over HTTP, act by act, each act checked where its effect shows.

use anyhow::Context as _;

use super::count::Count;
use super::mails;
use super::packages::{self, Draft, File, Kind};
use super::province::{Agency, Province};
use super::stage::Stage;
use super::tree::Node;
use super::{audit, changes, merger, morning};
use crate::cli::client::{ClientError, Delivery, Submitted};
use crate::cli::words;
use crate::clock::Clock;
use crate::domain::acknowledgement::Name;
use crate::domain::ids::{Digest, OrganId};
use crate::domain::rate::Month;
use crate::evidence::audit::receipt as judge;
use crate::evidence::key::VKey;
use crate::evidence::receipt::Outcome;
use crate::exchange::Exchange;
use crate::report::{Question, Rates, Share};

/// Plays all acts, each shown and counted as it ends.
///
/// # Errors
/// When the play cannot begin; an act that breaks off is a check that does not hold.
pub(super) async fn perform(
    count: &mut Count<'_>,
    province: &Province,
    clock: &Clock,
    exchange: &Exchange,
) -> anyhow::Result<()> {
    let mut stage = Stage::new(count.context, province, clock)?;
    let [provincial, office, interior, finance, health, ward, commune, ..] = province.agencies.as_slice() else {
        anyhow::bail!("the province has {} agencies, the play wants 7", province.agencies.len());
    };
    let before = told(&stage).await?;
    let cast = Cast { provincial, office, interior, finance, health, ward, commune };
    let letter = letter(clock);
    let files = [
        File::pdf(
            LETTER_PDF,
            "Công văn số 125/UBND-VX",
            &[
                "Kính gửi: Sở Nội vụ, Sở Y tế, UBND xã Châu Thành.",
                "Đề nghị báo cáo tình hình thực hiện nhiệm vụ quý IV.",
            ],
        ),
        File::pdf("phụ lục.pdf", "Phụ lục: mẫu báo cáo", &["1. Kết quả đạt được", "2. Khó khăn, vướng mắc"]),
    ];
    let package = packages::pack(office, &[interior, health, commune], Kind::AsicE, &letter, &files)?;

    count.act("demo-directory", directory(&stage).await);
    let first = count.kept("demo-asice", first_document(&mut stage, &cast, &letter, &package).await);
    count.act("demo-bare", second_document(&mut stage, &cast).await);
    count.act("demo-tampered", tampered(&mut stage, &cast, &package).await);
    count.act("demo-resend", resend(&stage, &cast, &package, first.as_ref()).await);
    count.act("demo-recall", changes::recall(&mut stage, &cast).await);
    count.act("demo-update", changes::update(&mut stage, &cast, &letter).await);
    count.act("demo-reminder", changes::reminder(&mut stage, &cast).await);
    count.act("demo-merger", merger::merger(&mut stage, &cast, exchange).await);
    count.act("demo-paper", paper(&mut stage, &cast).await);
    count.act("demo-mails", mails(&mut stage).await);
    count.act("demo-receipts", receipts(&mut stage, &cast).await);
    count.act("demo-rates", rates(&stage, &before).await);
    count.act("demo-groups", morning::morning(&mut stage, &cast, exchange).await);
    Ok(())
}

/// Who plays which part.
pub(super) struct Cast<'a> {
    pub(super) provincial: &'a Agency,
    pub(super) office: &'a Agency,
    pub(super) interior: &'a Agency,
    pub(super) finance: &'a Agency,
    pub(super) health: &'a Agency,
    pub(super) ward: &'a Agency,
    pub(super) commune: &'a Agency,
}

async fn directory(stage: &Stage<'_>) -> anyhow::Result<Node> {
    let agencies = stage.auditor()?.agencies(None, Some(200)).await?.value.items;
    let mine = &stage.province.agencies;
    let text = stage.tell("demo-directory", &[("count", mine.len().into())]);
    let mut node = Node::check(text, mine.len(), agencies.len());
    for agency in mine {
        let found = agencies.iter().find(|found| found.organ_id == agency.organ_id.0).map(|found| found.name.clone());
        let text = format!("{} ({})", agency.name, agency.organ_id.0);
        node.push(Node::check(text, Some(agency.name.clone()), found));
    }
    Ok(node)
}

/// An ASiC-E with two PDFs to three: one completes it, one returns it, one answers by a signed status file.
async fn first_document(
    stage: &mut Stage<'_>,
    cast: &Cast<'_>,
    letter: &Draft,
    package: &[u8],
) -> anyhow::Result<(Node, Submitted)> {
    let to = [cast.interior, cast.health, cast.commune];
    let (mut node, sent) = send(stage, "demo-asice", cast.office, &to, letter, "1.asice", package).await?;
    let id = letter.document_id(cast.office);

    let (delivery, mut copy) = stage.receive(cast.interior, &id).await?;
    for (code, name) in
        [("01", Name::Arrived), ("03", Name::Accepted), ("05", Name::InProgress), ("06", Name::Completed)]
    {
        copy.push(stage.acknowledge(cast.interior, &delivery, code, None, name).await?);
    }
    node.push(copy);

    let (delivery, mut copy) = stage.receive(cast.health, &id).await?;
    copy.push(stage.acknowledge(cast.health, &delivery, "02", Some(REASON), Name::Returned).await?);
    stage.mails_due.push(cast.office.mail.clone());
    node.push(copy);

    let (delivery, mut copy) = stage.receive(cast.commune, &id).await?;
    copy.push(status_file(stage, cast, letter, &delivery).await?);
    node.push(copy);

    let states = [(cast.interior, Name::Completed), (cast.health, Name::Returned), (cast.commune, Name::Accepted)];
    node.push(seen_by_sender(stage, cast.office, &sent, &states).await?);
    Ok((node, sent))
}

/// A bare edXML to three: one accepts it, one says only that it has arrived, one fetches it and says nothing.
async fn second_document(stage: &mut Stage<'_>, cast: &Cast<'_>) -> anyhow::Result<Node> {
    let report = Draft {
        number: 48,
        notation: "BC-STC".to_owned(),
        subject: "Báo cáo tình hình giải ngân vốn đầu tư công quý IV".to_owned(),
        type_name: "Báo cáo".to_owned(),
        due_days: None,
        ..letter(stage.clock)
    };
    let files = [File::pdf("báo cáo.pdf", "Báo cáo số 48/BC-STC", &["Tình hình giải ngân vốn đầu tư công quý IV."])];
    let to = [cast.office, cast.ward, cast.commune];
    let package = packages::pack(cast.finance, &to, Kind::Bare, &report, &files)?;
    let (mut node, sent) = send(stage, "demo-bare", cast.finance, &to, &report, "2.edxml", &package).await?;
    let id = report.document_id(cast.finance);

    for (by, words) in [
        (cast.office, vec![("01", Name::Arrived), ("03", Name::Accepted)]),
        (cast.ward, vec![("01", Name::Arrived)]),
        (cast.commune, vec![]),
    ] {
        let (delivery, mut copy) = stage.receive(by, &id).await?;
        for (code, name) in words {
            copy.push(stage.acknowledge(by, &delivery, code, None, name).await?);
        }
        node.push(copy);
    }
    let states = [(cast.office, Name::Accepted), (cast.ward, Name::Arrived), (cast.commune, Name::None)];
    node.push(seen_by_sender(stage, cast.finance, &sent, &states).await?);
    Ok(node)
}

/// Sends to agencies of the cast, each of which gets a mail.
pub(super) async fn send(
    stage: &mut Stage<'_>,
    title: &str,
    from: &Agency,
    to: &[&Agency],
    draft: &Draft,
    name: &str,
    package: &[u8],
) -> anyhow::Result<(Node, Submitted)> {
    let ids = to.iter().map(|agency| agency.organ_id.0.clone()).collect();
    let sent = send_to(stage, title, from, ids, draft, name, package).await?;
    stage.mails_due.extend(to.iter().map(|agency| agency.mail.clone()));
    Ok(sent)
}

/// Sends; `to` are the codes of those to whom the hub has to deliver.
pub(super) async fn send_to(
    stage: &mut Stage<'_>,
    title: &str,
    from: &Agency,
    to: Vec<String>,
    draft: &Draft,
    name: &str,
    package: &[u8],
) -> anyhow::Result<(Node, Submitted)> {
    let reply = stage.send(from, name, package).await?;
    let sent = reply.value;
    let number = draft.code();
    let args = [("number", number.as_str().into()), ("from", from.name.as_str().into()), ("count", to.len().into())];
    let mut node = Node::told(stage.tell(title, &args));
    let taken = stage.say("cli-outcome-accepted");
    node.push(Node::check(taken, (201, "accepted"), (reply.status, sent.outcome.as_str())));
    let verdict =
        sent.verdict.as_ref().and_then(|verdict| serde_json::from_str::<serde_json::Value>(verdict.get()).ok());
    let verdict = verdict.and_then(|verdict| Some(verdict.get("verdict")?.as_str()?.to_owned()));
    let args = [("agency", from.name.as_str().into())];
    node.push(Node::check(stage.tell("demo-hub-verdict", &args), Some("valid".to_owned()), verdict));
    let found: Vec<_> = sent.deliveries.iter().map(|delivery| delivery.to.organ_id.clone()).collect();
    node.push(Node::check(stage.say("demo-deliveries"), sorted(to), sorted(found)));
    node.push(stage.keep(sent.receipt.as_deref(), Some(crate::crypto::sha256(package))));
    Ok((node, sent))
}

/// Code 03 as a status file, signed by the reporter.
async fn status_file(
    stage: &mut Stage<'_>,
    cast: &Cast<'_>,
    letter: &Draft,
    delivery: &Delivery,
) -> anyhow::Result<Node> {
    let status = packages::make_status(cast.commune, cast.office, letter, "03", None, stage.clock.now())?;
    let answer = stage.send(cast.commune, "1-trang-thai-03.edxml", &status).await?.value;
    let found = (answer.outcome.as_str(), answer.delivery, answer.acknowledgement.as_deref());
    let expected = ("recorded", Some(delivery.id), Some(Name::Accepted.as_str()));
    let state = words::acknowledgement(stage.context, Name::Accepted.as_str());
    let mut node = Node::check(stage.tell("demo-status-file", &[("state", state.as_str().into())]), expected, found);
    node.push(stage.keep(answer.receipt.as_deref(), None));
    Ok(node)
}

/// What the sender sees at the end, in words; every receipt of the document's history is kept.
async fn seen_by_sender(
    stage: &mut Stage<'_>,
    from: &Agency,
    sent: &Submitted,
    states: &[(&Agency, Name)],
) -> anyhow::Result<Node> {
    let found = stage.client(from)?.document(sent.document.uuid).await?.value;
    let mut node = Node::told(stage.say("demo-sender-sees"));
    for (agency, state) in states {
        let copy = found.deliveries.iter().find(|copy| copy.to.organ_id == agency.organ_id.0);
        let facts = copy.map(|copy| (copy.state.as_str(), copy.acknowledgement.as_str()));
        let expected =
            Delivery { state: "fetched".to_owned(), acknowledgement: state.as_str().to_owned(), ..Delivery::default() };
        let text = format!("{}: {}", agency.name, words::pill(stage.context, &expected, false));
        node.push(Node::check(text, Some(("fetched", state.as_str())), facts));
    }
    for event in &found.history {
        if let Some(receipt) = &event.receipt {
            stage.keep(Some(receipt), None);
        }
    }
    let without = found.history.iter().filter(|event| event.receipt.is_none()).count();
    let text = stage.tell("demo-history", &[("count", found.history.len().into())]);
    node.push(Node::check(text, (true, 0), (found.history.len() >= 7, without)));
    Ok(node)
}

/// Somebody changed one byte of the letter; ZIP and CRC are in order again.
async fn tampered(stage: &mut Stage<'_>, cast: &Cast<'_>, package: &[u8]) -> anyhow::Result<Node> {
    let changed = packages::tamper(package, LETTER_PDF).context("the letter is not in the package")?;
    let refused = match stage.send(cast.office, "1-bi-sua.asice", &changed).await {
        Ok(reply) => anyhow::bail!("the hub took it: {}", reply.value.outcome),
        Err(error) => error,
    };
    let Some(ClientError::Refused(problem)) = refused.downcast_ref::<ClientError>() else { return Err(refused) };
    let mut node = Node::told(stage.say("demo-tampered"));
    let found = (problem.status, problem.code.as_str());
    node.push(Node::check(format!("{} ({})", problem.title, problem.code), (422, "signature.digest"), found));
    let place =
        problem.errors.iter().find(|fault| fault.code == "signature.digest").and_then(|fault| fault.place.clone());
    let place = place.unwrap_or_default();
    let text = stage.tell("demo-place", &[("place", place.as_str().into())]);
    node.push(Node::check(text, true, place.contains(LETTER_PDF)));
    node.push(Node::told(format!("→ {}", problem.remedy)));
    node.push(stage.keep(problem.receipt.as_deref(), None));
    stage.mails_due.push(cast.office.mail.clone());
    Ok(node)
}

/// The same package again: the original receipt, and no second delivery.
async fn resend(stage: &Stage<'_>, cast: &Cast<'_>, package: &[u8], first: Option<&Submitted>) -> anyhow::Result<Node> {
    let first = first.context("the first document was not taken")?;
    let reply = stage.send(cast.office, "1.asice", package).await?;
    let again = reply.value;
    let mut node = Node::told(stage.say("demo-resend"));
    let known = stage.say("cli-outcome-already-accepted");
    node.push(Node::check(known, (200, "already_accepted"), (reply.status, again.outcome.as_str())));
    let receipts = [first, &again].map(|answer| answer.receipt.as_ref().map(|receipt| receipt.get().to_owned()));
    let [expected, found] = receipts.map(|receipt| receipt.unwrap_or_default());
    let same = expected == found && !expected.is_empty();
    node.push(Node::check(stage.tell("demo-same-receipt", &[("bytes", found.len().into())]), true, same));
    let ids = |answer: &Submitted| sorted(answer.deliveries.iter().map(|delivery| delivery.id.to_string()).collect());
    node.push(Node::check(stage.say("demo-no-second"), ids(first), ids(&again)));
    Ok(node)
}

async fn paper(stage: &mut Stage<'_>, cast: &Cast<'_>) -> anyhow::Result<Node> {
    let month = Month::of(stage.clock.now()).to_string();
    let answer = stage.client(cast.provincial)?.declare(&month, PAPER, None).await?.value;
    let args = [
        ("agency", cast.provincial.name.as_str().into()),
        ("count", PAPER_WORDS.into()),
        ("month", month.as_str().into()),
    ];
    Ok(Node::told(stage.tell("demo-paper", &args)).with(stage.keep(answer.receipt.as_deref(), None)))
}

async fn mails(stage: &mut Stage<'_>) -> anyhow::Result<Node> {
    let folder = stage.province.dir.join("mails");
    let due = sorted(stage.mails_due.clone());
    stage.mails = mails::wait(&folder, due.len(), MAIL_DEADLINE).await?;
    let came = sorted(stage.mails.iter().map(|mail| mail.to.clone()).collect());
    let mut node = Node::check(stage.tell("demo-mails", &[("count", due.len().into())]), due, came);
    for mail in &stage.mails {
        node.push(Node::told(format!("{} → {}: {}", mail.file, mail.to, mail.subject)));
    }
    let mut ids: Vec<_> = stage.mails.iter().map(|mail| mail.id.clone()).filter(|id| !id.is_empty()).collect();
    ids.sort();
    ids.dedup();
    node.push(Node::check(stage.say("demo-mail-ids"), stage.mails.len(), ids.len()));
    Ok(node)
}

/// Every receipt, as a stranger with the log's key would judge it, the hub not asked.
async fn receipts(stage: &mut Stage<'_>, cast: &Cast<'_>) -> anyhow::Result<Node> {
    let keys = [VKey::parse(&stage.province.vkey)?];
    let folder = stage.province.dir.join("receipts");
    std::fs::create_dir_all(&folder)?;
    let mut node = Node::told(stage.tell("demo-receipts", &[("count", stage.receipts.len().into())]));
    let (mut proven, mut faults) = (0, Vec::new());
    for (number, (receipt, package)) in stage.receipts.iter().enumerate() {
        std::fs::write(folder.join(format!("{}.json", number + 1)), receipt)?;
        let judgement = judge(receipt, &keys, *package);
        match judgement.outcome {
            Outcome::Proven => proven += 1,
            Outcome::Disproven | Outcome::Indeterminate => faults.push((number + 1, judgement.failures)),
        }
    }
    let text = stage.say("demo-proven");
    node.push(Node::check(text, (stage.receipts.len(), Vec::new()), (proven, faults)));
    let (first, _) = stage.receipts.first().context("there is no receipt")?;
    let other: Digest = crate::crypto::sha256(cast.office.name.as_bytes());
    let strange = judge(first, &keys, Some(other)).outcome;
    node.push(Node::check(stage.say("demo-not-proven"), Outcome::Disproven, strange));
    Ok(node)
}

/// The rates of the month as the hub tells them.
async fn told(stage: &Stage<'_>) -> anyhow::Result<Rates> {
    let month = Month::of(stage.clock.now()).to_string();
    Ok(stage.auditor()?.rates(&month, &month, "agency").await?.value)
}

/// The rates as the hub tells them, and as the log's leaves give them; beside what was there `before`, the play's own.
async fn rates(stage: &Stage<'_>, before: &Rates) -> anyhow::Result<Node> {
    let month = Month::of(stage.clock.now()).to_string();
    let told = told(stage).await?;
    let log = audit::log(stage.province).await?;
    let question = Question::parse(Some(&month), Some(&month), Some("agency"), stage.clock.now())?;
    let closed = |id: &OrganId| (id.0 == merger::OLD_CODE).then(|| merger::OLD_NAME.to_owned());
    let name =
        |id: &OrganId| stage.province.agency(&id.0).ok().map(|agency| agency.name.clone()).or_else(|| closed(id));
    let counted = Rates::of(&log.rates().tallies(), &question, None, &name);
    let mut node = Node::told(stage.tell("demo-rates", &[("month", month.as_str().into())]));
    let text = stage.tell("demo-log", &[("count", i64::try_from(log.size()).unwrap_or(i64::MAX).into())]);
    node.push(Node::check(text, 0, log.rates().strays()));
    let rows = |rates: &Rates| serde_json::to_string(&(&rates.rows, &rates.total));
    node.push(Node::check(stage.say("demo-recounted"), rows(&counted)?, rows(&told)?));
    let (total, before) = (&told.total, &before.total);
    for (key, share, before, (more, of)) in [
        ("rate-exchange", &total.exchange, &before.exchange, (7, 7 + PAPER)),
        ("rate-signed", &total.signed, &before.signed, (7, 7)),
        ("rate-received", &total.received, &before.received, (12, 14)),
        ("rate-acknowledged", &total.acknowledged, &before.acknowledged, (3, 14)),
        ("rate-returned", &total.returned, &before.returned, (1, 14)),
        ("rate-completed", &total.completed, &before.completed, (1, 14)),
    ] {
        let Share { numerator, denominator, .. } = share;
        let percent = crate::i18n::percent(stage.context.lang, *numerator, *denominator);
        let text = format!("{}: {percent} ({numerator}/{denominator})", stage.say(key));
        let expected = (before.numerator + more, before.denominator + of);
        node.push(Node::check(text, expected, (*numerator, *denominator)));
    }
    Ok(node)
}

pub(super) fn letter(clock: &Clock) -> Draft {
    Draft {
        number: 125,
        subject: "V/v báo cáo tình hình thực hiện nhiệm vụ quý IV".to_owned(),
        due_days: Some(7),
        ..Draft::letter(125, clock)
    }
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

const LETTER_PDF: &str = "công văn.pdf";
const REASON: &str = "Gửi nhầm nơi nhận; đề nghị chuyển Sở Khoa học và Công nghệ";
/// Documents that the province declares as issued on paper only.
const PAPER: u64 = 1;
const PAPER_WORDS: i64 = 1;
/// The worker looks once a second; a slow machine may take longer for six TLS handshakes.
pub(super) const MAIL_DEADLINE: std::time::Duration = std::time::Duration::from_secs(20);
