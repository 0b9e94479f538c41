//! `docs/verifying.md`: the profile for an integrator whose package was refused, every code with its meaning and what to
//! change, out of the registry and the strings that everybody sees.

use std::fmt::Write as _;

use crate::codes::{self, Retry};
use crate::i18n::{self, Lang};

/// The page. `docs/verifying.md` is this, held equal by a test.
pub fn guide() -> String {
    let mut page = String::from(HEAD);
    for (area, heading, words) in AREAS {
        let _ = write!(page, "\n## {heading}\n\n{words}\n\n| code | meaning | what to change |\n|---|---|---|\n");
        for code in codes::all().filter(|code| code.name().split('.').next() == Some(*area)) {
            let later = if code.info().retry == Retry::Later { " The same package may pass later." } else { "" };
            let (title, remedy) = (i18n::title(Lang::En, code), i18n::remedy(Lang::En, code));
            let _ = writeln!(page, "| `{code}` | {title}<br>*{}* | {remedy}{later} |", i18n::title(Lang::Vi, code));
        }
    }
    page
}

/// The areas in the order in which a package goes through them.
const AREAS: &[(&str, &str, &str)] = &[
    (
        "package",
        "The container",
        "An ASiC-E is a ZIP of which every byte is accounted for: entries one after the other, one \
      end record, local and central header alike, names that mean one file on every system. `mimetype` is first and \
      stored. `META-INF` holds `manifest.xml` and `*signatures*.xml`, nothing else.",
    ),
    (
        "xml",
        "XML",
        "XML 1.0 in UTF-8; no document type, no comment, no processing instruction; every prefix bound, every \
      identifier once.",
    ),
    ("edxml", "The document", "What the hub has to read of edXML to deliver it."),
    (
        "signature",
        "The signature",
        "XMLDSig with XAdES-BASELINE-B, -T or -LT; in bare edXML also without XAdES. References, \
      transforms and algorithms are a closed list; the signer is the certificate that SigningCertificate names.",
    ),
    (
        "certificate",
        "The certificate",
        "A path to an anchor at the time that counts, and a key and a purpose fit to sign.",
    ),
    (
        "revocation",
        "Revocation",
        "An answer speaks for the time that counts when its window holds it, or when it was issued \
      later. Answers may lie in the signature (RevocationValues); else the hub asks in the background and a later try \
      finds them.",
    ),
    (
        "timestamp",
        "Timestamps",
        "A token that holds moves the time that counts to its genTime. One that does not hold is a \
      remark: the signature is judged for the time of receipt.",
    ),
    (
        "pdf",
        "PDFs among the attachments",
        "Said of each file and each signature in it. They inform, unless the hub asks for signed PDFs \
      (`pdf.not_signed`).",
    ),
    ("binding", "The agency", "The certificate has to be that of the agency in From, by the hub's table."),
];

const HEAD: &str = "\
# Why was my package refused?

For whoever writes software that signs. Each refusal bears a code; look it up below. `lienthong verify FILE --trust
ROOTS.pem` gives the same verdict on your desk, with line and column; `--format json` gives it to a script
(`schemas/verdict.schema.json`), `--html FILE` as a page.

This page is made from the registry of codes; the meanings are those that clerks see, in both languages.

## In short

1. Sign with a tool that knows XAdES: `lienthong sign`, libdigidocpp, signxml and xmlsec1 are judged in our tests.
2. ASiC-E: reference every file of the payload once, by a plain relative URI without transforms, and name it once in
   `document.xml`. Bare edXML: one `Signature` as the last child of `edXMLHeader`, one reference with `URI=\"\"`, the
   transforms `enveloped-signature` and then one canonicalization.
3. Digests SHA-256, 384, 512. RSA PKCS #1 v1.5 or PSS (2048 to 8192 bits), ECDSA on P-256, P-384, P-521.
   Canonicalization exclusive, inclusive 1.0 or 1.1, never with comments.
4. `SigningCertificate` or `SigningCertificateV2`, once, over SHA-256 or longer; the whole chain in `KeyInfo`.
5. Nothing may change after signing: no pretty-printing, no added trace header, no re-encoding.

Where this is stricter or laxer than the standards, by clause: [DIVERGENCES](DIVERGENCES.md).
";
