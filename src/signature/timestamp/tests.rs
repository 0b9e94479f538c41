use super::*;
use crate::domain::ids::Micros;
use crate::signature::path::Anchors;

#[test]
fn a_question_is_answered_only_by_its_own_stamp() {
    let query = Query::new(b"stamped", [0xff; 16]).unwrap();
    let again = Query::new(b"stamped", [0; 16]).unwrap();
    assert_ne!(query.der, again.der, "the nonce is in it");
    for (answer, code) in [
        (&b""[..], "timestamp.malformed"),
        (b"\x30\x05\x30\x03\x02\x01\x02", "timestamp.refused"),
        (b"\x30\x05\x30\x03\x02\x01\x00", "timestamp.malformed"),
        (b"\x30\x07\x30\x03\x02\x01\x00\x30\x00", "timestamp.malformed"),
    ] {
        assert_eq!(query.read(answer, &Anchors::none(), Micros(0)).unwrap_err().code().name(), code, "{answer:?}");
    }
}

#[test]
fn what_is_no_token_is_refused() {
    for bytes in [&b""[..], b"\x30\x80\x00\x00", b"\x30\x03\x02\x01\x05", &[0x30; 70_000]] {
        assert_eq!(Token::parse(bytes).unwrap_err().code().name(), "timestamp.malformed");
    }
}
