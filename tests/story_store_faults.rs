//! What the store promises when things go wrong: the database is lost at COMMIT, two hubs share one database, a worker
//! dies with a job in its hands, a backup is restored, a server is not there.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use lienthong::domain::acknowledgement::Status;
use lienthong::domain::ids::{JobId, Micros};
use lienthong::evidence::leaf::Event;
use lienthong::store::change::*;
use lienthong::store::commit::{AtCommit, FaultHook};
use lienthong::store::guard::{GuardError, Guarded};
use lienthong::store::{Change, Committed, Committer, Error, Settings, Store};
use uuid::Uuid;

use crate::support::postgres;
use crate::support::stores::{Backend, Fixture, HUB, actor, organ};

macro_rules! on_both {
    ($($name:ident,)*) => {
        mod sqlite {$(
            #[test]
            fn $name() {
                super::$name(super::Backend::Sqlite);
            }
        )*}
        mod postgres_15 {$(
            #[test]
            fn $name() {
                super::$name(super::Backend::Postgres);
            }
        )*}
    };
}

on_both! {
    a_commit_that_is_lost_is_done_again,
    a_commit_that_is_written_but_reported_lost_is_not_done_twice,
    both_faults_in_turn_leave_a_whole_log,
    two_committers_take_turns,
    no_job_is_held_twice,
    a_job_is_settled_by_its_holder_only,
    a_restored_database_does_not_start,
    time_in_the_log_never_runs_back,
    what_waits_is_committed_before_the_end,
}

/// A hook that answers from a list, then passes.
fn script(faults: &'static [AtCommit]) -> (FaultHook, Arc<AtomicBool>, Arc<AtomicUsize>) {
    let (armed, next) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let (is_armed, counter) = (armed.clone(), next.clone());
    let hook: FaultHook = Arc::new(move || {
        if !is_armed.load(Ordering::SeqCst) {
            return AtCommit::Pass;
        }
        faults.get(counter.fetch_add(1, Ordering::SeqCst)).copied().unwrap_or(AtCommit::Pass)
    });
    (hook, armed, next)
}

fn one_fault(backend: Backend, faults: &'static [AtCommit], commits: usize) {
    let (hook, armed, commits_seen) = script(faults);
    let hub = Fixture::with_fault(backend, Some(hook));
    let before = hub.store.log_head().unwrap().size;
    armed.store(true, Ordering::SeqCst);
    let sent = hub.document("H01.A", 1, &["H01.B", "H01.C"]);
    let Ok(Committed::Accepted { document, leaf, .. }) = hub.accept(&sent) else { panic!("accepted, once") };
    assert_eq!(commits_seen.load(Ordering::SeqCst), commits);
    assert_eq!(hub.store.log_head().unwrap().size, before + 3, "one acceptance, two consignments");
    assert_eq!(leaf.size, i64::try_from(before).unwrap() + 3);
    hub.proven(&hub.receipt("H01.A", document));
    assert_eq!(hub.accept(&sent), Ok(Committed::AlreadyAccepted { document, leaf }));
    hub.audit();
}

fn a_commit_that_is_lost_is_done_again(backend: Backend) {
    one_fault(backend, &[AtCommit::Lost, AtCommit::Lost], 3);
}

fn a_commit_that_is_written_but_reported_lost_is_not_done_twice(backend: Backend) {
    one_fault(backend, &[AtCommit::WrittenReportedLost], 1);
}

fn both_faults_in_turn_leave_a_whole_log(backend: Backend) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let hub = Fixture::with_fault(
        backend,
        Some(Arc::new(move || match counter.fetch_add(1, Ordering::SeqCst) % 5 {
            1 => AtCommit::Lost,
            3 => AtCommit::WrittenReportedLost,
            _ => AtCommit::Pass,
        })),
    );
    let receipts = load(&hub, &hub.committer, 0, 60);
    assert!(count.load(Ordering::SeqCst) > 20, "faults were met");
    check(&hub, receipts);
}

/// Sends, fetches and acknowledges `number` documents from two threads, as clients that retry do; returns what they got.
fn load(hub: &Fixture, committer: &Committer, first: u32, number: u32) -> Vec<(Accept, Vec<u8>)> {
    std::thread::scope(|scope| {
        let work: Vec<_> = ["H01.A", "H01.B"]
            .into_iter()
            .map(|from| {
                scope.spawn(move || {
                    (first..first + number / 2).map(|n| one(hub, committer, from, n)).collect::<Vec<_>>()
                })
            })
            .collect();
        work.into_iter().flat_map(|thread| thread.join().expect("a client")).collect()
    })
}

