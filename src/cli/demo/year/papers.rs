//! What agencies write to each other: kinds of documents, subjects, signs, signers, and the PDF that goes with each. The
//! matters are those of a province in any year; nothing here was ever issued.

use super::chance::Chance;
use crate::cli::demo::packages::{Draft, File};
use crate::cli::demo::province::Agency;
use crate::domain::ids::Micros;
use crate::report;

/// A kind of document with its subject; `{năm}` is the year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matter {
    /// Tên loại văn bản.
    pub kind: &'static str,
    /// The kind's letters in a sign; an official letter has none.
    pub short: &'static str,
    /// Trích yếu.
    pub subject: &'static str,
}

/// The draft of a matter.
pub(super) fn draft(from: &Agency, number: u32, matter: &Matter, signed: Micros) -> Draft {
    let year = crate::domain::deadline::day_in_vietnam(signed).year();
    Draft {
        number,
        notation: sign(from, matter.short),
        subject: matter.subject.replace("{năm}", &year.to_string()),
        type_name: matter.kind.to_owned(),
        signed,
        due_days: None,
        priority: None,
        business: None,
        signer: signer(from),
    }
}

/// A document as a PDF without its font: small, for the many that nobody opens.
pub(super) fn pdf(from: &Agency, draft: &Draft, to: &[&Agency]) -> File {
    let (title, lines) = written(from, draft, to);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    File::pdf(named(draft), &title, &lines)
}

/// A document as a PDF with its font: whoever opens it reads what it is, in every viewer.
///
/// # Errors
/// When it cannot be written.
pub(super) fn readable(from: &Agency, draft: &Draft, to: &[&Agency]) -> anyhow::Result<File> {
    let (title, lines) = written(from, draft, to);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    page(named(draft), &title, &lines, draft.signed)
}

/// A PDF with its font.
///
/// # Errors
/// When it cannot be written.
pub(super) fn page(name: impl Into<String>, title: &str, lines: &[&str], at: Micros) -> anyhow::Result<File> {
    Ok(File::of(name, "application/pdf", report::letter(title, lines, at)?))
}

fn named(draft: &Draft) -> String {
    format!("{}.pdf", draft.code().replace('/', "_"))
}

/// What stands on it: its title, and its lines.
fn written(from: &Agency, draft: &Draft, to: &[&Agency]) -> (String, Vec<String>) {
    let title = format!("{} số {}", draft.type_name, draft.code());
    let [authority, position, name] = draft.signer;
    let mut lines = vec![from.name.clone(), String::new()];
    lines.extend(wrapped(&draft.subject));
    lines.push(String::new());
    lines.push("Kính gửi:".to_owned());
    lines.extend(to.iter().map(|agency| format!("- {};", agency.name)));
    lines.push(String::new());
    lines.extend(wrapped(BODY));
    lines.push(String::new());
    lines.extend([authority, position, name].iter().filter(|line| !line.is_empty()).map(|line| (*line).to_owned()));
    (title, lines)
}

/// A matter as `from` might write of it.
pub(super) fn matter(from: &Agency, chance: &mut Chance) -> Matter {
    let own = match from.level {
        1 => &FROM_ABOVE[..],
        2 => &FROM_DEPARTMENTS[..],
        _ => &FROM_COMMUNES[..],
    };
    chance.one(own).copied().unwrap_or(FROM_ABOVE[0])
}

/// Số ký hiệu without its number: `BC-STC`, `UBND-KT`, `SNNMT-VP`.
fn sign(from: &Agency, short: &str) -> String {
    let (_, own, desk) = SIGNS.iter().find(|(id, ..)| *id == from.organ_id.0).copied().unwrap_or(("", "UBND", "VP"));
    match short {
        "" => format!("{own}-{desk}"),
        kind => format!("{kind}-{own}"),
    }
}

