//! The tables: up, down and up again come out the same, and no question that is asked often reads a whole table.

use std::collections::BTreeSet;
use std::sync::Mutex;

use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection, set_default_instrumentation};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use lienthong::domain::acknowledgement::Status;
use lienthong::domain::ids::{Digest, Micros, OrganId, PersonId};
use lienthong::domain::person::{Counted, Density, Role, Theme};
use lienthong::domain::rate::Month;
use lienthong::i18n::Lang;
use lienthong::store::access::{AccessQuery, Note};
use lienthong::store::change::*;
use lienthong::store::desk::{Filter, Order, Turn, View};
use lienthong::store::drafts;
use lienthong::store::outbox::SentFilter;
use lienthong::store::people::{Post, Preferences, new_person};
use lienthong::store::register::{Book, Given, Wish};
use lienthong::store::sessions::{NewSession, SessionId, Stage};
use lienthong::store::signings;
use lienthong::store::tickets::Ticket;
use lienthong::store::webhooks::NewWebhook;
use lienthong::store::{Change, Store};
use uuid::Uuid;

use crate::support::postgres;
use crate::support::stores::{Backend, Fixture, actor, organ};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn dump(url: &str) -> Vec<String> {
    let rows: Vec<Line> = match url.strip_prefix("sqlite:") {
        Some(path) => {
            let mut conn = SqliteConnection::establish(path).unwrap();
            // The store that was just let go may still be closing its connections.
            diesel::sql_query("PRAGMA busy_timeout = 10000").execute(&mut conn).unwrap();
            diesel::sql_query(
                "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master \
                 WHERE name NOT LIKE '\\_\\_diesel%' ESCAPE '\\' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
            )
            .load(&mut conn)
        }
        None => {
            let mut conn = PgConnection::establish(url).unwrap();
            diesel::sql_query(
                "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line \
                 FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_diesel%' \
                 UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\\_\\_diesel%' \
                 ORDER BY 1",
            )
            .load(&mut conn)
        }
    }
    .unwrap();
    rows.into_iter().map(|row| row.line).collect()
}

fn up_down_up(url: &str) {
    let dir = tempfile::tempdir().unwrap();
    let settings = lienthong::store::Settings::new(url, dir.path());
    drop(Store::open(&settings).unwrap());
    let first = dump(url);
    assert!(first.len() > 40, "{first:#?}");
    Store::destroy(url).unwrap();
    assert_eq!(dump(url), Vec::<String>::new());
    drop(Store::open(&settings).unwrap());
    assert_eq!(dump(url), first);
    // A second process finds nothing to do; ten at once do it once.
    Store::destroy(url).unwrap();
    std::thread::scope(|scope| {
        let many: Vec<_> = (0..4).map(|_| scope.spawn(|| Store::open(&settings).map(drop))).collect();
        many.into_iter().for_each(|one| one.join().unwrap().unwrap());
    });
    assert_eq!(dump(url), first);
}

#[test]
fn sqlite_goes_up_down_and_up() {
    let dir = tempfile::tempdir().unwrap();
    up_down_up(&format!("sqlite:{}", dir.path().join("hub.db").display()));
}

#[test]
fn postgres_goes_up_down_and_up() {
    up_down_up(&postgres::database());
}

#[test]
fn both_backends_have_the_same_steps_and_the_same_columns() {
    let (sqlite, postgres) = Store::migrations();
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgres);
}

/// Every statement that any connection of this process has run since the first plan test began.
static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

struct Record;

impl Instrumentation for Record {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let text = text.split(" -- binds").next().unwrap_or_default().to_owned();
            SEEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(text);
        }
    }
}

fn record() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(Record))
}