fn one(hub: &Fixture, committer: &Committer, from: &str, number: u32) -> (Accept, Vec<u8>) {
    let sent = hub.document(from, number, &["H01.C", "H01.D"]);
    let accept = Change::Accept(Box::new(sent.clone()));
    let document = match committer.submit_blocking(accept).expect("accepted").expect("holds") {
        Committed::Accepted { document, .. } | Committed::AlreadyAccepted { document, .. } => document,
        other => panic!("{other:?}"),
    };
    let receipt = hub.receipt(from, document);
    let delivery = sent.receivers[0].delivery;
    let fetched = Fetched {
        delivery,
        agency: organ("H01.C"),
        system: Some(hub.system("H01.C")),
        sha256: sent.package_digest,
        received: hub.clock.now(),
    };
    committer.submit_blocking(Change::Fetched(fetched)).expect("fetched").expect("holds");
    let word = hub.acknowledgement("H01.D", sent.receivers[1].delivery, Status::Accepted);
    committer.submit_blocking(Change::Acknowledge(Box::new(word))).expect("acknowledged").expect("holds");
    (sent, receipt)
}

/// Every receipt that was handed out still is what comes out, proven; no document twice or lost; rows and log agree.
fn check(hub: &Fixture, receipts: Vec<(Accept, Vec<u8>)>) {
    let leaves = hub.audit();
    for (sent, receipt) in &receipts {
        hub.proven(receipt);
        let there = hub.store.documents_by_id(&sent.issuer, &sent.document_id).unwrap();
        assert_eq!(there.len(), 1, "{}", sent.document_id);
        assert_eq!(hub.receipt(&sent.issuer.0, there[0].uuid), *receipt);
    }
    let count = |event| leaves.iter().filter(|leaf| leaf.body().event == event).count();
    assert_eq!(count(Event::SubmissionAcceptance), receipts.len());
    assert_eq!(count(Event::ContentConsignment), 2 * receipts.len());
    assert_eq!(count(Event::ContentHandover), 2 * receipts.len());
    assert_eq!(count(Event::StatusAccepted), receipts.len());
    for agency in ["H01.C", "H01.D"] {
        let mut after = None;
        let mut seen = HashSet::new();
        loop {
            let page = hub.store.inbox(&organ(agency), after, 50, false).unwrap();
            assert!(page.rows.iter().all(|line| seen.insert(line.document_id.clone())), "visible twice");
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), receipts.len());
    }
}

fn two_committers_take_turns(backend: Backend) {
    let hub = Fixture::new(backend);
    let (_store, other) = hub.another();
    let receipts = std::thread::scope(|scope| {
        let here = scope.spawn(|| load(&hub, &hub.committer, 0, 60));
        let there = scope.spawn(|| load(&hub, &other, 1_000, 60));
        let mut receipts = here.join().expect("here");
        receipts.extend(there.join().expect("there"));
        receipts
    });
    assert_eq!(receipts.len(), 120);
    check(&hub, receipts);
    other.stop();
}

