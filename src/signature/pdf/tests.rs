use super::*;
use crate::pdf::Kind;

/// A field with that CMS, over nothing.
fn field(contents: Vec<u8>) -> SignatureField {
    SignatureField {
        name: "S".to_owned(),
        kind: Kind::Signature,
        sub_filter: CADES.to_owned(),
        claimed_name: None,
        shows: false,
        place: None,
        covered: [0..0, 0..0],
        contents,
        revision: 1,
        after: After::Nothing,
    }
}

#[test]
fn a_cms_larger_than_any_is_not_read() {
    for (length, code) in [(CMS_BYTES_MAX, codes::PDF_SIGNATURE), (CMS_BYTES_MAX + 1, codes::PDF_TOO_COMPLEX)] {
        let refusal = verify(&field(vec![0x30; length]), b"").err().unwrap();
        assert_eq!(refusal.code, code, "{length}");
    }
}
