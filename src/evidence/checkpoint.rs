//! Checkpoints (C2SP tlog-checkpoint): origin, size and root of the log, as a signed note. There is no time in the body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::key::{KeyError, KeyId, LogKey, VKey, check_name};
use super::merkle::Hash;

/// A tree head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// `<host>/log/<epoch>`
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
}

/// A signed note, taken apart but not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    checkpoint: Checkpoint,
    lines: Vec<SignatureLine>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct SignatureLine {
    name: String,
    id: KeyId,
    signature: Vec<u8>,
}

/// Why a note is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The form is not that of a signed note with a checkpoint.
    #[error("not a checkpoint: {detail}")]
    Form {
        /// What is wrong.
        detail: &'static str,
    },
    /// A line that claims a known key is not signed by it.
    #[error("the signature line of {name} does not verify")]
    Signature {
        /// The key's name.
        name: String,
    },
    /// None of the known keys signed.
    #[error("no known key signed the checkpoint of {origin}")]
    Unsigned {
        /// The origin line.
        origin: String,
    },
}

impl Checkpoint {
    /// The text that is signed: three lines.
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())
    }

    /// The signed note over a tree head, with one line, under the log's origin as key name.
    ///
    /// # Errors
    /// [`KeyError`] when OpenSSL fails or the origin cannot be a key name.
    pub fn note(origin: &str, size: u64, root: Hash, key: &LogKey) -> Result<String, KeyError> {
        let id = key.vkey(origin)?.id();
        let body = Self { origin: origin.to_owned(), size, root }.body();
        let mut line = id.0.to_vec();
        line.extend(key.sign(body.as_bytes())?);
        Ok(format!("{body}\n\u{2014} {origin} {}\n", STANDARD.encode(line)))
    }
}

impl Note {
    /// Takes a note apart.
    ///
    /// # Errors
    /// [`NoteError::Form`]
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        let form = |detail| NoteError::Form { detail };
        if note.len() > MAX_NOTE_BYTES {
            return Err(form("it is too long"));
        }
        if note.chars().any(|c| c.is_control() && c != '\n') {
            return Err(form("it has control characters"));
        }
        // The last empty line parts the text from the signatures.
        let at = note.rfind("\n\n").ok_or_else(|| form("no empty line"))?;
        let (text, signatures) = (&note[..=at], &note[at + 2..]);
        let checkpoint = parse_body(text)?;
        let signatures = signatures.strip_suffix('\n').ok_or_else(|| form("no newline at the end"))?;
        let lines: Vec<_> = signatures.split('\n').map(parse_line).collect::<Result<_, _>>()?;
        if lines.len() > MAX_LINES {
            return Err(form("too many signature lines"));
        }
        Ok(Self { text: text.to_owned(), checkpoint, lines })
    }

    /// The tree head, not yet believed.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The names of the known keys that signed. Lines of unknown keys are ignored. Names are matched exactly; that the
    /// key belongs to this very log (name = origin) is asked of at least one of them.
    ///
    /// # Errors
    /// [`NoteError::Signature`] when a line of any known key fails, [`NoteError::Unsigned`] when the log's own known
    /// key has no line.
    pub fn verify(&self, keys: &[VKey]) -> Result<Vec<String>, NoteError> {
        let mut signers = Vec::new();
        for line in &self.lines {
            let Some(key) = keys.iter().find(|key| key.name() == line.name && key.id() == line.id) else { continue };
            if !key.verify(self.text.as_bytes(), &line.signature) {
                return Err(NoteError::Signature { name: line.name.clone() });
            }
            if !signers.contains(&line.name) {
                signers.push(line.name.clone());
            }
        }
        if signers.contains(&self.checkpoint.origin) {
            Ok(signers)
        } else {
            Err(NoteError::Unsigned { origin: self.checkpoint.origin.clone() })
        }
    }
}

/// DECISIONS: at least 16 must be accepted; C2SP notes bear a handful.
const MAX_LINES: usize = 64;
/// Our own: 64 lines of a kilobyte, which leaves room for post-quantum cosignatures.
const MAX_NOTE_BYTES: usize = 64 * 1024;

fn parse_body(text: &str) -> Result<Checkpoint, NoteError> {
    let form = |detail| NoteError::Form { detail };
    let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
    let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
        return Err(form("fewer than three lines"));
    };
    check_name(origin).map_err(|_| form("the origin is no name"))?;
    let plain = size.bytes().all(|byte| byte.is_ascii_digit()) && (size == "0" || !size.starts_with('0'));
    let size = size.parse().ok().filter(|_| plain).ok_or_else(|| form("the size is no decimal number"))?;
    let root = Hash::from_base64(root).ok_or_else(|| form("the root is not 32 bytes in base64"))?;
    if lines.any(str::is_empty) {
        return Err(form("an empty line in the text"));
    }
    Ok(Checkpoint { origin: origin.to_owned(), size, root })
}

fn parse_line(line: &str) -> Result<SignatureLine, NoteError> {
    let form = |detail| NoteError::Form { detail };
    let (name, signature) = line
        .strip_prefix("\u{2014} ")
        .and_then(|rest| rest.split_once(' '))
        .ok_or_else(|| form("a signature line is a dash, a name and base64"))?;
    check_name(name).map_err(|_| form("a signature line's name is no name"))?;
    let bytes = STANDARD.decode(signature).map_err(|_| form("a signature is not base64"))?;
    let [a, b, c, d, signature @ ..] = bytes.as_slice() else { return Err(form("a signature is too short")) };
    if signature.is_empty() {
        return Err(form("a signature is too short"));
    }
    Ok(SignatureLine { name: name.to_owned(), id: KeyId([*a, *b, *c, *d]), signature: signature.to_vec() })
}
