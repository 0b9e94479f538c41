//! What a clerk finds in the morning: the documents of the last working days and of the last hours, in every state that an
//! inbox and a list of sent documents show. Those of today came so many minutes ago, whenever the demo runs.

use super::days::Days;
use super::letter::{Copy, Letter, Plan, Regret};
use super::papers::{self, Matter};
use super::plan::{CLERK, GOVERNMENT};
use super::sent;
use super::walk::{Done, walk};
use crate::cli::demo::cast::BUILDING;
use crate::cli::demo::packages::{Draft, Kind};
use crate::cli::demo::people::Person;
use crate::cli::demo::province::{Agency, Province};
use crate::domain::acknowledgement::Status::{Accepted, Arrived, Assigned, Completed, InProgress};
use crate::domain::business::Change;
use crate::domain::calendar::Calendar;
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::Micros;

/// Fills the hub of `province`, which is not running, with the days since the play, until a few minutes ago.
///
/// # Errors
/// When the hub refuses something.
pub(in crate::cli::demo) async fn morning(province: &Province, people: &[Person], days: &Days) -> anyhow::Result<Done> {
    let mut desk = Desk { province, days, letters: Vec::new() };
    desk.waiting()?;
    desk.changed()?;
    desk.handled()?;
    sent::sent(&mut desk)?;
    walk(province, people, Plan { letters: desk.letters, ..Plan::default() }).await
}

/// The letters so far.
pub(super) struct Desk<'a> {
    pub province: &'a Province,
    pub days: &'a Days,
    pub letters: Vec<Letter<'a>>,
}

