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
        if is_weak(&public) {
            return Err(fault("the public key is one that anybody can sign for"));
        }
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

/// A point of small order, or a point written in a second way (RFC 8032 §5.1.3): a signature by it shows nothing, and verifiers
/// differ over it.
fn is_weak(public: &[u8; 32]) -> bool {
    let mut y = *public;
    y[31] &= 0x7f;
    let second = y[31] == 0x7f && y[1..31].iter().all(|byte| *byte == 0xff) && y[0] >= 0xec;
    let small = y[1..].iter().all(|byte| *byte == 0) && y[0] <= 1;
    second || small || EIGHTH.contains(&y)
}

/// The y of the points of order eight. That of order two is p - 1, those of order one and four are 1 and 0.
const EIGHTH: [[u8; 32]; 2] = [
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
        0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20,
        0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
];

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

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the signed-note format's first implementation (golang.org/x/mod/sumdb/note).
    #[test]
    fn a_foreign_key_and_its_signature() {
        let vkey = VKey::parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap();
        assert_eq!((vkey.name(), vkey.id().to_string().as_str()), ("PeterNeumann", "c74f20a3"));
        let text = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n";
        let line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
        let line = STANDARD.decode(line).unwrap();
        assert_eq!(line[..4], vkey.id().0);
        assert!(vkey.verify(text.as_bytes(), &line[4..]));
        assert!(!vkey.verify(&text.as_bytes()[1..], &line[4..]));
        assert!(!vkey.verify(text.as_bytes(), &line[5..]));
        assert!(!vkey.verify(text.as_bytes(), &[]));
    }

    /// RFC 8032 §7.1, test 1.
    #[test]
    fn known_signature() {
        let seed = Digest::from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap();
        let key = LogKey::from_seed(&seed.0).unwrap();
        let public = Digest(key.vkey("x").unwrap().public).to_string();
        assert_eq!(public, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        let hex: String = key.sign(b"").unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(hex.starts_with("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"), "{hex}");
    }

    #[test]
    fn a_key_file_is_private_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.key");
        let made = LogKey::create(&path).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        let name = "truc.example/log/0";
        assert_eq!(LogKey::load(&path).unwrap().vkey(name).unwrap(), made.vkey(name).unwrap());
        assert!(matches!(LogKey::create(&path), Err(KeyError::File { .. })));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(LogKey::load(&path), Err(KeyError::Mode { found: 0o640, .. })));
        for content in [&b""[..], b"junk", &PKey::generate_ed448().unwrap().private_key_to_pem_pkcs8().unwrap()] {
            std::fs::write(&path, content).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            assert!(matches!(LogKey::load(&path), Err(KeyError::NotEd25519 { .. })));
        }
        assert!(matches!(LogKey::load(&folder.path().join("absent")), Err(KeyError::File { .. })));
    }

    #[test]
    fn a_key_that_anybody_can_sign_for_is_none() {
        let vkey = |public: [u8; 32]| VKey { name: "truc.example/log".to_owned(), public }.to_string();
        let mut ones = [0xff; 32];
        ones[31] = 0x7f;
        let p_and = |more: u8| {
            let mut y = ones;
            y[0] = 0xed + more;
            y
        };
        let unit = |first: u8| {
            let mut y = [0; 32];
            y[0] = first;
            y
        };
        let mut weak = vec![unit(0), unit(1), p_and(0), p_and(1), p_and(18), EIGHTH[0], EIGHTH[1]];
        let mut two = p_and(0);
        two[0] = 0xec;
        weak.push(two);
        for mut public in weak {
            for sign in [0, 0x80] {
                public[31] = public[31] & 0x7f | sign;
                assert!(matches!(VKey::parse(&vkey(public)), Err(KeyError::VKey { .. })), "{public:02x?}");
            }
        }
        assert!(VKey::parse(&vkey(unit(3))).is_ok(), "what is no point at all is found when it verifies nothing");
    }

    #[test]
    fn vkeys_are_read_as_they_are_written_and_others_are_refused() {
        let vkey = LogKey::generate().unwrap().vkey("truc.example/log/0").unwrap();
        let text = vkey.to_string();
        assert_eq!(VKey::parse(&text).unwrap(), vkey);
        for bad in
            ["", "a", "a+b", "a+b+c", &text[1..], &text[..text.len() - 1], &format!("{text} "), &format!("a {text}")]
        {
            assert!(matches!(VKey::parse(bad), Err(KeyError::VKey { .. })), "{bad}");
        }
        for name in ["", "a b", "a+b", "a\nb"] {
            assert!(LogKey::generate().unwrap().vkey(name).is_err());
        }
    }

    use crate::domain::ids::Digest;
}
