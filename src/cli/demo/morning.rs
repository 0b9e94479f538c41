//! What an operator finds in the morning: an agency whose letter box its relay does not know any more, and the mail that was given
//! up for it; groups of receivers that clerks choose from.

use std::time::Duration;

use super::packages::{self, Draft, File, Kind};
use super::play::{Cast, letter, send_to};
use super::stage::Stage;
use super::tree::Node;
use crate::domain::ids::{Micros, OrganId};
use crate::edxml::Party;
use crate::exchange::Exchange;
use crate::store::agencies::Group;
use crate::store::change::{Actor, AgencyAct, AgencyFacts};

/// A letter box that the demo's relay refuses (RFC 5321 §3.3).
pub(super) const GONE: &str = "khong-con@";
const CODE: &str = "H53.32.003";
const NAME: &str = "Ủy ban nhân dân xã Ninh Điền";

/// Groups, an agency with a letter box that is gone, and a document to it: the mail is refused, and stays for the operator to see.
pub(super) async fn morning(stage: &mut Stage<'_>, cast: &Cast<'_>, exchange: &Exchange) -> anyhow::Result<Node> {
    let departments = [cast.interior, cast.finance, cast.health];
    for (name, title, members) in [
        ("cac-so", "Các sở", departments.map(|one| one.organ_id.clone()).to_vec()),
        ("cap-xa", "Ủy ban nhân dân cấp xã", vec![cast.ward.organ_id.clone(), cast.commune.organ_id.clone()]),
    ] {
        exchange.set_group(by(), Group { name: name.to_owned(), title: title.to_owned(), members }).await?;
    }
    let mail = format!("{GONE}{}", cast.commune.mail.rsplit('@').next().unwrap_or_default());
    let facts = AgencyFacts {
        organ_id: OrganId(CODE.to_owned()),
        name: NAME.to_owned(),
        parent: Some(cast.provincial.organ_id.clone()),
        level: cast.commune.level,
        mail: vec![mail.clone()],
        mail_subject: false,
        valid_from: Micros(0),
        allows_legacy: false,
    };
    exchange.change_agency(by(), AgencyAct::Add(facts)).await?;
    let draft = Draft {
        number: 130,
        subject: "V/v rà soát hộp thư điện tử của văn thư cấp xã".to_owned(),
        due_days: None,
        ..letter(stage.clock)
    };
    let files = [File::pdf("công văn.pdf", "Công văn số 130/UBND-VX", &["Đề nghị rà soát hộp thư của văn thư."])];
    let to = vec![Party::named(CODE.to_owned(), NAME.to_owned())];
    let package = packages::pack_to(cast.office, to, Kind::AsicE, &draft, &files)?;
    let codes = vec![CODE.to_owned()];
    let (mut node, _) = send_to(stage, "demo-morning-gone", cast.office, codes, &draft, "130.asice", &package).await?;
    let end = tokio::time::Instant::now() + DEADLINE;
    let refused = loop {
        let store = exchange.store().clone();
        let found = tokio::task::spawn_blocking(move || store.failing_addresses()).await??;
        let refused = found.iter().any(|one| one.address == mail);
        if refused || tokio::time::Instant::now() >= end {
            break refused;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    };
    node.push(Node::check(stage.tell("demo-morning-refused", &[("address", mail.as_str().into())]), true, refused));
    Ok(node)
}

fn by() -> Actor {
    Actor { name: "demo".to_owned(), reason: "Danh bạ buổi sáng".to_owned() }
}

/// The mail is on its way within a second.
const DEADLINE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(50);
