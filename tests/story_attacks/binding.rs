//! A valid signature over another agency's document: the mathematics, the path, the time, all is right; only the name
//! is not the signer's.

use lienthong::domain::ids::{Micros, OrganId};
use lienthong::signature::binding::{Binding, BindingTable, Delegation};
use lienthong::signature::dev_pki::Issued;
use lienthong::signature::sign::Form;
use openssl::asn1::Asn1Type;
use openssl::x509::{X509Name, X509NameBuilder};

use super::ca::{Made, Wish, name, subject_of};
use super::certificates::{as_signer, container_by};
use super::container_parts::{Parts, SIGNATURE};
use super::pen;
use super::table::{Format, Table};
use super::text::{after, reference, swap};
use super::world::{NEIGHBOUR, VICTIM, World, bare_xml, bound, document_xml};
use crate::support::zip_lies::Entry;

const OTHER: &str = "binding.other_agency";
const NOT_BOUND: &str = "binding.not_bound";

pub fn rows(t: &mut Table<'_>) {
    t.family("binding");
    others(t);
    senders(t);
    tables(t);
    rules(t);
}

/// In all three formats: signed by `by` as from the victim.
fn all(t: &mut Table<'_>, name: &str, code: &str, tries: &str, by: &Issued) {
    let world = t.world;
    for (format, bytes) in files(world, by) {
        t.raw(format, name, code, tries, bytes).passes_without_agencies();
    }
}

fn files(world: &World, by: &Issued) -> [(Format, Vec<u8>); 3] {
    [
        (Format::Xades, world.bare(by, Form::XadesB, &bare_xml(VICTIM)).into_bytes()),
        (Format::Plain, world.bare(by, Form::Plain, &bare_xml(VICTIM)).into_bytes()),
        (Format::Asice, world.asice(by, &document_xml(VICTIM), b"%PDF-1.7 attachment")),
    ]
}

fn others(t: &mut Table<'_>) {
    let world = t.world;
    all(t, "the neighbour signs as the victim", OTHER, "a seal of the same CA, of another agency", &world.neighbour);
    all(
        t,
        "a person signs as the agency",
        NOT_BOUND,
        "a person of the agency is not its seal",
        &world.pki.person().unwrap(),
    );
    let issuing = Made::from(world.pki.issuing());
    let again = Wish::leaf(subject_of(&world.seal.certificate), &issuing).make();
    let tries = "the victim's subject in another certificate of its CA: a renewal, or not";
    t.raw(Format::Xades, "a certificate that nobody entered", NOT_BOUND, tries, as_signer(world, Form::XadesB, &again))
        .passes_without_agencies();
    t.raw(Format::Plain, "a certificate that nobody entered", NOT_BOUND, tries, as_signer(world, Form::Plain, &again))
        .passes_without_agencies();
    t.raw(Format::Asice, "a certificate that nobody entered", NOT_BOUND, tries, container_by(world, &again))
        .passes_without_agencies();
}

