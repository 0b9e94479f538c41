//! The act of a merger: what lies in the old agency's inbox, and what is sent to its old code afterwards, goes to its
//! successor, which reads to which code it was sent.

use super::packages::{self, Draft, File, Kind};
use super::play::{Cast, letter, send_to};
use super::stage::Stage;
use super::tree::Node;
use crate::domain::ids::{Micros, OrganId};
use crate::edxml::Party;
use crate::exchange::Exchange;
use crate::store::change::{Actor, AgencyAct, AgencyFacts};

/// The code of a commune that is merged into that of the cast. It has no system, no seal and no mail of its own.
pub(super) const OLD_CODE: &str = "H53.32.002";
/// Its name.
pub(super) const OLD_NAME: &str = "Ủy ban nhân dân xã Hảo Đước";

/// A document before the merger and one after, both to the old code; the successor takes both.
pub(super) async fn merger(stage: &mut Stage<'_>, cast: &Cast<'_>, exchange: &Exchange) -> anyhow::Result<Node> {
    let (old, successor) = (OrganId(OLD_CODE.to_owned()), cast.commune.organ_id.clone());
    exchange.change_agency(by(), AgencyAct::Add(commune(old.clone(), cast))).await?;
    let args = [("old", OLD_NAME.into()), ("new", cast.commune.name.as_str().into())];
    let mut node = Node::told(stage.tell("demo-merger", &args));

    let before = notice(stage, 128);
    node.push(put_in(stage, cast, "demo-merger-before", &before, &old).await?);

    let from = stage.clock.now();
    let plan = exchange.plan_merge(vec![old.clone()], successor.clone(), from).await?;
    let waiting: Vec<_> = plan.agencies.iter().map(|ending| ending.undelivered).collect();
    let text = stage.tell("demo-merger-plan", &[("count", waiting.iter().sum::<i64>().into())]);
    node.push(Node::check(text, (0, vec![1]), (plan.problems.len(), waiting)));
    exchange.change_agency(by(), AgencyAct::Merge { old: vec![old], successor: successor.clone(), from }).await?;

    let after = notice(stage, 129);
    node.push(put_in(stage, cast, "demo-merger-after", &after, &successor).await?);
    stage.mails_due.push(cast.commune.mail.clone());

    for draft in [before, after] {
        let (delivery, mut copy) = stage.receive(cast.commune, &draft.document_id(cast.office)).await?;
        let text = stage.tell("demo-merger-named", &[("code", OLD_CODE.into())]);
        // What came before the merger stands under the old code itself; what came after it, under the successor's.
        copy.push(Node::check(text, OLD_CODE.to_owned(), delivery.named.unwrap_or(delivery.to.organ_id)));
        node.push(copy);
    }
    Ok(node)
}

/// Sends to the old code what the hub has to deliver to `expected`.
async fn put_in(
    stage: &mut Stage<'_>,
    cast: &Cast<'_>,
    title: &str,
    draft: &Draft,
    expected: &OrganId,
) -> anyhow::Result<Node> {
    let line = format!("Thông báo số {}", draft.code());
    let files = [File::pdf("thông báo.pdf", &line, &["Về việc sắp xếp đơn vị hành chính."])];
    let to = vec![Party::named(OLD_CODE.to_owned(), OLD_NAME.to_owned())];
    let package = packages::pack_to(cast.office, to, Kind::AsicE, draft, &files)?;
    let name = format!("{}.asice", draft.number);
    let (node, _) = send_to(stage, title, cast.office, vec![expected.0.clone()], draft, &name, &package).await?;
    Ok(node)
}

fn notice(stage: &Stage<'_>, number: u32) -> Draft {
    Draft {
        number,
        subject: "Thông báo về việc sắp xếp đơn vị hành chính cấp xã".to_owned(),
        type_name: "Thông báo".to_owned(),
        due_days: None,
        ..letter(stage.clock)
    }
}

fn by() -> Actor {
    Actor { name: "demo".to_owned(), reason: "Sắp xếp đơn vị hành chính".to_owned() }
}

fn commune(organ_id: OrganId, cast: &Cast<'_>) -> AgencyFacts {
    AgencyFacts {
        organ_id,
        name: OLD_NAME.to_owned(),
        parent: Some(cast.provincial.organ_id.clone()),
        level: cast.commune.level,
        mail: Vec::new(),
        mail_subject: false,
        valid_from: Micros(0),
        allows_legacy: false,
    }
}