/// Asks every question once.
fn ask_everything(hub: &Fixture) {
    let store = &hub.store;
    let mut sent = hub.document("H01.A", 1, &["H01.B", "H01.C"]);
    sent.idempotency = Some(IdempotencyKey { key: "k".to_owned(), digest: Digest([1; 32]) });
    sent.jobs = vec![hub.job("H01.B"), hub.job("H01.C")];
    hub.accept(&sent).unwrap();
    for number in 2..120 {
        hub.accept(&hub.document("H01.A", number, &["H01.B"])).unwrap();
    }
    hub.fetch("H01.B", &sent, 0).unwrap();
    hub.acknowledge("H01.C", sent.receivers[1].delivery, Status::Returned).unwrap();
    let mut by_id = hub.acknowledgement("H01.B", sent.receivers[0].delivery, Status::Accepted);
    by_id.about = About::Document { issuer: organ("H01.A"), document_id: sent.document_id.clone() };
    hub.done(Change::Acknowledge(Box::new(by_id)));
    let again = Accept { attempt: 2, content_digest: Digest([3; 32]), idempotency: None, ..sent.clone() };
    let _ = hub.accept(&again);
    let rejection = hub.rejection("H01.A");
    let rejected = rejection.id;
    hub.done(Change::Reject(Box::new(rejection)));
    hub.done(Change::Declare(Declare {
        id: Uuid::now_v7(),
        agency: organ("H01.A"),
        system: None,
        person: None,
        period: "2026-11".to_owned(),
        count: 3,
        supersedes: None,
        received: hub.clock.now(),
    }));
    let binding = BindingAct::Add {
        id: Uuid::now_v7(),
        agency: organ("H01.A"),
        rule: BindingRule::Exact { certificate_sha256: Digest([1; 32]) },
        from: Micros(0),
        until: None,
        not_after: None,
    };
    hub.done(Change::Binding(BindingChange { by: actor(), what: binding }));
    let jobs = store.claim_jobs(&JobKind::MAILS, 1, 60).unwrap();
    assert!(store.defer_job(jobs[0].id, jobs[0].claim, 60, "451").unwrap());
    let jobs = store.claim_jobs(&JobKind::MAILS, 1, 60).unwrap();
    let outcome = MailOutcome::Placed { reply: "250".to_owned() };
    hub.done(Change::MailSettled(MailSettled {
        job: jobs[0].id,
        claim: jobs[0].claim,
        outcome,
        taken: vec![],
        refused: vec![],
    }));
    let (a, b, id) = (organ("H01.A"), organ("H01.B"), sent.document);
    store.document(&b, id).unwrap();
    store.documents_by_id(&b, &sent.document_id).unwrap();
    store.history(&b, id).unwrap();
    store.history(&a, id).unwrap();
    store.sent(&a, None, 50).unwrap();
    store.search(&b, "xep loai", None, 50).unwrap();
    store.delivery_package(&b, sent.receivers[0].delivery).unwrap();
    store.verdict(&a, id).unwrap();
    store.inbox(&b, None, 50, true).unwrap();
    store.inbox(&b, None, 50, false).unwrap();
    store.inbox_newest(&b).unwrap();
    store.delivery_for_worker(sent.receivers[0].delivery).unwrap();
    store.receipt(&a, id).unwrap();
    store.rejection_receipt(&a, rejected).unwrap();
    store.rejections(&a, None, 50).unwrap();
    store.rejection(&a, rejected).unwrap();
    store.declarations(&a, None, 50).unwrap();
    store.notifications(&a, id).unwrap();
    store.accesses(&a, id).unwrap();
    store.operator_acts(None, 50).unwrap();
    store.agencies(None, 50).unwrap();
    store.agency(&a).unwrap();
    store.aliases_of(&a).unwrap();
    store.resolve(&a, hub.clock.now()).unwrap().unwrap();
    store.system_by_token(&Digest([0; 32])).unwrap();
    store.systems(Some(&a)).unwrap();
    store.bindings_for(&Digest([0; 32]), Some(&Digest([0; 32]))).unwrap();
    store.bindings_of(&a).unwrap();
    store.rates(Month { year: 2026, month: 11 }, Month { year: 2026, month: 11 }).unwrap();
    store.dead_letters(None, 50).unwrap();
    store.next_job_in_s().unwrap();
    store.log_checkpoint(0).unwrap();
    store.log_leaves(0, 5, 5).unwrap();
    let calendar = || CalendarAct::Set(Box::new(lienthong::domain::calendar::Calendar::shipped().clone()));
    for (agency, based_on) in [(None, 0), (Some(organ("H01.A")), 1)] {
        hub.done(Change::Calendar(CalendarChange { by: actor(), agency, based_on, what: calendar() }));
    }
    store.calendar(Some(&a)).unwrap();
    store.calendar(Some(&b)).unwrap();
    store.calendar_version(1).unwrap();
    store.events(&a, -1, 50).unwrap();
    store.agencies_since(0).unwrap();
    let new = NewWebhook {
        agency: a.clone(),
        url: "https://qlvb.example/".to_owned(),
        kinds: Vec::new(),
        after: None,
        secret: "s".to_owned(),
        renew: false,
    };
    store.put_webhook(&new, hub.clock.now(), 1).unwrap();
    store.put_webhook(&new, hub.clock.now(), 1).unwrap();
    let hook = store.claim_webhooks(8, 60).unwrap().remove(0);
    let claim = hook.claim.unwrap();
    assert!(store.webhook_told(hook.id, claim, 5, 60).unwrap());
    assert!(store.rest_webhook(hook.id, claim, 6, false).unwrap());
    assert_eq!(store.wake_webhooks(Some(std::slice::from_ref(&a))).unwrap(), 1);
    assert_eq!(store.wake_webhooks(None).unwrap(), 0);
    assert!(!store.defer_webhook(hook.id, claim, 1, 1, "404").unwrap());
    assert!(!store.revive_webhook(hook.id).unwrap());
    assert!(store.replay_webhook(&a, hook.id, -1).unwrap());
    assert_eq!(store.webhooks(&a).unwrap().len(), 1);
    assert!(store.delete_webhook(&a, hook.id).unwrap());
    ask_of_people(hub);
    ask_the_desk(hub, &a, &b, &sent);
    store.purge_idempotency(hub.clock.now()).unwrap();
    store.sweep_objects(hub.clock.now()).unwrap();
}

