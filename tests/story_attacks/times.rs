//! Times: a seal that has ended lives on by what somebody claims. Only a timestamp over this very signature, by an
//! authority that is trusted, moves the time that counts (SIGNATURES §6).

use std::path::Path;
use std::process::Command;

use lienthong::domain::ids::Micros;
use lienthong::signature::sign::Form;

use super::ca::{Made, Wish, extension, subject_of};
use super::certificates::as_signer;
use super::pen;
use super::table::{Format, Table};
use super::text::between;
use super::unsigned;
use super::world::World;

const ENDED: &str = "certificate.expired";
const DAY: i64 = 86_400;

pub fn rows(t: &mut Table<'_>) {
    t.family("times");
    let world = t.world;
    let issuing = Made::from(world.pki.issuing());
    let of = |days| Wish { days, ..Wish::leaf(subject_of(&world.seal.certificate), &issuing) }.make();
    // Ends tomorrow, and is judged in a month.
    let short = as_signer(world, Form::XadesB, &of((-10, 1)));
    let tries = "the seal ended between signing and receipt, and nothing that counts says that it is older";
    let value = pen::stamped(&short);
    let right = token(&Authority::of(world), &value, "-sha256");
    let other = token(&Authority::of(world), &pen::stamped(&t.signed(Form::XadesB)), "-sha256");
    let bare = token(&Authority::of(world), between_tags(&short).as_bytes(), "-sha256");
    let stranger = token(&Authority::stranger(t), &value, "-sha256");
    let weak = token(&Authority::of(world), &value, "-sha1");
    let mut moved = right.clone();
    let at = moved.windows(2).position(|window| window == [0x18, 0x0f]).expect("a GeneralizedTime") + 2;
    moved[at + 3] = b'0';
    let rows: Vec<(&str, String)> = vec![
        ("only the claimed time", short.clone()),
        ("a claimed time far back", between(&short, "<xades:SigningTime>", "<", "2026-01-01T00:00:00Z")),
        ("a stamp that is none", with_stamp(&short, b"not DER")),
        ("an empty stamp", with_stamp(&short, &[0x30, 0])),
        ("a stamp over another signature", with_stamp(&short, &other)),
        ("a stamp over the value's text", with_stamp(&short, &bare)),
        ("a stamp of a stranger's authority", with_stamp(&short, &stranger)),
        ("a stamp over SHA-1", with_stamp(&short, &weak)),
        ("a stamp with another time", with_stamp(&short, &moved)),
        ("a stamp cut short", with_stamp(&short, &right[..right.len() - 1])),
        ("a stamp with bytes behind", with_stamp(&short, &[&right[..], &[0]].concat())),
    ];
    for (name, bytes) in rows {
        let code = if name == "a claimed time far back" { "certificate.expired signature.digest" } else { ENDED };
        t.raw(Format::Xades, name, code, tries, bytes).at(world.now.plus_seconds(30 * DAY));
    }
    let late = as_signer(world, Form::XadesB, &of((-10, -1)));
    let stamp = token(&Authority::of(world), &pen::stamped(&late), "-sha256");
    t.raw(Format::Xades, "a stamp after the end", ENDED, "the right stamp, a day too late", with_stamp(&late, &stamp));
    let early = as_signer(world, Form::XadesB, &of((1, 100)));
    let stamp = token(&Authority::of(world), &pen::stamped(&early), "-sha256");
    t.raw(
        Format::Xades,
        "a stamp before the beginning",
        "certificate.not_yet_valid",
        "the right stamp, a day too early",
        with_stamp(&early, &stamp),
    );
}

/// A file that is good because of its stamp, and the moment at which it is: without it the refusals prove nothing.
pub fn good(world: &World) -> (String, Micros) {
    let issuing = Made::from(world.pki.issuing());
    let made = Wish { days: (-10, 1), ..Wish::leaf(subject_of(&world.seal.certificate), &issuing) }.make();
    let signed = as_signer(world, Form::XadesB, &made);
    let stamp = token(&Authority::of(world), &pen::stamped(&signed), "-sha256");
    (with_stamp(&signed, &stamp), world.now.plus_seconds(30 * DAY))
}

pub fn between_tags(xml: &str) -> String {
    let start = xml.find("<ds:SignatureValue").unwrap();
    let start = start + xml[start..].find('>').unwrap() + 1;
    xml[start..start + xml[start..].find('<').unwrap()].to_owned()
}

fn with_stamp(xml: &str, token: &[u8]) -> String {
    unsigned::with(xml, &unsigned::stamp(token))
}

/// A certificate, its key and what is sent along, in PEM.
struct Authority {
    certificate: String,
    key: Vec<u8>,
    chain: String,
}

impl Authority {
    /// The trusted one.
    fn of(world: &World) -> Self {
        let issued = world.pki.tsa().unwrap();
        Self::from(&Made::from(&issued))
    }

    /// One of the trusted one's name, under a CA of its CA's name.
    fn stranger(t: &Table<'_>) -> Self {
        let issued = t.world.pki.tsa().unwrap();
        let ca = Wish::root(subject_of(&issued.chain[0])).make();
        let purpose = extension("2.5.29.37", true, &[0x30, 0x0a, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 8]);
        let wish = Wish { extra: vec![purpose], ..Wish::leaf(subject_of(&issued.certificate), &ca) };
        Self::from(&wish.make())
    }

    fn from(made: &Made) -> Self {
        Self {
            certificate: made.certificate.pem(),
            key: made.key.private_key_to_pem_pkcs8().unwrap(),
            chain: made.chain.iter().map(|one| one.pem()).collect(),
        }
    }
}

/// A token over `stamped`, by `openssl ts`.
fn token(authority: &Authority, stamped: &[u8], digest: &str) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    write("data", stamped);
    write("tsa.pem", authority.certificate.as_bytes());
    write("tsa.key", &authority.key);
    write("chain.pem", authority.chain.as_bytes());
    write("serial", b"01");
    write("ts.cnf", CONFIGURATION.as_bytes());
    openssl(dir.path(), &["ts", "-query", "-data", "data", digest, "-cert", "-out", "query"]);
    openssl(dir.path(), &["ts", "-reply", "-config", "ts.cnf", "-queryfile", "query", "-token_out", "-out", "token"]);
    std::fs::read(dir.path().join("token")).unwrap()
}

fn openssl(dir: &Path, arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).current_dir(dir).output().expect("openssl: run `make setup`");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

const CONFIGURATION: &str = "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\ncrypto_device = builtin\nsigner_cert = tsa.pem\n\
    signer_key = tsa.key\ncerts = chain.pem\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha1, sha256\n\
    ess_cert_id_alg = sha256\naccuracy = secs:1\n";
