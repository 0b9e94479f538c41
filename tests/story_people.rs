//! People sign in, and nobody else does: wrong passwords wait, a code counts once, a session ends when it must, a link opens once,
//! and a role at one agency is none at another. On both databases.

mod pages;
#[cfg(feature = "oidc")]
mod province;

use std::str::FromStr as _;

use lienthong::codes;
use lienthong::crypto::{self, totp};
use lienthong::domain::acknowledgement::Status;
use lienthong::domain::ids::{Digest, Micros, PersonId};
use lienthong::domain::person::{Density, Role, SessionTimes, Theme, totp_step};
use lienthong::exchange::{
    Administrator, Attempt, Caller, Exchange, Knock, MailNotice, NewInvitation, NoticeKind, Policy, Report,
    SignedInPerson,
};
use lienthong::i18n::Lang;
use lienthong::signature::Verifier;
use lienthong::signature::path::Anchors;
use lienthong::store::access::AccessQuery;
use lienthong::store::change::{About, Actor, JobKind};
use lienthong::store::people::{Post, Preferences};

use crate::support::stores::{Backend, Fixture, on_both, organ};

on_both! {
    a_clerk_joins_signs_in_and_is_seen_by_name_at_home_only,
    a_wrong_password_waits_and_tells_nothing,
    a_code_counts_once_and_a_recovery_code_too,
    whoever_lets_others_in_needs_a_second_factor,
    a_session_ends_idle_old_ended_or_planted,
    a_link_opens_once_and_not_too_late,
    an_agency_reaches_its_own_people_only,
    a_new_password_ends_other_sessions,
    leaves_name_nobody,
}

const PASSWORD: &str = "mưa rào tháng bảy";
const AN: &str = "an@h01a.test";

struct Hub {
    fixture: Fixture,
    exchange: Exchange,
    runtime: tokio::runtime::Runtime,
}

impl Hub {
    fn new(backend: Backend) -> Self {
        Self::with(backend, Policy::default())
    }

    fn with(backend: Backend, policy: Policy) -> Self {
        let fixture = Fixture::new(backend);
        let verifier = Verifier::new(Anchors::new(Vec::new()).unwrap());
        let (store, committer, clock) = (fixture.store.clone(), fixture.committer.clone(), fixture.clock.clone());
        let exchange = Exchange::new(store, committer, verifier, 1, clock, policy);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { fixture, exchange, runtime }
    }

    fn later(&self, seconds: i64) {
        self.fixture.clock.set(self.now().plus_seconds(seconds));
    }

    fn now(&self) -> Micros {
        self.fixture.clock.now()
    }

    fn invite(&self, mail: &str, role: Role, agency: Option<&str>) -> String {
        let new =
            NewInvitation { mail: mail.to_owned(), name: "Nguyễn Văn An".to_owned(), post: post(role, agency) };
        self.runtime.block_on(self.exchange.invite(&cli(), new)).unwrap().token
    }

    fn join(&self, mail: &str, role: Role, agency: Option<&str>) -> PersonId {
        let token = self.invite(mail, role, agency);
        self.runtime.block_on(self.exchange.join(&token, Some(PASSWORD), Lang::Vi)).unwrap().person
    }

    fn sign_in(&self, mail: &str, password: &str) -> Attempt {
        self.runtime.block_on(self.exchange.sign_in(mail, password, &knock())).unwrap()
    }

    fn open(&self, mail: &str) -> (Digest, SignedInPerson) {
        let Attempt::Open(cookie) = self.sign_in(mail, PASSWORD) else { panic!("{mail} signs in") };
        let token = crypto::sha256(cookie.token.as_bytes());
        (token, self.session(token).expect("a session"))
    }

    fn session(&self, token: Digest) -> Option<SignedInPerson> {
        self.runtime.block_on(self.exchange.session(token)).unwrap()
    }

