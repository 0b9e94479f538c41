//! Documents with something wrong in them, signed so that only that is wrong.

use std::io::Cursor;

use lienthong::cli::demo::province::Agency;
use lienthong::domain::deadline::day_in_vietnam;
use lienthong::domain::ids::OrganId;
use lienthong::edxml::{
    self, Business, Document, DocumentType, Party, Promulgation, ResponseFor, Status, StatusCode, TraceHeader,
};
use lienthong::signature::dev_pki::{Bad, DevPki, Issued};
use lienthong::signature::sign::{SignOptions, Signer};
use lienthong::store::change::AgencyAct;

use super::by;
use crate::support::house::{House, RECEIVER, SENDER};

pub struct Papers {
    pki: DevPki,
    sender: String,
    receiver: String,
    today: String,
    options: SignOptions,
    /// An agency that was closed.
    pub closed: String,
    /// A token that was revoked.
    pub revoked: String,
}

impl Papers {
    pub async fn make(house: &House) -> Self {
        let exchange = house.app.exchange();
        let closed = house.agency(6);
        let at = house.clock.now();
        exchange.change_agency(by(), AgencyAct::Close { organ_id: closed.organ_id.clone(), at }).await.unwrap();
        let token = exchange.issue_token(by(), Some(house.agency(3).organ_id.clone()), "old".to_owned(), None);
        let token = token.await.unwrap();
        exchange.revoke_token(by(), token.system).await.unwrap();
        Self {
            pki: DevPki::make(house.province.dir.join("pki")).unwrap(),
            sender: house.agency(SENDER).organ_id.0.clone(),
            receiver: house.agency(RECEIVER).organ_id.0.clone(),
            today: day_in_vietnam(house.clock.now()).strftime("%Y/%m/%d").to_string(),
            options: SignOptions::at(house.clock.now()),
            closed: closed.organ_id.0.clone(),
            revoked: token.token,
        }
    }

    /// A good document of the sender, changed.
    pub fn document(&self, number: u32, change: impl FnOnce(&mut Document)) -> Document {
        let mut document = Document {
            from: Party::new(&self.sender),
            to: vec![Party::new(&self.receiver)],
            document_id: format!("{},{},{number}/SAI", self.sender, self.today),
            code_number: number.to_string(),
            code_notation: "SAI".to_owned(),
            promulgation: Promulgation { place: None, date: self.today.clone() },
            document_type: DocumentType { code: "1".to_owned(), detail: None, name: "Công văn".to_owned() },
            subject: "V/v những điều sai".to_owned(),
            trace: vec![TraceHeader {
                organ_id: Some(self.sender.clone()),
                timestamp: Some(format!("{} 08:00:00", self.today)),
            }],
            ..Document::default()
        };
        change(&mut document);
        document
    }

    /// The same with a business type.
    pub fn business(&self, number: u32, kind: &str) -> Document {
        self.document(number, |document| {
            document.business = Some(Business { doc_type: Some(kind.to_owned()), ..Business::default() });
        })
    }

    /// A status of the receiver on a document, changed.
    pub fn status(&self, code: &str, change: impl FnOnce(&mut Status)) -> Vec<u8> {
        let mut status = Status {
            from: Party::new(&self.receiver),
            response_for: ResponseFor {
                organ_id: Some(self.sender.clone()),
                code: Some("1/SAI".to_owned()),
                promulgation_date: Some(self.today.clone()),
                document_id: Some(format!("{},{},1/KHONG-CO", self.sender, self.today)),
            },
            staff: None,
            status_code: StatusCode::from_wire(code),
            description: Some("Đã đến".to_owned()),
            timestamp: Some(format!("{} 08:00:00", self.today)),
        };
        change(&mut status);
        let mut xml = Vec::new();
        edxml::write_status(&status, &mut xml).unwrap();
        xml
    }

    /// Bare edXML without a signature.
    pub fn unsigned(&self, document: &Document) -> Vec<u8> {
        let mut xml = Vec::new();
        edxml::write_bare(document, |_| Ok(std::io::empty()), &mut xml).unwrap();
        xml
    }

    /// Bare edXML, signed.
    pub fn sealed(&self, signer: &Signer, document: &Document) -> Vec<u8> {
        self.sign(signer, self.unsigned(document))
    }

    pub fn sign(&self, signer: &Signer, xml: Vec<u8>) -> Vec<u8> {
        signer.sign_enveloped(Cursor::new(xml), &self.options, Vec::new()).unwrap()
    }

    /// A good document under a certificate that is none.
    pub fn under(&self, number: u32, issued: Issued) -> Vec<u8> {
        let signer = Signer::new(issued.key, issued.certificate, issued.chain).unwrap();
        self.sealed(&signer, &self.document(number, |_| {}))
    }

    pub fn bad(&self, number: u32, bad: Bad) -> Vec<u8> {
        self.under(number, self.pki.bad(bad).unwrap())
    }

    pub fn person(&self, number: u32) -> Vec<u8> {
        self.under(number, self.pki.person().unwrap())
    }

    pub fn to(&self, number: u32, organ_ids: &[&str]) -> Document {
        self.document(number, |document| document.to = organ_ids.iter().map(|id| Party::new(*id)).collect())
    }

    pub fn from(&self, number: u32, agency: &Agency) -> Document {
        self.document(number, |document| document.from.organ_id = OrganId(agency.organ_id.0.clone()))
    }
}

/// Some text of a signed file, changed.
pub fn changed(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.contains(from), "{from} is not in it");
    text.replacen(from, to, 1).into_bytes()
}
