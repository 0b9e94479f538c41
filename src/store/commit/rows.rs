//! The rows that a batch will write. Items only read while they are judged; what they will write is gathered here, so
//! that an item that loses leaves nothing behind, and so that `leaf_size`, known only when the batch is complete, is the
//! same in all of them.

use diesel::prelude::*;
use diesel::sql_types::{Binary, SmallInt};

use super::row_types::*;
use crate::store::Error;
use crate::store::conn::{Conn, each};
use crate::store::schema::{
    access_log, acknowledgement, binding, business_change, calendar, certificate_chain, declaration, delivery, digest,
    directory, document, idempotency, job, listing, mail_failing, notice_rule, notification, operator_act, rejection,
    rejection_surplus, submission, verdict_revision,
};

/// One row to be written.
pub(super) enum Row {
    Document(Box<DocumentRow>),
    Listing(Box<ListingRow>),
    Chain(ChainRow),
    Submission(Box<SubmissionRow>),
    Delivery(Box<DeliveryRow>),
    DeliveryChange(Box<DeliveryChange>),
    LastPos {
        document: Vec<u8>,
        pos: i64,
    },
    Acknowledgement(Box<AcknowledgementRow>),
    Business(Box<BusinessRow>),
    /// The answer to the change whose leaf is at that place.
    BusinessAnswered {
        pos: i64,
        answer: &'static str,
        at: i64,
    },
    /// When somebody is told next, and what was told.
    Reminded {
        delivery: Vec<u8>,
        next: Option<i64>,
        stage: Option<&'static str>,
    },
    /// The place of the leaf that says so.
    Expired {
        delivery: Vec<u8>,
        pos: i64,
    },
    NoticeRule {
        agency: String,
        rule: &'static str,
        wanted: bool,
    },
    /// Empty times: due at once, for the last time.
    DigestTimes {
        agency: String,
        times: String,
        next: i64,
        told: i64,
    },
    DigestTold {
        agency: String,
        next: Option<i64>,
        told: Option<i64>,
    },
    Rejection(Box<RejectionRow>),
    Surplus(SurplusRow),
    SurplusCounted {
        carrier: String,
        system: Vec<u8>,
        minute: i64,
        epoch: i64,
        leaf: i64,
    },
    Declaration(Box<DeclarationRow>),
    DeclarationReplaced(Vec<u8>),
    Job(Box<JobRow>),
    JobDone(Vec<u8>),
    JobDead {
        id: Vec<u8>,
        code: String,
        reply: String,
    },
    /// An address of an office that takes no mail.
    MailFailing {
        agency: String,
        address: String,
        since: i64,
        reply: String,
    },
    /// Addresses that do.
    MailTaken {
        agency: String,
        addresses: Vec<String>,
    },
    Notification(Box<NotificationRow>),
    Revision(Box<RevisionRow>),
    Idempotency(IdempotencyRow),
    Access(AccessRow),
    Act(Box<ActRow>),
    Directory(DirectoryRow),
    Calendar(Box<CalendarRow>),
    Binding(Box<BindingRow>),
}

/// Writes all rows; `size` is the tree size that covers them. One insert a table where the backend can.
pub(super) fn write(conn: &mut Conn, rows: Vec<Row>, size: i64) -> Result<(), Error> {
    let mut kinds = Kinds::default();
    for row in rows {
        kinds.sort(conn, row, size)?;
    }
    kinds.insert(conn)
}

/// Rows by table.
#[derive(Default)]
struct Kinds {
    documents: Vec<DocumentRow>,
    listings: Vec<ListingRow>,
    submissions: Vec<SubmissionRow>,
    deliveries: Vec<DeliveryRow>,
    acknowledgements: Vec<AcknowledgementRow>,
    changes: Vec<BusinessRow>,
    rejections: Vec<RejectionRow>,
    declarations: Vec<DeclarationRow>,
    jobs: Vec<JobRow>,
    notifications: Vec<NotificationRow>,
    revisions: Vec<RevisionRow>,
    idempotencies: Vec<IdempotencyRow>,
    accesses: Vec<AccessRow>,
    acts: Vec<ActRow>,
    directories: Vec<DirectoryRow>,
    calendars: Vec<CalendarRow>,
    bindings: Vec<BindingRow>,
}

