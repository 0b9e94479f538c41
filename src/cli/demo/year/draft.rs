//! What the clerk has begun and not finished: a letter without its number yet, with two files.

use anyhow::Context as _;

use crate::cli::demo::people::Person;
use crate::cli::demo::province::Province;
use crate::domain::deadline::day_in_vietnam;
use crate::domain::person::Role;
use crate::edxml::{Draft, DraftParty, DraftSigner};
use crate::exchange::{Caller, Exchange};
use crate::payload::Owner;
use crate::report;

/// Leaves a draft on the desk of the first clerk.
///
/// # Errors
/// When the hub does not keep it.
pub(in crate::cli::demo) async fn half_written(
    province: &Province,
    exchange: &Exchange,
    people: &[Person],
) -> anyhow::Result<()> {
    let clerk = people.iter().find(|one| one.role == Role::Clerk).context("the demo has no clerk")?;
    let agency = clerk.agency.clone().context("the clerk sits at no agency")?;
    let from = province.agency(&agency.0)?;
    let caller = Caller { system: None, person: Some(clerk.id), agency: agency.clone() };
    let id = exchange.begin_draft(&caller).await?;
    let now = exchange.clock().now();
    let party = |organ_id: &str| DraftParty { organ_id: organ_id.to_owned(), name: None };
    let fields = Draft {
        to: ["000.00.00.H53", "000.00.09.H53", "H53.32.032"].map(party).into(),
        notation: "SNNMT-QLMT".to_owned(),
        promulgation_date: Some(day_in_vietnam(now).to_string()),
        type_name: "Công văn".to_owned(),
        subject: SUBJECT.to_owned(),
        due: Some(day_in_vietnam(now.plus_seconds(12 * 86_400)).to_string()),
        priority: Some(1),
        signer: DraftSigner {
            competence: Some("KT. GIÁM ĐỐC".to_owned()),
            position: Some("Phó Giám đốc".to_owned()),
            full_name: Some("Phan Thị Thanh Mai".to_owned()),
        },
        ..Draft::default()
    };
    exchange.save_draft(&caller, id, fields, 0).await?;
    let owner = Owner { person: clerk.id, agency };
    for (name, title) in [("Dự thảo công văn.pdf", "Công văn"), ("Phụ lục 01.pdf", "Phụ lục 01")] {
        let bytes = report::letter(title, &[from.name.as_str(), "", SUBJECT], now)?;
        let (asked, whose, owner) = (exchange.clone(), caller.clone(), owner.clone());
        let staged = tokio::task::spawn_blocking(move || -> anyhow::Result<_> {
            let size = bytes.len() as u64;
            let staged = asked.draft_room(&whose, id, name, size, crate::package::PACKAGE_MAX_BYTES)?;
            asked.store().objects().drafts().piece(&owner, staged, 0)?.write(&bytes)?;
            Ok(staged)
        });
        exchange.attach(&caller, id, staged.await??).await?;
    }
    Ok(())
}

const SUBJECT: &str = "V/v đôn đốc báo cáo kết quả xử lý điểm nóng ô nhiễm môi trường nông thôn quý IV năm 2026";
