//! Who may do what: invitations, roles, people who may sign in no longer, and how somebody joins.
//!
//! An agency's administrator reaches the agency's own people and roles; the operator (and the hub's command line) reaches all.
//! Refused here: roles at the wrong place, addresses and names that are none, acts upon oneself, passwords that are too weak.

use super::notice::{self, NoticeKind};
use super::sign_in::{Knock, account_key, mail_form, tried};
use super::{Exchange, Refusal};
use crate::codes;
use crate::crypto::{self, password};
use crate::domain::ids::{Digest, Micros, OrganId, PersonId};
use crate::domain::person::{self, PasswordFault, Role};
use crate::i18n::{self, Lang};
use crate::store::change::{Actor, Change, NewJob, PersonAct, PersonChange};
use crate::store::people::{self, Invitation, Post};
use crate::store::sessions::Tried;
use crate::store::{Committed, LeafRef};

/// Who acts on people.
#[derive(Clone, Debug)]
pub struct Administrator {
    /// As the log names them.
    pub actor: Actor,
    /// The person; `None`: the hub's command line.
    pub person: Option<PersonId>,
    /// The agency whose people alone are within reach; `None`: the operator.
    pub within: Option<OrganId>,
}

/// Who is invited, and as what.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// To which address.
    pub mail: String,
    /// What they are called.
    pub name: String,
    /// As what.
    pub post: Post,
}

/// A link that was made.
#[derive(Clone, Debug)]
pub struct Invited {
    /// Its secret: shown only to who may hand it over.
    pub token: String,
    /// Until when it opens.
    pub until: Micros,
    /// Whether a mail takes it there.
    pub mailed: bool,
    /// The leaf.
    pub leaf: LeafRef,
}

/// Somebody joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Who.
    pub person: PersonId,
    /// False: they were there already, have a role more now, and sign in as before.
    pub new: bool,
}

impl Administrator {
    /// A person who acts at a seat: an agency's administrator, or the operator.
    pub fn person(id: PersonId, within: Option<OrganId>, reason: impl Into<String>) -> Self {
        Self { actor: Actor { name: format!("person:{id}"), reason: reason.into() }, person: Some(id), within }
    }

    /// The hub's own command line.
    pub fn cli(actor: Actor) -> Self {
        Self { actor, person: None, within: None }
    }

    /// A role can stand there, and is within reach.
    fn check(&self, post: &Post) -> Result<(), Refusal> {
        if post.role.is_of_hub() != post.agency.is_none() {
            return Err(Refusal::new(codes::PERSON_ROLE, format!("the role {} does not stand there", post.role)));
        }
        match &self.within {
            Some(agency) if post.agency.as_ref() != Some(agency) => {
                Err(Refusal::new(codes::PERSON_ROLE, "an agency gives its own roles only"))
            }
            _ => Ok(()),
        }
    }

    fn not_oneself(&self, person: PersonId) -> Result<(), Refusal> {
        if self.person == Some(person) {
            return Err(Refusal::new(codes::PERSON_SELF, "one's own account"));
        }
        Ok(())
    }
}

impl Exchange {
    /// Invites somebody; with mail on, the link goes to the address.
    ///
    /// # Errors
    /// `person.mail`, `person.name`, `person.role`, `agency.*`, `store.*`.
    pub async fn invite(&self, by: &Administrator, new: NewInvitation) -> Result<Invited, Refusal> {
        by.check(&new.post)?;
        let mail = mail_form(&new.mail).ok_or_else(|| Refusal::new(codes::PERSON_MAIL, "not an address"))?;
        let name =
            name_form(&new.name).ok_or_else(|| Refusal::new(codes::PERSON_NAME, "no name, or too long a one"))?;
        let (token, token_sha256) = new_token()?;
        let until = self.clock.now().plus_seconds(INVITATION_S);
        let place = self.place(&new.post).await?;
        let job = self.link_job(&new.post.agency, &mail, &name, Some(place), &token, until)?;
        let mailed = job.is_some();
        let what = PersonAct::Invite { token_sha256, mail, name, post: new.post, until, job };
        let leaf = self.person_act(by, what).await?;
        Ok(Invited { token, until, mailed, leaf })
    }

    /// Gives a person a further role.
    ///
    /// # Errors
    /// `person.unknown`, `person.role`, `agency.*`, `store.*`.
    pub async fn grant_role(&self, by: &Administrator, person: PersonId, post: Post) -> Result<LeafRef, Refusal> {
        by.check(&post)?;
        self.person_act(by, PersonAct::Grant { person, post }).await
    }