fn senders(t: &mut Table<'_>) {
    let world = t.world;
    let from = |id: &str| {
        swap(&bare_xml(VICTIM), "<edXML:From><edXML:OrganId>000.00.13.H47", &format!("<edXML:From><edXML:OrganId>{id}"))
    };
    let tries = "a sender that looks like another";
    for (name, id) in [
        ("From is the parent", "000.00.00.H47"),
        ("From is a child", "001.00.13.H47"),
        ("From with a Cyrillic letter", "000.00.13.\u{41d}47"),
        ("From with full-width digits", "000.00.\u{ff11}3.H47"),
        ("From with a zero-width space", "000.00.13.H47\u{200b}"),
        ("From in small letters", "000.00.13.h47"),
        ("From with a leading zero less", "0.00.13.H47"),
        ("From is empty", ""),
    ] {
        t.raw(Format::Xades, name, OTHER, tries, world.bare(&world.seal, Form::XadesB, &from(id)))
            .passes_without_agencies();
    }
    let twice = |second: &str| format!("<edXML:From><edXML:OrganId>{second}</edXML:OrganId></edXML:From>");
    let x = after(&bare_xml(NEIGHBOUR), "</edXML:From>", &twice(VICTIM));
    t.raw(
        Format::Xades,
        "two From, the victim's last",
        "edxml.ambiguous",
        "the verifier takes the first, the reader the last",
        world.bare(&world.neighbour, Form::XadesB, &x),
    );
    let x = after(&document_xml(NEIGHBOUR), "</edXML:From>", &twice(VICTIM));
    t.raw(
        Format::Asice,
        "two From, the victim's last",
        "edxml.ambiguous",
        "the verifier takes the first, the reader the last",
        world.asice(&world.neighbour, &x, b"%PDF-1.7 attachment"),
    );
    let x = after(
        &bare_xml(NEIGHBOUR),
        "<edXML:OrganId>000.00.15.H47</edXML:OrganId>",
        "<edXML:OrganId>000.00.13.H47</edXML:OrganId>",
    );
    t.raw(
        Format::Xades,
        "two OrganId in From",
        "edxml.ambiguous",
        "the verifier takes the first, the reader the last",
        world.bare(&world.neighbour, Form::XadesB, &x),
    );
    let x =
        swap(&bare_xml(VICTIM), "<edXML:From>", "<edXML:From><f:OrganId xmlns:f=\"urn:f\">000.00.15.H47</f:OrganId>");
    t.raw(
        Format::Xades,
        "a foreign OrganId before the victim's",
        OTHER,
        "the verifier takes the first by its local name",
        world.bare(&world.neighbour, Form::XadesB, &x),
    )
    .passes_without_agencies();
    let whole = world.asice(&world.neighbour, &document_xml(VICTIM), b"%PDF-1.7 attachment");
    let mut parts = Parts::of(&whole);
    let covers_all = parts.text(SIGNATURE);
    parts.set(SIGNATURE, t.good().text(SIGNATURE));
    parts.signature(|x| swap(x, &reference(x, "\"ph%"), ""));
    parts.seal(&world.seal.key);
    parts.zip.entries.push(Entry::deflated("META-INF/signatures1.xml", covers_all.as_bytes()));
    t.raw(
        Format::Asice,
        "the victim over a part, the neighbour over all",
        &format!("{OTHER} signature.uncovered_entry"),
        "the one signature lends its name, the other its digests",
        parts.build(),
    )
    .passes_without_agencies();
    // The victim's own file, with the neighbour's signature in place of the victim's.
    let stolen = pen::seal_bare(&as_signer(world, Form::XadesB, &Made::from(&world.neighbour)), &world.neighbour.key);
    t.raw(
        Format::Xades,
        "the victim's file under the neighbour's signature",
        OTHER,
        "a signature exchanged for another",
        stolen,
    )
    .passes_without_agencies();
}

fn tables(t: &mut Table<'_>) {
    let world = t.world;
    let now = world.now;
    let day = 86_400;
    let row = |change: &dyn Fn(&mut lienthong::signature::binding::BoundTo)| {
        let mut row = bound(&world.seal, VICTIM);
        change(&mut row);
        BindingTable { bindings: vec![row], delegations: Vec::new() }
    };
    let ended = row(&|row| row.to = Some(now.plus_seconds(-day)));
    let later = row(&|row| row.from = now.plus_seconds(day));
    let mut two = row(&|_| {});
    two.bindings.push(bound(&world.seal, NEIGHBOUR));
    let delegation = |signer: &str, on_behalf_of: &str, to: Option<Micros>| Delegation {
        id: "d1".to_owned(),
        version: 1,
        signer: OrganId(signer.to_owned()),
        on_behalf_of: OrganId(on_behalf_of.to_owned()),
        from: Micros(0),
        to,
        author: "test".to_owned(),
        reason: "test".to_owned(),
    };
    let with = |delegation| BindingTable { delegations: vec![delegation], ..world.table() };
    let past = with(delegation(NEIGHBOUR, VICTIM, Some(now.plus_seconds(-day))));
    let reverse = with(delegation(VICTIM, NEIGHBOUR, None));
    let elsewhere = with(delegation(NEIGHBOUR, "000.00.00.H47", None));
    let table: [(&str, &str, &Issued, BindingTable); 7] = [
        ("a binding that ended", "binding.expired", &world.seal, ended),
        ("a binding that has not begun", "binding.expired", &world.seal, later),
        ("one certificate, two agencies", "binding.ambiguous", &world.seal, two),
        ("an empty table", NOT_BOUND, &world.seal, BindingTable::default()),
        ("a delegation that ended", OTHER, &world.neighbour, past),
        ("a delegation the other way round", OTHER, &world.neighbour, reverse),
        ("a delegation for another agency", OTHER, &world.neighbour, elsewhere),
    ];
    for (name, code, by, bindings) in table {
        for (format, bytes) in files(world, by) {
            let attack = t.raw(format, name, code, "what the table said once, or says of others", bytes);
            attack.table = Some(bindings.clone());
            attack.passes_without_agencies();
        }
    }
    for (format, bytes) in files(world, &world.seal) {
        let attack = t.raw(format, "a closed agency", "binding.agency_closed", "the seal outlives its agency", bytes);
        attack.closed = vec![VICTIM.to_owned()];
        attack.passes_without_agencies();
    }
}