    /// Sets a second factor up for a clerk of one's own accord.
    fn with_totp(&self, who: &SignedInPerson) -> (Vec<u8>, Vec<String>) {
        let offer = self.runtime.block_on(self.exchange.offer_totp(who, PASSWORD, "hub", &knock())).unwrap();
        let secret = self.fixture.store.proofs(who.person).unwrap().unwrap().totp_new.unwrap();
        assert_eq!(offer.typed, totp::typed(&secret));
        let code = totp::code(&secret, totp_step(self.now())).unwrap();
        let codes = self.runtime.block_on(self.exchange.confirm_totp(who, &code)).unwrap();
        (secret, codes)
    }

    fn code(&self, pending: &Attempt, code: &str) -> Attempt {
        let Attempt::Code(cookie) = pending else { panic!("a code is wanted: {pending:?}") };
        let pending = crypto::sha256(cookie.token.as_bytes());
        self.runtime.block_on(self.exchange.sign_in_code(pending, code, &knock())).unwrap()
    }

    fn noted(&self) -> Vec<String> {
        let rows = self.fixture.store.access_log(&AccessQuery::default(), 500).unwrap();
        rows.into_iter().rev().map(|row| row.what).collect()
    }
}

fn cli() -> Administrator {
    Administrator::cli(Actor { name: "cli:test".to_owned(), reason: String::new() })
}

fn post(role: Role, agency: Option<&str>) -> Post {
    Post { agency: agency.map(organ), role }
}

fn knock() -> Knock {
    Knock { address: std::net::IpAddr::from_str("192.0.2.7").ok(), agent: "test".to_owned(), instead: None }
}

fn refused(attempt: &Attempt) -> &'static str {
    match attempt {
        Attempt::Refused(code, _) => code.name(),
        other => panic!("{other:?}"),
    }
}

fn a_clerk_joins_signs_in_and_is_seen_by_name_at_home_only(backend: Backend) {
    let hub = Hub::new(backend);
    let person = hub.join(" An@H01a.test", Role::Clerk, Some("H01.B"));
    let (_, who) = hub.open(AN);
    assert_eq!((who.person, who.name.as_str(), who.mail.as_str()), (person, "Nguyễn Văn An", AN));
    assert_eq!((who.agency.clone(), who.roles.clone()), (Some(organ("H01.B")), vec![Role::Clerk]));

    let sent = hub.fixture.document("H01.A", 1, &["H01.B"]);
    hub.fixture.accept(&sent).unwrap();
    let caller: Caller = who.caller().unwrap();
    assert_eq!(caller.person, Some(person));
    let report = Report {
        about: About::Delivery(sent.receivers[0].delivery),
        status: Status::Accepted,
        request: None,
        reason: None,
        stated: None,
        idempotency: None,
    };
    hub.runtime.block_on(hub.exchange.acknowledge(&caller, report)).unwrap();
    let said = |viewer: &str| {
        let history = hub.fixture.store.history(&organ(viewer), sent.document).unwrap().unwrap();
        history.words[0].person.as_ref().map(|who| (who.id, who.name.clone()))
    };
    assert_eq!(said("H01.B"), Some((person, "Nguyễn Văn An".to_owned())));
    assert_eq!(said("H01.A"), None, "another agency sees the agency, not the person");

    let wish = Preferences { lang: Lang::En, theme: Theme::Dark, density: Density::Compact, shortcuts: false };
    hub.runtime.block_on(hub.exchange.prefer(&who, wish)).unwrap();
    let (_, again) = hub.open(AN);
    assert_eq!(
        (again.lang, again.theme, again.density, again.shortcuts),
        (Lang::En, Theme::Dark, Density::Compact, false)
    );
    assert_eq!(hub.noted(), ["person.invited", "person.joined", "sign_in", "sign_in"]);
}

