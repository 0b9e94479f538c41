//! The log's key: Ed25519, signs checkpoints and nothing else. It lies in a file of its own, readable to nobody else.
//! And its public half as signed notes write it (C2SP signed-note, vkey).

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openssl::error::ErrorStack;
use openssl::pkey::{Id, PKey, Private};
use openssl::sign::{Signer, Verifier};

use crate::codes::{self, Code};
use crate::crypto::Sha256;

/// The private half. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct LogKey(PKey<Private>);

/// The public half with the name under which it signs: `<name>+<key id>+<key>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VKey {
    name: String,
    public: [u8; 32],
}

/// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key): finds the key of a signature line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; 4]);

/// Why a key cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("key file {path}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Others may read the file.
    #[error("key file {path} has mode {found:o}, 600 is needed")]
    Mode {
        /// Which.
        path: PathBuf,
        /// Its permission bits.
        found: u32,
    },
    /// The file holds no Ed25519 private key in PEM.
    #[error("key file {path} holds no Ed25519 private key in PEM")]
    NotEd25519 {
        /// Which.
        path: PathBuf,
    },
    /// A text is no vkey of an Ed25519 key.
    #[error("not a verification key of type Ed25519: {detail}")]
    VKey {
        /// What is wrong with it.
        detail: &'static str,
    },
    /// OpenSSL failed.
    #[error("OpenSSL failed")]
    OpenSsl(#[from] ErrorStack),
}

impl KeyError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::File { .. } | Self::Mode { .. } | Self::NotEd25519 { .. } => codes::EVIDENCE_KEY_FILE,
            Self::VKey { .. } => codes::EVIDENCE_VKEY,
            Self::OpenSsl(_) => codes::INTERNAL,
        }
    }
}

impl LogKey {
    /// A new key, in memory.
    ///
    /// # Errors
    /// [`KeyError::OpenSsl`]
    pub fn generate() -> Result<Self, KeyError> {
        Ok(Self(PKey::generate_ed25519()?))
    }

    /// The key of those 32 bytes (RFC 8032 §5.1.5): for test vectors.
    ///
    /// # Errors
    /// [`KeyError::OpenSsl`]
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, KeyError> {
        Ok(Self(PKey::private_key_from_raw_bytes(seed, Id::ED25519)?))
    }

    /// Makes a key and writes it to a new file of mode 0600, durably. An existing file is never touched.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn create(path: &Path) -> Result<Self, KeyError> {
        let file = |source| KeyError::File { path: path.to_owned(), source };
        let key = Self::generate()?;
        let pem = key.0.private_key_to_pem_pkcs8()?;
        let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(file)?;
        out.write_all(&pem).and_then(|()| out.sync_all()).map_err(file)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(file)?;
        Ok(key)
    }

    /// Reads the key from its file (PEM, PKCS#8), which must be readable to its owner only.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let fault = |source| KeyError::File { path: path.to_owned(), source };
        let mut file = File::open(path).map_err(fault)?;
        let found = file.metadata().map_err(fault)?.permissions().mode() & 0o777;
        if found & 0o077 != 0 {
            return Err(KeyError::Mode { path: path.to_owned(), found });
        }
        let mut pem = Vec::new();
        (&mut file).take(MAX_KEY_FILE_BYTES).read_to_end(&mut pem).map_err(fault)?;
        match PKey::private_key_from_pem_callback(&pem, |_| Ok(0)) {
            Ok(key) if key.id() == Id::ED25519 => Ok(Self(key)),
            Ok(_) | Err(_) => Err(KeyError::NotEd25519 { path: path.to_owned() }),
        }
    }

    /// The Ed25519 signature of `message` (RFC 8032 §5.1).
    ///
    /// # Errors
    /// [`KeyError::OpenSsl`]
    pub fn sign(&self, message: &[u8]) -> Result<[u8; 64], KeyError> {
        let mut signature = [0; 64];
        Signer::new_without_digest(&self.0)?.sign_oneshot(&mut signature, message)?;
        Ok(signature)
    }

    /// The public half, under the name of a log: its origin.
    ///
    /// # Errors
    /// [`KeyError`] also when `name` cannot be a key name.
    pub fn vkey(&self, name: &str) -> Result<VKey, KeyError> {
        check_name(name)?;
        let public = self.0.raw_public_key()?;
        let public = public.try_into().map_err(|_| KeyError::VKey { detail: "the public key has not 32 bytes" })?;
        Ok(VKey { name: name.to_owned(), public })
    }
}

impl VKey {
    /// Reads `<name>+<8 hexadecimal digits>+<base64 of 0x01 and the key>`.
    ///
    /// # Errors
    /// [`KeyError::VKey`], also when the key id is not that of name and key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let fault = |detail| KeyError::VKey { detail };
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(fault("name, key id and key are joined by +"));
        };
        check_name(name)?;
        let key = STANDARD.decode(key).map_err(|_| fault("the key is not base64"))?;
        let [ED25519, public @ ..] = key.as_slice() else { return Err(fault("the type is not 0x01")) };
        let public = public.try_into().map_err(|_| fault("the public key has not 32 bytes"))?;
        let vkey = Self { name: name.to_owned(), public };
        if vkey.id().to_string() == id { Ok(vkey) } else { Err(fault("the key id is not that of name and key")) }
    }

    /// The name under which it signs: the log's origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key id of its signature lines.
    pub fn id(&self) -> KeyId {
        let mut hasher = Sha256::default();
        for part in [self.name.as_bytes(), b"\n", &[ED25519], &self.public] {
            hasher.update(part);
        }
        let [a, b, c, d, ..] = hasher.finish().0;
        KeyId([a, b, c, d])
    }

    /// Whether `signature` is this key's over `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let verify = || {
            let key = PKey::public_key_from_raw_bytes(&self.public, Id::ED25519)?;
            Verifier::new_without_digest(&key)?.verify_oneshot(signature, message)
        };
        verify().unwrap_or(false)
    }
}

impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogKey")
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Display for VKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519];
        key.extend(self.public);
        write!(f, "{}+{}+{}", self.name, self.id(), STANDARD.encode(key))
    }
}

/// C2SP signed-note, signature types.
const ED25519: u8 = 0x01;
/// Our own: such a file has about 120 bytes.
const MAX_KEY_FILE_BYTES: u64 = 16 * 1024;

/// C2SP signed-note: a key name is not empty and has no space and no plus.
pub(super) fn check_name(name: &str) -> Result<(), KeyError> {
    let fine = !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+');
    if fine { Ok(()) } else { Err(KeyError::VKey { detail: "a name has no space and no plus and is not empty" }) }
}
