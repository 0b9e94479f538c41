//! How people prove who they are: password, then a code where one is needed, then a session. Whoever does not know the password
//! learns nothing from answer or time: neither whether an account is there nor whether it is disabled or has a second factor.
//!
//! Every try is counted before it is looked at, by account and by address, and waits double (`domain::person`). A session is new
//! at every step: the token of the step before ends with it, so that one that was planted is worth nothing.

use std::net::IpAddr;
use std::time::Duration;

use uuid::Uuid;

use super::{Exchange, Refusal};
use crate::codes::{self, Code};
use crate::crypto::{self, password, totp};
use crate::domain::ids::{Digest, Micros, OrganId, PersonId};
use crate::domain::person::{Counted, totp_steps};
use crate::store::access::Note;
use crate::store::people::{Person, Post, Proofs};
use crate::store::sessions::{NewSession, Session, SessionId, Stage, Tried};

/// Who knocks: from where, with what, and the session that their browser shows so far.
#[derive(Clone, Debug, Default)]
pub struct Knock {
    /// The address; `None` where only a proxy's is known: then addresses are not counted.
    pub address: Option<IpAddr>,
    /// As the browser says it.
    pub agent: String,
    /// SHA-256 of the token that the browser sent: it ends.
    pub instead: Option<Digest>,
}

/// A token for the browser to keep.
#[derive(Clone, PartialEq, Eq)]
pub struct Cookie {
    /// 256 random bits.
    pub token: String,
    /// It is worth nothing after that.
    pub ends: Micros,
}

/// What a try came to.
#[derive(Clone, PartialEq, Eq)]
pub enum Attempt {
    /// Signed in.
    Open(Cookie),
    /// The password was right; a code is wanted.
    Code(Cookie),
    /// The password was right; a second factor has to be set up first.
    SetUp(Cookie),
    /// Not so; from when on the next try is looked at, where that is later than now.
    Refused(Code, Option<Micros>),
}

/// A second factor that is shown and does not count yet.
#[derive(Clone)]
pub struct Offer {
    /// As people type it.
    pub typed: String,
    /// As an app reads it from a picture.
    pub uri: String,
}

impl std::fmt::Debug for Cookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cookie").field("ends", &self.ends).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Open(_) => f.write_str("Open"),
            Self::Code(_) => f.write_str("Code"),
            Self::SetUp(_) => f.write_str("SetUp"),
            Self::Refused(code, until) => write!(f, "Refused({code}, {until:?})"),
        }
    }
}

