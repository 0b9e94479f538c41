//! Which hubs' pages may ask: one secret a pairing, kept as SHA-256 in a file that only its owner reads. The file is read at each
//! request, so that a revocation counts at once, whoever made it.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::AgentError;
use crate::crypto;
use crate::domain::ids::{Digest, Micros};

/// A hub whose page may ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// The page's origin.
    pub origin: String,
    /// SHA-256 of the secret that the page keeps.
    pub secret_sha256: Digest,
    /// Since when.
    pub since: Micros,
}

/// The file of all pairings.
#[derive(Clone, Debug)]
pub struct Pairings {
    folder: PathBuf,
}

impl Pairings {
    /// In a folder, which is made when it is absent.
    ///
    /// # Errors
    /// [`AgentError::File`] when it cannot be made.
    pub fn open(folder: &Path) -> Result<Self, AgentError> {
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|error| failed(folder, &error))?;
        // Who may write here takes a file away: a request would be asked again.
        let mode = fs::metadata(folder).map_err(|error| failed(folder, &error))?.permissions().mode();
        if mode & 0o022 != 0 {
            return Err(failed(folder, &format!("its mode is {:04o}, 0700 is expected", mode & 0o7777)));
        }
        Ok(Self { folder: folder.to_owned() })
    }

    /// All of them, the oldest first.
    ///
    /// # Errors
    /// [`AgentError::File`] when the file cannot be read, or others may.
    pub fn all(&self) -> Result<Vec<Pairing>, AgentError> {
        read_private(&self.file())
    }

    /// Whether some page of that origin is paired.
    pub(super) fn knows(&self, origin: &str) -> Result<bool, AgentError> {
        Ok(self.all()?.iter().any(|pairing| pairing.origin == origin))
    }

    /// Whether that secret was given to a page of that origin.
    pub(super) fn fits(&self, origin: &str, secret: &str) -> Result<bool, AgentError> {
        let digest = crypto::sha256(secret.as_bytes());
        let fits = |one: &Pairing| one.origin == origin && crypto::same(&one.secret_sha256.0, &digest.0);
        Ok(self.all()?.iter().any(fits))
    }

    /// A new pairing; its secret, which is kept nowhere here.
    pub(super) fn add(&self, origin: &str, now: Micros) -> Result<String, AgentError> {
        let secret = crypto::token("lta")?;
        let _held = hold(&self.folder)?;
        let mut all = self.all()?;
        let of_origin = all.iter().filter(|one| one.origin == origin).count();
        if of_origin >= MOST_PER_ORIGIN
            && let Some(oldest) = all.iter().position(|one| one.origin == origin)
        {
            all.remove(oldest);
        }
        let secret_sha256 = crypto::sha256(secret.as_bytes());
        all.push(Pairing { origin: origin.to_owned(), secret_sha256, since: now });
        write_private(&self.file(), &all)?;
        Ok(secret)
    }

    /// Takes away the pairings of an origin, or all: how many.
    ///
    /// # Errors
    /// [`AgentError::File`].
    pub fn revoke(&self, origin: Option<&str>) -> Result<usize, AgentError> {
        let _held = hold(&self.folder)?;
        let mut all = self.all()?;
        let before = all.len();
        all.retain(|one| origin.is_some_and(|origin| one.origin != origin));
        write_private(&self.file(), &all)?;
        Ok(before - all.len())
    }

    /// The folder that they lie in.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn file(&self) -> PathBuf {
        self.folder.join("pairings.json")
    }
}

/// One change in the folder at a time, whichever process makes it; until it is dropped.
pub(super) fn hold(folder: &Path) -> Result<File, AgentError> {
    let lock = File::open(folder).map_err(|error| failed(folder, &error))?;
    lock.lock().map_err(|error| failed(folder, &error))?;
    Ok(lock)
}

/// A code that is open: shown here, typed there.
#[derive(Debug, Default)]
pub(super) struct Offers {
    open: Mutex<Option<Offer>>,
}

#[derive(Debug)]
struct Offer {
    origin: String,
    code: String,
    until: Micros,
    tries: u32,
}

impl Offers {
    /// A fresh code for a page of that origin; the one before no longer counts.
    pub(super) fn make(&self, origin: &str, now: Micros) -> Result<String, AgentError> {
        let mut number = 0_u64;
        // The remainder of 2^64 by 10^8 favours no code by more than one in 10^11.
        for byte in crypto::random::<8>()? {
            number = number << 8 | u64::from(byte);
        }
        let digits = format!("{:08}", number % 100_000_000);
        let offer =
            Offer { origin: origin.to_owned(), code: digits.clone(), until: now.plus_seconds(CODE_S), tries: 0 };
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Some(offer);
        let (first, last) = digits.split_at(4);
        Ok(format!("{first}-{last}"))
    }

