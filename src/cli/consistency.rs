//! `lienthong audit consistency`: whether a newer checkpoint continues an older one, from a copy of the log's tiles, with no hub at
//! hand. The proof is computed from the tiles and then judged by the two signed roots: tiles that lie prove nothing.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::run::Context;
use super::screen::{Screen, safe};
use super::{Exit, Fault, fault};
use crate::codes;
use crate::evidence::audit;
use crate::evidence::checkpoint::Note;
use crate::evidence::merkle::Hash;
use crate::evidence::tile::{HashSource, Prover, TileId, WIDTH};
use crate::i18n;

/// Two checkpoints, the tiles, and the keys to believe them by.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The older checkpoint, a signed note.
    pub old: PathBuf,
    /// The newer one.
    pub new: PathBuf,
    /// A folder with the log's tiles, as they are served: <DIR>/0/x001/234.
    #[arg(long, value_name = "DIR")]
    pub tiles: PathBuf,
    /// A verification key that you trust, or a file of them; several are possible.
    #[arg(long, value_name = "VKEY", required = true)]
    pub key: Vec<String>,
}

/// Judges: exit 0 when the newer log continues the older, 1 when not.
///
/// # Errors
/// When a file cannot be read, or a tile is missing.
pub fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|error| Fault::unreadable(path, error));
    let (old, new) = (read(&args.old)?, read(&args.new)?);
    let keys = super::audit::keys(&args.key)?;
    let sizes = [&old, &new].map(|note| Note::parse(note).map(|note| note.checkpoint().size));
    let mut tiles = Tiles { folder: args.tiles.clone(), size: 0 };
    let proof = match &sizes {
        [Ok(older), Ok(newer)] if older <= newer => {
            tiles.size = *newer;
            Prover::new(&mut tiles)
                .consistency(*older, *newer)
                .map_err(|error| Fault::new(Exit::Unreadable, codes::CLI_UNREADABLE, fault::causes(&error)))?
        }
        // What cannot be read, and what runs backwards, is judged without a proof.
        _ => Vec::new(),
    };
    let judged = audit::consistency(&old, &new, &proof, &keys);
    let mut screen = Screen::stdout();
    let [older, newer] = sizes.map(Result::unwrap_or_default);
    let number = |size: u64| i18n::number(context.lang, i64::try_from(size).unwrap_or(i64::MAX));
    match &judged {
        Ok(()) => {
            let values = [("old", number(older).into()), ("new", number(newer).into())];
            screen.good(&format!("✓ {}", context.tell("cli-consistent", &values)));
        }
        Err(error) => {
            screen.bad(&format!("✗ {}", i18n::title(context.lang, error.code())));
            screen.indented(&safe(&fault::causes(error)));
            screen.indented(&format!("→ {}", i18n::remedy(context.lang, error.code())));
            screen.indented(error.code().name());
        }
    }
    context.show(&screen);
    let code = judged.as_ref().err().map(audit::AuditError::code);
    let said = json!({ "consistent": judged.is_ok(), "code": code, "old_size": older, "new_size": newer });
    context.json(said.to_string().as_bytes());
    Ok(if judged.is_ok() { Exit::Done } else { Exit::Refused })
}

/// Tiles in a folder, under the paths of C2SP tlog-tiles.
struct Tiles {
    folder: PathBuf,
    /// Of the newer log: how wide its last tiles are.
    size: u64,
}

impl Tiles {
    /// A tile, whole or as wide as the newer log has it. A whole one does where the folder is of a later day.
    fn tile(&self, id: TileId, width: usize) -> std::io::Result<Vec<u8>> {
        let read = |width| std::fs::read(self.folder.join(id.path(width)));
        let bytes = read(width).or_else(|error| if width < WIDTH { read(WIDTH) } else { Err(error) });
        let path = self.folder.join(id.path(width));
        bytes.map_err(|error| std::io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    }
}

impl HashSource for Tiles {
    type Error = std::io::Error;

    fn leaf_hashes(&mut self, start: u64, count: usize) -> Result<Vec<Hash>, Self::Error> {
        let width = u64::try_from(WIDTH).unwrap_or(u64::MAX);
        let id = TileId { level: 0, n: start / width };
        let bytes = self.tile(id, id.width_at(self.size).unwrap_or(WIDTH))?;
        let from = usize::try_from(start % width).unwrap_or_default();
        Ok(bytes.chunks_exact(32).filter_map(Hash::from_slice).skip(from).take(count).collect())
    }

    fn full_tile(&mut self, id: TileId) -> Result<Vec<u8>, Self::Error> {
        self.tile(id, WIDTH)
    }
}
