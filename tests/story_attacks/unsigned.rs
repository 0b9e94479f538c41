//! What may be put into a signature after it was made: timestamps and proofs, in UnsignedProperties.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lienthong::domain::ids::Micros;
use lienthong::signature::binding::BindingTable;
use lienthong::signature::dev_pki::Issued;
use lienthong::signature::revocation::{Kind, Material};
use lienthong::signature::sign::Form;

use super::ca::Made;
use super::certificates::{as_signer, container_by};
use super::container_parts::Parts;
use super::pen;
use super::table::{Attack, Format, Table};
use super::text::{before, between};
use super::world::{VICTIM, bound};

/// The signature with that in its UnsignedSignatureProperties.
pub fn with(xml: &str, properties: &str) -> String {
    let all = format!(
        "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>{properties}</xades:UnsignedSignatureProperties>\
         </xades:UnsignedProperties>"
    );
    before(xml, "</xades:QualifyingProperties>", &all)
}

/// A timestamp over the exclusive canonical form.
pub fn stamp(token: &[u8]) -> String {
    format!(
        "<xades:SignatureTimeStamp>\
         <ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:CanonicalizationMethod>\
         <xades:EncapsulatedTimeStamp>{}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>",
        STANDARD.encode(token)
    )
}

/// A timestamp over the inclusive canonical form, which is meant where none is named.
fn inclusive_stamp(token: &[u8]) -> String {
    between(&stamp(token), "<xades:SignatureTimeStamp>", "<xades:EncapsulatedTimeStamp>", "")
}

/// Proofs of revocation.
pub fn proofs(all: &[Material]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let group = |kind: Kind, open: &str, one: &str| {
        let values: String = all
            .iter()
            .filter(|material| material.kind == kind)
            .map(|material| format!("<xades:{one}>{}</xades:{one}>", STANDARD.encode(&material.der)))
            .collect();
        if values.is_empty() { values } else { format!("<xades:{open}>{values}</xades:{open}>") }
    };
    let (lists, answers) = (
        group(Kind::Crl, "CRLValues", "EncapsulatedCRLValue"),
        group(Kind::Ocsp, "OCSPValues", "EncapsulatedOCSPValue"),
    );
    format!("<xades:RevocationValues>{lists}{answers}</xades:RevocationValues>")
}

/// A signature with what was put into it later, and what the judge has at hand: in a bare file the proofs are given, in a
/// container they are embedded. Neither may make a difference.
pub struct Case<'a> {
    pub name: &'a str,
    /// The codes expected, and no others.
    pub codes: &'a str,
    /// The remarks expected, and no others.
    pub remarks: &'a str,
    pub tries: &'a str,
    pub by: &'a Made,
    /// The tokens over that SignatureValue.
    pub stamps: &'a dyn Fn(&[u8]) -> Vec<Vec<u8>>,
    pub proofs: Vec<Material>,
    /// The time of receipt, where it is not now.
    pub at: Option<Micros>,
    /// The root bears an xml:lang so long, and the stamps are over the inclusive form, which takes it over.
    pub inherited: usize,
}

impl<'a> Case<'a> {
    /// Nothing in it yet.
    pub fn of(name: &'a str, by: &'a Made) -> Self {
        Self {
            name,
            codes: "",
            remarks: "",
            tries: "",
            by,
            stamps: &|_| Vec::new(),
            proofs: Vec::new(),
            at: None,
            inherited: 0,
        }
    }

    /// Two rows of attacks.
    pub fn attack(self, t: &mut Table<'_>) {
        for (format, bytes) in self.files(t) {
            let row = t.raw(format, self.name, self.codes, self.tries, bytes);
            self.judged(row, format);
        }
    }

    /// Two files that have to pass: without them the refusals beside them prove nothing. The
    /// issuing CA of the development PKI names no source, so that the path as a whole is never "good".
    pub fn good(mut self, t: &mut Table<'_>) {
        if self.remarks.is_empty() {
            self.remarks = "revocation.not_published";
        }
        for (format, bytes) in self.files(t) {
            let row = t.good_file(format, self.name, bytes);
            self.judged(row, format);
        }
    }

    fn files(&self, t: &Table<'_>) -> [(Format, Vec<u8>); 2] {
        let bare = as_signer(t.world, Form::XadesB, self.by);
        let bare = self.with_stamps(&pen::seal_bare(&self.burdened(&bare), &self.by.key), "");
        let mut parts = Parts::of(&container_by(t.world, self.by));
        parts.signature(|xml| self.with_stamps(&self.burdened(xml), &proofs(&self.proofs)));
        [(Format::Xades, bare.into_bytes()), (Format::Asice, parts.build())]
    }

    fn with_stamps(&self, xml: &str, more: &str) -> String {
        let form = if self.inherited > 0 { inclusive_stamp } else { stamp };
        let stamps: String = (self.stamps)(&pen::stamped(xml)).iter().map(|token| form(token)).collect();
        if stamps.is_empty() && more.is_empty() { xml.to_owned() } else { with(xml, &(stamps + more)) }
    }

    fn burdened(&self, xml: &str) -> String {
        if self.inherited == 0 {
            return xml.to_owned();
        }
        let root = xml.find("?>").map_or(0, |end| end + 2);
        let end = root + xml[root..].find('>').unwrap();
        format!("{} xml:lang=\"{}\"{}", &xml[..end], "a".repeat(self.inherited), &xml[end..])
    }

    fn judged(&self, row: &mut Attack, format: Format) {
        if format == Format::Xades {
            row.given.clone_from(&self.proofs);
        }
        row.remarks = Some(self.remarks.split_whitespace().map(str::to_owned).collect());
        row.table =
            Some(BindingTable { bindings: vec![bound(&Issued::from(self.by), VICTIM)], delegations: Vec::new() });
        row.at = self.at;
    }
}
