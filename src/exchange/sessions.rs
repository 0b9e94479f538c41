//! Whoever is signed in, and what they do with their own account: seats, sessions, password, second factor, looks.

use serde_json::json;

use super::sign_in::{Knock, Offer, recovery_codes, tried};
use super::{Caller, Exchange, Refusal};
use crate::codes;
use crate::crypto::password;
use crate::domain::ids::{Digest, OrganId, PersonId};
use crate::domain::person::{Density, Role, Theme};
use crate::i18n::Lang;
use crate::store::access::Note;
use crate::store::people::{Post, Preferences};
use crate::store::sessions::{Session, SessionId, Stage};

/// A person who is signed in, at the seat where they sit.
#[derive(Clone, Debug)]
pub struct SignedInPerson {
    /// The session.
    pub session: SessionId,
    /// Who.
    pub person: PersonId,
    /// What people call them.
    pub name: String,
    /// What they sign in with.
    pub mail: String,
    /// What they are at this seat; never empty.
    pub roles: Vec<Role>,
    /// At which agency they sit; `None`: the hub.
    pub agency: Option<OrganId>,
    /// Where they could sit, here included.
    pub seats: Vec<Seat>,
    /// What they read.
    pub lang: Lang,
    /// How the console looks.
    pub theme: Theme,
    /// How close rows stand.
    pub density: Density,
    /// Whether keys without a modifier do something.
    pub shortcuts: bool,
    /// What every form carries.
    pub csrf: [u8; 32],
}

/// A place where a person may sit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The agency; `None`: the hub.
    pub agency: Option<OrganId>,
    /// As what.
    pub roles: Vec<Role>,
}

impl SignedInPerson {
    /// Whether they are that, here.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// As the use cases want it; `None` at the hub's seat, which sends and receives nothing.
    pub fn caller(&self) -> Option<Caller> {
        let agency = self.agency.clone()?;
        Some(Caller { system: None, person: Some(self.person), agency })
    }

    fn note(&self, exchange: &Exchange, what: &'static str) -> Note {
        Note::of(exchange.clock.now(), Some(self.person), self.agency.clone(), what)
    }
}

