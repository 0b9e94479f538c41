//! The one row that serialises all batches of all processes.

use diesel::prelude::*;

use crate::domain::ids::Micros;
use crate::evidence::merkle::{self, Edge};
use crate::store::Error;
use crate::store::conn::{Conn, each, found};
use crate::store::log::unsigned;
use crate::store::schema::log_head;

/// The head of the log, locked until the transaction ends. The edge is read anew each time: another process may have
/// taken its turn.
pub(super) struct Head {
    pub(super) epoch: u64,
    pub(super) edge: Edge,
    pub(super) time: Micros,
}

impl Head {
    /// Locks it; other processes wait.
    pub(super) fn lock(conn: &mut Conn) -> Result<Self, Error> {
        let columns = (log_head::epoch, log_head::size, log_head::edge, log_head::time);
        type Columns = (i64, i64, Vec<u8>, i64);
        let row = loop {
            let head = log_head::table.find(ONE).select(columns);
            let row = match conn {
                Conn::Pg(pg) => found(head.for_update().first::<Columns>(pg))?,
                Conn::Sqlite(sqlite) => found(head.first::<Columns>(sqlite))?,
            };
            match row {
                Some(row) => break row,
                None => Self::create(conn)?,
            }
        };
        let (epoch, size, edge, time) = row;
        let edge = Edge::from_bytes(unsigned(size)?, &edge)
            .map_err(|error| Error::Damaged { what: "the log's right edge", found: error.to_string() })?;
        Ok(Self { epoch: unsigned(epoch)?, edge, time: Micros(time) })
    }

    /// The first commit of a new database makes the row; of two processes at once one makes it.
    fn create(conn: &mut Conn) -> Result<(), Error> {
        let row = (
            log_head::one.eq(ONE),
            log_head::epoch.eq(0_i64),
            log_head::size.eq(0_i64),
            log_head::root.eq(merkle::empty_root().0.to_vec()),
            log_head::edge.eq(Vec::<u8>::new()),
            log_head::time.eq(0_i64),
        );
        each!(conn, c => diesel::insert_into(log_head::table).values(row).on_conflict_do_nothing().execute(c))?;
        Ok(())
    }
}

/// The one row of log_head.
pub(super) const ONE: i16 = 1;
