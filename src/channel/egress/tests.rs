use std::io::{Read as _, Write as _};
use std::net::{IpAddr, TcpListener};
use std::time::Instant;

use super::*;

fn egress(change: impl FnOnce(&mut Rules)) -> Egress {
    let mut rules = Rules { inside: true, timeout: Duration::from_millis(700), bytes_max: 1000, ..Rules::default() };
    change(&mut rules);
    Egress::new(rules).unwrap()
}

/// A server that gives `answer` to whoever comes, and its URL; none keeps silent.
fn server(answer: Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming().take(8) {
            let Ok(mut stream) = stream else { return };
            let mut asked = [0; 4096];
            let _count = stream.read(&mut asked);
            match answer {
                Some(answer) => drop(stream.write_all(answer.as_bytes())),
                None => kept.push(stream),
            }
        }
    });
    format!("http://127.0.0.1:{port}/x")
}

#[test]
fn special_addresses_are_not_public() {
    for text in [
        "0.0.0.0",
        "10.1.2.3",
        "127.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2001::1",
        "2001:db8::1",
        "100::1",
        "4000::1",
    ] {
        assert!(!is_public(text.parse::<IpAddr>().unwrap()), "{text}");
    }
    for text in [
        "1.1.1.1",
        "172.32.0.1",
        "100.128.0.1",
        "192.0.1.1",
        "2606:4700::1111",
        "64:ff9b::101:101",
        "::ffff:1.1.1.1",
        "2002:101:101::1",
    ] {
        assert!(is_public(text.parse::<IpAddr>().unwrap()), "{text}");
    }
}

#[tokio::test]
async fn what_may_not_be_asked_is_not_asked() {
    let ways = egress(|rules| {
        rules.inside = false;
        rules.hosts = vec!["ocsp.example.vn".to_owned(), "127.0.0.1".to_owned(), "localhost".to_owned()];
    });
    for (url, code) in [
        ("ftp://ocsp.example.vn/", "egress.url"),
        ("file:///etc/passwd", "egress.url"),
        ("http://user:secret@ocsp.example.vn/", "egress.url"),
        ("not a url", "egress.url"),
        ("http://evil.example.vn/", "egress.host_not_allowed"),
        ("http://127.0.0.1:1/", "egress.private_address"),
        ("http://2130706433/", "egress.private_address"),
        ("http://0x7f.1/", "egress.private_address"),
        ("http://localhost:1/", "egress.private_address"),
    ] {
        let error = ways.get(url).await.unwrap_err();
        assert_eq!(error.code().name(), code, "{url}: {error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    let mapped = egress(|rules| rules.inside = false).get("http://[::ffff:127.0.0.1]:1/").await.unwrap_err();
    assert_eq!(mapped.code().name(), "egress.private_address");
}

#[tokio::test]
async fn answers_have_a_size_a_time_and_no_way_on() {
    let ways = egress(|_| {});
    let good = server(Some("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok"));
    assert_eq!(ways.get(&good).await.unwrap(), b"ok");
    let elsewhere = server(Some("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n"));
    assert_eq!(ways.get(&elsewhere).await.unwrap_err().code().name(), "egress.status");
    let declared = server(Some("HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\nx"));
    assert_eq!(ways.get(&declared).await.unwrap_err().code().name(), "egress.too_long");
    let begun = Instant::now();
    let ways = egress(|_| {});
    let silent = server(None);
    assert_eq!(ways.get(&silent).await.unwrap_err().code().name(), "egress.timeout");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_dead_host_is_left_alone() {
    let ways = egress(|_| {});
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let dead = format!("http://127.0.0.1:{port}/");
    for _ in 0..breaker::FAILURES_MAX {
        assert_eq!(ways.get(&dead).await.unwrap_err().code().name(), "egress.unreachable");
    }
    assert_eq!(ways.get(&dead).await.unwrap_err().code().name(), "egress.left_alone");
}

#[tokio::test]
async fn a_reply_to_a_post_is_short_though_a_list_may_be_long() {
    let length = REPLY_BYTES_MAX + 1;
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{}", "x".repeat(length));
    let url = server(Some(Box::leak(answer.into_boxed_str())));
    let egress = egress(|rules| rules.bytes_max = 1 << 20);
    let posted = egress.post(&url, "a/b", "a/b", Vec::new()).await;
    assert!(matches!(posted, Err(EgressError::TooLong { most: REPLY_BYTES_MAX, .. })), "{posted:?}");
    assert_eq!(egress.get(&url).await.unwrap().len(), length);
}

/// What one answer may hold, where it does not say how long it is: neither body nor head goes on for ever.
#[tokio::test]
async fn an_answer_that_tells_no_length_is_cut_off() {
    let leak = |text: String| Some(&*Box::leak(text.into_boxed_str()));
    let ways = egress(|_| {});
    let body = server(leak(format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}", "x".repeat(1_001))));
    let refused = ways.get(&body).await;
    assert!(matches!(refused, Err(EgressError::TooLong { most: 1_000, .. })), "{refused:?}");
    let chunk = format!("64\r\n{}\r\n", "x".repeat(0x64)).repeat(11);
    let chunked = server(leak(format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunk}0\r\n\r\n")));
    let refused = ways.get(&chunked).await;
    assert!(matches!(refused, Err(EgressError::TooLong { most: 1_000, .. })), "{refused:?}");
    let whole = server(leak(format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}", "x".repeat(1_000))));
    assert_eq!(ways.get(&whole).await.unwrap().len(), 1_000);
    for head in [format!("x: {}\r\n", "x".repeat(1 << 20)), "x: y\r\n".repeat(101)] {
        let answer = server(leak(format!("HTTP/1.1 200 OK\r\n{head}content-length: 2\r\n\r\nok")));
        let error = ways.get(&answer).await.unwrap_err();
        assert_eq!(error.code().name(), "egress.unreachable", "{error}");
    }
}

/// The size of HTTP/2 headers has no bound where HTTP/2 is not spoken: the first message of TLS offers it to nobody.
#[tokio::test]
async fn http2_is_offered_to_nobody() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let hello = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = [0; 5];
        stream.read_exact(&mut head).unwrap();
        let mut hello = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
        stream.read_exact(&mut hello).unwrap();
        hello
    });
    assert!(egress(|_| {}).get(&url).await.is_err());
    let hello = hello.join().unwrap();
    assert_eq!(hello.first(), Some(&1), "a ClientHello (RFC 8446 §4)");
    let offers = |name: &[u8]| hello.windows(name.len()).any(|bytes| bytes == name);
    assert!(!offers(b"\x02h2"), "ALPN (RFC 7301) names HTTP/2");
}