impl Exchange {
    /// Mail and password.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn sign_in(&self, mail: &str, password: &str, knock: &Knock) -> Result<Attempt, Refusal> {
        // What is no address has no account, and costs the same.
        let mail = mail_form(mail).unwrap_or_default();
        let tried = tried(&mail, knock);
        if let Err(until) = self.count(tried.clone()).await? {
            return Ok(Attempt::Refused(codes::SIGN_IN_WAIT, Some(until)));
        }
        let proofs = self.blocking(move |this| Ok(this.store.proofs_by_mail(&mail)?)).await?;
        let (hash, said) = (proofs.as_ref().and_then(|proofs| proofs.password.clone()), password.to_owned());
        let right = self.hashing(move || password::verify(&said, hash.as_deref())).await?;
        let proofs = match proofs {
            Some(proofs) if right && proofs.person.disabled.is_none() => proofs,
            known => {
                let person = known.map(|known| known.person.id);
                return self.wrong(codes::SIGN_IN_WRONG, person, tried, knock).await;
            }
        };
        self.proven(proofs, knock, &tried, "password").await
    }

    /// A person whom another provider vouches for: that stands for the password, and for nothing more. Whoever is not known by
    /// `subject` yet is found once by an address that the provider has verified, and known by the subject from then on.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn sign_in_vouched(&self, subject: &str, mail: Option<&str>, knock: &Knock) -> Result<Attempt, Refusal> {
        let (subject, mail) = (subject.to_owned(), mail.and_then(mail_form));
        let found = self
            .blocking(move |this| {
                if let Some(known) = this.store.proofs_by_subject(&subject)? {
                    return Ok(Some(known));
                }
                let Some(mail) = mail else { return Ok(None) };
                // Another subject with the same address is another person: mailboxes are given away.
                let Some(found) = this.store.proofs_by_mail(&mail)?.filter(|found| !found.has_subject) else {
                    return Ok(None);
                };
                let note = Note::of(this.clock.now(), Some(found.person.id), None, "account.subject");
                this.store.set_subject(found.person.id, &subject, &note)?;
                Ok(Some(found))
            })
            .await?;
        match found.filter(|found| found.person.disabled.is_none()) {
            Some(found) => self.proven(found, knock, &[], "oidc").await,
            None => Ok(Attempt::Refused(codes::SIGN_IN_NOT_KNOWN, None)),
        }
    }

    /// The password was right: what else is wanted.
    async fn proven(
        &self,
        proofs: Proofs,
        knock: &Knock,
        tried: &[Tried],
        by: &'static str,
    ) -> Result<Attempt, Refusal> {
        let (_, posts) = self.proofs_and_posts(proofs.person.id).await?;
        let needs = self.policy.totp_required || posts.iter().any(|post| post.role.needs_totp());
        let stage = match (proofs.totp.is_some(), needs) {
            _ if posts.is_empty() => return Ok(Attempt::Refused(codes::SIGN_IN_NO_ROLE, None)),
            (true, _) => Stage::Code,
            (false, true) => Stage::SetUp,
            (false, false) => Stage::Open,
        };
        self.forgive(tried.to_vec(), stage == Stage::Open).await?;
        let cookie = self.open(&proofs.person, &posts, stage, knock, by).await?;
        Ok(match stage {
            Stage::Open => Attempt::Open(cookie),
            Stage::Code => Attempt::Code(cookie),
            Stage::SetUp => Attempt::SetUp(cookie),
        })
    }

    /// The code of the app, or a recovery code, for a sign-in that wants one.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn sign_in_code(&self, pending: Digest, code: &str, knock: &Knock) -> Result<Attempt, Refusal> {
        let Some((_, person, posts)) = self.pending(pending, Stage::Code).await? else {
            return Ok(Attempt::Refused(codes::SIGN_IN_ENDED, None));
        };
        let tried = tried(&person.mail, knock);
        if let Err(until) = self.count(tried.clone()).await? {
            return Ok(Attempt::Refused(codes::SIGN_IN_WAIT, Some(until)));
        }
        let (id, said) = (person.id, code.to_owned());
        let by = self.blocking(move |this| this.second_factor(id, &said)).await?;
        let Some(by) = by else { return self.wrong(codes::SIGN_IN_CODE_WRONG, Some(id), tried, knock).await };
        self.forgive(tried, true).await?;
        let knock = Knock { instead: Some(pending), ..knock.clone() };
        self.open(&person, &posts, Stage::Open, &knock, by).await.map(Attempt::Open)
    }

    /// Takes a code, once.
    pub(super) fn second_factor(&self, id: PersonId, said: &str) -> Result<Option<&'static str>, Refusal> {
        let now = self.clock.now();
        let Some(proofs) = self.store.proofs(id)? else { return Ok(None) };
        let digits = said.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit()) {
            let Some(secret) = proofs.totp else { return Ok(None) };
            let Some(step) = totp::find(&secret, &digits, totp_steps(now, proofs.totp_step)) else { return Ok(None) };
            // Of two at once the store lets one through.
            return Ok(self.store.take_totp_step(id, step)?.then_some("totp"));
        }
        let code = crypto::sha256(recovery_form(said).as_bytes());
        Ok(self.store.take_recovery_code(id, &code, now)?.then_some("recovery_code"))
    }

    /// The second factor that a sign-in wants to be set up; the same one however often the page is loaded.
    ///
    /// # Errors
    /// `sign_in.ended`, `store.*`.
    pub async fn sign_in_offer(&self, pending: Digest, hub: &str) -> Result<Offer, Refusal> {
        let Some((_, person, _)) = self.pending(pending, Stage::SetUp).await? else {
            return Err(Refusal::new(codes::SIGN_IN_ENDED, "nobody signs in with this"));
        };
        self.offer(person.id, hub, false).await
    }

    /// A code of the offered second factor: it counts from now on, the session is open, and here are the recovery codes, once.
    ///
    /// # Errors
    /// `totp.code_wrong`, `totp.not_offered`, `sign_in.*`, `store.*`.
    pub async fn sign_in_confirm(
        &self,
        pending: Digest,
        code: &str,
        knock: &Knock,
    ) -> Result<(Cookie, Vec<String>), Refusal> {
        let Some((_, person, posts)) = self.pending(pending, Stage::SetUp).await? else {
            return Err(Refusal::new(codes::SIGN_IN_ENDED, "nobody signs in with this"));
        };
        let codes = self.confirm(person.id, code).await?;
        self.forgive(tried(&person.mail, knock), true).await?;
        let knock = Knock { instead: Some(pending), ..knock.clone() };
        let cookie = self.open(&person, &posts, Stage::Open, &knock, "totp_set_up").await?;
        Ok((cookie, codes))
    }

    /// Shows a secret that is not in use yet; `anew` makes another one.
    pub(super) async fn offer(&self, id: PersonId, hub: &str, anew: bool) -> Result<Offer, Refusal> {
        let hub = hub.to_owned();
        self.blocking(move |this| {
            let proofs = this.store.proofs(id)?.ok_or_else(|| Refusal::new(codes::PERSON_UNKNOWN, "no such person"))?;
            let secret = match proofs.totp_new.filter(|_| !anew) {
                Some(secret) => secret,
                None => {
                    let secret = totp::secret().map_err(Refusal::internal)?;
                    this.store.offer_totp(id, &secret)?;
                    secret
                }
            };
            let uri =
                totp::uri(&secret, &hub, &proofs.person.mail).ok_or_else(|| Refusal::internal("no otpauth URI"))?;
            Ok(Offer { typed: totp::typed(&secret), uri })
        })
        .await
    }

    /// The offered secret counts, and these are its recovery codes.
    pub(super) async fn confirm(&self, id: PersonId, code: &str) -> Result<Vec<String>, Refusal> {
        let code = code.to_owned();
        self.blocking(move |this| {
            let now = this.clock.now();
            let not_offered = || Refusal::new(codes::TOTP_NOT_OFFERED, "no second factor is offered");
            let secret = this.store.proofs(id)?.and_then(|proofs| proofs.totp_new).ok_or_else(not_offered)?;
            let step = totp::find(&secret, &code, totp_steps(now, -1))
                .ok_or_else(|| Refusal::new(codes::TOTP_CODE_WRONG, "not the code of the offered secret"))?;
            let (shown, kept) = recovery_codes()?;
            let note = Note::of(now, Some(id), None, "account.totp_set");
            if !this.store.confirm_totp(id, &secret, step, &kept, &note)? {
                return Err(not_offered());
            }
            Ok(shown)
        })
        .await
    }

    /// A session of that stage, and no other, that has not ended; with its person, who may still sign in.
    async fn pending(&self, token: Digest, stage: Stage) -> Result<Option<(Session, Person, Vec<Post>)>, Refusal> {
        self.blocking(move |this| {
            let now = this.clock.now();
            let found = this.store.session(&token)?;
            let live = |(session, person, posts): &(Session, Person, Vec<Post>)| {
                session.stage == stage && now < session.ends && person.disabled.is_none() && !posts.is_empty()
            };
            Ok(found.filter(live))
        })
        .await
    }

    /// Opens a session of that stage instead of the one that the browser showed.
    async fn open(
        &self,
        person: &Person,
        posts: &[Post],
        stage: Stage,
        knock: &Knock,
        by: &'static str,
    ) -> Result<Cookie, Refusal> {
        let now = self.clock.now();
        let token = crypto::token("lts").map_err(Refusal::internal)?;
        let ends = match stage {
            Stage::Open => self.policy.sessions.ends(now),
            Stage::Code | Stage::SetUp => now.plus_seconds(PENDING_S),
        };
        let seat = first_seat(posts);
        let new = NewSession {
            id: SessionId(Uuid::now_v7()),
            token_sha256: crypto::sha256(token.as_bytes()),
            person: person.id,
            stage,
            seat: seat.clone(),
            csrf: Digest(crypto::random().map_err(Refusal::internal)?),
            created: now,
            ends,
            address: address_text(knock),
            agent: knock.agent.chars().filter(|c| !c.is_control()).take(AGENT_MAX_CHARS).collect(),
        };
        let note = (stage == Stage::Open).then(|| {
            let detail = serde_json::json!({ "address": address_text(knock), "by": by });
            Note::of(now, Some(person.id), seat, "sign_in").with(detail)
        });
        let instead = knock.instead;
        self.blocking(move |this| Ok(this.store.open_session(&new, instead.as_ref(), note.as_ref())?)).await?;
        Ok(Cookie { token, ends })
    }

    /// A row of the access log, and no: from when on the next try is looked at stands in the answer.
    async fn wrong(
        &self,
        code: Code,
        person: Option<PersonId>,
        tried: Vec<Tried>,
        knock: &Knock,
    ) -> Result<Attempt, Refusal> {
        // What was typed is not kept: it is a password sometimes.
        let detail = serde_json::json!({ "address": address_text(knock), "code": code.name() });
        let next = self
            .blocking(move |this| {
                let now = this.clock.now();
                this.store.note(&Note::of(now, person, None, "sign_in.failed").with(detail))?;
                Ok(this.store.next_try(&tried)?.filter(|next| *next > now))
            })
            .await?;
        Ok(Attempt::Refused(code, next))
    }

    pub(super) async fn count(&self, tried: Vec<Tried>) -> Result<Result<(), Micros>, Refusal> {
        self.blocking(move |this| Ok(this.store.count_try(&tried, this.clock.now())?)).await
    }

    pub(super) async fn forgive(&self, tried: Vec<Tried>, last: bool) -> Result<(), Refusal> {
        self.blocking(move |this| Ok(this.store.forgive_try(&tried, this.clock.now(), last)?)).await
    }

    async fn proofs_and_posts(&self, id: PersonId) -> Result<(Option<Proofs>, Vec<Post>), Refusal> {
        self.blocking(move |this| Ok((this.store.proofs(id)?, this.store.posts(id)?))).await
    }

    /// Work that takes a core and 19 MiB: few at once, and nobody waits for ever.
    pub(super) async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let busy = || Refusal::new(codes::SIGN_IN_WAIT, "too many sign in at once");
        let turn = tokio::time::timeout(HASHING_WAIT, self.hashing.clone().acquire_owned());
        let turn = turn.await.map_err(|_| busy())?.map_err(|_| busy())?;
        // The turn goes with the work: a browser that goes away frees nothing that is still computing.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|_| Refusal::internal("a worker thread ended"))
    }
}