fn a_wrong_password_waits_and_tells_nothing(backend: Backend) {
    let hub = Hub::new(backend);
    let person = hub.join(AN, Role::Clerk, Some("H01.A"));
    // Known, unknown, no address at all: the same answer, and the same wait.
    for mail in [AN, "ai.do@h01a.test", "không phải địa chỉ"] {
        let next = hub.now().plus_seconds(1);
        assert_eq!(hub.sign_in(mail, "sai mật khẩu rồi"), Attempt::Refused(codes::SIGN_IN_WRONG, Some(next)), "{mail}");
        // The right one too is not looked at before its time.
        assert_eq!(hub.sign_in(mail, PASSWORD), Attempt::Refused(codes::SIGN_IN_WAIT, Some(next)), "{mail}");
    }
    let mut waits = Vec::new();
    for _ in 0..12 {
        hub.later(1000);
        let before = hub.now();
        let Attempt::Refused(code, Some(until)) = hub.sign_in(AN, "sai mật khẩu rồi") else { panic!("wrong") };
        assert_eq!(code, codes::SIGN_IN_WRONG);
        waits.push((until.0 - before.0) / 1_000_000);
    }
    assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    hub.later(901);
    assert!(matches!(hub.sign_in(AN, PASSWORD), Attempt::Open(_)));
    // What was wrong before is forgotten; the address has not been given its tries back.
    let next = hub.now().plus_seconds(1);
    assert_eq!(hub.sign_in(AN, "sai mật khẩu rồi"), Attempt::Refused(codes::SIGN_IN_WRONG, Some(next)));

    // A disabled account is an unknown one, whatever password is said.
    hub.later(1000);
    hub.runtime.block_on(hub.exchange.disable_person(&cli(), person, true)).unwrap();
    assert_eq!(refused(&hub.sign_in(AN, PASSWORD)), "sign_in.wrong");
    let failed =
        hub.fixture.store.access_log(&AccessQuery { what: Some("sign_in.failed".into()), ..Default::default() }, 99);
    let failed = failed.unwrap();
    assert_eq!(failed.len(), 17);
    assert!(failed.iter().all(|row| !format!("{row:?}").contains("sai mật khẩu")));
}

fn a_code_counts_once_and_a_recovery_code_too(backend: Backend) {
    let hub = Hub::new(backend);
    hub.join(AN, Role::Clerk, Some("H01.A"));
    let (_, who) = hub.open(AN);
    let (secret, codes) = hub.with_totp(&who);
    assert_eq!(codes.len(), 10);
    let code = |hub: &Hub, steps: i64| totp::code(&secret, totp_step(hub.now()) + steps).unwrap();
    let pending = hub.sign_in(AN, PASSWORD);
    let Attempt::Code(cookie) = &pending else { panic!("{pending:?}") };
    assert!(hub.session(crypto::sha256(cookie.token.as_bytes())).is_none(), "a password alone opens nothing");
    // The code with which it was set up was taken.
    assert_eq!(refused(&hub.code(&pending, &code(&hub, 0))), "sign_in.code_wrong");
    assert_eq!(refused(&hub.code(&pending, &code(&hub, 1))), "sign_in.wait", "wrong codes wait as wrong passwords do");
    hub.later(30);
    let now = code(&hub, 0);
    assert!(matches!(hub.code(&pending, &now), Attempt::Open(_)));
    assert_eq!(refused(&hub.code(&pending, &now)), "sign_in.ended", "what stood between ends with the step");
    let pending = hub.sign_in(AN, PASSWORD);
    assert_eq!(refused(&hub.code(&pending, &now)), "sign_in.code_wrong", "the same code on another sign-in");
    hub.later(60);
    assert!(matches!(hub.code(&hub.sign_in(AN, PASSWORD), &code(&hub, -1)), Attempt::Open(_)), "a step late");
    hub.later(300);
    for wrong in [code(&hub, 2), code(&hub, -2), String::new(), "0000000".to_owned()] {
        hub.later(1000);
        assert_eq!(refused(&hub.code(&hub.sign_in(AN, PASSWORD), &wrong)), "sign_in.code_wrong", "{wrong}");
    }
    hub.later(1000);
    let typed = codes[3].to_uppercase().replace('-', " ");
    assert!(matches!(hub.code(&hub.sign_in(AN, PASSWORD), &typed), Attempt::Open(_)));
    assert_eq!(hub.fixture.store.recovery_codes_left(who.person).unwrap(), 9);
    assert_eq!(refused(&hub.code(&hub.sign_in(AN, PASSWORD), &codes[3])), "sign_in.code_wrong");
    // Who takes too long begins again.
    hub.later(1000);
    let pending = hub.sign_in(AN, PASSWORD);
    hub.later(600);
    assert_eq!(refused(&hub.code(&pending, &code(&hub, 0))), "sign_in.ended");
}

