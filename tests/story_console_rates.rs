//! Báo cáo at the console: an auditor reads all rates and takes them along as CSV, XLSX and PDF, which say what the API says;
//! an agency reads its own and nothing else; an office declares what it issued on paper.

use std::io::Cursor;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use lienthong::domain::deadline::day_in_vietnam;
use lienthong::domain::person::Role;
use reqwest::Method;
use serde_json::json;

use crate::support::house::{House, OTHER, RECEIVER, SENDER, answer};
use crate::support::stores::Backend;
use crate::support::visitor::Visitor;

/// Two letters to two agencies: one copy accepted, one returned, two not answered; four on paper.
async fn played(house: &House) -> Visitor {
    let (_, _, first) = house.send(1, &[RECEIVER, OTHER]).await;
    house.send(2, &[RECEIVER, OTHER]).await;
    for (delivery, number, code) in [(&first[0], RECEIVER, "03"), (&first[1], OTHER, "02")] {
        let path = format!("/api/v1/deliveries/{delivery}/acknowledgements");
        house.post_json(&path, number, json!({ "code": code, "reason": "Sai nơi nhận" })).await.expect(201);
    }
    Visitor::at(house, Some(&house.agency(SENDER).organ_id), Role::Clerk).await
}

fn month(house: &House) -> String {
    day_in_vietnam(house.clock.now()).strftime("%Y-%m").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_takes_the_numbers_along() {
    let house = House::open(Backend::Sqlite).await;
    played(&house).await;
    let auditor = Visitor::at(&house, None, Role::Auditor).await;
    let (month, view) = (month(&house), format!("period={}&sort=exchange", month(&house)));
    let api = format!("/api/v1/rates?from={month}&to={month}&by=agency");
    let told =
        answer(house.bare(Method::GET, &api).bearer_auth(&house.province.auditor_token)).await.expect(200).json();

    // The page: numerator and denominator, what they mean, the chart, the log's state, and a link that shows the same.
    let page = auditor.get(&format!("/rates?{view}&rate=acknowledged")).await.expect(200).text();
    for words in [
        "2 trên 2 văn bản",
        "1 trên 4 bản gửi",
        "25,00%",
        "Đã tiếp nhận: còn lại 3",
        "class=\"chart\"",
        "aria-sort=\"ascending\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains(told["stand"]["root"].as_str().unwrap()), "{page}");
    assert!(page.contains("Năm trước chưa có số liệu") && page.contains("cơ quan chưa khai văn bản giấy"), "{page}");
    assert!(!page.contains(" style=") && !page.contains("<style"), "{page}");

    // The files: what the API says, in the order of the page.
    let total = |kind: &str| &told["total"][kind];
    let csv = auditor.get(&format!("/rates/file/csv?{view}")).await.expect(200);
    assert!(csv.header("content-disposition").contains(&format!("rates-{month}.csv")));
    let text = csv.text();
    assert!(text.contains("chưa khai văn bản giấy"), "who has not declared is told in the file too: {text}");
    let last = text.lines().find(|line| line.starts_with("Tổng;")).expect("the total");
    assert!(last.starts_with("Tổng;;100,00;2;2;"), "{last}");

    let xlsx = auditor.get(&format!("/rates/file/xlsx?{view}")).await.expect(200).bytes;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let line = u32::try_from(4 + told["rows"].as_array().unwrap().len()).unwrap();
    for (index, kind) in (0..).zip(KINDS) {
        for (offset, part) in [(1, "numerator"), (2, "denominator")] {
            let found = sheet.get_value((line, 2 + index * 5 + offset));
            assert_eq!(found, Some(&Data::Float(total(kind)[part].as_f64().unwrap())), "{kind} {part}");
        }
    }

    let pdf = auditor.get(&format!("/rates/file/pdf?{view}")).await.expect(200);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    let text = text_of(&pdf.bytes);
    for kind in KINDS {
        let counts = format!("{}/{}", total(kind)["numerator"], total(kind)["denominator"]);
        assert!(text.contains(&counts), "{kind} {counts}: {text}");
    }
    assert!(text.contains("Nguyễn Văn An in lúc") && text.contains(&house.agency(SENDER).name), "{text}");

    // What is left over, document by document; no subject is shown.
    let left = auditor.get(&format!("/rates/left?{view}&rate=acknowledged")).await.expect(200).text();
    assert_eq!(left.matches("role=\"rowheader\"").count(), 3, "{left}");
    assert!(!left.contains("href=\"/in/") && !left.contains("href=\"/out/"), "an auditor opens no document");
    auditor.get(&format!("/rates/left?{view}&rate=completed")).await.expect(200);
    let whole = auditor.get(&format!("/rates/left?{view}&rate=signed")).await.expect(200).text();
    assert!(whole.contains("Phần còn lại của kỳ này không có văn bản nào"), "{whole}");
    assert!(left.contains("/UBND-") || left.contains("<small class=\"id\">"), "a number stands before the id: {left}");
    let silent = auditor.get(&format!("/rates/unanswered?{view}")).await.expect(200).text();
    assert!(
        silent.contains("<select class=\"form-select\" id=\"agency\"") && silent.contains("id=\"period\""),
        "{silent}"
    );
    assert!(silent.contains(told["stand"]["root"].as_str().unwrap()), "{silent}");
    let one = house.agency(SENDER).organ_id.0.clone();
    let page = auditor.get(&format!("/rates?{view}&agency={one}")).await.expect(200).text();
    assert!(page.contains("Văn bản gửi đến đơn vị này"), "{page}");
    one_side_and_the_other(&house, &auditor, &month).await;

    // What makes no sense is refused in words, and an auditor declares nothing.
    for bad in ["period=soon", "rate=best", "sort=-best"] {
        auditor.get(&format!("/rates?{bad}")).await.expect(400);
    }
    auditor.get("/rates/file/doc").await.expect(404);
    auditor.post("/rates/paper", &[("month", &month), ("count", "1")]).await.expect(403);
    house.close().await;
}

/// One agency's files hold what was sent to it, as its page does, and say whose they are; lists are taken along too.
async fn one_side_and_the_other(house: &House, auditor: &Visitor, month: &str) {
    let (code, name) = (&house.agency(RECEIVER).organ_id.0, &house.agency(RECEIVER).name);
    let view = format!("period={month}&agency={code}&rate=acknowledged&side=in");
    let page = auditor.get(&format!("/rates?{view}")).await.expect(200).text();
    assert!(page.contains("id=\"h-table-in\"") && page.contains("Đã tiếp nhận, văn bản gửi đến theo tháng"), "{page}");
    let csv = auditor.get(&format!("/rates/file/csv?{view}")).await.expect(200).text();
    let fields = |line: &str| line.split(';').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    let head = fields(lines.next().unwrap());
    let total = fields(lines.last().unwrap());
    let at = |name: &str| total[head.iter().position(|one| one == name).expect(name)].clone();
    assert_eq!(at("Đã tiếp nhận, văn bản gửi đến (%)"), "50,00");
    assert_eq!((at("Mã cơ quan"), at("Tên cơ quan"), at("Từ tháng")), (code.clone(), name.clone(), month.to_owned()));
    assert!(!at("Nhật ký: gốc").is_empty());
    let xlsx = auditor.get(&format!("/rates/file/xlsx?{view}")).await.expect(200).bytes;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx)).unwrap();
    assert_eq!(book.sheet_names().last().map(String::as_str), Some("Theo tháng"));
    let head = book.worksheet_range_at(0).unwrap().unwrap();
    let words: Vec<String> = head.rows().nth(3).unwrap().iter().map(ToString::to_string).collect();
    assert!(words.contains(&"Đã tiếp nhận, văn bản gửi đến (%)".to_owned()), "{words:?}");
    let pdf = text_of(&auditor.get(&format!("/rates/file/pdf?{view}")).await.expect(200).bytes);
    for words in ["Văn bản gửi đến đơn vị này", "văn bản gửi đến theo tháng", "Nét liền, chấm tròn: năm nay", name]
    {
        assert!(pdf.contains(words), "{words}: {pdf}");
    }
    let left = auditor.get(&format!("/rates/left/file/csv?{view}")).await.expect(200).text();
    assert!(left.lines().count() == 2 && left.contains(&house.agency(SENDER).name), "{left}");
    let silent = auditor.get(&format!("/rates/unanswered/file/csv?{view}")).await.expect(200).text();
    assert!(silent.starts_with("\u{feff}Mã cơ quan;Tên cơ quan;Quá hạn chưa phản hồi;"), "{silent}");
    auditor.get(&format!("/rates/unanswered/file/pdf?{view}")).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_reads_its_own_and_declares_its_paper() {
    let house = House::open(Backend::Sqlite).await;
    let clerk = played(&house).await;
    let reader = Visitor::at(&house, Some(&house.agency(RECEIVER).organ_id), Role::Reader).await;
    let (month, other) = (month(&house), house.agency(SENDER).organ_id.0.clone());

    // Another agency in the address changes nothing.
    let own = reader.get(&format!("/rates?period={month}&agency={other}")).await.expect(200).text();
    assert!(own.contains("0 trên 0 văn bản") && own.contains("1 trên 2 bản gửi") && own.contains("chưa có"), "{own}");
    let left = reader
        .get(&format!("/rates/left?period={month}&rate=acknowledged&side=in&agency={other}"))
        .await
        .expect(200)
        .text();
    assert_eq!(left.matches("href=\"/in/").count(), 1, "{left}");
    let none =
        reader.get(&format!("/rates/left?period={month}&rate=acknowledged&agency={other}")).await.expect(200).text();
    assert_eq!(none.matches("role=\"rowheader\"").count(), 0, "it sent nothing: {none}");
    let csv = reader.get(&format!("/rates/file/csv?period={month}&agency={other}")).await.expect(200).text();
    assert!(csv.lines().any(|line| line.starts_with("Tổng;;;0;0;")), "{csv}");

    // Only an office declares; a word that is no number comes back with what was typed.
    reader.post("/rates/paper", &[("month", &month), ("count", "4")]).await.expect(403);
    let again = clerk.post("/rates/paper", &[("month", &month), ("count", "bốn")]).await.expect(422).text();
    assert!(again.contains("class=\"errors\"") && again.contains("value=\"bốn\""), "{again}");
    let future = clerk.post("/rates/paper", &[("month", "2999-01"), ("count", "4")]).await.expect(422).text();
    assert!(future.contains("class=\"errors\""), "{future}");
    for count in ["3", "4"] {
        let done = clerk.post("/rates/paper", &[("month", &month), ("count", count)]).await.expect(303);
        let page = clerk.get(done.header("location")).await.expect(200).text();
        assert!(page.contains("Đã ghi lời khai vào nhật ký"), "{page}");
    }
    // The second word stands; both are leaves.
    let declared = house.app.store().declarations(&house.agency(SENDER).organ_id, None, 10).unwrap().rows;
    assert_eq!(declared.iter().map(|one| (one.count, one.standing)).collect::<Vec<_>>(), [(4, true), (3, false)]);
    let page = clerk.get(&format!("/rates?period={month}")).await.expect(200).text();
    assert!(page.contains("2 trên 6 văn bản") && page.contains("33,33%"), "{page}");
    house.close().await;
}

/// What poppler reads out of a PDF, its lines joined.
fn text_of(pdf: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("rates.pdf");
    std::fs::write(&path, pdf).unwrap();
    let output = Command::new("pdftotext").args(["-layout"]).arg(&path).arg("-").output();
    let output = output.expect("pdftotext is there: make setup");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// In the order of the report.
const KINDS: [&str; 8] =
    ["exchange", "signed", "sent_in_time", "received", "acknowledged", "accepted_in_time", "returned", "completed"];
