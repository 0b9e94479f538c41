//! People: what is known of each, which roles they hold where, their second factor, and the links that were sent to them. What
//! others do to a person goes through the committer (`commit/people.rs`) and leaves a leaf; what somebody does to their own
//! account is written here, with its row of the access log in the same transaction.
//!
//! Passwords are hashed and codes are found above; here only digests and PHC strings pass.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{Digest, Micros, OrganId, PersonId};
use crate::domain::person::{Density, Role, Theme};
use crate::i18n::Lang;
use crate::store::access::{self, Note};
use crate::store::conn::{Conn, each, found};
use crate::store::schema::{invitation, person, person_role, recovery_code, session};
use crate::store::sessions::SessionId;
use crate::store::{Error, Store, read, words};

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its name in rows and leaves.
    pub id: PersonId,
    /// What they sign in with, folded.
    pub mail: String,
    /// What people call them.
    pub name: String,
    /// What they read.
    pub lang: Lang,
    /// How the console looks.
    pub theme: Theme,
    /// How close rows stand.
    pub density: Density,
    /// Whether keys without a modifier do something.
    pub shortcuts: bool,
    /// Whether they have a password.
    pub has_password: bool,
    /// Whether they have a second factor.
    pub has_totp: bool,
    /// Since when they are known.
    pub created: Micros,
    /// Since when they may not sign in.
    pub disabled: Option<Micros>,
}

/// A person with what proves them: for signing in only.
#[derive(Clone)]
pub struct Proofs {
    /// Who.
    pub person: Person,
    /// PHC string.
    pub password: Option<String>,
    /// The secret in use.
    pub totp: Option<Vec<u8>>,
    /// The secret shown and not yet confirmed.
    pub totp_new: Option<Vec<u8>>,
    /// The last step that was taken.
    pub totp_step: i64,
    /// Whether another provider's account is tied to it.
    pub has_subject: bool,
}

/// A role at an agency, or at the hub.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Post {
    /// Where; `None`: the hub.
    pub agency: Option<OrganId>,
    /// As what.
    pub role: Role,
}

/// Somebody who acted for an agency, as those of the same agency see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Which person.
    pub id: PersonId,
    /// Their name now.
    pub name: String,
}

/// A link that was sent to a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// SHA-256 of its token.
    pub token_sha256: Digest,
    /// To whom.
    pub mail: String,
    /// What they are called.
    pub name: String,
    /// As what and where; `None`: it sets a password anew.
    pub post: Option<Post>,
    /// Whose password it sets.
    pub person: Option<PersonId>,
    /// Who sent it.
    pub actor: String,
    /// When.
    pub created: Micros,
    /// Until when it opens.
    pub until: Micros,
    /// When it was used.
    pub used: Option<Micros>,
}

/// How the console looks to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Language.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// Rows.
    pub density: Density,
    /// Keys.
    pub shortcuts: bool,
}