/// The table knows the victim by its CA's key and its whole subject.
fn rules(t: &mut Table<'_>) {
    let world = t.world;
    let issuing = Made::from(world.pki.issuing());
    let spki = openssl::sha::sha256(&issuing.key.public_key_to_der().unwrap());
    let attributes =
        [("2.5.4.6", "VN"), ("2.5.4.10", "Sở Tài chính"), ("2.5.4.97", VICTIM), ("2.5.4.3", "Sở Tài chính")];
    let mut row = bound(&world.seal, VICTIM);
    row.binding = Binding::Rule {
        issuer_spki_sha256: lienthong::domain::ids::Digest(spki),
        attributes: attributes.iter().map(|(oid, value)| ((*oid).to_owned(), vec![(*value).to_owned()])).collect(),
    };
    let bindings = BindingTable { bindings: vec![row], delegations: Vec::new() };
    let (o, id, cn) = (("O", "Sở Tài chính"), ("organizationIdentifier", VICTIM), ("CN", "Sở Tài chính"));
    let c = ("C", "VN");
    let subjects: Vec<(&str, X509Name)> = vec![
        ("a person's title besides", name(&[c, o, id, cn, ("title", "Giám đốc")])),
        ("a given name besides", name(&[c, o, id, cn, ("GN", "Ánh")])),
        ("an OU besides", name(&[c, o, ("OU", "Phòng Ngân sách"), id, cn])),
        ("an attribute less", name(&[c, o, cn])),
        ("an attribute twice", name(&[c, o, id, cn, cn])),
        ("two attributes in one value", name(&[c, ("O", "Sở Tài chính/CN=Sở Tài chính"), id])),
        ("another OrganId", name(&[c, o, ("organizationIdentifier", NEIGHBOUR), cn])),
        ("a homoglyph", name(&[c, ("O", "Sở Tài \u{441}hính"), id, cn])),
        ("a NUL in the name", name(&[c, o, id, ("CN", "Sở Tài chính\0 khác")])),
        ("a value longer by a word", name(&[c, o, id, ("CN", "Sở Tài chính tỉnh")])),
        ("the OrganId in serialNumber", name(&[c, o, ("serialNumber", VICTIM), cn])),
        ("a BMPString of other characters", bmp(&[c, o, id], "Sở Tài chánh")),
    ];
    for (what, subject) in subjects {
        let made = Wish::leaf(subject, &issuing).make();
        let attack = t.raw(
            Format::Xades,
            &format!("by rule: {what}"),
            NOT_BOUND,
            "a subject of the trusted CA that is nearly the victim's",
            as_signer(world, Form::XadesB, &made),
        );
        attack.table = Some(bindings.clone());
        attack.passes_without_agencies();
    }
    // The very subject, from another CA under the same root.
    let root = Made::from(world.pki.root());
    let sub = Wish { ca: Some(None), ..Wish::leaf(subject_of(&issuing.certificate), &root) };
    let mut sub = sub.make();
    sub.chain.clear();
    let made = Wish::leaf(name(&[c, o, id, cn]), &sub).make();
    let attack = t.raw(
        Format::Xades,
        "by rule: a second CA of the same name",
        NOT_BOUND,
        "the CA is known by its key, not by its name",
        as_signer(world, Form::XadesB, &made),
    );
    attack.table = Some(bindings.clone());
    attack.passes_without_agencies();
}

fn bmp(first: &[(&str, &str)], cn: &str) -> X509Name {
    let mut builder = X509NameBuilder::new().unwrap();
    for (field, value) in first {
        let kind = if *field == "C" { Asn1Type::PRINTABLESTRING } else { Asn1Type::UTF8STRING };
        builder.append_entry_by_text_with_type(field, value, kind).unwrap();
    }
    builder.append_entry_by_text_with_type("CN", cn, Asn1Type::BMPSTRING).unwrap();
    builder.build()
}