impl Kinds {
    /// Inserts are gathered; changes of rows that are there are written at once (they never meet an insert of the same
    /// batch: an item that would touch such a row is postponed).
    fn sort(&mut self, conn: &mut Conn, row: Row, size: i64) -> Result<(), Error> {
        match row {
            Row::Document(row) => self.documents.push(DocumentRow { leaf_size: size, ..*row }),
            Row::Listing(row) => self.listings.push(*row),
            Row::Chain(row) => {
                each!(conn, c => diesel::insert_into(certificate_chain::table)
                    .values(&row).on_conflict_do_nothing().execute(c))?;
            }
            Row::Submission(row) => self.submissions.push(*row),
            Row::Delivery(row) => self.deliveries.push(DeliveryRow { leaf_size: size, ..*row }),
            Row::DeliveryChange(row) => {
                let row = DeliveryChange { fetched_size: row.fetched_leaf.map(|_| size), ..*row };
                let rows = diesel::update(delivery::table.find(row.id.clone())).set(&row).execute(conn)?;
                one(rows, "delivery")?;
            }
            Row::LastPos { document: id, pos } => {
                diesel::update(document::table.find(id)).set(document::last_pos.eq(pos)).execute(conn)?;
            }
            Row::Acknowledgement(row) => {
                self.acknowledgements.push(AcknowledgementRow { leaf_size: size, ..*row });
            }
            Row::Business(row) => self.changes.push(BusinessRow { leaf_size: size, ..*row }),
            Row::BusinessAnswered { pos, answer, at } => {
                let rows = diesel::update(business_change::table.find(pos))
                    .set((business_change::answer.eq(answer), business_change::answered.eq(at)))
                    .execute(conn)?;
                one(rows, "change")?;
            }
            Row::Reminded { delivery: id, next, stage } => {
                let row = diesel::update(delivery::table.find(id));
                let rows = match stage {
                    Some(stage) => {
                        row.set((delivery::remind_at.eq(next), delivery::reminded.eq(stage))).execute(conn)?
                    }
                    None => row.set(delivery::remind_at.eq(next)).execute(conn)?,
                };
                one(rows, "delivery")?;
            }
            Row::Expired { delivery: id, pos } => {
                let rows = diesel::update(delivery::table.find(id)).set(delivery::expired_pos.eq(pos)).execute(conn)?;
                one(rows, "delivery")?;
            }
            Row::NoticeRule { agency, rule, wanted } => {
                let row = (notice_rule::agency.eq(agency), notice_rule::rule.eq(rule), notice_rule::wanted.eq(wanted));
                each!(conn, c => diesel::insert_into(notice_rule::table)
                    .values(row.clone())
                    .on_conflict((notice_rule::agency, notice_rule::rule))
                    .do_update()
                    .set(notice_rule::wanted.eq(wanted))
                    .execute(c))?;
            }
            Row::DigestTimes { agency, times, next, told } => {
                // What was told before stays told.
                let row = (
                    digest::agency.eq(agency),
                    digest::times.eq(times.clone()),
                    digest::next.eq(next),
                    digest::told.eq(told),
                );
                each!(conn, c => diesel::insert_into(digest::table)
                    .values(row.clone())
                    .on_conflict(digest::agency)
                    .do_update()
                    .set((digest::times.eq(times.clone()), digest::next.eq(next)))
                    .execute(c))?;
            }
            Row::DigestTold { agency, next, told } => {
                let row = digest::table.find(agency);
                let rows = match (next, told) {
                    (None, _) => diesel::delete(row).execute(conn)?,
                    (Some(next), None) => diesel::update(row).set(digest::next.eq(next)).execute(conn)?,
                    (Some(next), Some(told)) => {
                        diesel::update(row).set((digest::next.eq(next), digest::told.eq(told))).execute(conn)?
                    }
                };
                one(rows, "digest")?;
            }
            Row::Rejection(row) => self.rejections.push(RejectionRow { leaf_size: size, ..*row }),
            Row::Surplus(row) => {
                each!(conn, c => diesel::insert_into(rejection_surplus::table)
                    .values(&row)
                    .on_conflict((rejection_surplus::carrier, rejection_surplus::system, rejection_surplus::minute))
                    .do_update()
                    .set(rejection_surplus::count.eq(rejection_surplus::count + row.count))
                    .execute(c))?;
            }
            Row::SurplusCounted { carrier, system, minute, epoch, leaf } => {
                diesel::update(rejection_surplus::table.find((carrier, system, minute)))
                    .set((
                        rejection_surplus::epoch.eq(epoch),
                        rejection_surplus::leaf.eq(leaf),
                        rejection_surplus::leaf_size.eq(size),
                    ))
                    .execute(conn)?;
            }
            Row::Declaration(row) => self.declarations.push(DeclarationRow { leaf_size: size, ..*row }),
            Row::DeclarationReplaced(id) => {
                diesel::update(declaration::table.find(id)).set(declaration::standing.eq(false)).execute(conn)?;
            }
            Row::Job(row) => self.jobs.push(*row),
            Row::JobDone(id) => {
                let rows = diesel::delete(job::table.find(id)).execute(conn)?;
                one(rows, "job")?;
            }
            Row::JobDead { id, code, reply } => {
                let none: Option<Vec<u8>> = None;
                let change = (job::dead.eq(true), job::code.eq(code), job::last_error.eq(reply), job::claim.eq(none));
                let rows = diesel::update(job::table.find(id)).set(change).execute(conn)?;
                one(rows, "job")?;
            }
            Row::MailFailing { agency, address, since, reply } => {
                let row = (
                    mail_failing::agency.eq(agency),
                    mail_failing::address.eq(address),
                    mail_failing::since.eq(since),
                    mail_failing::reply.eq(reply),
                );
                diesel::insert_into(mail_failing::table).values(row).execute(conn)?;
            }
            Row::MailTaken { agency, addresses } => {
                let rows = mail_failing::table.filter(mail_failing::agency.eq(agency));
                diesel::delete(rows.filter(mail_failing::address.eq_any(addresses))).execute(conn)?;
            }
            Row::Notification(row) => self.notifications.push(NotificationRow { leaf_size: size, ..*row }),
            Row::Revision(row) => {
                diesel::update(document::table.find(row.document.clone()))
                    .set(document::verdict_code.eq(row.code.clone()))
                    .execute(conn)?;
                self.revisions.push(RevisionRow { leaf_size: size, ..*row });
            }
            Row::Idempotency(row) => self.idempotencies.push(row),
            Row::Access(row) => self.accesses.push(row),
            Row::Act(row) => self.acts.push(ActRow { leaf_size: size, ..*row }),
            Row::Directory(row) => self.directories.push(DirectoryRow { leaf_size: size, ..row }),
            Row::Calendar(row) => self.calendars.push(CalendarRow { leaf_size: size, ..*row }),
            Row::Binding(row) => self.bindings.push(BindingRow { leaf_size: size, ..*row }),
        }
        Ok(())
    }