fn whoever_lets_others_in_needs_a_second_factor(backend: Backend) {
    let hub = Hub::new(backend);
    let id = hub.join(AN, Role::Operator, None);
    let Attempt::SetUp(cookie) = hub.sign_in(AN, PASSWORD) else { panic!("an operator must set one up") };
    let pending = crypto::sha256(cookie.token.as_bytes());
    assert!(hub.session(pending).is_none());
    let offer = hub.runtime.block_on(hub.exchange.sign_in_offer(pending, "hub")).unwrap();
    let again = hub.runtime.block_on(hub.exchange.sign_in_offer(pending, "hub")).unwrap();
    assert_eq!(offer.uri, again.uri, "a page that is loaded again shows the same picture");
    let secret = hub.fixture.store.proofs(id).unwrap().unwrap().totp_new.unwrap();
    let confirm = |code: &str| hub.runtime.block_on(hub.exchange.sign_in_confirm(pending, code, &knock()));
    assert_eq!(confirm("000000").unwrap_err().code, codes::TOTP_CODE_WRONG);
    let (cookie, codes) = confirm(&totp::code(&secret, totp_step(hub.now())).unwrap()).unwrap();
    assert_eq!(codes.len(), 10);
    let who = hub.session(crypto::sha256(cookie.token.as_bytes())).unwrap();
    assert_eq!((who.agency.clone(), who.roles.clone(), who.caller().is_none()), (None, vec![Role::Operator], true));
    let dropped = hub.runtime.block_on(hub.exchange.drop_totp(&who, PASSWORD, &knock()));
    assert_eq!(dropped.unwrap_err().code, codes::TOTP_REQUIRED);
    // The setting asks it of everybody.
    let strict = Hub::with(backend, Policy { totp_required: true, ..Policy::default() });
    strict.join(AN, Role::Reader, Some("H01.A"));
    assert!(matches!(strict.sign_in(AN, PASSWORD), Attempt::SetUp(_)));
}