fn signer(from: &Agency) -> [&'static str; 3] {
    let at = SIGNS.iter().position(|(id, ..)| *id == from.organ_id.0).unwrap_or(0);
    let name = NAMES.get(at % NAMES.len()).copied().unwrap_or_default();
    match (from.level, from.name.starts_with("Sở")) {
        (1 | 3, _) => ["TM. ỦY BAN NHÂN DÂN", "Chủ tịch", name],
        (_, true) => ["", "Giám đốc", name],
        (_, false) => ["", "Thủ trưởng", name],
    }
}

/// Lines that a page holds, broken between words.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < COLUMNS => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

const COLUMNS: usize = 88;
const BODY: &str = "Căn cứ chức năng, nhiệm vụ được giao, đề nghị quý cơ quan phối hợp thực hiện, phản hồi qua trục liên \
                    thông văn bản của tỉnh. Trân trọng.";

/// (code, letters in a sign, the desk that wrote it)
const SIGNS: [(&str, &str, &str); 22] = [
    ("000.00.00.H53", "UBND", "KT"),
    ("000.00.01.H53", "VP", "TH"),
    ("000.00.06.H53", "SNV", "CCHC"),
    ("000.00.09.H53", "STC", "QLNS"),
    ("000.00.15.H53", "SYT", "NVY"),
    ("000.00.31.H53", "UBND", "VP"),
    ("H53.32.001", "UBND", "VP"),
    ("000.00.12.H53", "SNNMT", "QLMT"),
    ("000.00.04.H53", "SCT", "QLTM"),
    ("000.00.07.H53", "SGDĐT", "VP"),
    ("000.00.08.H53", "SKHCN", "CĐS"),
    ("000.00.14.H53", "SVHTTDL", "VP"),
    ("000.00.17.H53", "TTT", "NV1"),
    ("000.00.19.H53", "SXD", "QLN"),
    ("000.00.20.H53", "CAT", "PC05"),
    ("000.00.41.H53", "BQLKKT", "VP"),
    ("H53.32.018", "UBND", "KT"),
    ("H53.32.032", "UBND", "KT"),
    ("H53.32.041", "UBND", "KT"),
    ("H53.32.047", "UBND", "VHXH"),
    ("H53.32.053", "UBND", "KT"),
    ("000.00.00.G22", "VPCP", "NN"),
];

const NAMES: [&str; 11] = [
    "Trần Văn Chiến",
    "Nguyễn Thị Hồng Ánh",
    "Lê Minh Tâm",
    "Phan Thị Thanh Trúc",
    "Huỳnh Công Thành",
    "Đặng Quốc Bảo",
    "Võ Thị Kim Ngân",
    "Nguyễn Hữu Phước",
    "Trương Thị Mỹ Hạnh",
    "Bùi Quang Vinh",
    "Đỗ Thị Ngọc Diễm",
];

/// A matter of that kind.
pub(super) const fn letter(subject: &'static str) -> Matter {
    Matter { kind: "Công văn", short: "", subject }
}

/// A matter of that kind.
pub(super) const fn report(subject: &'static str) -> Matter {
    Matter { kind: "Báo cáo", short: "BC", subject }
}

/// A matter of that kind.
pub(super) const fn notice(subject: &'static str) -> Matter {
    Matter { kind: "Thông báo", short: "TB", subject }
}

/// A matter of that kind.
pub(super) const fn plan(subject: &'static str) -> Matter {
    Matter { kind: "Kế hoạch", short: "KH", subject }
}

