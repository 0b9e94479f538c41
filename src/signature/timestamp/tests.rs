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

/// Whoever made it needs no certificate for it: it is read before anything is believed.
#[test]
fn a_signer_named_by_one_long_set_is_refused_before_it_is_sorted() {
    let tlv = |tag: u8, parts: &[&[u8]]| -> Vec<u8> {
        let content = parts.concat();
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        let length: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
        match content.len() {
            ..0x80 => [&[tag, content.len() as u8][..], &content].concat(),
            _ => [&[tag, 0x80 | length.len() as u8][..], &length, &content].concat(),
        }
    };
    let attribute = |number: u16| {
        let [high, low] = number.to_be_bytes();
        tlv(0x30, &[&[6, 3, 0x55, 4, 3], &tlv(4, &[&[high, low]])])
    };
    for (count, malformed) in [(20, false), (20_000, true)] {
        let all: Vec<Vec<u8>> = (0..count).rev().map(attribute).collect();
        let set = tlv(0x31, &all.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let algorithm = tlv(0x30, &[&[6, 3, 42, 3, 4]]);
        let identifier = tlv(0x30, &[&tlv(0x30, &[&set]), &[2, 1, 1]]);
        let signer = tlv(0x30, &[&[2, 1, 1], &identifier, &algorithm, &algorithm, &[4, 1, 0]]);
        let content = tlv(0x30, &[&[6, 3, 42, 3, 4]]);
        let body = [&[2, 1, 1][..], &tlv(0x31, &[]), &content, &tlv(0x31, &[&signer])].concat();
        let start = std::time::Instant::now();
        assert_eq!(token::Parts::read(&body).is_err(), malformed, "{count}");
        assert!(start.elapsed() < std::time::Duration::from_secs(2), "{:?}", start.elapsed());
    }
}
