//! A document as somebody fills it in: plain fields, most of which may be left out. One form for whoever composes at a desk
//! and for software that lets the hub build the file.
//!
//! Nothing is checked here: what is built is read back and checked like what came from outside.

use icu_normalizer::ComposingNormalizerBorrowed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Business, BusinessDocumentInfo, Document, DocumentType, Manifest, OtherInfo, Party, Promulgation, ReceiverChange,
    Reference, ReplacementInfo, ResponseFor, SignerInfo, TraceHeader, dialect, timestamp,
};
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::Micros;

/// What a document says (DOMAIN §1.3). Dates are `yyyy-mm-dd`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// From; the sender's own agency when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DraftParty>,
    /// To, in order.
    pub to: Vec<DraftParty>,
    /// DocumentId; `OrganId,yyyy/MM/dd,number/notation` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// Số.
    pub number: String,
    /// Ký hiệu.
    pub notation: String,
    /// Nơi ban hành.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Ngày ban hành; the day of signing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promulgation_date: Option<String>,
    /// DocumentType/Type: `1` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_code: Option<String>,
    /// DocumentType/TypeDetail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_detail: Option<String>,
    /// Tên loại văn bản: Công văn, Báo cáo…
    pub type_name: String,
    /// Trích yếu.
    pub subject: String,
    /// Content, a summary in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Who signed, in words.
    pub signer: DraftSigner,
    /// Hạn trả lời.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// OtherInfo/Priority, độ khẩn: a number of the hub's table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<u8>,
    /// Phạm vi lưu hành.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sphere_of_promulgation: Option<String>,
    /// Ký hiệu người soạn thảo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typer_notation: Option<String>,
    /// Số bản.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promulgation_amount: Option<u32>,
    /// Số trang.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_amount: Option<u32>,
    /// Văn bản chỉ đạo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<bool>,
    /// Phụ lục.
    pub appendixes: Vec<String>,
    /// The documents that it answers; those that a recall revokes.
    pub response_for: Vec<DraftResponse>,
    /// SteeringType.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steering_type: Option<String>,
    /// Nơi nhận, for reading.
    pub to_places: Vec<String>,
    /// What it does to earlier documents; absent: it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business: Option<DraftBusiness>,
}

/// An agency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftParty {
    /// Mã định danh.
    pub organ_id: String,
    /// Tên cơ quan; the directory's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// SignerInfo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DraftSigner {
    /// Quyền hạn: TM., TL., KT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub competence: Option<String>,
    /// Chức vụ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// Họ tên.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
}

/// ResponseFor: another document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DraftResponse {
    /// Whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organ_id: Option<String>,
    /// `số/ký hiệu`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its DocumentId.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// Ngày ban hành.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promulgation_date: Option<String>,
}

/// Bussiness (DOMAIN §1.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftBusiness {
    /// What it does.
    pub what: DraftChange,
    /// Lý do.
    #[serde(default)]
    pub reason: String,
    /// The updated document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// Of an update: whether the content changed; true when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_changed: Option<bool>,
    /// Of an update: receivers added or removed, by the hub's ReceiverType.
    #[serde(default)]
    pub receivers: Vec<DraftReceiver>,
    /// The replaced documents.
    #[serde(default)]
    pub replaces: Vec<DraftReplaced>,
}

/// What a document does to earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftChange {
    /// Thu hồi; `response_for` names the documents.
    Recall,
    /// Cập nhật.
    Update,
    /// Thay thế.
    Replace,
}

/// A receiver that an update adds or removes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftReceiver {
    /// Mã định danh.
    pub organ_id: String,
    /// ReceiverType, as the hub's settings read it.
    pub receiver_type: String,
}

/// A document that is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftReplaced {
    /// Its DocumentId.
    pub document_id: String,
    /// For whom; all receivers when empty.
    #[serde(default)]
    pub receivers: Vec<String>,
}

/// One line in one form of Unicode: keyboards write the same word in two. What is copied out of a PDF brings characters along that
/// nobody sees and XML cannot hold: they go.
pub fn one_line(text: &str) -> String {
    let held = |c: &char| c.is_whitespace() || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    let text: String = text.chars().filter(held).collect();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    ComposingNormalizerBorrowed::new_nfc().normalize(&line).into_owned()
}

