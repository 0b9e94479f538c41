//! Who may do what: invitations, roles, people who may no longer sign in. Each act is a row of `operator_act`, a row of the
//! access log and a leaf. As with other acts, everything is looked at before anything is written.

use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::accept::job_row;
use super::admin::record;
use super::row_types::AccessRow;
use super::rows::Row;
use super::tx::{Halt, Tx, bytes};
use crate::domain::ids::{Digest, OrganId, PersonId};
use crate::domain::person::{Density, Theme};
use crate::evidence::leaf::{Draft, Event};
use crate::i18n::Lang;
use crate::store::change::{NewJob, PersonAct, PersonChange};
use crate::store::conn::{each, found};
use crate::store::people::{self, Invitation, Post, seat_text};
use crate::store::schema::{invitation, person, person_role, recovery_code, session};
use crate::store::{Committed, Conflict};

/// Judges, writes, records.
pub(super) fn change(tx: &mut Tx<'_>, item: &PersonChange) -> Result<Committed, Halt> {
    let within = item.within.as_ref();
    match &item.what {
        PersonAct::Invite { token_sha256, mail, name, post, until, job } => {
            let post = existing(tx, post)?;
            let link = Link { token_sha256, mail, name, post: Some(&post), person: None, until: until.0, job };
            write_link(tx, item, &link)?;
            done(
                tx,
                item,
                "person.invited",
                Some(&post),
                json!({ "invitation": token_sha256, "role": post.role.as_str() }),
            )
        }
        PersonAct::Join { token_sha256, id, password, lang } => {
            join(tx, item, token_sha256, *id, password.as_deref(), *lang)
        }
        PersonAct::Grant { person, post } => {
            let post = existing(tx, post)?;
            known(tx, *person, within)?;
            grant(tx, *person, &post)?;
            done(tx, item, "person.role_granted", Some(&post), json!({ "person": person, "role": post.role.as_str() }))
        }
        PersonAct::Withdraw { person, post } => {
            known(tx, *person, within)?;
            let role = (bytes(&person.0), seat_text(post.agency.as_ref()), post.role.as_str());
            if diesel::delete(person_role::table.find(role)).execute(tx.conn)? != 1 {
                return Err(Conflict::PersonUnknown.into());
            }
            done(tx, item, "person.role_withdrawn", Some(post), json!({ "person": person, "role": post.role.as_str() }))
        }
        PersonAct::Disable { person } => {
            alone(tx, *person, within)?;
            let at = Some(tx.now.0);
            diesel::update(person::table.find(bytes(&person.0))).set(person::disabled.eq(at)).execute(tx.conn)?;
            end_sessions(tx, *person)?;
            done(tx, item, "person.disabled", None, json!({ "person": person }))
        }
        PersonAct::Enable { person } => {
            alone(tx, *person, within)?;
            let none: Option<i64> = None;
            diesel::update(person::table.find(bytes(&person.0))).set(person::disabled.eq(none)).execute(tx.conn)?;
            done(tx, item, "person.enabled", None, json!({ "person": person }))
        }
        PersonAct::Reset { person, token_sha256, until, totp, job } => {
            let (mail, name) = alone(tx, *person, within)?;
            let person = *person;
            let link =
                Link { token_sha256, mail: &mail, name: &name, post: None, person: Some(person), until: until.0, job };
            write_link(tx, item, &link)?;
            if *totp {
                drop_totp(tx, person)?;
            }
            done(tx, item, "person.reset", None, json!({ "person": person, "totp": totp }))
        }
    }
}

/// The role at the agency that answers for the code now; an unknown one is a conflict.
fn existing(tx: &mut Tx<'_>, post: &Post) -> Result<Post, Halt> {
    let agency = post.agency.as_ref().map(|agency| tx.agency(agency)).transpose()?;
    Ok(Post { agency, role: post.role })
}

/// Mail and name of a person within reach.
fn known(tx: &mut Tx<'_>, id: PersonId, within: Option<&OrganId>) -> Result<(String, String), Halt> {
    let row = person::table.find(bytes(&id.0)).select((person::mail, person::name)).first::<(String, String)>(tx.conn);
    let named = found(row)?.ok_or(Conflict::PersonUnknown)?;
    if let Some(agency) = within
        && !posts(tx, id)?.iter().any(|post| post.agency.as_ref() == Some(agency))
    {
        return Err(Conflict::PersonUnknown.into());
    }
    Ok(named)
}

/// The same, where nobody else's people would be touched.
fn alone(tx: &mut Tx<'_>, id: PersonId, within: Option<&OrganId>) -> Result<(String, String), Halt> {
    let named = known(tx, id, within)?;
    if within.is_some() && posts(tx, id)?.iter().any(|post| post.agency.as_ref() != within) {
        return Err(Conflict::PersonElsewhere { person: id }.into());
    }
    Ok(named)
}

