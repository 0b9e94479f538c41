//! `demo.json`: tells scripts where everything of a province is. `docs/demo.md` documents the form; a test holds both
//! together. It names tokens and keys in the clear: it is written for its owner's eyes (mode 0600).

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use serde::{Deserialize, Serialize};

/// The whole file. All paths are absolute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handbook {
    /// Says what the file is: always [`MARK`].
    pub lienthong_demo: u32,
    /// The hub.
    pub hub: HubPlace,
    /// The transparency log.
    pub log: LogPlace,
    /// What signatures are trusted by.
    pub trust: TrustPlace,
    /// The mail catcher; absent where no mail is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailPlace>,
    /// A system that may read rates and the log's entries, and no document.
    pub auditor: AuditorPlace,
    /// The agencies; the first is above all others.
    pub agencies: Vec<AgencyPlace>,
    /// Who may sign in at the console; nobody before the demo has let them join.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonPlace>,
}

/// Where the hub is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubPlace {
    /// Base URL of the agencies' port, without a slash at the end.
    pub api: String,
    /// Base URL of the operator's port.
    pub ops: String,
    /// The configuration that `lienthong serve -c` takes.
    pub config: PathBuf,
}

/// The log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPlace {
    /// Its verification key, as `lienthong audit --key` takes it.
    pub vkey: String,
}

/// Trust.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustPlace {
    /// PEM: the root, as `lienthong verify --trust` takes it.
    pub anchors: PathBuf,
}

/// Mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPlace {
    /// `host:port` of the catcher.
    pub smtp: String,
    /// The folder with a file `.eml` for each mail.
    pub folder: PathBuf,
}

/// The auditor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditorPlace {
    /// Its bearer token.
    pub token: String,
    /// The same in a file.
    pub token_file: PathBuf,
}

/// One agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyPlace {
    /// Mã định danh.
    pub organ_id: String,
    /// Tên cơ quan.
    pub name: String,
    /// 1 province, 2 department, 3 commune.
    pub level: i16,
    /// Where its office gets mail.
    pub mail: String,
    /// Bearer token of its system.
    pub token: String,
    /// The same in a file, as `--token-file` takes it.
    pub token_file: PathBuf,
    /// PEM: the private key of its seal.
    pub key: PathBuf,
    /// PEM: the certificate of its seal.
    pub certificate: PathBuf,
    /// PEM: the certificate and the CA above it.
    pub chain: PathBuf,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPlace {
    /// `clerk`, `reader`, `agency_admin`, `auditor`, `operator`.
    pub role: String,
    /// Where; absent for a role at the hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organ_id: Option<String>,
    /// Họ tên.
    pub name: String,
    /// What they sign in with.
    pub mail: String,
    /// Their password.
    pub password: String,
    /// The secret of their second factor in base32; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp: Option<String>,
}

impl Handbook {
    /// Reads `demo.json` in `dir`.
    ///
    /// # Errors
    /// When it is not there, or is not of this form.
    pub fn read(dir: &Path) -> anyhow::Result<Self> {
        let path = dir.join(FILE_NAME);
        let text = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let book: Self =
            serde_json::from_slice(&text).with_context(|| format!("{} is another file", path.display()))?;
        ensure!(book.lienthong_demo == MARK, "{}: version {}, expected {MARK}", path.display(), book.lienthong_demo);
        Ok(book)
    }

    /// Writes `demo.json` into `dir`: a new file that takes the old one's place, so that nobody reads a half.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, dir: &Path) -> anyhow::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        let path = dir.join(FILE_NAME);
        write_private(&path.with_extension("json.new"), &text)?;
        std::fs::rename(path.with_extension("json.new"), &path)
            .with_context(|| format!("{} cannot be written", path.display()))
    }
}

/// Writes a file that only its owner may read.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut options = OpenOptions::new();
    let mut write = || options.write(true).create(true).truncate(true).mode(0o600).open(path)?.write_all(bytes);
    write().with_context(|| format!("{} cannot be written", path.display()))
}

/// The file's name in the province's folder.
pub const FILE_NAME: &str = "demo.json";
/// The form's version; a field more is no new version, one less or another meaning is.
pub const MARK: u32 = 1;
