//! Work on bytes by a second thread, where a core is to spare. Several entries are shared out; of a single large one a thread reads
//! (and inflates, and checks the CRC of) the next piece while this one is hashed. What is handed out, and in which order, is
//! the same either way.

use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, mpsc};
use std::thread;

/// Hands every piece of `reader`, which holds about so many bytes, to `take`.
///
/// # Errors
/// The reader's own, or that of the machine when it has no thread to give.
pub(super) fn each_piece(mut reader: impl Read + Send, bytes: u64, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    if bytes >= AHEAD_FROM_BYTES
        && let Some(_core) = SpareCore::take()
    {
        return read_ahead(reader, take);
    }
    let length = usize::try_from(bytes).map_or(PIECE_BYTES, |bytes| bytes.clamp(1, PIECE_BYTES));
    let mut buffer = vec![0; length];
    loop {
        match reader.read(&mut buffer)? {
            0 => return Ok(()),
            got => take(buffer.get(..got).unwrap_or_default()),
        }
    }
}

/// `work` on every item, of about those `sizes` in bytes: what came of it, in the order of the items. A second thread takes
/// its share where the work can be shared out; what it reads stays in its own core's cache, so that two threads cost no more
/// than one.
pub(super) fn each_item<T: Sync, R: Send>(
    items: &[T],
    sizes: impl Iterator<Item = u64>,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let (all, largest) = sizes.fold((0_u64, 0), |(all, largest), size| (all.saturating_add(size), size.max(largest)));
    let beside = all - largest;
    if beside >= AHEAD_FROM_BYTES
        && beside.saturating_mul(2) >= largest
        && let Some(_core) = SpareCore::take()
    {
        return share_out(items, work);
    }
    items.iter().map(work).collect()
}

fn share_out<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let share = || {
        let take = || {
            let index = next.fetch_add(1, Ordering::Relaxed);
            items.get(index).map(|item| (index, work(item)))
        };
        std::iter::from_fn(take).collect::<Vec<(usize, R)>>()
    };
    let mut done = thread::scope(|scope| {
        // A machine without a thread to give does it all here.
        let helper = thread::Builder::new().spawn_scoped(scope, share).ok();
        let mut done = share();
        match helper.map(thread::ScopedJoinHandle::join) {
            Some(Ok(other)) => done.extend(other),
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => {}
        }
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

fn read_ahead(mut reader: impl Read + Send, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    thread::scope(|scope| {
        let (full, pieces) = mpsc::sync_channel::<io::Result<(Vec<u8>, usize)>>(BUFFERS);
        let (back, empty) = mpsc::channel::<Vec<u8>>();
        for _ in 0..BUFFERS {
            let _ = back.send(vec![0; AHEAD_PIECE_BYTES]); // the other end lives
        }
        thread::Builder::new().spawn_scoped(scope, move || {
            while let Ok(mut buffer) = empty.recv() {
                let got = reader.read(&mut buffer);
                let goes_on = matches!(got, Ok(1..));
                if full.send(got.map(|got| (buffer, got))).is_err() || !goes_on {
                    return;
                }
            }
        })?;
        // Returning early drops both ends here, and with them the thread ends.
        for piece in pieces {
            let (buffer, got) = piece?;
            take(buffer.get(..got).unwrap_or_default());
            let _ = back.send(buffer); // nobody waits for it once the end was read
        }
        Ok(())
    })
}

/// One of the cores that nobody of this process hashes on; given back when dropped. A hub that verifies on all its cores
/// would only lose by a second thread for each.
struct SpareCore;

impl SpareCore {
    fn take() -> Option<Self> {
        let taken = TAKEN.fetch_add(1, Ordering::SeqCst);
        let core = Self;
        (2 * (taken + 1) <= *CORES).then_some(core)
    }
}

impl Drop for SpareCore {
    fn drop(&mut self) {
        TAKEN.fetch_sub(1, Ordering::SeqCst);
    }
}

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static CORES: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));

/// SIGNATURES §9: 64 KiB pieces.
const PIECE_BYTES: usize = 64 << 10;
/// A thread costs as much as hashing 50 KiB.
const AHEAD_FROM_BYTES: u64 = 2 << 20;
const AHEAD_PIECE_BYTES: usize = 256 << 10;
const BUFFERS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives so many bytes in pieces of odd sizes, then fails or ends.
    struct Source(u64, bool);

    impl Read for Source {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let got = self.0.min(buffer.len() as u64).min(77_777);
            if got == 0 && self.1 {
                return Err(io::Error::other("broken"));
            }
            for (index, byte) in buffer.iter_mut().take(got as usize).enumerate() {
                *byte = (self.0 - index as u64) as u8;
            }
            self.0 -= got;
            Ok(got as usize)
        }
    }

    #[test]
    fn both_ways_hand_out_the_same_and_end_with_the_same_fault() {
        for breaks in [false, true] {
            for size in [0, 1, 100_000, 3 << 20] {
                let told = |result: io::Result<()>| result.map_err(|error| error.to_string());
                let (mut one, mut other) = (Vec::new(), Vec::new());
                let result = each_piece(Source(size, breaks), 0, |piece| one.extend_from_slice(piece));
                let alone = (one, told(result));
                let result = read_ahead(Source(size, breaks), |piece| other.extend_from_slice(piece));
                let ahead = (other, told(result));
                assert_eq!(alone.0.len() as u64, size);
                assert_eq!(alone.1.is_err(), breaks);
                assert_eq!(alone, ahead, "{size} {breaks}");
            }
        }
    }

    #[test]
    fn shared_out_or_not_every_item_is_worked_on_once_and_stands_in_its_place() {
        let items: Vec<usize> = (0..100).collect();
        let counts: Vec<AtomicUsize> = items.iter().map(|_| AtomicUsize::new(0)).collect();
        let work = |item: &usize| {
            counts[*item].fetch_add(1, Ordering::SeqCst);
            item * 2
        };
        let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
        assert_eq!(share_out(&items, work), expected);
        assert_eq!(each_item(&items, items.iter().map(|_| 1 << 20), work), expected);
        assert_eq!(each_item(&items, items.iter().map(|_| 1), work), expected);
        assert!(counts.iter().all(|count| count.load(Ordering::SeqCst) == 3));
    }
}