    /// Takes a role back. It counts at once.
    ///
    /// # Errors
    /// `person.unknown`, `person.self`, `person.role`, `store.*`.
    pub async fn withdraw_role(&self, by: &Administrator, person: PersonId, post: Post) -> Result<LeafRef, Refusal> {
        by.check(&post)?;
        by.not_oneself(person)?;
        self.person_act(by, PersonAct::Withdraw { person, post }).await
    }

    /// Lets a person sign in no longer, or again.
    ///
    /// # Errors
    /// `person.unknown`, `person.self`, `person.elsewhere`, `store.*`.
    pub async fn disable_person(
        &self,
        by: &Administrator,
        person: PersonId,
        disabled: bool,
    ) -> Result<LeafRef, Refusal> {
        by.not_oneself(person)?;
        let what = if disabled { PersonAct::Disable { person } } else { PersonAct::Enable { person } };
        self.person_act(by, what).await
    }

    /// Makes a link that sets a person's password anew; `totp` takes the second factor away too, for a lost telephone.
    ///
    /// # Errors
    /// `person.unknown`, `person.elsewhere`, `store.*`.
    pub async fn reset_person(&self, by: &Administrator, person: PersonId, totp: bool) -> Result<Invited, Refusal> {
        if totp {
            by.not_oneself(person)?;
        }
        let found = self.blocking(move |this| Ok(this.store.proofs(person)?)).await?;
        let found = found.ok_or_else(|| Refusal::new(codes::PERSON_UNKNOWN, "there is no such person"))?.person;
        let (token, token_sha256) = new_token()?;
        let until = self.clock.now().plus_seconds(RESET_S);
        let job = self.link_job(&by.within, &found.mail, &found.name, None, &token, until)?;
        let mailed = job.is_some();
        let leaf = self.person_act(by, PersonAct::Reset { person, token_sha256, until, totp, job }).await?;
        Ok(Invited { token, until, mailed, leaf })
    }

    /// Somebody says that they forgot their password. Where mail is on and the account is there, a link goes out; the answer and
    /// its time are the same for everybody, since the work is done behind it.
    pub fn forgot_password(&self, mail: &str, knock: &Knock) {
        let Some(mail) = mail_form(mail).filter(|_| self.policy.mail) else { return };
        let mut tries = tried(&mail, knock);
        if let Some(first) = tries.first_mut() {
            *first = account_key(&format!("reset {mail}"));
        }
        let this = self.clone();
        tokio::spawn(async move {
            if let Err(refusal) = this.send_reset(mail, tries).await {
                tracing::warn!(code = %refusal.code, "a link for a forgotten password could not be made");
            }
        });
    }

    async fn send_reset(&self, mail: String, tries: Vec<Tried>) -> Result<(), Refusal> {
        let found = self
            .blocking(move |this| {
                if this.store.count_try(&tries, this.clock.now())?.is_err() {
                    return Ok(None);
                }
                Ok(this.store.proofs_by_mail(&mail)?)
            })
            .await?;
        let Some(person) = found.map(|found| found.person).filter(|person| person.disabled.is_none()) else {
            return Ok(());
        };
        let by = Administrator::person(person.id, None, "");
        self.reset_person(&by, person.id, false).await.map(drop)
    }

    /// What a link leads to, if it still opens.
    ///
    /// # Errors
    /// `invitation.*`, `store.*`.
    pub async fn invitation(&self, token: &str) -> Result<Invitation, Refusal> {
        let key = crypto::sha256(token.as_bytes());
        let found = self.blocking(move |this| Ok(this.store.invitation(&key)?)).await?;
        let found = found.ok_or_else(|| Refusal::new(codes::INVITATION_UNKNOWN, "no link has this token"))?;
        if found.used.is_some() {
            return Err(Refusal::new(codes::INVITATION_USED, "the link was used"));
        }
        if found.until <= self.clock.now() {
            return Err(Refusal::new(codes::INVITATION_ENDED, "the link has run out"));
        }
        Ok(found)
    }