impl Store {
    /// The person of that folded mail.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn proofs_by_mail(&self, mail: &str) -> Result<Option<Proofs>, Error> {
        self.read(|conn| {
            let row = person::table.select(ROW).filter(person::mail.eq(mail));
            found(row.first::<Row>(conn))?.map(Row::into_proofs).transpose()
        })
    }

    /// The person of that name.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn proofs(&self, id: PersonId) -> Result<Option<Proofs>, Error> {
        self.read(|conn| {
            let row = person::table.select(ROW).filter(person::id.eq(read::bytes(&id.0)));
            found(row.first::<Row>(conn))?.map(Row::into_proofs).transpose()
        })
    }

    /// The person whom another provider knows by that issuer and subject.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn proofs_by_subject(&self, subject: &str) -> Result<Option<Proofs>, Error> {
        self.read(|conn| {
            let row = person::table.select(ROW).filter(person::subject.eq(subject));
            found(row.first::<Row>(conn))?.map(Row::into_proofs).transpose()
        })
    }

    /// Everything a person is, everywhere.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn posts(&self, id: PersonId) -> Result<Vec<Post>, Error> {
        self.read(|conn| posts_of(conn, &read::bytes(&id.0)))
    }

    /// The people of an agency (or of the hub, for `None`) with their roles there, by name.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn people(&self, agency: Option<&OrganId>) -> Result<Vec<(Person, Vec<Role>)>, Error> {
        let seat = seat_text(agency);
        self.read(|conn| {
            let rows = person_role::table
                .inner_join(person::table.on(person::id.eq(person_role::person)))
                .select((ROW, person_role::role))
                .filter(person_role::agency.eq(seat))
                .order(person_role::person)
                .load::<(Row, String)>(conn)?;
            let mut people: Vec<(Person, Vec<Role>)> = Vec::new();
            for (row, role) in rows {
                let (row, role) = (row.into_proofs()?.person, read_role(&role)?);
                match people.last_mut().filter(|(last, _)| last.id == row.id) {
                    Some((_, roles)) => roles.push(role),
                    None => people.push((row, vec![role])),
                }
            }
            people.iter_mut().for_each(|(_, roles)| roles.sort());
            people.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name).then(a.mail.cmp(&b.mail)));
            Ok(people)
        })
    }

    /// The invitations of an agency (or of the hub) that nobody has used, the newest first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn invitations(&self, agency: Option<&OrganId>, now: Micros) -> Result<Vec<Invitation>, Error> {
        let seat = seat_text(agency);
        self.read(|conn| {
            let rows = invitation::table
                .select(INVITATION)
                .filter(invitation::agency.eq(seat).and(invitation::until.gt(now.0)))
                .filter(invitation::used.is_null().and(invitation::person.is_null()))
                .order(invitation::created.desc())
                .load::<InvitationRow>(conn)?;
            rows.into_iter().map(InvitationRow::into_invitation).collect()
        })
    }

    /// The invitation with that token's SHA-256, used and ended ones too.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn invitation(&self, token_sha256: &Digest) -> Result<Option<Invitation>, Error> {
        self.read(|conn| invitation_of(conn, token_sha256))
    }

    /// How the console looks to a person from now on.
    ///
    /// # Errors
    /// `Database`.
    pub fn set_preferences(&self, id: PersonId, wish: Preferences) -> Result<(), Error> {
        self.write(|conn| {
            diesel::update(person::table.find(read::bytes(&id.0)))
                .set((
                    (person::lang.eq(wish.lang.tag()), person::theme.eq(wish.theme.as_str())),
                    (person::density.eq(wish.density.as_str()), person::shortcuts.eq(wish.shortcuts)),
                ))
                .execute(conn)?;
            Ok(())
        })
    }

    /// A new password for a person; every session but `keep` ends.
    ///
    /// # Errors
    /// `Database`.
    pub fn set_password(&self, id: PersonId, hash: &str, keep: Option<SessionId>, note: &Note) -> Result<(), Error> {
        self.write(|conn| {
            diesel::update(person::table.find(read::bytes(&id.0))).set(person::password.eq(hash)).execute(conn)?;
            end_others(conn, id, keep)?;
            access::insert(conn, note)
        })
    }

    /// Sets the password of the person that a reset was sent to, once; every session ends, and the tries are forgotten by whoever
    /// asks. `None`: the link was used meanwhile, has ended, or is none.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn reset_password(&self, token_sha256: &Digest, hash: &str, now: Micros) -> Result<Option<PersonId>, Error> {
        self.write(|conn| {
            let open = invitation::table
                .filter(invitation::token_sha256.eq(token_sha256.0.to_vec()).and(invitation::used.is_null()))
                .filter(invitation::until.gt(now.0).and(invitation::person.is_not_null()));
            if diesel::update(open).set(invitation::used.eq(now.0)).execute(conn)? != 1 {
                return Ok(None);
            }
            let Some(id) = invitation_of(conn, token_sha256)?.and_then(|found| found.person) else { return Ok(None) };
            diesel::update(person::table.find(read::bytes(&id.0))).set(person::password.eq(hash)).execute(conn)?;
            end_others(conn, id, None)?;
            access::insert(conn, &Note::of(now, Some(id), None, "password.reset"))?;
            Ok(Some(id))
        })
    }

    /// Takes a step's code: true for the first who asks, and for nobody after.
    ///
    /// # Errors
    /// `Database`.
    pub fn take_totp_step(&self, id: PersonId, step: i64) -> Result<bool, Error> {
        self.write(|conn| {
            let before = person::table.filter(person::id.eq(read::bytes(&id.0)).and(person::totp_step.lt(step)));
            Ok(diesel::update(before).set(person::totp_step.eq(step)).execute(conn)? == 1)
        })
    }

    /// A secret that is shown now and counts once a code confirms it. What was offered before is offered no more.
    ///
    /// # Errors
    /// `Database`.
    pub fn offer_totp(&self, id: PersonId, secret: &[u8]) -> Result<(), Error> {
        self.write(|conn| {
            diesel::update(person::table.find(read::bytes(&id.0))).set(person::totp_new.eq(secret)).execute(conn)?;
            Ok(())
        })
    }

    /// The offered secret counts from now on, with these recovery codes instead of all others. False when another one was
    /// offered meanwhile.
    ///
    /// # Errors
    /// `Database`.
    pub fn confirm_totp(
        &self,
        id: PersonId,
        secret: &[u8],
        step: i64,
        codes: &[Digest],
        note: &Note,
    ) -> Result<bool, Error> {
        self.write(|conn| {
            let key = read::bytes(&id.0);
            let offered = person::table.filter(person::id.eq(&key).and(person::totp_new.eq(secret)));
            let none: Option<Vec<u8>> = None;
            let change = (person::totp.eq(secret), person::totp_new.eq(none), person::totp_step.eq(step));
            if diesel::update(offered).set(change).execute(conn)? != 1 {
                return Ok(false);
            }
            renew_codes(conn, &key, codes)?;
            access::insert(conn, note)?;
            Ok(true)
        })
    }

    /// The second factor goes, and its recovery codes.
    ///
    /// # Errors
    /// `Database`.
    pub fn drop_totp(&self, id: PersonId, note: &Note) -> Result<(), Error> {
        self.write(|conn| {
            let key = read::bytes(&id.0);
            let (none, none_new): (Option<Vec<u8>>, Option<Vec<u8>>) = (None, None);
            diesel::update(person::table.find(&key))
                .set((person::totp.eq(none), person::totp_new.eq(none_new)))
                .execute(conn)?;
            renew_codes(conn, &key, &[])?;
            access::insert(conn, note)
        })
    }

    /// New recovery codes instead of all others.
    ///
    /// # Errors
    /// `Database`.
    pub fn renew_recovery_codes(&self, id: PersonId, codes: &[Digest], note: &Note) -> Result<(), Error> {
        self.write(|conn| {
            renew_codes(conn, &read::bytes(&id.0), codes)?;
            access::insert(conn, note)
        })
    }

    /// Takes a recovery code: true the first time.
    ///
    /// # Errors
    /// `Database`.
    pub fn take_recovery_code(&self, id: PersonId, code_sha256: &Digest, now: Micros) -> Result<bool, Error> {
        self.write(|conn| {
            let code = recovery_code::table
                .filter(recovery_code::person.eq(read::bytes(&id.0)))
                .filter(recovery_code::code_sha256.eq(code_sha256.0.to_vec()).and(recovery_code::used.is_null()));
            Ok(diesel::update(code).set(recovery_code::used.eq(now.0)).execute(conn)? == 1)
        })
    }

    /// How many recovery codes a person has left.
    ///
    /// # Errors
    /// `Database`.
    pub fn recovery_codes_left(&self, id: PersonId) -> Result<i64, Error> {
        self.read(|conn| {
            let left = recovery_code::table
                .filter(recovery_code::person.eq(read::bytes(&id.0)).and(recovery_code::used.is_null()));
            Ok(left.count().get_result(conn)?)
        })
    }

    /// Ties a person to what another provider calls them.
    ///
    /// # Errors
    /// `Database`; when somebody else has that subject.
    pub fn set_subject(&self, id: PersonId, subject: &str, note: &Note) -> Result<(), Error> {
        self.write(|conn| {
            diesel::update(person::table.find(read::bytes(&id.0))).set(person::subject.eq(subject)).execute(conn)?;
            access::insert(conn, note)
        })
    }
}