impl Draft {
    /// What a document says, to be written once more: everything but its name, its day, its receivers, and what it did to others.
    pub fn again(document: &Document) -> Self {
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let number = |text: &Option<String>| text.as_deref().and_then(|text| text.trim().parse().ok());
        let other = &document.other;
        Self {
            number: document.code_number.clone(),
            notation: document.code_notation.clone(),
            place: filled(&document.promulgation.place),
            type_code: Some(document.document_type.code.clone()).filter(|code| !code.is_empty()),
            type_detail: filled(&document.document_type.detail),
            type_name: document.document_type.name.clone(),
            subject: document.subject.clone(),
            content: filled(&document.content),
            signer: DraftSigner {
                competence: filled(&document.signer.competence),
                position: filled(&document.signer.position),
                full_name: filled(&document.signer.full_name),
            },
            due: document.due_date.as_deref().map(date_of_draft),
            priority: other.priority.as_deref().and_then(|text| text.trim().parse().ok()),
            sphere_of_promulgation: filled(&other.sphere_of_promulgation),
            typer_notation: filled(&other.typer_notation),
            promulgation_amount: number(&other.promulgation_amount),
            page_amount: number(&other.page_amount),
            appendixes: other.appendixes.clone(),
            response_for: document
                .response_for
                .iter()
                .filter(|one| !one.is_empty())
                .map(DraftResponse::again)
                .collect(),
            steering_type: filled(&document.steering_type),
            ..Self::default()
        }
    }

    /// The same with every field that is one line as one line; content and addenda stay as they were written.
    pub fn tidied(mut self) -> Self {
        let parties = self.from.iter_mut().chain(&mut self.to);
        let parties = parties.flat_map(|party| std::iter::once(&mut party.organ_id).chain(&mut party.name));
        let answers = self.response_for.iter_mut().flat_map(|one| {
            [&mut one.organ_id, &mut one.code, &mut one.document_id, &mut one.promulgation_date].into_iter().flatten()
        });
        let plain = [&mut self.number, &mut self.notation, &mut self.type_name, &mut self.subject];
        let some = [
            &mut self.document_id,
            &mut self.place,
            &mut self.promulgation_date,
            &mut self.signer.competence,
            &mut self.signer.position,
            &mut self.signer.full_name,
            &mut self.due,
            &mut self.sphere_of_promulgation,
            &mut self.typer_notation,
        ];
        let all = parties.chain(answers).chain(plain).chain(some.into_iter().flatten()).chain(&mut self.to_places);
        for text in all {
            *text = one_line(text);
        }
        self
    }

    /// The document that `own` sends when it is signed at `at`, with these entries (name, media type). `called` knows the
    /// names of agencies.
    pub fn document(
        &self,
        own: &str,
        at: Micros,
        entries: &[(&str, &str)],
        called: impl Fn(&str) -> Option<String>,
    ) -> Document {
        let party = |party: &DraftParty| {
            let name = party.name.clone().or_else(|| called(&party.organ_id));
            Party { organ_name: name, ..Party::new(&party.organ_id) }
        };
        let own = DraftParty { organ_id: own.to_owned(), name: None };
        let from = party(self.from.as_ref().unwrap_or(&own));
        let today = day_in_vietnam(at).strftime("%Y/%m/%d").to_string();
        let issued = self.promulgation_date.as_deref().map_or(today, written);
        let own_id = || format!("{},{issued},{}/{}", from.organ_id, self.number, self.notation);
        Document {
            document_id: self.document_id.clone().filter(|id| !id.is_empty()).unwrap_or_else(own_id),
            to: self.to.iter().map(party).collect(),
            code_number: self.number.clone(),
            code_notation: self.notation.clone(),
            document_type: DocumentType {
                code: self.type_code.clone().unwrap_or_else(|| "1".to_owned()),
                detail: self.type_detail.clone(),
                name: self.type_name.clone(),
            },
            subject: self.subject.clone(),
            content: self.content.clone(),
            signer: SignerInfo {
                competence: self.signer.competence.clone(),
                position: self.signer.position.clone(),
                full_name: self.signer.full_name.clone(),
            },
            due_date: self.due.as_deref().map(written),
            other: self.other(),
            response_for: self.response_for.iter().map(DraftResponse::written).collect(),
            steering_type: self.steering_type.clone(),
            to_places: self.to_places.clone(),
            response_for_task: Vec::new(),
            trace: vec![TraceHeader { organ_id: Some(from.organ_id.0.clone()), timestamp: Some(timestamp(at)) }],
            business: self.business.as_ref().map(DraftBusiness::written),
            manifest: Manifest {
                references: entries.iter().map(|(name, media_type)| Reference::to_entry(name, media_type)).collect(),
                ..Manifest::default()
            },
            attachments: Vec::new(),
            promulgation: Promulgation { place: self.place.clone(), date: issued },
            from,
        }
    }

