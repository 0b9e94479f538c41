//! Acts about documents that were sent already: a recall that meets one copy before it was fetched and one after, and an
//! update that one receiver agrees to and another refuses,
//! and reminders that stop on fetch.

use super::mails;
use super::packages::{self, Draft, File, Kind};
use super::play::{Cast, MAIL_DEADLINE, letter, send};
use super::province::Agency;
use super::stage::Stage;
use super::tree::Node;
use crate::cli::client::{Acknowledgement, ClientError, Delivery, Progress, Withdrawal};
use crate::cli::words;
use crate::config::Notice;
use crate::domain::acknowledgement::{Standing, Status};
use crate::domain::business::Change;
use crate::domain::calendar::Calendar;
use crate::domain::deadline;
use crate::domain::ids::Urgency;

/// A document to two, of whom one has it: recalled, withheld, confirmed.
pub(super) async fn recall(stage: &mut Stage<'_>, cast: &Cast<'_>) -> anyhow::Result<Node> {
    let wrong = Draft {
        number: 51,
        notation: "TB-STC".to_owned(),
        subject: "Thông báo lịch làm việc với các xã, phường".to_owned(),
        type_name: "Thông báo".to_owned(),
        due_days: None,
        ..letter(stage.clock)
    };
    let files = [File::pdf("thông báo.pdf", "Thông báo số 51/TB-STC", &["Lịch làm việc tháng 12."])];
    let to = [cast.office, cast.ward];
    let package = packages::pack(cast.finance, &to, Kind::AsicE, &wrong, &files)?;
    let (mut node, sent) = send(stage, "demo-recall", cast.finance, &to, &wrong, "3.asice", &package).await?;
    let (held, copy) = stage.receive(cast.office, &wrong.document_id(cast.finance)).await?;
    node.push(copy);
    // A mail that says "new" after the recall would say what is no longer so, and is not sent.
    mails::wait(&stage.province.dir.join("mails"), stage.mails_due.len(), MAIL_DEADLINE).await?;

    let word = Withdrawal {
        what: Change::Recall,
        reason: RECALL_REASON.to_owned(),
        receivers: Vec::new(),
        idempotency_key: None,
    };
    let done = stage.client(cast.finance)?.withdraw(sent.document.uuid, &word).await?.value;
    node.push(Node::told(stage.tell("demo-recalled", &[("reason", RECALL_REASON.into())])));
    for (agency, expected) in [(cast.office, "bound"), (cast.ward, "withdrawn")] {
        let found = done.changes.iter().find(|change| change.to.organ_id == agency.organ_id.0);
        let text = format!("{}: {}", agency.name, words::outcome_of_change(stage.context, expected));
        node.push(Node::check(text, Some(expected), found.map(|change| change.outcome.as_str())));
        let receipt = found.and_then(|change| change.receipt.as_deref());
        node.push(stage.keep(receipt, None));
    }
    stage.mails_due.push(cast.office.mail.clone());
    let withdrawn = sent.deliveries.iter().find(|delivery| delivery.to.organ_id == cast.ward.organ_id.0);
    for (agency, delivery, code) in
        [(cast.ward, withdrawn.cloned(), "delivery.withdrawn"), (cast.office, Some(held.clone()), "delivery.withheld")]
    {
        let found = no_content(stage, agency, delivery).await?;
        let text = stage.tell("demo-no-content", &[("agency", agency.name.as_str().into())]);
        node.push(Node::check(format!("{text} ({code})"), Some((410, code.to_owned())), found));
    }
    node.push(
        answer(stage, cast.office, &held, Status::RequestAgreed, None, "state-standing-recalled-confirmed").await?,
    );
    stage.mails_due.push(cast.finance.mail.clone());
    node.push(seen(stage, cast.finance, sent.document.uuid, cast.office, Some(Standing::Recalled)).await?);
    Ok(node)
}

/// A new version of the first document: its receivers are asked, one agrees and one refuses.
pub(super) async fn update(stage: &mut Stage<'_>, cast: &Cast<'_>, first: &Draft) -> anyhow::Result<Node> {
    let old = first.document_id(cast.office);
    let newer = Draft {
        number: 126,
        subject: "V/v báo cáo tình hình thực hiện nhiệm vụ quý IV (cập nhật thời hạn)".to_owned(),
        ..letter(stage.clock)
    }
    .updating(old.clone(), "Điều chỉnh thời hạn báo cáo");
    let files = [File::pdf("công văn.pdf", "Công văn số 126/UBND-VX", &["Điều chỉnh thời hạn báo cáo."])];
    let to = [cast.interior, cast.health, cast.commune];
    let package = packages::pack(cast.office, &to, Kind::AsicE, &newer, &files)?;
    let (mut node, _) = send(stage, "demo-update", cast.office, &to, &newer, "4.asice", &package).await?;
    let whole = stage.client(cast.office)?.documents(&old).await?.value;
    let Some(before) = whole.items.into_iter().next() else { anyhow::bail!("the first document is gone") };
    for (agency, status, reason, said, standing) in [
        (cast.interior, Status::RequestAgreed, None, "state-standing-updated", Some(Standing::Updated)),
        (cast.commune, Status::RequestDeclined, Some(REFUSAL), "state-acknowledgement-declined", None),
    ] {
        let (_, mut copy) = stage.receive(agency, &newer.document_id(cast.office)).await?;
        let asked = before.deliveries.iter().find(|delivery| delivery.to.organ_id == agency.organ_id.0);
        let Some(asked) = asked else { anyhow::bail!("{} has no copy of the first document", agency.name) };
        let question = asked.request.as_ref().map(|request| request.question.as_str());
        copy.push(Node::check(stage.say("state-question-update"), Some("update"), question));
        copy.push(answer(stage, agency, asked, status, reason, said).await?);
        stage.mails_due.push(cast.office.mail.clone());
        copy.push(seen(stage, cast.office, before.document.uuid, agency, standing).await?);
        node.push(copy);
    }
    Ok(node)
}

