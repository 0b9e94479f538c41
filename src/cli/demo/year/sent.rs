//! What the clerk's own agency has sent: failures, questions that are open, and what went well.

use super::days::Days;
use super::letter::{Copy, Letter, Regret};
use super::morning::{Desk, URGENT};
use super::papers::{self, Matter};
use super::plan::CLERK;
use crate::cli::demo::cast::BUILDING;
use crate::domain::acknowledgement::Status::{Accepted, Completed, InProgress};
use crate::domain::business::Change;

/// A document that one of its receivers let expire; it was sent in the last of the two years.
pub(super) const EXPIRED: Matter =
    papers::letter("V/v hoàn thiện hồ sơ giao đất tái định cư dự án tuyến dân cư vượt lũ năm {năm}");

/// Lays what was sent on the desk.
///
/// # Errors
/// When an agency is not in the province.
pub(super) fn sent<'a>(desk: &mut Desk<'a>) -> anyhow::Result<()> {
    all_kinds(desk)?;
    regretted(desk)?;
    recent(desk)
}

/// One document to seven, each somewhere else with it.
fn all_kinds<'a>(desk: &mut Desk<'a>) -> anyhow::Result<()> {
    let [last, ..] = desk.days.before;
    let (on, days) = (|hour, minute| Days::on(last, hour, minute), desk.days);
    let missing = "Văn bản thiếu Phụ lục 02 nêu tại trích yếu";
    let copies: Vec<Copy<'a>> = vec![
        desk.to("H53.32.032")?,
        desk.to("000.00.09.H53")?.taken(on(14, 12)).returns(days.ago(41), missing),
        desk.to("000.00.20.H53")?,
        desk.to(BUILDING)?.taken(on(14, 16)),
        desk.to("000.00.31.H53")?.taken(on(14, 9)).says(on(14, 30), Accepted),
        desk.to("H53.32.018")?.taken(on(14, 8)).says(on(14, 21), Accepted).says(days.ago(58), InProgress),
        desk.to("000.00.00.H53")?
            .taken(on(14, 7))
            .says(on(14, 15), Accepted)
            .says(on(14, 40), InProgress)
            .says(days.ago(22), Completed),
    ];
    let matter =
        papers::letter("V/v đôn đốc báo cáo kết quả xử lý điểm nóng ô nhiễm môi trường nông thôn quý IV năm {năm}");
    let letter = desk.write(CLERK, 2301, matter, on(14, 5), copies)?;
    letter.draft.priority = Some(URGENT);
    letter.draft.due_days = Some(10);
    Ok(())
}

/// A recall that one receiver has to confirm and another never saw, and a document that was asked back.
fn regretted(desk: &mut Desk<'_>) -> anyhow::Result<()> {
    let [last, before, _] = desk.days.before;
    let days = desk.days;
    let copies = vec![
        desk.to("H53.32.018")?.taken(Days::on(before, 10, 44)).says(Days::on(before, 11, 2), Accepted),
        desk.to("H53.32.053")?,
    ];
    let matter = papers::notice("Thông báo lịch kiểm tra công tác quản lý đất đai tại các xã biên giới");
    let letter = desk.write(CLERK, 2296, matter, Days::on(before, 10, 35), copies)?;
    regret(letter, days.ago(33), Change::Recall, "Ban hành nhầm thời gian kiểm tra");

    let copies = vec![desk.to("H53.32.047")?.taken(Days::on(last, 9, 12)).says(Days::on(last, 9, 30), Accepted)];
    let matter = papers::letter("V/v cung cấp bản đồ hiện trạng khu vực bãi rác tạm xã Bến Lức");
    let letter = desk.write(CLERK, 2299, matter, Days::on(last, 9, 5), copies)?;
    regret(letter, days.ago(19), Change::TakeBack, "Gửi nhầm tệp bản đồ; đề nghị cho lấy lại");
    Ok(())
}

fn regret(letter: &mut Letter<'_>, at: crate::domain::ids::Micros, what: Change, reason: &'static str) {
    letter.regret = Some(Regret { at, what, reason });
}

/// What has just gone out, and what is done.
fn recent(desk: &mut Desk<'_>) -> anyhow::Result<()> {
    let days = desk.days;
    let [_, _, first] = days.before;
    let copies = vec![
        desk.to("000.00.00.H53")?.taken(days.ago(24)),
        desk.to("000.00.01.H53")?.taken(days.ago(25)).says(days.ago(18), Accepted),
        desk.to("H53.32.041")?,
    ];
    let matter = papers::report("Báo cáo nhanh tình hình mưa lũ và vận hành hồ Dầu Tiếng");
    desk.write(CLERK, 2303, matter, days.ago(28), copies)?;

    let copies = vec![done(desk.to("000.00.06.H53")?, days, 12), done(desk.to("000.00.15.H53")?, days, 20)];
    let matter = papers::letter("V/v cử công chức tham gia tổ giúp việc xây dựng vị trí việc làm năm {năm}");
    desk.write(CLERK, 2288, matter, Days::on(first, 15, 5), copies)?;
    Ok(())
}

fn done<'a>(copy: Copy<'a>, days: &Days, minute: i8) -> Copy<'a> {
    let [last, before, first] = days.before;
    copy.taken(Days::on(first, 15, minute))
        .says(Days::on(first, 15, minute + 9), Accepted)
        .says(Days::on(before, 8, minute), InProgress)
        .says(Days::on(last, 11, minute), Completed)
}