    fn other(&self) -> OtherInfo {
        let text = |number: Option<u32>| number.map(|number| number.to_string());
        OtherInfo {
            priority: text(self.priority.map(u32::from)),
            sphere_of_promulgation: self.sphere_of_promulgation.clone(),
            typer_notation: self.typer_notation.clone(),
            promulgation_amount: text(self.promulgation_amount),
            page_amount: text(self.page_amount),
            direction: self.direction.map(|steers| steers.to_string()),
            appendixes: self.appendixes.clone(),
        }
    }
}

impl DraftResponse {
    fn again(one: &ResponseFor) -> Self {
        Self {
            organ_id: one.organ_id.clone(),
            code: one.code.clone(),
            document_id: one.document_id.clone(),
            promulgation_date: one.promulgation_date.as_deref().map(date_of_draft),
        }
    }

    fn written(&self) -> ResponseFor {
        ResponseFor {
            organ_id: self.organ_id.clone(),
            code: self.code.clone(),
            promulgation_date: self.promulgation_date.as_deref().map(written),
            document_id: self.document_id.clone(),
        }
    }
}

impl DraftBusiness {
    fn written(&self) -> Business {
        let flag = |on: bool| Some(if on { "1" } else { "0" }.to_owned());
        let receiver = |one: &DraftReceiver| ReceiverChange {
            organ_id: Some(one.organ_id.clone()),
            receiver_type: Some(one.receiver_type.clone()),
        };
        let info = BusinessDocumentInfo {
            document_info: flag(self.content_changed.unwrap_or(true)),
            document_receiver: flag(!self.receivers.is_empty()),
            receivers: self.receivers.iter().map(receiver).collect(),
        };
        let replaced = |one: &DraftReplaced| ReplacementInfo {
            document_id: Some(one.document_id.clone()),
            organ_ids: one.receivers.clone(),
        };
        let code = match self.what {
            DraftChange::Recall => "1",
            DraftChange::Update => "2",
            DraftChange::Replace => "3",
        };
        Business {
            document_id: self.document_id.clone(),
            doc_type: Some(code.to_owned()),
            reason: Some(self.reason.clone()).filter(|words| !words.is_empty()),
            document_info: (self.what == DraftChange::Update).then_some(info),
            replacements: self.replaces.iter().map(replaced).collect(),
            ..Business::default()
        }
    }
}

/// A date as the format writes it; what is none stays as it is, and is found when the file is read.
fn written(date: &str) -> String {
    match date.trim().parse::<jiff::civil::Date>() {
        Ok(date) => date.strftime("%Y/%m/%d").to_string(),
        Err(_) => {
            dialect::read_date(date).map_or_else(|| date.to_owned(), |(date, _)| date.strftime("%Y/%m/%d").to_string())
        }
    }
}