fn a_session_ends_idle_old_ended_or_planted(backend: Backend) {
    let times = SessionTimes { idle_s: 1800, absolute_s: 7200 };
    let hub = Hub::with(backend, Policy { sessions: times, ..Policy::default() });
    let id = hub.join(AN, Role::Clerk, Some("H01.A"));
    let (idle, _) = hub.open(AN);
    hub.later(1799);
    assert!(hub.session(idle).is_some());
    hub.later(1799);
    assert!(hub.session(idle).is_some(), "it was used, and lives on");
    hub.later(1800);
    assert!(hub.session(idle).is_none(), "idle");
    let (old, _) = hub.open(AN);
    for _ in 0..4 {
        assert!(hub.session(old).is_some());
        hub.later(1790);
    }
    assert!(hub.session(old).is_some());
    hub.later(40);
    assert!(hub.session(old).is_none(), "as old as it may be");

    // A token that somebody planted in the browser ends with the sign-in.
    let (planted, _) = hub.open(AN);
    let knock = Knock { instead: Some(planted), ..knock() };
    let Attempt::Open(cookie) = hub.runtime.block_on(hub.exchange.sign_in(AN, PASSWORD, &knock)).unwrap() else {
        panic!()
    };
    let own = crypto::sha256(cookie.token.as_bytes());
    assert!(hub.session(planted).is_none() && hub.session(own).is_some() && own != planted);

    let me = hub.session(own).unwrap();
    let (other, _) = hub.open(AN);
    let (third, _) = hub.open(AN);
    let listed = hub.runtime.block_on(hub.exchange.my_sessions(&me)).unwrap();
    assert_eq!(listed.len(), 3);
    assert!(listed.iter().all(|session| session.address == "192.0.2.7" && session.agent == "test"));
    let session_of_other = hub.session(other).unwrap().session;
    hub.runtime.block_on(hub.exchange.end_session(&me, session_of_other)).unwrap();
    assert!(hub.session(other).is_none() && hub.session(third).is_some());
    // Another's is not to be found.
    hub.join("binh@h01b.test", Role::Clerk, Some("H01.B"));
    let (binh, _) = hub.open("binh@h01b.test");
    let session_of_binh = hub.session(binh).unwrap().session;
    let ended = hub.runtime.block_on(hub.exchange.end_session(&me, session_of_binh));
    assert_eq!(ended.unwrap_err().code, codes::SESSION_UNKNOWN);
    assert!(hub.runtime.block_on(hub.exchange.end_other_sessions(&me)).unwrap() > 0);
    assert!(hub.session(third).is_none() && hub.session(own).is_some() && hub.session(binh).is_some());
    hub.runtime.block_on(hub.exchange.sign_out(&me)).unwrap();
    assert!(hub.session(own).is_none());

    // A role that is taken back, and an account that is disabled, count at once.
    let (token, _) = hub.open(AN);
    hub.runtime.block_on(hub.exchange.withdraw_role(&cli(), id, post(Role::Clerk, Some("H01.A")))).unwrap();
    assert!(hub.session(token).is_none());
    assert_eq!(refused(&hub.sign_in(AN, PASSWORD)), "sign_in.no_role");
    hub.runtime.block_on(hub.exchange.grant_role(&cli(), id, post(Role::Reader, Some("H01.A")))).unwrap();
    hub.later(1000);
    let (token, who) = hub.open(AN);
    assert_eq!(who.roles, [Role::Reader]);
    hub.runtime.block_on(hub.exchange.disable_person(&cli(), id, true)).unwrap();
    hub.runtime.block_on(hub.exchange.disable_person(&cli(), id, false)).unwrap();
    assert!(hub.session(token).is_none(), "an account that works again does not wake old sessions");
    assert!(hub.fixture.store.purge_sessions(hub.now().plus_seconds(86_400)).unwrap() > 0);
}

fn a_link_opens_once_and_not_too_late(backend: Backend) {
    let hub = Hub::new(backend);
    let join = |token: &str, password: &str| {
        hub.runtime.block_on(hub.exchange.join(token, Some(password), Lang::Vi)).map_err(|refusal| refusal.code.name())
    };
    let token = hub.invite(AN, Role::Clerk, Some("H01.A"));
    assert_eq!(join(&token, "ngắn quá"), Err("password.short"));
    assert_eq!(join(&token, "Nguyễn Văn An!"), Err("password.guessable"));
    assert!(join(&token, PASSWORD).unwrap().new);
    assert_eq!(join(&token, PASSWORD), Err("invitation.used"));
    assert_eq!(join("lti_00", PASSWORD), Err("invitation.unknown"));
    let late = hub.invite("binh@h01b.test", Role::Clerk, Some("H01.B"));
    hub.later(7 * 86_400);
    assert_eq!(join(&late, PASSWORD), Err("invitation.ended"));
    // Somebody who is there already gets the role, and keeps the password.
    let more = hub.invite(AN, Role::Reader, Some("H01.B"));
    assert!(!join(&more, "một mật khẩu khác hẳn").unwrap().new);
    let (token, who) = hub.open(AN);
    assert_eq!((who.agency.clone(), who.seats.len()), (Some(organ("H01.A")), 2));
    hub.runtime.block_on(hub.exchange.take_seat(&who, Some(organ("H01.B")))).unwrap();
    let who = hub.session(token).unwrap();
    assert_eq!((who.agency.clone(), who.roles.clone()), (Some(organ("H01.B")), vec![Role::Reader]));
    for nowhere in [Some(organ("H01.C")), None] {
        let refused = hub.runtime.block_on(hub.exchange.take_seat(&who, nowhere)).unwrap_err();
        assert_eq!(refused.code, codes::SESSION_SEAT);
    }
    // A link that sets a password is none to join with, and the other way round; it opens once too.
    let reset = hub.runtime.block_on(hub.exchange.reset_person(&cli(), who.person, false)).unwrap().token;
    assert_eq!(join(&reset, PASSWORD), Err("invitation.unknown"));
    let set = |token: &str, password: &str| {
        hub.runtime.block_on(hub.exchange.reset_password(token, password)).map_err(|refusal| refusal.code.name())
    };
    let invited = hub.invite("chi@h01c.test", Role::Clerk, Some("H01.C"));
    assert_eq!(set(&invited, PASSWORD), Err("invitation.unknown"));
    assert_eq!(set(&reset, "một mật khẩu khác hẳn"), Ok(who.person));
    assert_eq!(set(&reset, PASSWORD), Err("invitation.used"));
    assert!(hub.session(token).is_none(), "every session ended");
    assert_eq!(refused(&hub.sign_in(AN, PASSWORD)), "sign_in.wrong");
    hub.later(1);
    assert!(matches!(hub.sign_in(AN, "một mật khẩu khác hẳn"), Attempt::Open(_)));
    let reset = hub.runtime.block_on(hub.exchange.reset_person(&cli(), who.person, false)).unwrap().token;
    hub.later(3600);
    assert_eq!(set(&reset, PASSWORD), Err("invitation.ended"));
}

