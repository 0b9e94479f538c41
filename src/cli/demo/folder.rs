//! The demo's folder: taken when empty, or when a former demo left it; never another's.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::handbook::{FILE_NAME, Handbook};
use crate::cli::fault::Fault;
use crate::crypto;

/// The folder, held until the end.
pub(super) struct Folder {
    /// Where it is, absolute.
    pub dir: PathBuf,
    /// Whether it goes at the end.
    temporary: bool,
    /// Held while the demo runs: two demos in one folder would ruin each other's.
    _lock: File,
}

impl Folder {
    /// Takes `asked`, or makes a temporary folder. A former demo's things in it are removed, by name: whatever else
    /// somebody put there stays.
    ///
    /// # Errors
    /// When the folder holds something else, another demo runs in it, or it cannot be written.
    pub fn take(asked: Option<&Path>) -> anyhow::Result<Self> {
        let (dir, temporary) = match asked {
            Some(dir) => (dir.to_owned(), false),
            None => {
                let name: [u8; 6] = crypto::random()?;
                let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
                (std::env::temp_dir().join(format!("lienthong-demo-{name}")), true)
            }
        };
        let unwritable = |error| Fault::unwritable(&dir, error);
        std::fs::create_dir_all(&dir).map_err(unwritable)?;
        let empty = std::fs::read_dir(&dir).map_err(unwritable)?.next().is_none();
        if !empty && Handbook::read(&dir).is_err() {
            let words =
                format!("{}: not empty, and no former demo's ({FILE_NAME} is absent or another)", dir.display());
            return Err(Fault::usage(words).into());
        }
        let lock = File::create(dir.join(LOCK)).map_err(unwritable)?;
        if lock.try_lock().is_err() {
            return Err(Fault::usage(format!("{}: another demo runs there", dir.display())).into());
        }
        let folder = Self { dir: dir.canonicalize().map_err(unwritable)?, temporary, _lock: lock };
        folder.clear().map_err(unwritable)?;
        Ok(folder)
    }

    /// Lets go of it; a temporary one goes.
    pub fn leave(self) {
        if self.temporary
            && let Err(error) = std::fs::remove_dir_all(&self.dir)
        {
            tracing::warn!(%error, "the demo's temporary folder stays");
        }
    }

    fn clear(&self) -> std::io::Result<()> {
        for name in OURS {
            let path = self.dir.join(name);
            match std::fs::symlink_metadata(&path) {
                Ok(facts) if facts.is_dir() => std::fs::remove_dir_all(&path)?,
                Ok(_) => std::fs::remove_file(&path)?,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

const LOCK: &str = ".demo.lock";
/// Everything a demo makes; its mark goes last, so that a clearing that broke off can begin again.
const OURS: [&str; 16] = [
    "inbox",
    "lienthong.db",
    "lienthong.db.migrate-lock",
    "lienthong.db-shm",
    "lienthong.db-wal",
    "lienthong.toml",
    "log.high-water",
    "log.key",
    "log.vkey",
    "mail.password",
    "mails",
    "objects",
    "packages",
    "pki",
    "receipts",
    "tokens",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_somebody_elses_is_not_taken() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("thesis.txt"), "ten years").unwrap();
        let refused = Folder::take(Some(dir.path())).map(|folder| folder.dir).unwrap_err();
        assert!(refused.to_string().contains("not empty"), "{refused}");
        assert!(dir.path().join("thesis.txt").exists());
    }

    #[test]
    fn one_demo_a_folder_and_a_temporary_one_goes() {
        let dir = tempfile::tempdir().unwrap();
        let first = Folder::take(Some(&dir.path().join("demo"))).unwrap();
        assert!(Folder::take(Some(&first.dir)).is_err());
        let temporary = Folder::take(None).unwrap();
        let path = temporary.dir.clone();
        temporary.leave();
        assert!(!path.exists());
    }
}