/// A date of a document as a draft holds it.
pub(crate) fn date_of_draft(date: &str) -> String {
    dialect::read_date(date).map_or_else(|| date.to_owned(), |(date, _)| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edxml::{Dialect, Message, check, read_header, write_document_xml};

    fn drafted(json: serde_json::Value) -> Document {
        let draft: Draft = serde_json::from_value(json).unwrap();
        let at = Micros(1_795_000_000_000_000);
        draft.document("000.00.01.H53", at, &[("kế hoạch.pdf", "application/pdf")], |id| Some(format!("tên {id}")))
    }

    fn letter() -> serde_json::Value {
        serde_json::json!({
            "to": [{ "organ_id": "000.00.02.H53" }, { "organ_id": "000.00.03.H53", "name": "Sở Y tế" }],
            "number": "12", "notation": "UBND-VX", "type_name": "Công văn", "subject": "V/v <báo cáo>",
            "due": "2026-12-01", "priority": 2, "direction": true,
        })
    }

    #[test]
    fn what_is_filled_in_is_read_back_without_a_fault() {
        let document = drafted(letter());
        let mut xml = Vec::new();
        write_document_xml(&document, &mut xml).unwrap();
        let reading = read_header(&xml).unwrap();
        assert_eq!(check(&reading, &Dialect::default(), day_in_vietnam(Micros(1_795_000_000_000_000))), []);
        assert_eq!(reading.message, Message::Document(Box::new(document.clone())));
        assert_eq!(document.document_id, "000.00.01.H53,2026/11/18,12/UBND-VX");
        assert_eq!(document.from.organ_name.as_deref(), Some("tên 000.00.01.H53"));
        assert_eq!(document.to[1].organ_name.as_deref(), Some("Sở Y tế"));
        assert_eq!(document.due_date.as_deref(), Some("2026/12/01"));
        assert_eq!(document.trace[0].timestamp.as_deref(), Some("2026/11/18 18:06:40"));
    }

    #[test]
    fn what_it_does_to_others_is_written_as_the_format_says() {
        for (what, code) in [("recall", "1"), ("update", "2"), ("replace", "3")] {
            let mut json = letter();
            json["business"] = serde_json::json!({
                "what": what, "reason": "sai", "document_id": "x", "replaces": [{ "document_id": "y" }],
            });
            let business = drafted(json).business.unwrap();
            assert_eq!(business.doc_type.as_deref(), Some(code));
            assert_eq!(business.document_info.is_some(), what == "update");
            assert_eq!(business.replacements[0].document_id.as_deref(), Some("y"));
        }
    }

    #[test]
    fn what_was_sent_is_written_once_more_under_a_name_of_its_own() {
        let mut json = letter();
        json["signer"] = serde_json::json!({ "full_name": "Nguyễn Văn A" });
        json["response_for"] = serde_json::json!([{ "code": "3/SYT", "promulgation_date": "2026-11-02" }]);
        let first = drafted(json);
        let again = Draft::again(&first);
        assert_eq!((again.document_id.as_deref(), again.to.len(), again.promulgation_date.as_deref()), (None, 0, None));
        assert_eq!((again.due.as_deref(), again.priority), (Some("2026-12-01"), Some(2)));
        let day = again.response_for[0].promulgation_date.as_deref();
        assert_eq!(day, Some("2026-11-02"));
        let second = again.document("000.00.01.H53", Micros(1_795_000_000_000_000), &[], |_| None);
        assert_eq!((&second.subject, &second.signer), (&first.subject, &first.signer));
        assert_eq!((&second.response_for, &second.due_date), (&first.response_for, &first.due_date));
    }

    #[test]
    fn what_is_one_line_becomes_one() {
        let mut json = letter();
        json["subject"] = "V/v \n a\u{0301}p\u{1}  dụng".into();
        json["number"] = "12\n".into();
        json["signer"] = serde_json::json!({ "full_name": "Trần\r\nThị  Bé" });
        json["to"][1]["name"] = "Sở\nY tế".into();
        json["content"] = "một\nhai".into();
        let draft: Draft = serde_json::from_value(json).unwrap();
        let tidied = draft.tidied();
        assert_eq!((tidied.subject.as_str(), tidied.number.as_str()), ("V/v áp dụng", "12"));
        assert_eq!(tidied.signer.full_name.as_deref(), Some("Trần Thị Bé"));
        assert_eq!(tidied.to[1].name.as_deref(), Some("Sở Y tế"));
        assert_eq!(tidied.content.as_deref(), Some("một\nhai"));
        assert_eq!(tidied.clone().tidied(), tidied);
    }

    #[test]
    fn a_field_that_nobody_knows_is_refused() {
        let mut json = letter();
        json["sbuject"] = "x".into();
        assert!(serde_json::from_value::<Draft>(json).is_err());
        assert_eq!(written("hôm nay"), "hôm nay");
        assert_eq!(written("18/11/2026"), "2026/11/18");
    }
}