/// The server ends the committer's session again and again, each time after some more documents went in: before,
/// within and after a commit, as it falls.
#[test]
fn a_server_that_is_lost_again_and_again_loses_nothing() {
    let hub = Fixture::new(Backend::Postgres);
    let sent: Vec<Accept> = (0..60).map(|number| hub.document("H01.A", number, &["H01.B"])).collect();
    let (submitted, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (cuts, answers) = std::thread::scope(|scope| {
        let cutter = scope.spawn(|| {
            let (mut cuts, mut last) = (0, 0);
            while !done.load(Ordering::SeqCst) {
                let now = submitted.load(Ordering::SeqCst);
                if now >= last + 4 {
                    postgres::cut_connections(&hub.settings.url);
                    (cuts, last) = (cuts + 1, now);
                }
                std::thread::yield_now();
            }
            cuts
        });
        let answers: Vec<_> = sent
            .iter()
            .map(|accept| {
                submitted.fetch_add(1, Ordering::SeqCst);
                hub.committer.submit_blocking(Change::Accept(Box::new(accept.clone())))
            })
            .collect();
        done.store(true, Ordering::SeqCst);
        (cutter.join().expect("the cutter"), answers)
    });
    assert!(cuts > 2, "{cuts} cuts");
    for answer in answers {
        assert!(matches!(answer, Ok(Ok(Committed::Accepted { .. }))), "{answer:?}");
    }
    let leaves = hub.audit();
    let accepted = leaves.iter().filter(|leaf| leaf.body().event == Event::SubmissionAcceptance).count();
    assert_eq!(accepted, sent.len());
    for sent in sent {
        hub.proven(&hub.receipt("H01.A", sent.document));
    }
}

fn with_jobs(hub: &Fixture, number: u32) -> Vec<NewJob> {
    let mut all = Vec::new();
    for n in 0..number.div_ceil(20) {
        let jobs: Vec<NewJob> = (0..20).map(|_| hub.job("H01.B")).collect();
        all.extend(jobs.clone());
        hub.accept(&Accept { jobs, ..hub.document("H01.A", n, &["H01.B"]) }).unwrap();
    }
    all
}

fn no_job_is_held_twice(backend: Backend) {
    let hub = Fixture::new(backend);
    let all = with_jobs(&hub, 200);
    let claimed: Vec<JobId> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let jobs = hub.store.claim_jobs(&[JobKind::MailArrived], 7, 60).expect("claims");
                        if jobs.is_empty() {
                            return mine;
                        }
                        mine.extend(jobs.into_iter().map(|job| job.id));
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    assert_eq!(claimed.len(), all.len());
    assert_eq!(claimed.into_iter().collect::<HashSet<_>>(), all.iter().map(|job| job.id).collect());
}

fn a_job_is_settled_by_its_holder_only(backend: Backend) {
    let hub = Fixture::new(backend);
    let mut job = hub.job("H01.B");
    let sent = hub.document("H01.A", 1, &["H01.B"]);
    job.document = Some(sent.document);
    job.delivery = Some(sent.receivers[0].delivery);
    hub.accept(&Accept { jobs: vec![job.clone()], ..sent.clone() }).unwrap();
    hub.accept(&Accept { jobs: vec![hub.job("H01.B")], ..sent.clone() }).unwrap();
    assert_eq!(hub.store.job_counts().unwrap(), (1, 0), "a resend makes no second mail");
    assert!(hub.store.claim_jobs(&[JobKind::MailRefused], 9, 60).unwrap().is_empty());
    let claim = |lease| hub.store.claim_jobs(&JobKind::MAILS, 9, lease).unwrap();
    let first = claim(1).remove(0);
    assert!(claim(1).is_empty(), "held");
    assert!(hub.store.next_job_in_s().unwrap().is_some_and(|wait| wait <= 1));
    // The first holder dies; its lease ends by the database's clock.
    let deadline = Instant::now() + Duration::from_secs(10);
    let second = loop {
        if let Some(job) = claim(60).pop() {
            break job;
        }
        assert!(Instant::now() < deadline, "the lease ends");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!((second.id, second.attempts), (first.id, 2));
    let settle = |claim: Uuid, outcome| {
        Change::MailSettled(MailSettled { job: job.id, claim, outcome, taken: vec![], refused: vec![] })
    };
    let placed = || MailOutcome::Placed { reply: "250 queued".to_owned() };
    assert_eq!(hub.refused(settle(first.claim, placed())), "store.lease_lost");
    assert!(!hub.store.defer_job(job.id, first.claim, 0, "451").unwrap());
    assert!(!hub.store.extend_job(job.id, first.claim, 60).unwrap());
    assert!(hub.store.extend_job(job.id, second.claim, 60).unwrap());
    assert!(hub.store.defer_job(job.id, second.claim, 0, "451 try later").unwrap());
    let third = claim(60).remove(0);
    let code = lienthong::codes::STORE_FAILED;
    hub.done(settle(third.claim, MailOutcome::Dead { reply: "550 no such user".to_owned(), code }));
    assert_eq!(hub.refused(settle(third.claim, placed())), "store.lease_lost");
    let letters = hub.store.dead_letters(None, 10).unwrap();
    assert_eq!((letters.len(), letters[0].last_error.as_str()), (1, "550 no such user"));
    assert!(claim(60).is_empty(), "dead");
    hub.done(Change::Operator(OperatorAct {
        by: actor(),
        act: "job.retried".to_owned(),
        detail_json: "{}".to_owned(),
        effect: Effect::Retry(vec![job.id]),
    }));
    let fourth = claim(60).remove(0);
    assert_eq!(hub.store.release_jobs(fourth.claim).unwrap(), 1);
    let fifth = claim(60).remove(0);
    hub.done(settle(fifth.claim, placed()));
    assert_eq!(hub.store.job_counts().unwrap(), (0, 0));
    let told = hub.store.notifications(&organ("H01.A"), sent.document).unwrap();
    assert_eq!(told.iter().map(|row| row.placed).collect::<Vec<_>>(), [false, true]);
    let events: Vec<Event> = hub.audit().iter().map(|leaf| leaf.body().event).collect();
    assert!(events.contains(&Event::ConsignmentNotification));
    assert!(events.contains(&Event::ConsignmentNotificationFailure));
}

fn a_restored_database_does_not_start(backend: Backend) {
    let hub = Fixture::empty(backend, None);
    assert_eq!(hub.store.guard(&hub.high_water(), HUB).unwrap(), Guarded::New);
    let mut hub = hub;
    for agency in ["H01.A", "H01.B"] {
        hub.add_agency(agency);
    }
    hub.accept(&hub.document("H01.A", 1, &["H01.B"])).unwrap();
    hub.committer.stop();
    let size = hub.store.log_head().unwrap().size;
    assert_eq!(hub.store.guard(&hub.high_water(), HUB).unwrap(), Guarded::Consistent { known: size, size });
    assert_eq!(hub.store.guard(&hub.dir.path().join("absent"), HUB).unwrap(), Guarded::NoFile { size });
    let refused = |store: &Store, file: &std::path::Path, hub: &str| match store.guard(file, hub) {
        Err(Error::Guard(error)) => error,
        other => panic!("{other:?}"),
    };
    assert!(matches!(refused(&hub.store, &hub.high_water(), "other.test"), GuardError::Unreadable { .. }));
    // An older backup, and a database that went another way.
    let older = Fixture::empty(backend, None);
    assert!(matches!(refused(&older.store, &hub.high_water(), HUB), GuardError::Ahead { size: 0, .. }));
    let forked = Fixture::new(backend);
    forked.accept(&forked.document("H01.A", 1, &["H01.B"])).unwrap();
    assert!(matches!(refused(&forked.store, &hub.high_water(), HUB), GuardError::Fork { .. }));
    std::fs::write(hub.high_water(), "no checkpoint").unwrap();
    assert!(matches!(refused(&hub.store, &hub.high_water(), HUB), GuardError::Unreadable { .. }));
}

fn time_in_the_log_never_runs_back(backend: Backend) {
    let hub = Fixture::new(backend);
    hub.accept(&hub.document("H01.A", 1, &["H01.B"])).unwrap();
    let time = hub.store.log_head().unwrap().time;
    hub.clock.set(Micros(time.0 - 5_000_000));
    hub.accept(&hub.document("H01.A", 2, &["H01.B"])).unwrap();
    assert_eq!(hub.store.log_head().unwrap().time, time);
    hub.audit();
    let skew = hub.store.clock_skew(lienthong::clock::Clock::System.now()).unwrap();
    assert!(skew < Duration::from_secs(2), "{skew:?}");
    assert!(hub.store.clock_skew(Micros(0)).unwrap() > Duration::from_secs(3600));
}

fn what_waits_is_committed_before_the_end(backend: Backend) {
    let hub = Fixture::new(backend);
    let items: Vec<Accept> = (0..300).map(|number| hub.document("H01.A", number, &["H01.B"])).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let tasks: Vec<_> = items
        .iter()
        .map(|item| {
            let (committer, change) = (hub.committer.clone(), Change::Accept(Box::new(item.clone())));
            runtime.spawn(async move { committer.submit(change).await })
        })
        .collect();
    hub.committer.stop();
    let answers = runtime.block_on(futures_util::future::join_all(tasks));
    let held = answers.iter().filter(|answer| matches!(answer, Ok(Ok(Ok(Committed::Accepted { .. })))));
    let stopped = answers.iter().filter(|answer| matches!(answer, Ok(Err(Error::Stopped))));
    let held = held.count();
    assert_eq!(held + stopped.count(), 300, "each is told one or the other");
    let leaves = hub.audit();
    let accepted = leaves.iter().filter(|leaf| leaf.body().event == Event::SubmissionAcceptance).count();
    assert_eq!(accepted, held, "what was told is true");
}

/// Diesel's own MultiConnection would say "invalid url" of a dead server and make an empty file of a typing error.
#[test]
fn a_dead_server_is_called_so_and_a_typing_error_makes_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let open = |url: &str| Store::open(&Settings::new(url, dir.path().join("objects"))).err().expect("not opened");
    let error = open("postgres://nobody@127.0.0.1:1/none");
    assert!(matches!(&error, Error::Connect(_)), "{error:?}");
    assert_eq!(error.code().name(), "store.unavailable");
    for typo in ["postgres:typo", "postgre://h/d", "hub.db"] {
        assert!(matches!(open(typo), Error::Url { .. }), "{typo}");
    }
    assert!(!std::path::Path::new("postgres:typo").exists() && !std::path::Path::new("hub.db").exists());
}