/// Ends all sessions of a person but one.
pub(super) fn end_others(conn: &mut Conn, id: PersonId, keep: Option<SessionId>) -> Result<usize, Error> {
    let own = session::table.filter(session::person.eq(read::bytes(&id.0)));
    Ok(match keep {
        Some(keep) => diesel::delete(own.filter(session::id.ne(read::bytes(&keep.0)))).execute(conn)?,
        None => diesel::delete(own).execute(conn)?,
    })
}

pub(super) fn posts_of(conn: &mut Conn, person: &[u8]) -> Result<Vec<Post>, Error> {
    let rows = person_role::table
        .select((person_role::agency, person_role::role))
        .filter(person_role::person.eq(person))
        .order((person_role::agency, person_role::role))
        .load::<(String, String)>(conn)?;
    rows.into_iter().map(|(agency, role)| Ok(Post { agency: read_seat(agency), role: read_role(&role)? })).collect()
}

pub(super) fn invitation_of(conn: &mut Conn, token_sha256: &Digest) -> Result<Option<Invitation>, Error> {
    let row = invitation::table.select(INVITATION).filter(invitation::token_sha256.eq(token_sha256.0.to_vec()));
    found(row.first::<InvitationRow>(conn))?.map(InvitationRow::into_invitation).transpose()
}

fn renew_codes(conn: &mut Conn, person: &[u8], codes: &[Digest]) -> Result<(), Error> {
    diesel::delete(recovery_code::table.filter(recovery_code::person.eq(person))).execute(conn)?;
    for code in codes {
        let row = (recovery_code::person.eq(person), recovery_code::code_sha256.eq(code.0.to_vec()));
        each!(&mut *conn, c => diesel::insert_into(recovery_code::table).values(row).execute(c))?;
    }
    Ok(())
}