/// A document that lies: the hub's clock goes past the deadline, both offices are reminded; one fetches, and is left alone.
pub(super) async fn reminder(stage: &mut Stage<'_>, cast: &Cast<'_>) -> anyhow::Result<Node> {
    let call = Draft {
        number: 127,
        subject: "Giấy mời họp giao ban tháng 12".to_owned(),
        type_name: "Giấy mời".to_owned(),
        due_days: None,
        ..letter(stage.clock)
    };
    let files = [File::pdf("giấy mời.pdf", "Giấy mời số 127/UBND-VX", &["Họp giao ban tháng 12."])];
    let to = [cast.ward, cast.commune];
    let package = packages::pack(cast.office, &to, Kind::AsicE, &call, &files)?;
    let arrived = stage.clock.now();
    let (mut node, _) = send(stage, "demo-reminder", cast.office, &to, &call, "5.asice", &package).await?;
    let folder = stage.province.dir.join("mails");
    mails::wait(&folder, stage.mails_due.len(), MAIL_DEADLINE).await?;

    let deadline = deadline::acknowledging(Calendar::shipped(), arrived, Urgency::Normal).at;
    let warned = deadline.plus_seconds(-60 * i64::from(Notice::default().before_minutes)).max(arrived);
    for (moment, key, told) in [
        // The update before lies unfetched at the department of health.
        (warned.plus_seconds(1), "demo-before", vec![cast.ward, cast.commune, cast.health]),
        (deadline.plus_seconds(1), "demo-overdue", vec![cast.commune, cast.health]),
    ] {
        stage.clock.set(moment);
        stage.mails_due.extend(told.iter().map(|agency| agency.mail.clone()));
        let came = mails::wait(&folder, stage.mails_due.len(), MAIL_DEADLINE).await?;
        let time = crate::i18n::date_time(stage.context.lang, moment);
        let text = stage.tell(key, &[("time", time.as_str().into()), ("count", told.len().into())]);
        node.push(Node::check(text, stage.mails_due.len(), came.len()));
        if told.iter().any(|agency| agency.organ_id == cast.ward.organ_id) {
            let (_, copy) = stage.receive(cast.ward, &call.document_id(cast.office)).await?;
            node.push(copy);
        }
    }
    Ok(node)
}

/// What the hub says to a receiver that asks for the bytes.
async fn no_content(
    stage: &Stage<'_>,
    agency: &Agency,
    delivery: Option<Delivery>,
) -> anyhow::Result<Option<(u16, String)>> {
    let Some(delivery) = delivery else { return Ok(None) };
    let client = stage.client(agency)?;
    let delivery = client.delivery(delivery.id).await?.value;
    let folder = stage.province.dir.join("inbox").join("none");
    match client.download(&delivery, &folder, &Progress::none()).await {
        Err(ClientError::Refused(problem)) => Ok(Some((problem.status, problem.code.clone()))),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(None),
    }
}

/// A receiver answers a question or a recall.
async fn answer(
    stage: &mut Stage<'_>,
    by: &Agency,
    delivery: &Delivery,
    status: Status,
    reason: Option<&str>,
    said: &str,
) -> anyhow::Result<Node> {
    let word = Acknowledgement {
        code: status.as_str().to_owned(),
        reason: reason.map(str::to_owned),
        ..Acknowledgement::default()
    };
    let answer = stage.client(by)?.acknowledge(delivery.id, &word).await?.value;
    let text = format!("{}: {} ({status})", by.name, stage.say(said));
    let text = reason.map_or(text.clone(), |reason| format!("{text}: {reason}"));
    let mut node = Node::check(text, ("recorded", false), (answer.outcome.as_str(), answer.contradiction));
    node.push(stage.keep(answer.receipt.as_deref(), None));
    Ok(node)
}

/// How the sender sees one copy; every receipt of the document's history is kept.
async fn seen(
    stage: &mut Stage<'_>,
    from: &Agency,
    document: uuid::Uuid,
    at: &Agency,
    standing: Option<Standing>,
) -> anyhow::Result<Node> {
    let found = stage.client(from)?.document(document).await?.value;
    let copy = found.deliveries.iter().find(|copy| copy.to.organ_id == at.organ_id.0).cloned().unwrap_or_default();
    let text = format!("{}: {}", stage.say("demo-sender-sees"), words::pill(stage.context, &copy, false));
    let node = Node::check(text, (standing.map(Standing::as_str), false), {
        (copy.standing.as_deref(), copy.request.is_some())
    });
    for event in &found.history {
        if let Some(receipt) = &event.receipt {
            stage.keep(Some(receipt), None);
        }
    }
    Ok(node)
}

const RECALL_REASON: &str = "Ban hành nhầm thời gian";
const REFUSAL: &str = "Đã thực hiện theo bản trước";