impl<'a> Desk<'a> {
    /// The agency of that code.
    pub fn of(&self, organ_id: &str) -> anyhow::Result<&'a Agency> {
        self.province.agency(organ_id)
    }

    /// A copy that lies with the agency of that code.
    pub fn to(&self, organ_id: &str) -> anyhow::Result<Copy<'a>> {
        self.of(organ_id).map(Copy::lies)
    }

    /// A document, signed some minutes before it is sent, with its PDF.
    pub fn write(
        &mut self,
        from: &str,
        number: u32,
        matter: Matter,
        sent: Micros,
        copies: Vec<Copy<'a>>,
    ) -> anyhow::Result<&mut Letter<'a>> {
        let from = self.of(from)?;
        let draft = papers::draft(from, number, &matter, sent.plus_seconds(-7 * 60));
        let to: Vec<&Agency> = copies.iter().map(|copy| copy.to).collect();
        let files = vec![papers::readable(from, &draft, &to)?];
        let at = self.letters.len();
        self.letters.push(Letter { from, draft, kind: Kind::AsicE, files, sent, copies, regret: None });
        self.letters.get_mut(at).ok_or_else(|| anyhow::anyhow!("the desk is empty"))
    }

    /// What nobody has received yet.
    fn waiting(&mut self) -> anyhow::Result<()> {
        let days = self.days;
        let ago = |minutes| days.ago(minutes);
        let copies = vec![
            self.to(CLERK)?,
            self.to("000.00.00.H53")?.taken(ago(50)).says(ago(47), Accepted).says(ago(31), Assigned),
        ];
        let arrived = self.to(CLERK)?.taken(ago(92)).says(ago(91), Arrived);
        let matter = papers::letter(
            "V/v tập trung ứng phó mưa lũ, xả lũ hồ Dầu Tiếng và bảo đảm an toàn hạ du sông Sài Gòn, sông Vàm Cỏ Đông",
        );
        self.write(GOVERNMENT, 7816, matter, ago(52), copies)?.draft.priority = Some(IMMEDIATE);

        let matter = papers::letter(
            "V/v rà soát, điều chỉnh kế hoạch sử dụng đất năm {năm} của các xã, phường sau sắp xếp đơn vị hành chính cấp xã",
        );
        let copies =
            vec![self.to(CLERK)?, self.to("H53.32.018")?, self.to("000.00.09.H53")?, self.to("000.00.31.H53")?];
        let letter = self.write("000.00.00.H53", 1294, matter, ago(37), copies)?;
        letter.draft.priority = Some(VERY_URGENT);
        letter.draft.due_days = Some(10);
        let name = "Phụ lục 01 - Biểu tổng hợp nhu cầu sử dụng đất.pdf";
        letter.files.push(papers::page(name, "Phụ lục 01", &ANNEX, days.ago(37))?);

        let matter = papers::report(
            "Báo cáo kết quả thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới 10 tháng đầu năm {năm}",
        );
        let copies = vec![self.to(CLERK)?];
        self.write("H53.32.018", 215, matter, ago(54), copies)?;

        let matter = papers::letter(
            "V/v lấy ý kiến dự thảo Quyết định thay thế Quyết định số 19/2021/QĐ-UBND về quản lý chất thải rắn xây dựng",
        );
        let copies = vec![self.to(CLERK)?];
        self.write(BUILDING, 640, matter, ago(71), copies)?.draft.due_days = Some(7);

        let matter = papers::letter("V/v cung cấp hồ sơ phục vụ thanh tra việc quản lý, sử dụng đất công ích");
        let copies = vec![self.to(CLERK)?];
        self.write("000.00.17.H53", 55, matter, ago(26), copies)?.draft.priority = Some(URGENT);

        let matter = papers::notice("Thông báo lịch kiểm tra liên ngành tại cửa khẩu quốc tế Mộc Bài");
        let copies = vec![self.to(CLERK)?, self.to("000.00.04.H53")?.taken(ago(11))];
        self.write("000.00.41.H53", 118, matter, ago(16), copies)?.kind = Kind::Bare;

        let matter = papers::plan("Kế hoạch triển khai nền tảng dữ liệu đất đai dùng chung của tỉnh năm {năm}");
        self.write("000.00.08.H53", 233, matter, ago(95), vec![arrived])?;
        Ok(())
    }

    /// What its sender changed: a recall that binds, an update that waits for consent.
    fn changed(&mut self) -> anyhow::Result<()> {
        let [last, before, _] = self.days.before;
        let matter = papers::notice("Thông báo kết luận buổi làm việc về liên kết tiêu thụ nông sản gắn với du lịch");
        let copies = vec![self.to(CLERK)?.taken(Days::on(last, 15, 48)), self.to("000.00.04.H53")?];
        let regret =
            Regret { at: self.days.ago(34), what: Change::Recall, reason: "Ban hành nhầm thành phần dự họp" };
        self.write("000.00.14.H53", 88, matter, Days::on(last, 15, 40), copies)?.regret = Some(regret);

        let matter = papers::letter(
            "V/v hướng dẫn quyết toán kinh phí thực hiện chính sách đối với cán bộ, công chức khi sắp xếp đơn vị hành chính",
        );
        let accepted = |copy: Copy<'a>| copy.taken(Days::on(before, 9, 21)).says(Days::on(before, 9, 40), Accepted);
        let copies = vec![accepted(self.to(CLERK)?), accepted(self.to("H53.32.041")?)];
        let letter = self.write("000.00.09.H53", 5101, matter, Days::on(before, 9, 15), copies)?;
        letter.draft.due_days = Some(12);
        let old = letter.draft.document_id(letter.from);
        let copies = vec![self.to(CLERK)?, self.to("H53.32.041")?];
        let letter = self.write("000.00.09.H53", 5120, matter, Days::on(last, 15, 2), copies)?;
        letter.draft = Draft { priority: Some(URGENT), due_days: Some(12), ..letter.draft.clone() }
            .updating(old, "Điều chỉnh biểu mẫu quyết toán tại Phụ lục 03");
        Ok(())
    }

    /// What is received, in work, due, overdue, done or sent back.
    fn handled(&mut self) -> anyhow::Result<()> {
        let [last, before, first] = self.days.before;
        let on = Days::on;
        let today = Calendar::shipped().working_day_from(day_in_vietnam(self.days.now));
        let until_today = i64::from((today - before).get_days());

        let copy = self.to(CLERK)?.taken(on(first, 9, 20)).says(on(first, 9, 45), Accepted);
        let copy = copy.says(on(first, 14, 5), Assigned).says(on(before, 8, 2), InProgress);
        let matter = papers::letter("V/v phối hợp quản lý chất lượng vật tư nông nghiệp lưu thông trên thị trường");
        self.write("000.00.04.H53", 702, matter, on(first, 9, 15), vec![copy])?.draft.due_days = Some(10);

        let copy = self.to(CLERK)?.taken(on(first, 14, 30)).says(on(first, 14, 52), Accepted);
        let matter = papers::letter("Đề nghị hỗ trợ kinh phí nạo vét kênh tiêu nội đồng ấp Bình Hòa");
        self.write("H53.32.032", 77, matter, on(first, 14, 26), vec![copy])?.draft.due_days = Some(1);

        let copy = self.to(CLERK)?.taken(on(before, 8, 14)).says(on(before, 8, 30), Accepted);
        let copy = copy.says(on(before, 10, 0), InProgress);
        let matter = papers::letter("V/v góp ý kế hoạch giáo dục bảo vệ môi trường trong trường học năm {năm}");
        self.write("000.00.07.H53", 931, matter, on(before, 8, 10), vec![copy])?.draft.due_days = Some(until_today);

        let copy = self.to(CLERK)?.taken(on(first, 10, 14)).says(on(first, 10, 31), Accepted);
        let copy = copy.says(on(first, 13, 50), InProgress).says(on(last, 10, 20), Completed);
        let matter = papers::letter(
            "V/v phối hợp kiểm tra việc chấp hành pháp luật về bảo vệ môi trường tại các khu, cụm công nghiệp",
        );
        self.write("000.00.20.H53", 1871, matter, on(first, 10, 10), vec![copy])?.draft.due_days = Some(14);

        let reason = "Nội dung thuộc thẩm quyền của Sở Xây dựng; đề nghị gửi lại đúng nơi nhận";
        let copy = self.to(CLERK)?.taken(on(before, 14, 11)).returns(on(before, 14, 37), reason);
        let matter = papers::letter("V/v đề nghị thẩm định thiết kế trạm y tế xã");
        self.write("000.00.15.H53", 412, matter, on(before, 14, 5), vec![copy])?;

        let copy = self.to(CLERK)?.taken(self.days.ago(84)).says(self.days.ago(66), Accepted);
        let matter = papers::report("Báo cáo tình hình hạn, mặn và nhu cầu nước sinh hoạt của các ấp biên giới");
        self.write("H53.32.053", 64, matter, self.days.ago(88), vec![copy])?;

        let copy = self.to(CLERK)?.taken(on(last, 8, 36)).says(on(last, 8, 50), Accepted);
        let matter = papers::notice("Thông báo kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại buổi tiếp công dân");
        self.write("000.00.00.H53", 1288, matter, on(last, 8, 30), vec![copy])?;
        Ok(())
    }
}

/// OtherInfo/Priority: khẩn, thượng khẩn, hỏa tốc.
pub(super) const URGENT: u8 = 1;
const VERY_URGENT: u8 = 2;
const IMMEDIATE: u8 = 3;

const ANNEX: [&str; 8] = [
    "Biểu tổng hợp nhu cầu sử dụng đất các xã, phường (đơn vị: ha)",
    "",
    "1. Phường Long An: đất ở 112,4; đất công cộng 38,0; đất giao thông 54,6",
    "2. Phường Tân Ninh: đất ở 97,1; đất công cộng 41,2; đất giao thông 49,3",
    "3. Xã Đức Huệ: đất ở 61,8; đất công cộng 12,5; đất giao thông 30,7",
    "4. Xã Thạnh Hóa: đất ở 48,9; đất công cộng 10,1; đất giao thông 27,4",
    "5. Xã Bến Lức: đất ở 83,3; đất công cộng 19,6; đất giao thông 44,0",
    "6. Xã Hưng Điền: đất ở 22,7; đất công cộng 6,4; đất giao thông 18,2",
];