/// An address in the form in which it is kept and compared: NFC, lower case; `None` when it is none (RFC 5321 §4.5.3.1 caps it).
pub(super) fn mail_form(text: &str) -> Option<String> {
    let mail = icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(text.trim()).to_lowercase();
    let (local, domain) = mail.rsplit_once('@')?;
    let strange = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"@".contains(c);
    let good = !local.is_empty() && local.len() <= 64 && domain.contains('.') && !domain.starts_with('.');
    let good = good && !domain.ends_with('.') && !local.contains(strange) && !domain.contains(strange);
    (good && mail.len() <= 254).then_some(mail)
}

/// What an account's tries are counted under.
pub(super) fn account_key(mail: &str) -> Tried {
    (Counted::Account, crypto::sha256(mail.as_bytes()))
}

pub(super) fn tried(mail: &str, knock: &Knock) -> Vec<Tried> {
    let mut keys = vec![account_key(mail)];
    // One machine has a whole /64 (RFC 6177).
    let network = knock.address.map(|address| match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => v6.segments().iter().take(4).map(|part| format!("{part:x}:")).collect(),
        },
    });
    keys.extend(network.map(|network| (Counted::Address, crypto::sha256(network.as_bytes()))));
    keys
}

/// An agency before the hub: most days are spent there.
fn first_seat(posts: &[Post]) -> Option<OrganId> {
    posts.iter().find_map(|post| post.agency.clone())
}