fn an_agency_reaches_its_own_people_only(backend: Backend) {
    let hub = Hub::new(backend);
    let admin = hub.join("quantri@h01a.test", Role::AgencyAdmin, Some("H01.A"));
    let own = hub.join(AN, Role::Clerk, Some("H01.A"));
    let foreign = hub.join("binh@h01b.test", Role::Clerk, Some("H01.B"));
    let shared = hub.join("chung@h01b.test", Role::Clerk, Some("H01.B"));
    hub.runtime.block_on(hub.exchange.grant_role(&cli(), shared, post(Role::Reader, Some("H01.A")))).unwrap();
    let by = Administrator::person(admin, Some(organ("H01.A")), "");
    let run = |future: std::pin::Pin<Box<dyn Future<Output = Result<(), lienthong::exchange::Refusal>> + '_>>| {
        hub.runtime.block_on(future).map_err(|refusal| refusal.code.name())
    };
    let exchange = &hub.exchange;
    let grant = |person, role, agency: Option<&str>| {
        let (post, by) = (post(role, agency), by.clone());
        run(Box::pin(async move { exchange.grant_role(&by, person, post).await.map(drop) }))
    };
    let disable = |person| {
        let by = by.clone();
        run(Box::pin(async move { exchange.disable_person(&by, person, true).await.map(drop) }))
    };
    let invite = |role, agency: Option<&str>| {
        let (post, by) = (post(role, agency), by.clone());
        let new = NewInvitation { mail: "moi@h01a.test".to_owned(), name: "Mới".to_owned(), post };
        run(Box::pin(async move { exchange.invite(&by, new).await.map(drop) }))
    };
    assert_eq!(grant(own, Role::Reader, Some("H01.A")), Ok(()));
    assert_eq!(grant(own, Role::Reader, Some("H01.B")), Err("person.role"), "a role in another agency");
    assert_eq!(grant(own, Role::Operator, None), Err("person.role"));
    assert_eq!(grant(own, Role::Operator, Some("H01.A")), Err("person.role"));
    assert_eq!(grant(foreign, Role::Clerk, Some("H01.A")), Err("person.unknown"));
    assert_eq!((invite(Role::Clerk, Some("H01.A")), invite(Role::Clerk, Some("H01.B"))), (Ok(()), Err("person.role")));
    assert_eq!(disable(foreign), Err("person.unknown"));
    assert_eq!(disable(shared), Err("person.elsewhere"));
    assert_eq!(disable(admin), Err("person.self"));
    for person in [shared, foreign] {
        let reset = hub.runtime.block_on(exchange.reset_person(&by, person, true)).unwrap_err().code.name();
        assert_eq!(reset, if person == shared { "person.elsewhere" } else { "person.unknown" });
    }
    let back = hub.runtime.block_on(exchange.withdraw_role(&by, shared, post(Role::Reader, Some("H01.A"))));
    assert!(back.is_ok(), "its own role it takes back from anybody");
    assert_eq!(disable(own), Ok(()));
    let names = |agency: &str| {
        let people = hub.fixture.store.people(Some(&organ(agency))).unwrap();
        people.into_iter().map(|(person, _)| person.mail).collect::<Vec<_>>()
    };
    assert_eq!(names("H01.A"), [AN, "quantri@h01a.test"]);
    assert_eq!(hub.fixture.store.invitations(Some(&organ("H01.A")), hub.now()).unwrap().len(), 1);
    assert_eq!(hub.fixture.store.invitations(Some(&organ("H01.B")), hub.now()).unwrap().len(), 0);
    // Who is nobody's agency is nobody's person.
    let unknown =
        hub.runtime.block_on(exchange.invite(
            &cli(),
            NewInvitation { mail: AN.into(), name: "x".into(), post: post(Role::Clerk, Some("H99.X")) },
        ));
    assert_eq!(unknown.unwrap_err().code, codes::AGENCY_UNKNOWN);
}

