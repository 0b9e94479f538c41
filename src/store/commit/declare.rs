//! Documents issued on paper only.

use diesel::prelude::*;

use super::row_types::DeclarationRow;
use super::rows::Row;
use super::tx::{Halt, Key, Tx, bytes, uuid};
use crate::domain::rate::Month;
use crate::evidence::leaf::{Draft, Event, Paper};
use crate::store::change::Declare;
use crate::store::conn::found;
use crate::store::log::{signed, unsigned};
use crate::store::schema::declaration;
use crate::store::{Committed, Conflict, LeafRef, pos, words};

/// Judges one declaration.
pub(super) fn declare(tx: &mut Tx<'_>, item: &Declare) -> Result<Committed, Halt> {
    tx.live_system(item.system, &item.agency)?;
    let agency = tx.agency(&item.agency)?;
    let period = Month::parse(&item.period).ok_or_else(|| Halt::Item(words::damaged("month", &item.period)))?;
    let month = words::month_number(period);
    tx.touch(Key::Declaration(agency.clone(), month))?;
    if let Some(leaf) = same(tx, item)? {
        return Ok(Committed::Declared { leaf, first: false });
    }
    let standing = declaration::table
        .select((declaration::id, declaration::pos))
        .filter(declaration::agency.eq(&agency.0).and(declaration::month.eq(month)))
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("standing"))
        .first::<(Vec<u8>, i64)>(tx.conn);
    let standing = found(standing)?;
    let standing_id = standing.as_ref().map(|(id, _)| uuid(id)).transpose()?;
    if standing_id != item.supersedes {
        return Err(Conflict::DeclarationNotStanding { standing: standing_id, named: item.supersedes }.into());
    }
    let epoch = tx.epoch();
    let draft = Draft {
        received: Some(item.received),
        paper: Some(Paper {
            agency: agency.clone(),
            period,
            count: item.count,
            supersedes: standing.as_ref().and_then(|(_, at)| pos::leaf_in(*at, epoch)),
        }),
        agency_level: tx.level(&agency)?,
        ..Draft::new(Event::PaperDeclared)
    };
    let at = tx.append(draft, None)?;
    if let Some((id, _)) = standing {
        tx.rows.push(Row::DeclarationReplaced(id));
    }
    tx.rows.push(Row::Declaration(Box::new(DeclarationRow {
        id: bytes(&item.id),
        agency: agency.0,
        system: item.system.map(|id| bytes(&id.0)),
        person: item.person.map(|id| bytes(&id.0)),
        month,
        count: signed(item.count)?,
        supersedes: item.supersedes.map(|id| bytes(&id)),
        standing: true,
        received: item.received.0,
        epoch: at.epoch,
        leaf: at.leaf,
        leaf_size: 0,
        pos: at.pos,
    })));
    Ok(Committed::Declared { leaf: at.answer(), first: true })
}

/// The very same declaration again: its leaf.
fn same(tx: &mut Tx<'_>, item: &Declare) -> Result<Option<LeafRef>, Halt> {
    let columns = (declaration::count, declaration::epoch, declaration::leaf, declaration::leaf_size);
    let row = declaration::table.find(bytes(&item.id)).select(columns).first::<(i64, i64, i64, i64)>(tx.conn);
    match found(row)? {
        Some((count, epoch, index, size)) if unsigned(count)? == item.count => Ok(Some(LeafRef { epoch, index, size })),
        Some(_) => Err(Conflict::IdTaken { id: item.id }.into()),
        None => Ok(None),
    }
}
