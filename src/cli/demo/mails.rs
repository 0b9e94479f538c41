//! The mails that the catcher kept, read back.

use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What is shown and checked of a mail.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mail {
    /// The letter box it went to.
    pub to: String,
    /// Its subject in readable letters.
    pub subject: String,
    /// Its Message-ID.
    pub id: String,
    /// Its file's name.
    pub file: String,
}

/// Waits until there are `count` mails, or `deadline` has passed; gives what is there then.
pub(super) async fn wait(folder: &Path, count: usize, deadline: Duration) -> anyhow::Result<Vec<Mail>> {
    let end = tokio::time::Instant::now() + deadline;
    loop {
        let mails = read(folder)?;
        if mails.len() >= count || tokio::time::Instant::now() >= end {
            return Ok(mails);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

fn read(folder: &Path) -> anyhow::Result<Vec<Mail>> {
    let mut mails = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "eml") {
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            mails.push(parse(&String::from_utf8_lossy(&std::fs::read(&path)?), file));
        }
    }
    mails.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(mails)
}

fn parse(text: &str, file: String) -> Mail {
    // RFC 5322 §2.2.3: a folded field goes on in a line that begins with white space.
    let head = text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ").replace("\r\n\t", " ");
    let field = |name: &str| {
        let value = head.split("\r\n").find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        value.trim().trim_matches(['<', '>']).to_owned()
    };
    Mail { to: field("X-Envelope-To:"), subject: readable(&field("Subject:")), id: field("Message-ID:"), file }
}

/// Encoded words (RFC 2047) in base64 and UTF-8, as lettre writes them; others stay as they are.
fn readable(field: &str) -> String {
    let mut bytes = Vec::new();
    let mut encoded_before = false;
    for word in field.split(' ') {
        let inner = word.strip_prefix("=?utf-8?b?").and_then(|rest| rest.strip_suffix("?="));
        let decoded = inner.and_then(|inner| STANDARD.decode(inner).ok());
        // White space between two encoded words is not theirs (§6.2).
        let joined = encoded_before && decoded.is_some();
        if !bytes.is_empty() && !joined {
            bytes.push(b' ');
        }
        encoded_before = decoded.is_some();
        bytes.extend(decoded.unwrap_or_else(|| word.as_bytes().to_vec()));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Mails come a second after their event; a look costs nothing.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_read_back() {
        let text = "Return-Path: <a@b>\r\nX-Envelope-To: <soyte@tayninh.example>\r\nMessage-ID: <1@b>\r\n\
                    Subject: =?utf-8?b?VsSDbiBi?=\r\n =?utf-8?b?4bqjbg==?= 12/UBND\r\n\r\nSubject: no\r\n";
        let mail = parse(text, "0001.eml".to_owned());
        assert_eq!((mail.to.as_str(), mail.id.as_str()), ("soyte@tayninh.example", "1@b"));
        assert_eq!(mail.subject, "Văn bản 12/UBND");
    }
}