impl Exchange {
    /// Who is signed in with the token of that SHA-256. `None`: nobody, any more; whether it ended, was ended, or never was is not
    /// told apart.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn session(&self, token_sha256: Digest) -> Result<Option<SignedInPerson>, Refusal> {
        self.blocking(move |this| this.session_now(&token_sha256)).await
    }

    fn session_now(&self, token_sha256: &Digest) -> Result<Option<SignedInPerson>, Refusal> {
        let now = self.clock.now();
        let Some((session, person, posts)) = self.store.session(token_sha256)? else { return Ok(None) };
        let live = session.stage == Stage::Open && self.policy.sessions.is_live(session.last_seen, session.ends, now);
        if !live || person.disabled.is_some() {
            return Ok(None);
        }
        let seats = self.seats(posts)?;
        // A role that was taken back leaves the person standing: at the next seat that there is.
        let wished = self.at_present(session.seat.as_ref())?;
        let Some(seat) = seats.iter().find(|seat| seat.agency == wished).or(seats.first()).cloned() else {
            return Ok(None);
        };
        self.store.touch_session(&session, now)?;
        Ok(Some(SignedInPerson {
            session: session.id,
            person: person.id,
            name: person.name,
            mail: person.mail,
            roles: seat.roles,
            agency: seat.agency,
            seats,
            lang: person.lang,
            theme: person.theme,
            density: person.density,
            shortcuts: person.shortcuts,
            csrf: session.csrf.0,
        }))
    }

    /// The seats that roles make, agencies first. A role at an agency that was merged is one at its successor.
    fn seats(&self, posts: Vec<Post>) -> Result<Vec<Seat>, Refusal> {
        let mut seats: Vec<Seat> = Vec::new();
        for Post { agency, role } in posts {
            let agency = self.at_present(agency.as_ref())?;
            match seats.iter_mut().find(|seat| seat.agency == agency) {
                Some(seat) if !seat.roles.contains(&role) => seat.roles.push(role),
                Some(_) => {}
                None => seats.push(Seat { agency, roles: vec![role] }),
            }
        }
        seats.iter_mut().for_each(|seat| seat.roles.sort());
        seats.sort_by_key(|seat| (seat.agency.is_none(), seat.agency.clone()));
        Ok(seats)
    }

    /// The agency that answers for a code now; one that is closed without a successor is still read.
    fn at_present(&self, agency: Option<&OrganId>) -> Result<Option<OrganId>, Refusal> {
        let Some(agency) = agency else { return Ok(None) };
        let resolved = self.directory()?.resolve(agency, self.clock.now());
        Ok(Some(resolved.map_or_else(|_| agency.clone(), |resolved| resolved.agency)))
    }

    /// Signs out.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn sign_out(&self, who: &SignedInPerson) -> Result<(), Refusal> {
        let (person, session, note) = (who.person, who.session, who.note(self, "sign_out"));
        self.blocking(move |this| Ok(this.store.end_session(person, session, &note)?)).await.map(drop)
    }

    /// Sits down at another place.
    ///
    /// # Errors
    /// `session.seat`, `store.*`.
    pub async fn take_seat(&self, who: &SignedInPerson, agency: Option<OrganId>) -> Result<(), Refusal> {
        if !who.seats.iter().any(|seat| seat.agency == agency) {
            return Err(Refusal::new(codes::SESSION_SEAT, "no role there"));
        }
        let note = Note { agency: agency.clone(), ..who.note(self, "session.seat") };
        let session = who.session;
        self.blocking(move |this| Ok(this.store.seat_session(session, agency.as_ref(), &note)?)).await
    }

    /// The person's own sessions that still count, the last used first.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn my_sessions(&self, who: &SignedInPerson) -> Result<Vec<Session>, Refusal> {
        let person = who.person;
        self.blocking(move |this| {
            let now = this.clock.now();
            let mut all = this.store.sessions(person)?;
            all.retain(|session| this.policy.sessions.is_live(session.last_seen, session.ends, now));
            Ok(all)
        })
        .await
    }

    /// Ends one of the person's own sessions.
    ///
    /// # Errors
    /// `session.unknown`, `store.*`.
    pub async fn end_session(&self, who: &SignedInPerson, session: SessionId) -> Result<(), Refusal> {
        let (person, note) = (who.person, who.note(self, "session.ended"));
        let ended = self.blocking(move |this| Ok(this.store.end_session(person, session, &note)?)).await?;
        if ended { Ok(()) } else { Err(Refusal::new(codes::SESSION_UNKNOWN, "not one of yours")) }
    }

    /// Ends all of them but this one: how many.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn end_other_sessions(&self, who: &SignedInPerson) -> Result<usize, Refusal> {
        let (person, keep, note) = (who.person, who.session, who.note(self, "session.others_ended"));
        self.blocking(move |this| Ok(this.store.end_other_sessions(person, keep, &note)?)).await
    }

    /// How the console looks from now on.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn prefer(&self, who: &SignedInPerson, wish: Preferences) -> Result<(), Refusal> {
        let person = who.person;
        self.blocking(move |this| Ok(this.store.set_preferences(person, wish)?)).await
    }

    /// A new password; all other sessions end.
    ///
    /// # Errors
    /// `password.*`, `sign_in.wait`, `store.*`.
    pub async fn change_password(
        &self,
        who: &SignedInPerson,
        old: &str,
        new: &str,
        knock: &Knock,
    ) -> Result<(), Refusal> {
        self.same_person(who, old, knock).await?;
        let hash = self.new_password(new, &who.mail, &who.name).await?;
        let (person, keep, note) = (who.person, who.session, who.note(self, "account.password"));
        self.blocking(move |this| Ok(this.store.set_password(person, &hash, Some(keep), &note)?)).await
    }

    /// A second factor to be set up; a new one each time it is asked for with the password.
    ///
    /// # Errors
    /// `password.wrong`, `sign_in.wait`, `store.*`.
    pub async fn offer_totp(
        &self,
        who: &SignedInPerson,
        password: &str,
        hub: &str,
        knock: &Knock,
    ) -> Result<Offer, Refusal> {
        self.same_person(who, password, knock).await?;
        self.offer(who.person, hub, true).await
    }

    /// The second factor that was offered and waits for its code: for a page that is shown again.
    ///
    /// # Errors
    /// `totp.not_offered`, `store.*`.
    pub async fn offered_totp(&self, who: &SignedInPerson, hub: &str) -> Result<Offer, Refusal> {
        let person = who.person;
        let offered = self.blocking(move |this| Ok(this.store.proofs(person)?)).await?;
        if offered.and_then(|proofs| proofs.totp_new).is_none() {
            return Err(Refusal::new(codes::TOTP_NOT_OFFERED, "no second factor is offered"));
        }
        self.offer(who.person, hub, false).await
    }

    /// A code of the offered one: it counts, and these are its recovery codes.
    ///
    /// # Errors
    /// `totp.*`, `store.*`.
    pub async fn confirm_totp(&self, who: &SignedInPerson, code: &str) -> Result<Vec<String>, Refusal> {
        self.confirm(who.person, code).await
    }

    /// Goes on without a second factor, where the roles and the setting allow it.
    ///
    /// # Errors
    /// `totp.required`, `password.wrong`, `sign_in.wait`, `store.*`.
    pub async fn drop_totp(&self, who: &SignedInPerson, password: &str, knock: &Knock) -> Result<(), Refusal> {
        if self.needs_totp(who) {
            return Err(Refusal::new(codes::TOTP_REQUIRED, "the role needs it"));
        }
        self.same_person(who, password, knock).await?;
        let (person, note) = (who.person, who.note(self, "account.totp_dropped"));
        self.blocking(move |this| Ok(this.store.drop_totp(person, &note)?)).await
    }

    /// Whether the person must have a second factor, at any of their seats.
    pub fn needs_totp(&self, who: &SignedInPerson) -> bool {
        self.policy.totp_required || who.seats.iter().flat_map(|seat| &seat.roles).any(|role| role.needs_totp())
    }

    /// New recovery codes; the old ones count no more.
    ///
    /// # Errors
    /// `password.wrong`, `totp.not_offered`, `sign_in.wait`, `store.*`.
    pub async fn renew_recovery_codes(
        &self,
        who: &SignedInPerson,
        password: &str,
        knock: &Knock,
    ) -> Result<Vec<String>, Refusal> {
        self.same_person(who, password, knock).await?;
        let (shown, kept) = recovery_codes()?;
        let (person, note) = (who.person, who.note(self, "account.recovery_codes"));
        self.blocking(move |this| {
            if !this.store.proofs(person)?.is_some_and(|proofs| proofs.person.has_totp) {
                return Err(Refusal::new(codes::TOTP_NOT_OFFERED, "there is no second factor"));
            }
            Ok(this.store.renew_recovery_codes(person, &kept, &note)?)
        })
        .await?;
        Ok(shown)
    }

    /// The present password, again: a session left open must not be enough to lock its owner out. A person without one, whom
    /// another provider vouches for, has none to say.
    async fn same_person(&self, who: &SignedInPerson, said: &str, knock: &Knock) -> Result<(), Refusal> {
        let tried = tried(&who.mail, knock);
        if let Err(until) = self.count(tried.clone()).await? {
            let seconds = (until.0 - self.clock.now().0).max(0) / 1_000_000 + 1;
            return Err(Refusal::new(codes::SIGN_IN_WAIT, format!("try again in {seconds} s")));
        }
        let person = who.person;
        let hash = self.blocking(move |this| Ok(this.store.proofs(person)?)).await?.and_then(|proofs| proofs.password);
        let said = said.to_owned();
        let right = match hash {
            None => true,
            Some(hash) => self.hashing(move || password::verify(&said, Some(&hash))).await?,
        };
        if right {
            return self.forgive(tried, true).await;
        }
        let note = who.note(self, "sign_in.failed").with(json!({ "code": codes::PASSWORD_WRONG.name() }));
        self.blocking(move |this| Ok(this.store.note(&note)?)).await?;
        Err(Refusal::new(codes::PASSWORD_WRONG, "not the present password"))
    }
}