/// The same of people and their sessions.
fn ask_of_people(hub: &Fixture) {
    let (store, now, a) = (&hub.store, hub.clock.now(), organ("H01.A"));
    let (token_sha256, id, post) = (Digest([7; 32]), new_person(), Post { agency: Some(a.clone()), role: Role::Clerk });
    let (mail, name, until) = ("an@h01a.test".to_owned(), "An".to_owned(), now.plus_seconds(60));
    let act =
        |what| hub.done(Change::Person(PersonChange { by: actor(), person: None, within: Some(a.clone()), what }));
    act(PersonAct::Invite { token_sha256, mail: mail.clone(), name, post: post.clone(), until, job: None });
    assert_eq!(store.invitations(Some(&a), now).unwrap().len(), 1);
    act(PersonAct::Join { token_sha256, id, password: None, lang: Lang::Vi });
    act(PersonAct::Grant { person: id, post: Post { role: Role::Reader, ..post.clone() } });
    act(PersonAct::Withdraw { person: id, post });
    act(PersonAct::Reset { person: id, token_sha256: Digest([8; 32]), until, totp: true, job: None });
    act(PersonAct::Disable { person: id });
    act(PersonAct::Enable { person: id });
    let note = Note::of(now, Some(id), Some(a.clone()), "sign_in");
    assert_eq!(store.reset_password(&Digest([8; 32]), "$", now).unwrap(), Some(id));
    store.offer_totp(id, &[1]).unwrap();
    assert!(store.confirm_totp(id, &[1], 5, &[Digest([1; 32])], &note).unwrap());
    assert!(store.take_totp_step(id, 6).unwrap() && !store.take_totp_step(id, 6).unwrap());
    assert!(store.take_recovery_code(id, &Digest([1; 32]), now).unwrap());
    store.renew_recovery_codes(id, &[Digest([2; 32])], &note).unwrap();
    assert_eq!(store.recovery_codes_left(id).unwrap(), 1);
    store.drop_totp(id, &note).unwrap();
    store.set_subject(id, "https://id.example 1", &note).unwrap();
    store.set_password(id, "$", None, &note).unwrap();
    let likes = Preferences { lang: Lang::Vi, theme: Theme::Dark, density: Density::Compact, shortcuts: false };
    store.set_preferences(id, likes).unwrap();
    assert!(store.proofs(id).unwrap().is_some() && store.proofs_by_mail(&mail).unwrap().is_some());
    assert!(store.proofs_by_subject("https://id.example 1").unwrap().is_some());
    assert_eq!((store.posts(id).unwrap().len(), store.people(Some(&a)).unwrap().len()), (1, 1));
    let new = NewSession {
        id: SessionId(Uuid::now_v7()),
        token_sha256,
        person: id,
        stage: Stage::Open,
        seat: Some(a.clone()),
        csrf: Digest([0; 32]),
        created: now,
        ends: until,
        address: String::new(),
        agent: String::new(),
    };
    store.open_session(&new, Some(&Digest([9; 32])), Some(&note)).unwrap();
    let (session, ..) = store.session(&token_sha256).unwrap().unwrap();
    store.touch_session(&session, now.plus_seconds(61)).unwrap();
    store.seat_session(session.id, None, &note).unwrap();
    assert_eq!(store.sessions(id).unwrap().len(), 1);
    assert_eq!(store.end_other_sessions(id, session.id, &note).unwrap(), 0);
    assert!(store.end_session(id, session.id, &note).unwrap());
    let keys = [(Counted::Account, Digest([0; 32])), (Counted::Address, Digest([0; 32]))];
    store.count_try(&keys, now).unwrap().unwrap();
    store.next_try(&keys).unwrap();
    store.forgive_try(&keys, now, true).unwrap();
    let of_agency = AccessQuery { agency: Some(a), ..AccessQuery::default() };
    let of_person = AccessQuery { person: Some(id), ..AccessQuery::default() };
    for query in [AccessQuery::default(), of_agency, of_person] {
        let rows = store.access_log(&query, 50).unwrap();
        store.access_log(&AccessQuery { before: rows.last().map(|row| row.id), ..query }, 50).unwrap();
    }
    store.purge_sessions(now).unwrap();
}