/// The hub's seat is the empty text: a key bears no NULL.
pub(super) fn seat_text(agency: Option<&OrganId>) -> &str {
    agency.map_or("", |agency| agency.0.as_str())
}

pub(super) fn read_seat(text: String) -> Option<OrganId> {
    (!text.is_empty()).then_some(OrganId(text))
}

pub(super) fn read_role(text: &str) -> Result<Role, Error> {
    Role::parse(text).ok_or_else(|| words::damaged("role", text))
}

/// Carrier, person, name: as a history joins them.
pub(super) type WhoRow = (String, Option<Vec<u8>>, Option<String>);

/// The person, for those of the same agency; all others see the agency alone.
pub(super) fn who_of((carrier, id, name): WhoRow, viewer: &[String]) -> Result<Option<Who>, Error> {
    match (id, name) {
        (Some(id), Some(name)) if viewer.contains(&carrier) => Ok(Some(Who { id: PersonId(read::uuid(&id)?), name })),
        _ => Ok(None),
    }
}

type RowColumns = (
    (person::id, person::mail, person::name),
    (person::password, person::totp, person::totp_new, person::totp_step, person::subject),
    (person::lang, person::theme, person::density, person::shortcuts),
    (person::created, person::disabled),
);

pub(super) const ROW: RowColumns = (
    (person::id, person::mail, person::name),
    (person::password, person::totp, person::totp_new, person::totp_step, person::subject),
    (person::lang, person::theme, person::density, person::shortcuts),
    (person::created, person::disabled),
);

/// Password, second factor, the one being set up, its last step, and the subject at another provider.
type ProofColumns = (Option<String>, Option<Vec<u8>>, Option<Vec<u8>>, i64, Option<String>);

#[derive(Queryable)]
pub(super) struct Row {
    named: (Vec<u8>, String, String),
    proofs: ProofColumns,
    likes: (String, String, String, bool),
    times: (i64, Option<i64>),
}

impl Row {
    pub(super) fn into_proofs(self) -> Result<Proofs, Error> {
        let ((id, mail, name), (password, totp, totp_new, totp_step, subject)) = (self.named, self.proofs);
        let (lang, theme, density, shortcuts) = self.likes;
        let person = Person {
            id: PersonId(read::uuid(&id)?),
            mail,
            name,
            lang: read_lang(&lang)?,
            theme: Theme::parse(&theme).ok_or_else(|| words::damaged("theme", &theme))?,
            density: Density::parse(&density).ok_or_else(|| words::damaged("density", &density))?,
            shortcuts,
            has_password: password.is_some(),
            has_totp: totp.is_some(),
            created: Micros(self.times.0),
            disabled: self.times.1.map(Micros),
        };
        Ok(Proofs { person, password, totp, totp_new, totp_step, has_subject: subject.is_some() })
    }
}

fn read_lang(text: &str) -> Result<Lang, Error> {
    Lang::ALL.into_iter().find(|lang| lang.tag() == text).ok_or_else(|| words::damaged("language", text))
}

type InvitationColumns = (
    (invitation::token_sha256, invitation::mail, invitation::name),
    (invitation::role, invitation::agency, invitation::person, invitation::actor),
    (invitation::created, invitation::until, invitation::used),
);

const INVITATION: InvitationColumns = (
    (invitation::token_sha256, invitation::mail, invitation::name),
    (invitation::role, invitation::agency, invitation::person, invitation::actor),
    (invitation::created, invitation::until, invitation::used),
);

#[derive(Queryable)]
struct InvitationRow {
    named: (Vec<u8>, String, String),
    about: (String, String, Option<Vec<u8>>, String),
    times: (i64, i64, Option<i64>),
}

impl InvitationRow {
    fn into_invitation(self) -> Result<Invitation, Error> {
        let ((token, mail, name), (role, agency, person, actor)) = (self.named, self.about);
        let post = match person {
            Some(_) => None,
            None => Some(Post { role: read_role(&role)?, agency: read_seat(agency) }),
        };
        Ok(Invitation {
            token_sha256: read::digest(&token)?,
            mail,
            name,
            post,
            person: person.map(|id| read::uuid(&id).map(PersonId)).transpose()?,
            actor,
            created: Micros(self.times.0),
            until: Micros(self.times.1),
            used: self.times.2.map(Micros),
        })
    }
}

/// A new name for a person.
pub fn new_person() -> PersonId {
    PersonId(Uuid::now_v7())
}