pub(super) fn address_text(knock: &Knock) -> String {
    knock.address.map(|address| address.to_string()).unwrap_or_default()
}

/// Ten codes of 50 bits: as they are shown, and their digests.
pub(super) fn recovery_codes() -> Result<(Vec<String>, Vec<Digest>), Refusal> {
    let mut shown = Vec::new();
    for _ in 0..RECOVERY_CODES {
        let bytes = crypto::random::<10>().map_err(Refusal::internal)?;
        let code: String = bytes.iter().filter_map(|byte| CROCKFORD.chars().nth(usize::from(byte & 31))).collect();
        shown.push(format!("{}-{}", &code[..5], &code[5..]));
    }
    let kept = shown.iter().map(|code| crypto::sha256(recovery_form(code).as_bytes())).collect();
    Ok((shown, kept))
}

/// However it was typed from paper.
fn recovery_form(said: &str) -> String {
    let letter = |c: char| match c.to_ascii_lowercase() {
        'i' | 'l' => '1',
        'o' => '0',
        c => c,
    };
    said.chars().filter(char::is_ascii_alphanumeric).map(letter).collect()
}

/// Crockford's base 32: without letters that are read as others.
const CROCKFORD: &str = "0123456789abcdefghjkmnpqrstvwxyz";
const RECOVERY_CODES: usize = 10;
/// How long somebody may take from the password to the code, or to set one up.
const PENDING_S: i64 = 600;
const AGENT_MAX_CHARS: usize = 200;
const HASHING_WAIT: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_however_it_is_typed() {
        assert_eq!(mail_form(" Tam.LM@DongThanh.gov.vn ").as_deref(), Some("tam.lm@dongthanh.gov.vn"));
        for bad in
            ["", "tam", "@x.vn", "tam@", "tam@vn", "a b@x.vn", "a@b@x.vn", "a@x.vn\r\nBcc: b@y.vn", "a@.vn", "<a@x.vn>"]
        {
            assert_eq!(mail_form(bad), None, "{bad}");
        }
    }

    #[test]
    fn recovery_codes_bear_being_copied_by_hand() {
        let (shown, kept) = recovery_codes().unwrap();
        assert_eq!((shown.len(), kept.len()), (10, 10));
        assert!(shown.iter().all(|code| code.len() == 11 && recovery_form(code).len() == 10), "{shown:?}");
        assert_eq!(recovery_form(" OIL23-abcde "), recovery_form("01123ABCDE"));
    }

    #[test]
    fn a_machine_does_not_get_more_tries_by_changing_its_address() {
        let key = |text: &str| tried("", &Knock { address: text.parse().ok(), ..Knock::default() })[1];
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        assert_eq!(tried("", &Knock::default()).len(), 1);
    }
}