/// The desk's questions.
fn ask_the_desk(hub: &Fixture, a: &OrganId, b: &OrganId, sent: &Accept) {
    let (store, now) = (&hub.store, hub.clock.now());
    let text = Some("xep loai".to_owned());
    let person = PersonId(Uuid::now_v7());
    let filters = [
        Filter::default(),
        Filter { text, ..Filter::default() },
        Filter { sender: Some(a.clone()), from: Some(Micros(0)), until: Some(now), ..Filter::default() },
    ];
    for filter in &filters {
        for view in View::ALL {
            for order in [Order::Newest, Order::Deadline] {
                let page = store.desk(b, view, filter, order, Turn::First, (now, now), 5).unwrap();
                let Some(next) = page.next else { continue };
                store.desk(b, view, filter, order, Turn::After(next), (now, now), 5).unwrap();
                store.desk(b, view, filter, order, Turn::Before(next), (now, now), 5).unwrap();
            }
        }
    }
    store.glance(b, Month { year: 2026, month: 11 }, now, now).unwrap();
    store.desk_waiting(b).unwrap();
    store.mark(b, &[sent.receivers[0].delivery], person, now).unwrap();
    store.unmark(b, &[sent.receivers[0].delivery], person).unwrap();
    store.outbox(a, &SentFilter::default(), None, now, 50).unwrap();
    let words = SentFilter { text: Some("xep".to_owned()), receiver: Some(b.clone()), ..SentFilter::default() };
    store.outbox(a, &words, None, now, 50).unwrap();
    let wish = Wish {
        agency: b.clone(),
        book: Book::In,
        year: 2026,
        number: None,
        document: sent.document,
        delivery: None,
        person: None,
        at: now,
    };
    let Given::New(entry) = store.register_give(&wish).unwrap() else { panic!("a new number") };
    store.register_correct(&entry, &Wish { number: Some(9), ..wish }).unwrap();
    store.register_page(b, Book::In, 2026, None, 50).unwrap();
    let ticket =
        Ticket { document: sent.document, delivery: None, agency: b.clone(), person: None, attachment: 0, shown: true };
    store.put_ticket(Digest([5; 32]), &ticket, now, now).unwrap();
    store.take_ticket(Digest([5; 32]), now).unwrap();
    let desk = lienthong::payload::Owner { person, agency: a.clone() };
    let (draft, file) = (Uuid::now_v7(), Uuid::now_v7());
    store.new_draft(&desk, draft, "{}", 0, now).unwrap();
    store.save_draft(&desk, draft, "{ }", 0, now).unwrap();
    let row =
        drafts::FileRow { id: file, name: "a".to_owned(), size: 1, sha256: Digest([9; 32]), said: "{}".to_owned() };
    assert!(store.put_draft_file(&desk, draft, &row, 9, now).unwrap());
    assert_eq!(store.draft(&desk, draft).unwrap().unwrap().files, [row]);
    store.drafts(&desk).unwrap();
    store.draft_count(&desk).unwrap();
    store.files_sent_before(a, &[Digest([9; 32])]).unwrap();
    store.recent_receivers(a, 9).unwrap();
    store.documents_by_code(a, "1", "UBND").unwrap();
    assert!(store.drop_draft_file(&desk, draft, file, now).unwrap());
    store.draft_sent(&desk, draft, sent.document, now).unwrap();
    assert!(!store.drop_draft(&desk, draft, now).unwrap(), "what was sent stays");
    store.purge_drafts(now).unwrap();
    let owner = signings::Owner { agency: b.clone(), person: None, system: None };
    let signing = signings::Signing {
        owner: owner.clone(),
        draft: Some(signings::MadeOf { id: draft, stands: Digest([7; 32]) }),
        attempt: 1,
        signature_id: "S-1".to_owned(),
        signing_time: now,
        certificates: String::new(),
        document_xml: Vec::new(),
        until: now,
        files: Vec::new(),
        accepted: None,
    };
    let bounds = signings::Bounds { documents: 9, bytes: 9 };
    store.put_signing(Digest([6; 32]), &signing, now, bounds).unwrap().unwrap();
    store.signing(Digest([6; 32]), &owner).unwrap().unwrap();
    assert!(store.try_signing(Digest([6; 32]), 1).unwrap());
    let accepted = signings::Accepted { value: Digest([7; 32]), package: Digest([8; 32]) };
    store.accept_signing(Digest([6; 32]), accepted, now).unwrap();
    store.purge_signings(now).unwrap();
}