fn posts(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<Post>, Halt> {
    Ok(people::posts_of(tx.conn, &bytes(&id.0))?)
}

fn join(
    tx: &mut Tx<'_>,
    item: &PersonChange,
    token_sha256: &Digest,
    id: PersonId,
    password: Option<&str>,
    lang: Lang,
) -> Result<Committed, Halt> {
    let Some(Invitation { mail, name, post: Some(post), until, used, .. }) =
        people::invitation_of(tx.conn, token_sha256)?
    else {
        return Err(Conflict::InvitationUnknown.into());
    };
    if used.is_some() {
        return Err(Conflict::InvitationUsed.into());
    }
    if until <= tx.now {
        return Err(Conflict::InvitationEnded { until }.into());
    }
    let post = existing(tx, &post)?;
    let there = person::table.filter(person::mail.eq(&mail)).select((person::id, person::disabled));
    let (id, new) = match found(there.first::<(Vec<u8>, Option<i64>)>(tx.conn))? {
        Some((_, Some(_))) => return Err(Conflict::InvitationUnknown.into()),
        Some((there, None)) => (PersonId(super::tx::uuid(&there)?), false),
        None => (id, true),
    };
    let link = invitation::table.find(token_sha256.0.to_vec());
    diesel::update(link).set(invitation::used.eq(tx.now.0)).execute(tx.conn)?;
    if new {
        let row = (
            (person::id.eq(bytes(&id.0)), person::mail.eq(&mail), person::name.eq(&name)),
            (person::password.eq(password), person::totp_step.eq(-1_i64), person::lang.eq(lang.tag())),
            (person::theme.eq(Theme::default().as_str()), person::density.eq(Density::default().as_str())),
            (person::shortcuts.eq(true), person::created.eq(tx.now.0)),
        );
        each!(&mut *tx.conn, c => diesel::insert_into(person::table).values(row).execute(c))?;
    }
    grant(tx, id, &post)?;
    let item = PersonChange { person: Some(id), ..item.clone() };
    let detail = json!({ "person": id, "invitation": token_sha256, "role": post.role.as_str() });
    match done(tx, &item, "person.joined", Some(&post), detail)? {
        Committed::Done { leaf } => Ok(Committed::Joined { person: id, new, leaf }),
        other => Ok(other),
    }
}

fn grant(tx: &mut Tx<'_>, id: PersonId, post: &Post) -> Result<(), Halt> {
    let row = (
        person_role::person.eq(bytes(&id.0)),
        person_role::agency.eq(seat_text(post.agency.as_ref()).to_owned()),
        person_role::role.eq(post.role.as_str()),
        person_role::since.eq(tx.now.0),
    );
    each!(&mut *tx.conn, c => diesel::insert_into(person_role::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

fn end_sessions(tx: &mut Tx<'_>, id: PersonId) -> Result<(), Halt> {
    people::end_others(tx.conn, id, None)?;
    Ok(())
}

fn drop_totp(tx: &mut Tx<'_>, id: PersonId) -> Result<(), Halt> {
    let (none, none_new): (Option<Vec<u8>>, Option<Vec<u8>>) = (None, None);
    diesel::update(person::table.find(bytes(&id.0)))
        .set((person::totp.eq(none), person::totp_new.eq(none_new)))
        .execute(tx.conn)?;
    diesel::delete(recovery_code::table.filter(recovery_code::person.eq(bytes(&id.0)))).execute(tx.conn)?;
    diesel::delete(session::table.filter(session::person.eq(bytes(&id.0)))).execute(tx.conn)?;
    Ok(())
}

/// A link to be written.
struct Link<'a> {
    token_sha256: &'a Digest,
    mail: &'a str,
    name: &'a str,
    post: Option<&'a Post>,
    person: Option<PersonId>,
    until: i64,
    job: &'a Option<NewJob>,
}

fn write_link(tx: &mut Tx<'_>, item: &PersonChange, link: &Link<'_>) -> Result<(), Halt> {
    let row = (
        (invitation::token_sha256.eq(link.token_sha256.0.to_vec()), invitation::mail.eq(link.mail)),
        (invitation::kind.eq(if link.post.is_some() { "invitation" } else { "reset" }), invitation::name.eq(link.name)),
        invitation::role.eq(link.post.map_or("", |post| post.role.as_str())),
        invitation::agency.eq(link.post.map_or("", |post| seat_text(post.agency.as_ref()))),
        invitation::person.eq(link.person.map(|id| bytes(&id.0))),
        (invitation::actor.eq(&item.by.name), invitation::created.eq(tx.now.0), invitation::until.eq(link.until)),
    );
    each!(&mut *tx.conn, c => diesel::insert_into(invitation::table).values(row).execute(c))?;
    if let Some(job) = link.job {
        let row = job_row(job, tx.now);
        tx.rows.push(Row::Job(Box::new(row)));
    }
    Ok(())
}

/// The act, its row of the access log, its leaf.
fn done(
    tx: &mut Tx<'_>,
    item: &PersonChange,
    act: &str,
    post: Option<&Post>,
    mut detail: Value,
) -> Result<Committed, Halt> {
    let agency = post.and_then(|post| post.agency.clone()).or_else(|| item.within.clone());
    detail["agency"] = json!(agency);
    let detail = detail.to_string();
    tx.rows.push(Row::Access(AccessRow {
        id: bytes(&Uuid::now_v7()),
        at: tx.now.0,
        agency: seat_text(agency.as_ref()).to_owned(),
        system: None,
        person: item.person.map(|id| bytes(&id.0)),
        document: None,
        delivery: None,
        what: act.to_owned(),
        detail: Some(detail.clone()),
    }));
    let at = record(tx, &item.by, act, &detail, Draft::new(Event::OperatorAct))?;
    Ok(Committed::Done { leaf: at.answer() })
}
