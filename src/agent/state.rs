//! The agent's cases: pairing a page, saying whose key is here, signing one document.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use icu_normalizer::ComposingNormalizerBorrowed;
use zeroize::Zeroizing;

use super::AgentError;
use super::ask::Body;
use super::key::Key;
use super::paired::{CODE_S, Offers, Pairings};
use super::seen::Seen;
use super::show;
use super::terminal::{Gone, Terminal};
use crate::clock::Clock;
use crate::i18n::{self, Lang, Value};

/// How it is run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The origin of the hub that may pair; none may when absent.
    pub hub: Option<String>,
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Where pairings lie.
    pub folder: PathBuf,
    /// The language of the terminal.
    pub lang: Lang,
    /// How long a question waits for its answer.
    pub wait: Duration,
}

/// The agent.
pub struct Agent {
    pub(super) settings: Settings,
    pairings: Pairings,
    offers: Offers,
    /// Codes shown since the start: a page cannot fill the terminal with them.
    offered: AtomicU32,
    seen: Seen,
    key: Key,
    terminal: Terminal,
    clock: Clock,
    busy: Arc<AtomicBool>,
}

/// The one place at the terminal; free again when it is dropped.
pub(super) struct Turn(Arc<AtomicBool>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Agent {
    /// Joins the parts.
    ///
    /// # Errors
    /// [`AgentError::File`] when the folder cannot be used.
    pub fn new(settings: Settings, key: Key, terminal: Terminal, clock: Clock) -> Result<Self, AgentError> {
        let pairings = Pairings::open(&settings.folder)?;
        let seen = Seen::new(pairings.folder());
        let (offers, offered, busy) = (Offers::default(), AtomicU32::new(0), Arc::default());
        Ok(Self { settings, pairings, offers, offered, seen, key, terminal, clock, busy })
    }

    /// What it says of itself at the start.
    ///
    /// # Errors
    /// [`AgentError::Terminal`].
    pub fn greet(&self, port: u16) -> Result<(), AgentError> {
        let lang = self.settings.lang;
        let subject = show::called(self.key.identity());
        let until = i18n::date(lang, self.key.identity().certificate().not_after());
        let values = [("port", port.to_string().into()), ("subject", subject.into()), ("until", until.into())];
        self.terminal.say(&show::said(&i18n::text(lang, "agent-ready", None, &values)))
    }

    /// Whether a page of that origin may call that: pairing is for the hub that the program was started for, all else for who paired.
    pub(super) fn may(&self, origin: &str, pairing: bool) -> bool {
        let own = self.settings.hub.as_deref() == Some(origin);
        if pairing {
            return own;
        }
        // A file that cannot be read opens nothing.
        own || self.pairings.knows(origin).unwrap_or(false)
    }

    /// Whether the page holds a secret that was given to its origin and not revoked.
    pub(super) fn paired(&self, origin: &str, secret: &str) -> Result<(), AgentError> {
        if self.pairings.fits(origin, secret)? { Ok(()) } else { Err(AgentError::NotPaired) }
    }

    /// Shows a code in the terminal: for how many seconds it counts.
    pub(super) fn offer(&self, origin: &str) -> Result<i64, AgentError> {
        if self.is_busy() {
            return Err(AgentError::Busy);
        }
        if self.offered.fetch_add(1, Ordering::Relaxed) >= MOST_OFFERS {
            return Err(AgentError::PairingOver);
        }
        let code = self.offers.make(origin, self.clock.now())?;
        self.note("agent-code", &[("origin", origin.to_owned().into()), ("code", code.into())])?;
        Ok(CODE_S)
    }

    /// Pairs a page that knows the code: its secret.
    pub(super) fn pair(&self, origin: &str, code: &str) -> Result<String, AgentError> {
        // An open question has the terminal for itself: no line pushes it away.
        if self.is_busy() {
            return Err(AgentError::Busy);
        }
        let now = self.clock.now();
        if let Err(error) = self.offers.take(origin, code, now) {
            // Of an open code it is said, a few times; anybody can send one where none is open.
            if matches!(error, AgentError::PairingCode) {
                self.note("agent-code-refused", &[("origin", origin.to_owned().into())])?;
            }
            return Err(error);
        }
        let secret = self.pairings.add(origin, now)?;
        self.note("agent-paired", &[("origin", origin.to_owned().into())])?;
        Ok(secret)
    }

    /// Nobody is asked any more.
    pub(super) fn leave(&self) {
        self.terminal.stop();
    }

    /// The key, as everybody may know it.
    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    /// Whether a question is open.
    pub(super) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Acquire)
    }

    /// The one place at the terminal, taken before a body is read.
    pub(super) fn turn(&self) -> Result<Turn, AgentError> {
        match self.busy.swap(true, Ordering::AcqRel) {
            false => Ok(Turn(self.busy.clone())),
            true => Err(AgentError::Busy),
        }
    }

    /// One document, from the body to the value. Blocks until somebody answered.
    pub(super) fn sign(&self, origin: &str, body: &[u8], gone: &Gone) -> Result<Vec<u8>, AgentError> {
        let signed = self.asked(origin, body, gone);
        match &signed {
            Ok(_) => self.note("agent-signed", &[])?,
            Err(error) => {
                let why = i18n::title(self.settings.lang, error.code());
                let found = error.found().map(|found| show::visible(&found).chars().take(DETAIL_CHARS).collect());
                let found: String = found.unwrap_or_default();
                let key = if found.is_empty() { "agent-not-signed" } else { "agent-not-signed-found" };
                self.note(key, &[("why", why.into()), ("detail", found.into())])?;
            }
        }
        signed
    }

    fn asked(&self, origin: &str, body: &[u8], gone: &Gone) -> Result<Vec<u8>, AgentError> {
        let (lang, now) = (self.settings.lang, self.clock.now());
        let body = Body::read(body)?;
        // Before it is looked at: a request is asked once, whatever becomes of it.
        self.seen.note(&body.request, now)?;
        let asked = body.understood(self.key.identity(), now)?;
        drop(body);
        self.terminal.say(&show::question(lang, origin, self.key.identity(), &asked))?;
        let say = |key: &str| i18n::text(lang, key, None, &[]);
        let word = self.terminal.word(&say("agent-ask-word"), self.settings.wait, gone)?;
        let word = word.ok_or(AgentError::NoAnswer)?;
        // Some keyboards write the mark as a letter of its own.
        let word = ComposingNormalizerBorrowed::new_nfc().normalize(&word).to_lowercase();
        if !YES.contains(&word.as_str()) {
            return Err(AgentError::Refused);
        }
        if let Some(warning) = self.key.warning()? {
            self.terminal.say(&format!("{}\n", say(warning)))?;
        }
        let secret = match self.key.prompt()? {
            Some(prompt) => Some(self.secret(&say(prompt), gone)?),
            None => {
                self.terminal.say(&format!("{}\n", say("agent-ask-keypad")))?;
                None
            }
        };
        let signed = self.key.sign(&asked.signed_info, secret.as_ref().map(|secret| secret.as_str()));
        if matches!(signed, Err(AgentError::PinWrong)) {
            // Said now, not before the next try only. A token that is gone says nothing more.
            let left = self.key.warning().unwrap_or(None);
            if let Some(warning) = left {
                self.terminal.say(&format!("{}\n", say(warning)))?;
            }
        }
        signed
    }

    /// The PIN or password; an empty one is a no.
    fn secret(&self, prompt: &str, gone: &Gone) -> Result<Zeroizing<String>, AgentError> {
        let secret = self.terminal.hidden(prompt, self.settings.wait, gone)?.ok_or(AgentError::NoAnswer)?;
        if secret.is_empty() { Err(AgentError::Refused) } else { Ok(secret) }
    }

    fn note(&self, key: &str, values: &[(&str, Value<'_>)]) -> Result<(), AgentError> {
        self.terminal.say(&show::noted(self.settings.lang, self.clock.now(), key, values))
    }
}

/// The words that mean yes, in both languages, with and without marks.
const YES: [&str; 3] = ["ký", "ky", "sign"];
/// A detail may hold what a stranger wrote: a line of it is enough.
const DETAIL_CHARS: usize = 300;
/// Codes that are shown in one run.
const MOST_OFFERS: u32 = 20;