/// Questions that are asked at an operator's act only, and read a small table whole on purpose.
fn may_scan(statement: &str) -> bool {
    // The directory's digest is over all of it.
    let directory = ["agency", "receiver_group", "substitute"].iter().any(|table| statement.contains(table));
    let whole_directory = directory && !statement.contains("WHERE") && !statement.contains("LIMIT");
    let whole_aliases = statement.contains("FROM \"alias\"") || statement.contains("FROM `alias`");
    // One row, taken from the end of the table itself: its key is SQLite's rowid.
    let newest_directory = statement.contains("ORDER BY `directory`.`version` DESC LIMIT");
    // The same of the calendars, at an import.
    let newest_calendar =
        statement.contains("ORDER BY `calendar`.`version` DESC LIMIT") && !statement.contains("WHERE");
    let heads = statement.contains("log_head")
        || statement.contains("__diesel")
        || statement.contains("pg_")
        || statement.contains("sqlite_master");
    whole_directory || (whole_aliases && !statement.contains("WHERE")) || newest_directory || newest_calendar || heads
}

fn statements(backend: Backend) -> Vec<String> {
    let seen = SEEN.lock().unwrap().clone();
    let of_backend = |text: &String| match backend {
        Backend::Sqlite => text.contains('`') || text.contains("listing_fts"),
        Backend::Postgres => text.contains('"') || text.contains("LIKE ALL"),
    };
    // Text without quotes is sql_query of both.
    let either = |text: &String| {
        !text.contains('`') && !text.contains('"') && !text.contains("listing_fts") && !text.contains("LIKE ALL")
    };
    let asked = ["SELECT", "UPDATE", "DELETE"];
    seen.into_iter()
        .filter(|text| {
            asked.iter().any(|word| text.starts_with(word)) && text.contains(" FROM ") || text.starts_with("UPDATE")
        })
        .filter(|text| {
            of_backend(text) || either(text) && !text.contains("clock_timestamp") && !text.contains("unixepoch")
        })
        .filter(|text| !may_scan(text))
        .collect()
}