    /// Whether the person whom an invitation names is there already, and signs in with the password that they have. Asked only by
    /// whoever holds the link.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn is_known(&self, invitation: &Invitation) -> Result<bool, Refusal> {
        let mail = invitation.mail.clone();
        self.blocking(move |this| Ok(this.store.proofs_by_mail(&mail)?.is_some())).await
    }

    /// Takes an invitation. `password` is that of a new person; one who is there already keeps theirs.
    ///
    /// # Errors
    /// `invitation.*`, `password.*`, `agency.*`, `store.*`.
    pub async fn join(&self, token: &str, password: Option<&str>, lang: Lang) -> Result<Joined, Refusal> {
        let found = self.invitation(token).await?;
        if found.post.is_none() {
            return Err(Refusal::new(codes::INVITATION_UNKNOWN, "the link sets a password"));
        }
        let known = self.is_known(&found).await?;
        let password = match password {
            _ if known => None,
            Some(password) => Some(self.new_password(password, &found.mail, &found.name).await?),
            None => return Err(Refusal::new(codes::PASSWORD_SHORT, "a password is needed")),
        };
        let id = people::new_person();
        let by = Administrator::person(id, None, "");
        let what = PersonAct::Join { token_sha256: found.token_sha256, id, password, lang };
        match self.commit(change(&by, what)).await? {
            Committed::Joined { person, new, .. } => Ok(Joined { person, new }),
            other => Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
        }
    }

    /// Sets the password of whoever was sent the link; every session ends.
    ///
    /// # Errors
    /// `invitation.*`, `password.*`, `store.*`.
    pub async fn reset_password(&self, token: &str, password: &str) -> Result<PersonId, Refusal> {
        let found = self.invitation(token).await?;
        if found.person.is_none() {
            return Err(Refusal::new(codes::INVITATION_UNKNOWN, "the link invites somebody"));
        }
        let hash = self.new_password(password, &found.mail, &found.name).await?;
        let (key, mail) = (found.token_sha256, found.mail);
        let set = self
            .blocking(move |this| {
                let now = this.clock.now();
                let set = this.store.reset_password(&key, &hash, now)?;
                if set.is_some() {
                    this.store.forgive_try(&[account_key(&mail)], now, true)?;
                }
                Ok(set)
            })
            .await?;
        set.ok_or_else(|| Refusal::new(codes::INVITATION_USED, "the link was used"))
    }

    /// The PHC string of a new password that may be taken.
    pub(super) async fn new_password(&self, password: &str, mail: &str, name: &str) -> Result<String, Refusal> {
        person::check_password(password, mail, name).map_err(|fault| {
            let code = match fault {
                PasswordFault::Short { .. } => codes::PASSWORD_SHORT,
                PasswordFault::Long => codes::PASSWORD_LONG,
                PasswordFault::Guessable => codes::PASSWORD_GUESSABLE,
            };
            Refusal::new(code, fault.to_string())
        })?;
        let password = password.to_owned();
        self.hashing(move || password::hash(&password)).await?.map_err(Refusal::internal)
    }

    async fn person_act(&self, by: &Administrator, what: PersonAct) -> Result<LeafRef, Refusal> {
        match self.commit(change(by, what)).await? {
            Committed::Done { leaf } => Ok(leaf),
            other => Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
        }
    }

    /// Role and agency in words, for the mail.
    async fn place(&self, post: &Post) -> Result<String, Refusal> {
        let post = post.clone();
        self.blocking(move |this| {
            let role = role_word(Lang::Vi, post.role);
            let Some(agency) = &post.agency else { return Ok(role) };
            let directory = this.directory()?;
            let name = directory.name(agency, this.clock.now()).unwrap_or(&agency.0).to_owned();
            Ok(format!("{role}, {name}"))
        })
        .await
    }

    fn link_job(
        &self,
        agency: &Option<OrganId>,
        to: &str,
        name: &str,
        place: Option<String>,
        token: &str,
        until: Micros,
    ) -> Result<Option<NewJob>, Refusal> {
        if !self.policy.mail {
            return Ok(None);
        }
        let (to, name, token) = (to.to_owned(), name.to_owned(), token.to_owned());
        let office = agency.clone().unwrap_or_else(|| OrganId(String::new()));
        let kind = NoticeKind::Link { to, name, place, token, until };
        notice::job(&office, kind, None, None).map(Some).map_err(Refusal::internal)
    }
}

/// Where a link leads.
pub fn link(hub: &str, token: &str) -> String {
    format!("{hub}/invitation/{token}")
}

/// What a role is called.
pub fn role_word(lang: Lang, role: Role) -> String {
    i18n::text(lang, &format!("role-{}", role.as_str()), None, &[])
}

fn change(by: &Administrator, what: PersonAct) -> Change {
    Change::Person(PersonChange { by: by.actor.clone(), person: by.person, within: by.within.clone(), what })
}

fn new_token() -> Result<(String, Digest), Refusal> {
    let token = crypto::token("lti").map_err(Refusal::internal)?;
    let digest = crypto::sha256(token.as_bytes());
    Ok((token, digest))
}

/// One line, with something in it.
fn name_form(name: &str) -> Option<String> {
    let name = icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(name.trim()).into_owned();
    let good = !name.is_empty() && name.chars().count() <= NAME_MAX_CHARS && !name.chars().any(char::is_control);
    good.then_some(name)
}

/// A week: long enough for a holiday, short enough for a mailbox that changes hands.
const INVITATION_S: i64 = 7 * 86_400;
/// An hour: whoever asked sits before the screen (OWASP Forgot Password Cheat Sheet). One that an administrator made lives as long.
const RESET_S: i64 = 3600;
const NAME_MAX_CHARS: usize = 120;