fn a_new_password_ends_other_sessions(backend: Backend) {
    let hub = Hub::new(backend);
    hub.join(AN, Role::Clerk, Some("H01.A"));
    let (mine, me) = hub.open(AN);
    let (other, _) = hub.open(AN);
    let change = |old: &str, new: &str| {
        let changed = hub.runtime.block_on(hub.exchange.change_password(&me, old, new, &knock()));
        changed.map_err(|refusal| refusal.code.name())
    };
    assert_eq!(change("không phải nó đâu", "một mật khẩu khác hẳn"), Err("password.wrong"));
    assert_eq!(change(PASSWORD, "một mật khẩu khác hẳn"), Err("sign_in.wait"), "a stolen session guesses no faster");
    hub.later(1);
    assert_eq!(change(PASSWORD, "an@h01a.test!"), Err("password.guessable"));
    assert_eq!(change(PASSWORD, "một mật khẩu khác hẳn"), Ok(()));
    assert!(hub.session(mine).is_some() && hub.session(other).is_none());
    let kept = hub.fixture.store.proofs_by_mail(AN).unwrap().unwrap();
    assert!(kept.password.unwrap().starts_with("$argon2id$"));
}

/// With mail on the link goes to the mailbox and to nobody's screen; and neither act nor leaf says what a person is called.
fn leaves_name_nobody(backend: Backend) {
    let hub = Hub::with(backend, Policy { mail: true, ..Policy::default() });
    let new =
        NewInvitation { mail: AN.into(), name: "Nguyễn Văn An".into(), post: post(Role::Clerk, Some("H01.A")) };
    let invited = hub.runtime.block_on(hub.exchange.invite(&cli(), new)).unwrap();
    assert!(invited.mailed);
    let jobs = hub.fixture.store.claim_jobs(&[JobKind::MailPerson], 9, 60).unwrap();
    let notice: MailNotice = serde_json::from_str(&jobs[0].payload_json).unwrap();
    match notice.kind {
        NoticeKind::Link { to, token, place, .. } => {
            assert_eq!((to.as_str(), token), (AN, invited.token.clone()));
            assert_eq!(place.as_deref(), Some("Văn thư, Cơ quan H01.A"));
        }
        other => panic!("{other:?}"),
    }
    hub.runtime.block_on(hub.exchange.join(&invited.token, Some(PASSWORD), Lang::Vi)).unwrap();
    let acts = hub.fixture.store.operator_acts(None, 9).unwrap().rows;
    let told: Vec<String> = acts.iter().take(2).map(|row| format!("{row:?}")).collect();
    assert!(told[0].contains("person.joined") && told[1].contains("person.invited"), "{told:?}");
    let leaves = hub.fixture.store.log_leaves(0, 0, 500).unwrap();
    let leaves = leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.body).into_owned()).collect::<String>();
    assert!(leaves.contains("person.joined"));
    for secret in ["Nguyễn", AN, invited.token.as_str()] {
        assert!(!leaves.contains(secret) && !told.concat().contains(secret), "{secret}");
    }
}