    fn insert(self, conn: &mut Conn) -> Result<(), Error> {
        let urgent = |row: &ListingRow| Some((row.document.clone(), row.urgency.filter(|urgency| *urgency > 0)?));
        let urgent: Vec<(Vec<u8>, i16)> = self.listings.iter().filter_map(urgent).collect();
        macro_rules! insert_all {
            ($($rows:ident => $table:ident,)*) => {$(
                // PostgreSQL takes 65,535 parameters a statement; the widest row has 27.
                for rows in self.$rows.chunks(1_000) {
                    each!(conn, c => diesel::insert_into($table::table).values(rows).execute(c))?;
                }
            )*};
        }
        insert_all! {
            documents => document,
            listings => listing,
            submissions => submission,
            deliveries => delivery,
            acknowledgements => acknowledgement,
            changes => business_change,
            rejections => rejection,
            declarations => declaration,
            jobs => job,
            notifications => notification,
            revisions => verdict_revision,
            idempotencies => idempotency,
            accesses => access_log,
            acts => operator_act,
            directories => directory,
            calendars => calendar,
            bindings => binding,
        }
        // Few are: so no column of every row is written for it. Not in `schema.rs`, which has no room for it: Diesel's
        // tables end at 32 columns.
        for (document, urgency) in urgent {
            let text = "UPDATE delivery SET urgency = $1 WHERE document = $2";
            each!(&mut *conn, c => diesel::sql_query(text)
                .bind::<SmallInt, _>(urgency)
                .bind::<Binary, _>(&document)
                .execute(c))?;
        }
        Ok(())
    }
}

fn one(rows: usize, what: &'static str) -> Result<(), Error> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::Missing { what: format!("the one {what} to be changed ({rows} found)") })
    }
}
