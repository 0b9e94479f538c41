//! Distinguished names, read from DER: for people (RFC 4514) and for comparing (RFC 5280 §7.1).

use der::Encode;
use der::asn1::Any;
use der::{Tag, Tagged};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::Name;

/// One attribute of a name, decoded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attribute {
    /// The attribute type, dotted.
    pub oid: String,
    /// Its value as Unicode text, whatever string type carried it.
    pub value: String,
}

/// Why a name cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// An RDN that holds several attributes: what belongs to what is open to reading.
    #[error("the name has an RDN of {found} attributes")]
    MultiValued {
        /// How many attributes the RDN holds.
        found: usize,
    },
    /// A NUL or other control character, where C programs stop reading.
    #[error("attribute {oid} holds a control character")]
    Control {
        /// The attribute type, dotted.
        oid: String,
    },
    /// A string type whose meaning is not certain, or bytes that are not of it.
    #[error("attribute {oid} cannot be decoded")]
    Undecodable {
        /// The attribute type, dotted.
        oid: String,
    },
}

/// The attributes of a name in their order; each RDN must hold exactly one.
///
/// # Errors
/// [`NameFault`]: multi-valued RDN, control character, undecodable value.
pub fn attributes(name: &Name) -> Result<Vec<Attribute>, NameFault> {
    name.0
        .iter()
        .map(|rdn| match rdn.0.as_slice() {
            [single] => attribute(single),
            several => Err(NameFault::MultiValued { found: several.len() }),
        })
        .collect()
}

/// A value in the form in which two are compared: letters folded, spaces at the ends cut off and inner runs made one
/// (RFC 4518 §2.2, §2.6.1). Narrower than the RFC on purpose: no NFKC (§2.4), and only letters that are one another's
/// upper and lower case fold, so that neither another composition nor a look-alike (Cyrillic а, the Kelvin sign) is
/// taken for the name; a person decides.
pub fn comparable(value: &str) -> String {
    let folded: String = value.chars().map(fold).collect();
    folded.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A name for people, most special attribute first (RFC 4514). It is text to look at, never to compare.
pub fn display(name: &Name) -> String {
    let mut parts = Vec::new();
    for rdn in name.0.iter().rev() {
        let values: Vec<String> = rdn.0.iter().map(display_one).collect();
        parts.push(values.join("+"));
    }
    parts.join(",")
}

/// A name as ds:X509IssuerName wants it (XMLDSig §4.5.4, RFC 4514): the short names of RFC 4514 §3, every other type
/// dotted with its value in hexadecimal.
pub fn rfc4514(name: &Name) -> String {
    let one = |one: &AttributeTypeAndValue| {
        let oid = one.oid.to_string();
        let short = RFC4514.iter().find(|(known, _)| *known == oid).map(|(_, label)| *label);
        match short.zip(decode(&one.value)) {
            Some((label, value)) => format!("{label}={}", escape(&value)),
            None => format!("{oid}={}", hexadecimal(&one.value)),
        }
    };
    let rdns = name.0.iter().rev().map(|rdn| rdn.0.iter().map(one).collect::<Vec<_>>().join("+"));
    rdns.collect::<Vec<_>>().join(",")
}

/// The value of the last attribute of that type that can be decoded, for people.
pub fn last_value(name: &Name, oid: &str) -> Option<String> {
    let all = name.0.iter().rev().flat_map(|rdn| rdn.0.iter());
    all.filter(|one| one.oid.to_string() == oid).find_map(|one| decode(&one.value))
}

fn attribute(one: &AttributeTypeAndValue) -> Result<Attribute, NameFault> {
    let oid = one.oid.to_string();
    let Some(value) = decode(&one.value) else { return Err(NameFault::Undecodable { oid }) };
    if value.chars().any(char::is_control) {
        return Err(NameFault::Control { oid });
    }
    Ok(Attribute { oid, value })
}

/// The text of a DirectoryString or IA5String. TeletexString means T.61 by the standard and Latin-1 in the field, so
/// only its ASCII part is certain.
fn decode(value: &Any) -> Option<String> {
    let bytes = value.value();
    match value.tag() {
        Tag::Utf8String => String::from_utf8(bytes.to_vec()).ok(),
        Tag::PrintableString | Tag::Ia5String | Tag::TeletexString | Tag::NumericString | Tag::VisibleString => {
            bytes.is_ascii().then(|| String::from_utf8_lossy(bytes).into_owned())
        }
        Tag::BmpString => {
            let (pairs, rest) = bytes.as_chunks::<2>();
            let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
            // UCS-2 has no surrogates: a pair of them is no character there.
            rest.is_empty().then(|| units.map(|unit| char::from_u32(u32::from(unit))).collect::<Option<String>>())?
        }
        _ => None,
    }
}

fn fold(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    let (Some(small), None) = (lower.next(), lower.next()) else { return letter };
    if small.to_uppercase().eq([letter]) { small } else { letter }
}

fn display_one(one: &AttributeTypeAndValue) -> String {
    let oid = one.oid.to_string();
    let label = LABELS.iter().find(|(known, _)| *known == oid).map_or(oid.as_str(), |(_, label)| label);
    match decode(&one.value) {
        Some(value) => format!("{label}={}", escape(&value)),
        None => format!("{label}={}", hexadecimal(&one.value)),
    }
}

fn hexadecimal(value: &Any) -> String {
    let der = value.to_der().unwrap_or_default();
    std::iter::once("#".to_owned()).chain(der.iter().map(|byte| format!("{byte:02x}"))).collect()
}

fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let last = value.chars().count().saturating_sub(1);
    for (at, char) in value.chars().enumerate() {
        match char {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=' => out.extend(['\\', char]),
            '#' if at == 0 => out.push_str("\\#"),
            ' ' if at == 0 || at == last => out.push_str("\\ "),
            control if control.is_control() => {
                control.to_string().bytes().for_each(|byte| out.push_str(&format!("\\{byte:02x}")));
            }
            other => out.push(other),
        }
    }
    out
}

/// commonName.
pub const CN: &str = "2.5.4.3";
/// organizationName.
pub const O: &str = "2.5.4.10";
/// organizationIdentifier (ETSI EN 319 412-1 §5.1.4).
pub const ORGANIZATION_IDENTIFIER: &str = "2.5.4.97";

const LABELS: &[(&str, &str)] = &[
    (CN, "CN"),
    ("2.5.4.4", "SN"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "street"),
    (O, "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.12", "title"),
    ("2.5.4.42", "GN"),
    (ORGANIZATION_IDENTIFIER, "organizationIdentifier"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
];

/// RFC 4514 §3.
const RFC4514: &[(&str, &str)] = &[
    (CN, "CN"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    (O, "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.6", "C"),
    ("2.5.4.9", "STREET"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("0.9.2342.19200300.100.1.1", "UID"),
];