#[derive(QueryableByName)]
struct Detail {
    #[diesel(sql_type = BigInt)]
    #[diesel(column_name = "id")]
    _id: i64,
    #[diesel(sql_type = Text)]
    detail: String,
}

#[test]
fn sqlite_reads_by_index() {
    set_default_instrumentation(record).unwrap();
    let hub = Fixture::new(Backend::Sqlite);
    ask_everything(&hub);
    let mut conn = SqliteConnection::establish(hub.settings.url.trim_start_matches("sqlite:")).unwrap();
    let statements = statements(Backend::Sqlite);
    assert!(statements.len() > 60, "{}", statements.len());
    let mut bad = Vec::new();
    for statement in statements {
        let plan: Vec<Detail> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}"))
            .load(&mut conn)
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
        let plan: Vec<String> = plan.into_iter().map(|row| row.detail).collect();
        println!("{statement}\n    {}", plan.join("\n    "));
        let scans = |line: &String| {
            line.starts_with("SCAN")
                && !line.contains("VIRTUAL TABLE")
                && !line.contains("INDEX")
                && !line.contains("CONSTANT")
                // What a part of the question found, each by its own index.
                && *line != "SCAN t"
        };
        // A page that sorts has read everything before it.
        // Documents of one id are a handful, and words find what they find.
        // So are those whose sender asked something that is unanswered: they have an index of their own.
        let asked = statement.contains("open_request IS NOT NULL");
        let few = statement.contains("`document_id` = ?") || statement.contains("listing_fts") || asked;
        let sorts =
            statement.contains("LIMIT") && !few && plan.iter().any(|line| line.contains("TEMP B-TREE FOR ORDER BY"));
        // `IN ()`: nothing is read, whatever the plan would be.
        let nothing = statement.contains("(1=0)");
        if !nothing && (plan.iter().any(scans) || sorts) {
            bad.push(format!("{statement}\n    {}", plan.join("\n    ")));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[derive(QueryableByName)]
struct Plan {
    #[diesel(sql_type = Text)]
    #[diesel(column_name = "QUERY PLAN")]
    line: String,
}

#[test]
fn postgres_reads_by_index() {
    set_default_instrumentation(record).unwrap();
    let hub = Fixture::new(Backend::Postgres);
    ask_everything(&hub);
    let mut conn = PgConnection::establish(&hub.settings.url).unwrap();
    // The tables of a test are so small that a scan is cheaper; the question is whether an index can be used at all.
    conn.batch_execute("ANALYZE; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan").unwrap();
    let statements = statements(Backend::Postgres);
    assert!(statements.len() > 60, "{}", statements.len());
    let mut bad = Vec::new();
    for statement in statements {
        let parameters = (1..100).take_while(|n| statement.contains(&format!("${n}"))).count();
        let nulls = vec!["NULL"; parameters].join(", ");
        let call = if parameters == 0 { String::new() } else { format!("({nulls})") };
        conn.batch_execute(&format!("PREPARE p AS {statement}")).unwrap_or_else(|error| panic!("{statement}: {error}"));
        let plan: Vec<Plan> = diesel::sql_query(format!("EXPLAIN EXECUTE p{call}")).load(&mut conn).unwrap();
        conn.batch_execute("DEALLOCATE p").unwrap();
        let plan: Vec<String> = plan.into_iter().map(|row| row.line).collect();
        println!("{statement}\n    {}", plan.join("\n    "));
        if plan.iter().any(|line| line.contains("Seq Scan")) {
            bad.push(format!("{statement}\n    {}", plan.join("\n    ")));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}