    /// Takes the open code, once. Each try is counted before it is looked at.
    pub(super) fn take(&self, origin: &str, typed: &str, now: Micros) -> Result<(), AgentError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let offer = open.as_mut().filter(|offer| offer.origin == origin).ok_or(AgentError::PairingOver)?;
        offer.tries += 1;
        if now >= offer.until || offer.tries > CODE_TRIES {
            *open = None;
            return Err(AgentError::PairingOver);
        }
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if !crypto::same(digits.as_bytes(), offer.code.as_bytes()) {
            return Err(AgentError::PairingCode);
        }
        *open = None;
        Ok(())
    }
}

/// A private file of JSON; absent is empty. What others may read or write is not believed.
pub(super) fn read_private<T: DeserializeOwned + Default>(path: &Path) -> Result<T, AgentError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(T::default()),
        Err(error) => return Err(failed(path, &error)),
    };
    let mode = file.metadata().map_err(|error| failed(path, &error))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(failed(path, &format!("its mode is {:04o}, 0600 is expected", mode & 0o7777)));
    }
    serde_json::from_reader(std::io::BufReader::new(file)).map_err(|error| failed(path, &error))
}

/// Whole or not at all, for its owner only.
pub(super) fn write_private<T: Serialize>(path: &Path, value: &T) -> Result<(), AgentError> {
    let fresh = path.with_extension("new");
    let bytes = serde_json::to_vec_pretty(value).map_err(|error| failed(path, &error))?;
    let written = || -> std::io::Result<()> {
        let _ = fs::remove_file(&fresh);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, path)
    };
    written().map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> AgentError {
    AgentError::File { path: path.to_owned(), detail: error.to_string() }
}

/// A code counts for so long.
pub(super) const CODE_S: i64 = 180;
/// So often it may be typed: five in 10^8 is one in twenty million.
const CODE_TRIES: u32 = 5;
/// Browsers of one hub that may be paired at once; the oldest goes.
const MOST_PER_ORIGIN: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    const HUB: &str = "https://truc.example";
    const NOW: Micros = Micros(1_795_507_200_000_000);

    #[test]
    fn a_code_is_short_lived_and_taken_once() {
        let offers = Offers::default();
        assert!(matches!(offers.take(HUB, "0", NOW), Err(AgentError::PairingOver)));
        let code = offers.make(HUB, NOW).unwrap();
        assert_eq!(code.len(), 9);
        assert!(matches!(offers.take("https://other.example", &code, NOW), Err(AgentError::PairingOver)));
        assert!(matches!(offers.take(HUB, "0000-000", NOW), Err(AgentError::PairingCode)));
        offers.take(HUB, &format!(" {code} "), NOW).unwrap();
        assert!(matches!(offers.take(HUB, &code, NOW), Err(AgentError::PairingOver)));
        let code = offers.make(HUB, NOW).unwrap();
        assert!(matches!(offers.take(HUB, &code, NOW.plus_seconds(CODE_S)), Err(AgentError::PairingOver)));
        let code = offers.make(HUB, NOW).unwrap();
        for _ in 0..CODE_TRIES {
            assert!(matches!(offers.take(HUB, "x", NOW), Err(AgentError::PairingCode)));
        }
        assert!(matches!(offers.take(HUB, &code, NOW), Err(AgentError::PairingOver)), "the right one comes too late");
    }

    #[test]
    fn a_folder_that_others_may_write_is_not_believed() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("agent");
        Pairings::open(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        assert!(matches!(Pairings::open(&folder), Err(AgentError::File { .. })));
    }

    #[test]
    fn a_secret_opens_for_its_origin_until_it_is_revoked() {
        let dir = tempfile::tempdir().unwrap();
        let pairings = Pairings::open(&dir.path().join("agent")).unwrap();
        let secret = pairings.add(HUB, NOW).unwrap();
        assert!(pairings.fits(HUB, &secret).unwrap() && pairings.knows(HUB).unwrap());
        assert!(!pairings.fits("https://other.example", &secret).unwrap());
        assert!(!pairings.fits(HUB, "lta_0").unwrap());
        let file = dir.path().join("agent/pairings.json");
        assert!(!fs::read_to_string(&file).unwrap().contains(&secret));
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(pairings.revoke(Some("https://other.example")).unwrap(), 0);
        assert_eq!(pairings.revoke(Some(HUB)).unwrap(), 1);
        assert!(!pairings.fits(HUB, &secret).unwrap());
        let first = pairings.add(HUB, NOW).unwrap();
        for _ in 0..MOST_PER_ORIGIN {
            pairings.add(HUB, NOW).unwrap();
        }
        assert!(!pairings.fits(HUB, &first).unwrap(), "the oldest goes");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(pairings.all(), Err(AgentError::File { .. })), "others may have read it");
    }
}
