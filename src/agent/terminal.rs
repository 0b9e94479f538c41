//! The terminal that this program runs in: what is said in it, a word, a secret without echo. What was typed before a question is
//! thrown away: it was no answer to it.
//!
//! GAP: the terminal of Unix, because the rest of the program is of Unix too; on Windows the console's own calls would stand here.

use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::AsFd as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr, tcsetattr,
};
use zeroize::Zeroizing;

use super::AgentError;

/// One at a time speaks with the person in front of it.
#[derive(Clone, Debug)]
pub struct Terminal {
    turn: Arc<Mutex<()>>,
    stop: Arc<AtomicBool>,
}

/// What ends a wait for an answer before there is one.
#[derive(Clone, Debug, Default)]
pub(super) struct Gone(Arc<AtomicBool>);

impl Gone {
    /// Nobody waits for the answer any more.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Terminal {
    /// Standard input and output, if both are a terminal: a pipe cannot consent.
    ///
    /// # Errors
    /// [`AgentError::NoTerminal`].
    pub fn open() -> Result<Self, AgentError> {
        match io::stdin().is_terminal() && io::stdout().is_terminal() {
            true => Ok(Self { turn: Arc::default(), stop: Arc::default() }),
            false => Err(AgentError::NoTerminal),
        }
    }

    /// Says something.
    ///
    /// # Errors
    /// [`AgentError::Terminal`].
    pub fn say(&self, text: &str) -> Result<(), AgentError> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(AgentError::Terminal)
    }

    /// Asks for a secret, not shown while it is typed. None when nobody answered.
    ///
    /// # Errors
    /// [`AgentError::Terminal`].
    pub fn secret(&self, prompt: &str, wait: Duration) -> Result<Option<Zeroizing<String>>, AgentError> {
        self.hidden(prompt, wait, &Gone::default())
    }

    /// Ends whatever waits for an answer.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Asks for a word.
    pub(super) fn word(&self, prompt: &str, wait: Duration, gone: &Gone) -> Result<Option<String>, AgentError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.discard()?;
        self.say(prompt)?;
        Ok(self.line(wait, gone)?.map(|line| line.trim().to_owned()))
    }

    pub(super) fn hidden(
        &self,
        prompt: &str,
        wait: Duration,
        gone: &Gone,
    ) -> Result<Option<Zeroizing<String>>, AgentError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let quiet = Quiet::begin()?;
        self.discard()?;
        self.say(prompt)?;
        let line = self.line(wait, gone);
        drop(quiet);
        self.say("\n")?;
        Ok(line?.map(|line| Zeroizing::new(line.trim_end_matches(['\n', '\r']).to_owned())))
    }

    fn discard(&self) -> Result<(), AgentError> {
        tcflush(io::stdin(), QueueSelector::IFlush).map_err(|error| AgentError::Terminal(error.into()))
    }

    /// One line; none when the time is over, the asker went away or the program ends.
    fn line(&self, wait: Duration, gone: &Gone) -> Result<Option<Zeroizing<String>>, AgentError> {
        let failed = |error: rustix::io::Errno| AgentError::Terminal(error.into());
        let (input, until) = (io::stdin(), Instant::now() + wait);
        let mut line = Zeroizing::new(Vec::<u8>::new());
        while !line.contains(&b'\n') {
            if Instant::now() >= until || gone.is() || self.stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let mut fds = [PollFd::new(&input, PollFlags::IN)];
            match poll(&mut fds, Some(&Timespec { tv_sec: 0, tv_nsec: LOOK_NS })) {
                Ok(0) | Err(rustix::io::Errno::INTR) => continue,
                Ok(_) => {}
                Err(error) => return Err(failed(error)),
            }
            let mut piece = Zeroizing::new([0_u8; 512]);
            match rustix::io::read(input.as_fd(), &mut piece[..]).map_err(failed)? {
                0 => return Ok(None),
                count => line.extend_from_slice(piece.get(..count).unwrap_or_default()),
            }
            if line.len() > LINE_BYTES {
                return Ok(None);
            }
        }
        Ok(String::from_utf8(line.to_vec()).ok().map(Zeroizing::new))
    }
}

/// While it lives, what is typed is not shown.
struct Quiet(Termios);

impl Quiet {
    fn begin() -> Result<Self, AgentError> {
        let failed = |error: rustix::io::Errno| AgentError::Terminal(error.into());
        let before = tcgetattr(io::stdin()).map_err(failed)?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO | LocalModes::ECHOE | LocalModes::ECHOK);
        // Laid aside with Ctrl-Z and taken up again, the shell would give the terminal its echo back.
        for key in [SpecialCodeIndex::VSUSP, SpecialCodeIndex::VQUIT] {
            quiet.special_codes[key] = NO_KEY;
        }
        tcsetattr(io::stdin(), OptionalActions::Flush, &quiet).map_err(failed)?;
        Ok(Self(before))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // A terminal that is gone needs no echo.
        let _gone = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}

/// _POSIX_VDISABLE: no key has this meaning.
const NO_KEY: u8 = if cfg!(target_os = "linux") { 0 } else { 0xff };
/// How often a wait looks whether it is still wanted.
const LOOK_NS: i64 = 100_000_000;
/// No word and no PIN is longer.
const LINE_BYTES: usize = 4096;