const FROM_ABOVE: [Matter; 12] = [
    letter("V/v đẩy nhanh tiến độ giải ngân vốn đầu tư công năm {năm}"),
    letter("V/v tăng cường phòng cháy, chữa cháy rừng trong mùa khô"),
    letter("V/v rà soát thủ tục hành chính sau sắp xếp đơn vị hành chính cấp xã"),
    letter("V/v triển khai chính quyền địa phương hai cấp, bảo đảm hoạt động thông suốt"),
    letter("V/v khắc phục cảnh báo khai thác IUU và quản lý tàu cá trên sông Vàm Cỏ"),
    notice("Thông báo kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại phiên họp thường kỳ"),
    notice("Thông báo lịch tiếp công dân định kỳ của lãnh đạo tỉnh"),
    plan("Kế hoạch phát triển kinh tế số và xã hội số trên địa bàn tỉnh năm {năm}"),
    plan("Kế hoạch thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới năm {năm}"),
    Matter {
        kind: "Quyết định", short: "QĐ", subject: "Quyết định giao chỉ tiêu biên chế công chức năm {năm}"
    },
    Matter {
        kind: "Quyết định",
        short: "QĐ",
        subject: "Quyết định ban hành Quy chế quản lý, khai thác trục liên thông",
    },
    Matter {
        kind: "Chỉ thị", short: "CT", subject: "Chỉ thị về tăng cường kỷ luật, kỷ cương hành chính năm {năm}"
    },
];

const FROM_DEPARTMENTS: [Matter; 16] = [
    letter("V/v lấy ý kiến dự thảo Quyết định sửa đổi quy định về quản lý chất thải rắn sinh hoạt"),
    letter("V/v đôn đốc báo cáo kết quả xử lý điểm nóng ô nhiễm môi trường nông thôn"),
    letter("V/v hướng dẫn quyết toán kinh phí chi thường xuyên năm {năm}"),
    letter("V/v phối hợp kiểm tra an toàn thực phẩm trong trường học"),
    letter("V/v cung cấp số liệu phục vụ chỉ số cải cách hành chính năm {năm}"),
    letter("V/v thẩm định dự toán kinh phí sự nghiệp bảo vệ môi trường"),
    letter("V/v tiêm vắc-xin phòng bệnh cho đàn gia súc, gia cầm đợt tiếp theo"),
    letter("V/v cử cán bộ dự lớp tập huấn kỹ năng số cho công chức cấp xã"),
    letter("V/v kiểm tra hiện trạng tuyến kênh Phước Hòa và đề xuất phương án nạo vét"),
    report("Báo cáo tình hình, kết quả công tác tháng và nhiệm vụ trọng tâm tháng sau"),
    report("Báo cáo kết quả thực hiện Đề án 06 trên địa bàn tỉnh"),
    report("Báo cáo công tác phòng, chống thiên tai và tìm kiếm cứu nạn"),
    notice("Thông báo tuyển dụng viên chức sự nghiệp năm {năm}"),
    plan("Kế hoạch kiểm tra công tác văn thư, lưu trữ năm {năm}"),
    Matter {
        kind: "Tờ trình", short: "TTr", subject: "Tờ trình phê duyệt kế hoạch sử dụng đất năm {năm}"
    },
    Matter {
        kind: "Giấy mời", short: "GM", subject: "Giấy mời họp góp ý dự thảo Đề án phát triển nông nghiệp xanh"
    },
];

const FROM_COMMUNES: [Matter; 9] = [
    report("Báo cáo kết quả thực hiện nhiệm vụ phát triển kinh tế – xã hội tháng trên địa bàn xã"),
    report("Báo cáo kết quả rà soát hộ nghèo, hộ cận nghèo năm {năm}"),
    report("Báo cáo kết quả giải quyết thủ tục hành chính trong quý"),
    letter("V/v đề nghị hỗ trợ kinh phí nạo vét kênh tiêu nội đồng"),
    letter("V/v đề nghị hướng dẫn cấp giấy chứng nhận quyền sử dụng đất sau sắp xếp đơn vị hành chính"),
    letter("V/v đề nghị sửa chữa trạm y tế xã"),
    letter("V/v đăng ký nhu cầu vốn đầu tư công năm {năm}"),
    Matter { kind: "Tờ trình", short: "TTr", subject: "Tờ trình công nhận ấp văn hóa năm {năm}" },
    plan("Kế hoạch tổ chức Ngày hội Đại đoàn kết toàn dân tộc năm {năm}"),
];
