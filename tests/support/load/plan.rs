//! What is to be sent, signed before the clock runs.

use bytes::Bytes;
use lienthong::cli::demo::packages::{self, Draft, File, Kind};
use lienthong::cli::demo::province::Province;
use lienthong::clock::Clock;

use super::super::rezip::rezip;

/// How much.
#[derive(Clone, Copy)]
pub struct Size {
    pub documents: usize,
}

pub struct Plan {
    pub documents: Vec<Planned>,
}

/// One document.
pub struct Planned {
    pub id: String,
    pub draft: Draft,
    /// Index of its sender.
    pub from: usize,
    /// Indices of its receivers.
    pub to: Vec<usize>,
    /// Its request bears this name.
    pub key: Option<String>,
    /// The package.
    pub package: Bytes,
    /// The same document in other packages, sent afterwards.
    pub again: Vec<Bytes>,
    /// Whether it is sent by two requests at once.
    pub twice_at_once: bool,
}

impl Plan {
    /// Small and large packages of both kinds, each to two agencies.
    pub fn make(province: &Province, size: Size) -> Self {
        let agencies = &province.agencies;
        let document = |number: usize| {
            // Agencies with P-256 keys send: RSA would spend the test's time on signing.
            let from = 2 + number % (agencies.len() - 2);
            let to: Vec<usize> = (1..=2).map(|step| (from + step) % agencies.len()).collect();
            let kind = if number.is_multiple_of(3) { Kind::Bare } else { Kind::AsicE };
            let draft = Draft::letter(u32::try_from(number + 1).expect("few"), &Clock::System);
            let mut files = vec![File::pdf("văn bản.pdf", &draft.code(), &["Kính gửi"])];
            if number % 5 == 1 {
                // Beyond 64 KiB the bytes lie in the folder of objects.
                files.push(File::large("phụ lục.bin", 150_000 + number as u64));
            }
            let receivers: Vec<_> = to.iter().map(|index| &agencies[*index]).collect();
            let package = packages::pack(&agencies[from], &receivers, kind, &draft, &files).expect("a package");
            let mut again = Vec::new();
            if kind == Kind::AsicE && number.is_multiple_of(2) {
                again.extend((0..2).map(|minute| Bytes::from(rezip(&package, minute))));
            }
            if number.is_multiple_of(4) {
                again.push(Bytes::from(package.clone()));
            }
            Planned {
                id: draft.document_id(&agencies[from]),
                from,
                to,
                key: (number % 2 == 1).then(|| format!("send-{number}")),
                package: package.into(),
                again,
                twice_at_once: number % 10 == 3,
                draft,
            }
        };
        Self { documents: (0..size.documents).map(document).collect() }
    }

    pub fn find(&self, id: &str) -> &Planned {
        self.documents.iter().find(|planned| planned.id == id).unwrap_or_else(|| panic!("{id} was never sent"))
    }

    /// About how many answers the clients will note.
    pub fn answers(&self) -> u64 {
        let sent: usize = self.documents.iter().map(|planned| 1 + planned.again.len()).sum();
        let words: usize = self.documents.iter().map(|planned| planned.to.len() * 3).sum();
        (sent + words) as u64
    }
}
