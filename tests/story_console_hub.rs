//! The operator's and the agency administrator's pages: each act works for its role with a reason, is a leaf that names the
//! person by id, and is nobody else's; another agency's things are not there; no subject is on any of these pages.

use lienthong::clock::Clock;
use lienthong::domain::ids::OrganId;
use lienthong::domain::person::Role;
use lienthong::store::change::{BindingRule, Rule};
use reqwest::Method;
use serde_json::json;

use crate::support::hook::Hook;
use crate::support::house::{Answer, House, OTHER, RECEIVER, SENDER, STRANGER, answer};
use crate::support::relay::until;
use crate::support::stores::Backend;
use crate::support::visitor::Visitor;

/// The act that was done last, as the log has it.
fn last_act(house: &House) -> (String, String, String) {
    let act = house.app.store().operator_acts(None, 1).unwrap().rows.remove(0);
    (act.act, act.actor, act.reason)
}

fn person(who: &Visitor) -> String {
    format!("person:{}", who.person)
}

/// Where a 303 leads.
#[track_caller]
fn leads(answer: Answer) -> String {
    answer.expect(303).header("location").to_owned()
}

struct Cast {
    operator: Visitor,
    auditor: Visitor,
    admin: Visitor,
    clerk: Visitor,
    other: Visitor,
}

impl Cast {
    async fn of(house: &House) -> Self {
        let at = |number: usize| house.agency(number).organ_id.clone();
        Self {
            operator: Visitor::at(house, None, Role::Operator).await,
            auditor: Visitor::at(house, None, Role::Auditor).await,
            admin: Visitor::at(house, Some(&at(RECEIVER)), Role::AgencyAdmin).await,
            clerk: Visitor::at(house, Some(&at(RECEIVER)), Role::Clerk).await,
            other: Visitor::at(house, Some(&at(OTHER)), Role::AgencyAdmin).await,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_is_changed_with_a_reason_by_an_operator_only() {
    let house = House::open(Backend::Sqlite).await;
    let cast = Cast::of(&house).await;
    let operator = &cast.operator;

    // No reason: the page again, with what was typed; nothing is done.
    let new = [("code", "H53.32.099"), ("name", "Xã <Mới>"), ("level", "3"), ("mail", "a@x.example")];
    let page = operator.post("/hub/agencies/new", &new).await.expect(422).text();
    assert!(page.contains("Xã &lt;Mới&gt;") || page.contains("Xã &#60;Mới&#62;"), "{page}");
    assert!(page.contains("class=\"errors\""), "{page}");
    let id = OrganId("H53.32.099".to_owned());
    assert!(house.app.store().agency(&id).unwrap().is_none());

    let with = |fields: &[(&'static str, &'static str)], reason: &'static str| {
        let mut all = fields.to_vec();
        all.push(("reason", reason));
        all
    };
    let to = leads(operator.post("/hub/agencies/new", &with(&new, "Lập xã mới")).await);
    assert_eq!(to, "/hub/agencies/H53.32.099?done=added");
    assert_eq!(last_act(&house), ("agency.added".to_owned(), person(operator), "Lập xã mới".to_owned()));
    operator.get(&to).await.expect(200);

    // The same code again is refused in words, above the form.
    let again = operator.post("/hub/agencies/new", &with(&new, "lần nữa")).await.expect(422).text();
    assert!(again.contains("class=\"errors\""));

    let act = "/hub/agencies/H53.32.099/act";
    for (what, more, leaf) in [
        ("rename", &[("name", "Xã Mới")][..], "agency.renamed"),
        ("change", &[("level", "3"), ("mail", "b@x.example")][..], "agency.updated"),
        ("suspend", &[][..], "agency.suspended"),
        ("resume", &[][..], "agency.resumed"),
        ("substitute", &[("stands_in", "x")][..], "agency.substituted"),
        ("close", &[][..], "agency.closed"),
    ] {
        let stands_in = house.agency(OTHER).organ_id.0.clone();
        let mut fields = vec![("do", what), ("reason", "theo quyết định")];
        fields.extend(more.iter().map(|(name, value)| match *name {
            "stands_in" => (*name, stands_in.as_str()),
            _ => (*name, *value),
        }));
        operator.get(&format!("{act}?do={what}")).await.expect(200);
        // Nobody else may, and a reason is wanted.
        for nobody in [&cast.auditor, &cast.admin, &cast.clerk] {
            nobody.post(act, &fields).await.expect(403);
        }
        let without: Vec<_> = fields.iter().filter(|(name, _)| *name != "reason").copied().collect();
        operator.post(act, &without).await.expect(422);
        assert_ne!(last_act(&house).0, leaf);
        leads(operator.post(act, &fields).await);
        assert_eq!(last_act(&house), (leaf.to_owned(), person(operator), "theo quyết định".to_owned()));
    }
    operator.get("/hub/agencies/H53.32.999").await.expect(404);
    let code = house.agency(RECEIVER).organ_id.0.clone();
    let act = format!("/hub/agencies/{code}/act");
    operator.post(&act, &[("do", "bind"), ("pem", "no certificate"), ("reason", "x")]).await.expect(422);
    // A seal and a system are named at their own agency only.
    let store = house.app.store();
    let theirs = store.bindings_of(&house.agency(OTHER).organ_id).unwrap()[0].id.to_string();
    operator.post(&act, &[("do", "unbind"), ("binding", &theirs), ("reason", "x")]).await.expect(422);
    assert_eq!(store.bindings_of(&house.agency(OTHER).organ_id).unwrap()[0].version, 1, "untouched");
    let own = store.bindings_of(&house.agency(RECEIVER).organ_id).unwrap()[0].id.to_string();
    leads(operator.post(&act, &[("do", "unbind"), ("binding", &own), ("reason", "thay con dấu")]).await);
    assert_eq!(last_act(&house).0, "binding.ended");
    // With the CA's certificate beside it a seal is bound by a rule; a CA that did not issue it is none.
    let chain = std::fs::read_to_string(&house.agency(RECEIVER).chain_file).unwrap();
    let pems: Vec<&str> = chain.split_inclusive("-----END CERTIFICATE-----").collect();
    let bind = |issuer| [("do", "bind"), ("pem", pems[0]), ("issuer", issuer), ("reason", "theo chủ thể")];
    operator.post(&act, &bind(pems[0])).await.expect(422);
    leads(operator.post(&act, &bind(pems[1])).await);
    let bound = store.bindings_of(&house.agency(RECEIVER).organ_id).unwrap();
    assert!(bound.iter().any(|row| matches!(row.rule, BindingRule::Rule { .. }) && row.reason == "theo chủ thể"));
    let page = operator.get(&format!("/hub/agencies/{code}")).await.expect(200).text();
    assert!(page.contains("Mọi chứng thư có chủ thể này"), "{page}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_agencies_are_merged_after_a_look() {
    let house = House::open(Backend::Sqlite).await;
    let cast = Cast::of(&house).await;
    let (old, into) = (house.agency(OTHER).organ_id.0.clone(), house.agency(RECEIVER).organ_id.0.clone());
    house.send(1, &[OTHER]).await;
    let asked = [("old", old.as_str()), ("into", into.as_str())];
    let to = leads(cast.operator.post("/hub/merge", &asked).await);
    let plan = cast.operator.get(&to).await.expect(200).text();
    assert!(plan.contains(&old) && plan.contains("name=\"step\" value=\"do\""), "{plan}");
    let mut yes = asked.to_vec();
    yes.push(("step", "do"));
    cast.operator.post("/hub/merge", &yes).await.expect(422);
    yes.push(("reason", "Sắp xếp đơn vị hành chính"));
    for nobody in [&cast.auditor, &cast.admin] {
        nobody.post("/hub/merge", &yes).await.expect(403);
    }
    assert!(house.app.store().aliases().unwrap().is_empty());
    leads(cast.operator.post("/hub/merge", &yes).await);
    let acts = house.app.store().operator_acts(None, 3).unwrap().rows;
    let merged = acts.iter().find(|act| act.act == "agency.merged").expect("the act of the merger");
    assert_eq!((merged.actor.clone(), merged.reason.as_str()), (person(&cast.operator), "Sắp xếp đơn vị hành chính"));
    let alias = house.app.store().aliases().unwrap().remove(0);
    assert_eq!((alias.organ_id.0, alias.successor.0), (old.clone(), into.clone()));
    // A second time it says what stands in the way, and offers no button.
    let again = leads(cast.operator.post("/hub/merge", &asked).await);
    let page = cast.operator.get(&again).await.expect(200).text();
    assert!(!page.contains("name=\"step\""), "{page}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_looked_at_before_it_is_imported() {
    let house = House::open(Backend::Sqlite).await;
    let cast = Cast::of(&house).await;
    let operator = &cast.operator;
    let csv = operator.get("/hub/agencies.csv").await.expect(200).text();
    let parent = house.agency(SENDER).organ_id.0.clone();
    let table = format!("{csv}H53.32.077,Xã Bảy Bảy,{parent},3,,,,,,,\n");
    let to = leads(operator.upload("/hub/import", "danh ba.csv", table.as_bytes()).await);
    let page = operator.get(&to).await.expect(200).text();
    assert!(page.contains("Xã Bảy Bảy") && page.contains("value=\"1/0/"), "{page}");
    assert!(house.app.store().agency(&OrganId("H53.32.077".to_owned())).unwrap().is_none(), "only looked at");
    let held = to.split("held=").nth(1).unwrap().to_owned();
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // The file is whose it was; a reason is wanted; what was seen is what is done.
    let second = Visitor::at(&house, None, Role::Operator).await;
    let fields = [("held", held.as_str()), ("seen", seen.as_str()), ("reason", "Danh bạ 2026")];
    second.post("/hub/import/do", &fields).await.expect(410);
    operator.post("/hub/import/do", &fields[..2]).await.expect(422);
    operator.post("/hub/import/do", &[fields[0], ("seen", "9/9/9"), fields[2]]).await.expect(422);
    cast.auditor.post("/hub/import/do", &fields).await.expect(403);
    leads(operator.post("/hub/import/do", &fields).await);
    assert_eq!(last_act(&house).0, "directory.imported");
    assert!(house.app.store().agency(&OrganId("H53.32.077".to_owned())).unwrap().is_some());
    operator.post("/hub/import/do", &fields).await.expect(410);

    // Faults are told by row, and nothing can be confirmed; what is no table is said to be none.
    let bad = "organ_id,name,level\nH53.32.078,Xã,mười\n";
    let to = leads(operator.upload("/hub/import", "x.csv", bad.as_bytes()).await);
    let page = operator.get(&to).await.expect(200).text();
    assert!(page.contains("mười") && !page.contains("name=\"held\""), "{page}");
    assert_eq!(leads(operator.upload("/hub/import", "x.exe", b"MZ").await), "/hub/import?error=file");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_are_grouped_retried_told_and_closed() {
    let house = House::open_at(Backend::Sqlite, Clock::System, |config, _| {
        config.webhooks.private_hosts = vec!["127.0.0.1".to_owned()];
        (config.webhooks.retry_first_s, config.webhooks.retry_longest_s, config.webhooks.retry_tries) = (1, 1, 2);
    })
    .await;
    let cast = Cast::of(&house).await;
    let hook = Hook::start();
    hook.says(500);
    let body = json!({ "url": hook.url });
    let put = house.bare(Method::PUT, "/api/v1/webhooks").bearer_auth(&house.agency(RECEIVER).token);
    answer(put.json(&body)).await.expect(201);
    let (draft, ..) = house.send(1, &[RECEIVER]).await;
    let dead = || house.app.store().dead_letters_of("webhook.given_up", None, 9).unwrap();
    until("it is given up", async || dead().len() == 1).await;
    let job = dead()[0].id.0.to_string();

    let page = cast.operator.get("/hub/dead-letters").await.expect(200).text();
    assert!(page.contains("webhook.given_up") && page.contains(&job), "{page}");
    assert!(!page.contains(&draft.subject), "nobody at the hub reads a subject");
    let question = "/hub/dead-letters/act?act=retry&code=webhook.given_up";
    cast.operator.get(question).await.expect(200);
    for nobody in [&cast.auditor, &cast.admin, &cast.clerk] {
        nobody.get("/hub/dead-letters").await.expect(403);
    }
    let act = "/hub/dead-letters/act";
    let fields = |what: &'static str| vec![("act", what), ("code", "webhook.given_up")];
    let why = |what| [fields(what), vec![("reason", "đã sửa phần mềm")]].concat();
    cast.operator.post(act, &fields("retry")).await.expect(422);
    cast.auditor.post(act, &why("retry")).await.expect(403);
    leads(cast.operator.post(act, &why("tell")).await);
    assert_eq!(last_act(&house).0, "job.told");
    hook.says(200);
    leads(cast.operator.post(act, &why("retry")).await);
    assert_eq!(last_act(&house), ("job.retried".to_owned(), person(&cast.operator), "đã sửa phần mềm".to_owned()));
    let receiver = house.agency(RECEIVER).organ_id.clone();
    let told = || house.app.store().webhooks(&receiver).unwrap().remove(0);
    until("it is heard", async || told().disabled_at.is_none() && told().last_error.is_none()).await;
    assert!(hook.posts().iter().any(|post| post.json()["event"] == "arrived") && dead().is_empty());
    // Nobody closes what is gone.
    cast.operator.post(act, &why("close")).await.expect(404);

    hook.says(500);
    house.send(2, &[RECEIVER]).await;
    until("it is given up again", async || dead().len() == 1).await;
    let one = [why("close"), vec![("job", "01890000-0000-7000-8000-000000000000")]].concat();
    cast.operator.post(act, &one).await.expect(404);
    leads(cast.operator.post(act, &why("close")).await);
    assert_eq!(last_act(&house).0, "job.closed");
    assert!(dead().is_empty());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_is_held_can_be_read_and_not_changed() {
    held(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_is_held_on_postgresql_too() {
    held(Backend::Postgres).await;
}

async fn held(backend: Backend) {
    let house = House::open(backend).await;
    let cast = Cast::of(&house).await;
    let switch = |on: &'static str| [("on", on), ("reason", "Thay đĩa <b>cơ sở dữ liệu</b>")];
    for nobody in [&cast.auditor, &cast.admin] {
        nobody.post("/hub/maintenance", &switch("1")).await.expect(403);
    }
    cast.operator.post("/hub/maintenance", &[("on", "1")]).await.expect(422);
    assert!(house.app.store().read_only().unwrap().is_none());
    assert_eq!(leads(cast.operator.post("/hub/maintenance", &switch("1")).await), "/hub?done=held");
    assert_eq!(last_act(&house).0, "hub.read_only");

    let (_, package) = house.package(lienthong::cli::demo::packages::Kind::AsicE, 1, &[RECEIVER]);
    let refused = house.submit(SENDER, &package).await;
    assert!(!refused.header("retry-after").is_empty());
    refused.problem(503, "hub.read_only");
    let page = cast.admin.post("/agency/mail", &[("reason", "x")]).await;
    assert!(!page.header("retry-after").is_empty());
    assert!(page.expect(503).text().contains("hub.read_only"));
    // Everything can be read, and everybody sees why.
    answer(house.get("/api/v1/inbox", RECEIVER)).await.expect(200);
    let page = cast.clerk.get("/agency").await.expect(200).text();
    assert!(page.contains("Thay đĩa &lt;b&gt;") || page.contains("Thay đĩa &#60;b&#62;"), "{page}");
    assert_eq!(leads(cast.operator.post("/hub/maintenance", &switch("0")).await), "/hub?done=released");
    assert_eq!(last_act(&house).0, "hub.released");
    house.submit(SENDER, &package).await.expect(201);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_runs_the_own_agency_and_no_other() {
    let house = House::open_at(Backend::Sqlite, Clock::System, |config, _| {
        config.webhooks.private_hosts = vec!["127.0.0.1".to_owned()];
    })
    .await;
    let cast = Cast::of(&house).await;
    let (admin, store, id) = (&cast.admin, house.app.store(), house.agency(RECEIVER).organ_id.clone());
    let nobody = [&cast.clerk, &cast.operator, &cast.auditor];

    // A token: shown once, works, and is nobody else's to end.
    let new = [("name", "Phần mềm <văn thư>"), ("reason", "phần mềm mới")];
    for other in nobody {
        other.post("/agency/systems/new", &new).await.expect(403);
    }
    admin.post("/agency/systems/new", &new[..1]).await.expect(422);
    let to = leads(admin.post("/agency/systems/new", &new).await);
    assert_eq!(last_act(&house), ("token.issued".to_owned(), person(admin), "phần mềm mới".to_owned()));
    let page = admin.get(&to).await.expect(200).text();
    let token = page.split("value=\"lt_").nth(1).unwrap().split('"').next().unwrap().to_owned();
    admin.get(&to).await.expect(410);
    answer(house.bare(Method::GET, "/api/v1/inbox").bearer_auth(format!("lt_{token}"))).await.expect(200);
    let systems = store.systems(Some(&id)).unwrap();
    let system = systems.iter().find(|system| system.name.contains("văn thư")).unwrap().id;
    let revoke = format!("/agency/systems/{system}/revoke");
    cast.other.get(&revoke).await.expect(404);
    cast.other.post(&revoke, &[("reason", "x")]).await.expect(404);
    for other in nobody {
        other.post(&revoke, &[("reason", "x")]).await.expect(403);
    }
    leads(admin.post(&revoke, &[("reason", "nghi lộ")]).await);
    answer(house.bare(Method::GET, "/api/v1/inbox").bearer_auth(format!("lt_{token}"))).await.expect(401);

    // Mails: addresses, rules, times; one act each, and only of what differs.
    let all = Rule::ALL.map(|rule| ("rule", rule.as_str()));
    let mut fields = vec![("mail", "vt@x.example"), ("times", "07:30, 13:30"), ("reason", "văn phòng mới")];
    fields.extend(all.iter().filter(|(_, rule)| *rule != "reminder"));
    cast.clerk.post("/agency/mail", &fields).await.expect(403);
    admin.post("/agency/mail", &[("mail", "ai đó"), ("reason", "x")]).await.expect(422);
    admin.post("/agency/mail", &[("times", "25 giờ"), ("reason", "x")]).await.expect(422);
    leads(admin.post("/agency/mail", &fields).await);
    assert_eq!(store.agency(&id).unwrap().unwrap().facts.mail, ["vt@x.example"]);
    assert!(!store.wants(&id, Rule::Reminder).unwrap() && store.wants(&id, Rule::Arrived).unwrap());
    assert_eq!(store.digests().unwrap()[0].0, id);
    let acts = || store.operator_acts(None, 100).unwrap().rows.len();
    let before = acts();
    leads(admin.post("/agency/mail", &fields).await);
    assert_eq!(acts(), before, "nothing differs: nothing is done");

    // A calendar of its own: looked at, imported, dropped.
    let sheet = "year = 2026\nsource = \"Quyết định của xã\"\n\n[[day]]\ndate = 2026-11-27\nkind = \"off\"\n\
                 name = \"Hội làng\"\nbasis = \"announced\"\n";
    let to = leads(admin.post("/agency/calendar/text", &[("sheet", sheet)]).await);
    let page = admin.get(&to).await.expect(200).text();
    assert!(page.contains("Hội làng"), "{page}");
    let held = to.split("held=").nth(1).unwrap();
    let base = page.split("name=\"based_on\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let yes = [("held", held), ("based_on", &base), ("reason", "Hội làng 2026")];
    cast.other.post("/agency/calendar/do", &yes).await.expect(410);
    cast.clerk.post("/agency/calendar/do", &yes).await.expect(403);
    admin.post("/agency/calendar/do", &yes[..2]).await.expect(422);
    leads(admin.post("/agency/calendar/do", &yes).await);
    assert_eq!(last_act(&house).0, "calendar.imported");
    assert_eq!(store.calendar(Some(&id)).unwrap().years[&2026].source, "Quyết định của xã");
    let bad =
        leads(admin.upload("/agency/calendar/file", "x.toml", b"year = 2026\n[[day]]\ndate = 2026-13-01\n").await);
    let page = admin.get(&bad).await.expect(422).text();
    assert!(!page.contains("name=\"held\""), "{page}");
    admin.post("/agency/calendar/follow", &[]).await.expect(422);
    leads(admin.post("/agency/calendar/follow", &[("reason", "hết hội")]).await);
    assert_eq!(store.calendar(Some(&id)).unwrap(), store.calendar(None).unwrap(), "the hub's again");

    // Webhooks: allowed hosts, the secret once, the own ones only.
    admin.post("/agency/webhooks/new", &[("url", "https://elsewhere.example/")]).await.expect(422);
    let add = [("url", "http://127.0.0.1:9/hook"), ("arrived", "on")];
    cast.clerk.post("/agency/webhooks/new", &add).await.expect(403);
    let to = leads(admin.post("/agency/webhooks/new", &add).await);
    assert!(admin.get(&to).await.expect(200).text().contains("whsec_"));
    admin.get(&to).await.expect(410);
    let hook = store.webhooks(&id).unwrap().remove(0);
    assert_eq!(hook.kinds.len(), 1);
    let act = format!("/agency/webhooks/{}/act", hook.id);
    for what in ["replay", "revive", "delete"] {
        cast.other.post(&act, &[("do", what)]).await.expect(404);
        cast.clerk.post(&act, &[("do", what)]).await.expect(403);
        admin.get(&format!("{act}?do={what}")).await.expect(200);
        leads(admin.post(&act, &[("do", what)]).await);
    }
    assert!(store.webhooks(&id).unwrap().is_empty());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_these_opens_in_both_languages_and_shows_no_subject() {
    let house = House::open(Backend::Sqlite).await;
    let cast = Cast::of(&house).await;
    let (draft, ..) = house.send(1, &[RECEIVER, OTHER]).await;
    let code = &house.agency(RECEIVER).organ_id.0;
    let one = format!("/hub/agencies/{code}");
    let operators = [
        "/hub",
        "/hub/maintenance",
        "/hub/dead-letters",
        "/hub/queues",
        "/hub/agencies",
        "/hub/agencies/new",
        "/hub/merge",
        "/hub/import",
        "/hub/log",
        "/hub/keys",
        "/hub/addresses",
        "/hub/storage",
        "/hub/configuration",
        "/hub/access",
        "/hub/agencies?q=xa",
        &one,
    ];
    let admins = [
        "/agency",
        "/agency/systems",
        "/agency/systems/new",
        "/agency/certificates",
        "/agency/mail",
        "/agency/calendar",
        "/agency/calendar/follow",
        "/agency/webhooks",
        "/agency/webhooks/new",
        "/agency/access",
    ];
    let opened = operators.map(|path| (&cast.operator, path)).into_iter().chain(admins.map(|path| (&cast.admin, path)));
    for (who, path) in opened {
        for lang in ["vi", "en"] {
            let page = who.get(path).await.expect(200).text();
            assert!(!page.contains(&draft.subject), "{path} shows a subject");
            assert_eq!(page.matches("<h1").count(), 1, "{path}");
            let answer = answer(who.request(Method::GET, path).header("accept-language", lang)).await.expect(200);
            let page = answer.text();
            assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
            assert!(!page.contains(" style=") && !page.contains("onclick"), "{path}");
        }
    }
    // The auditor looks at the log and at who looked at what, and at nothing that is the operator's.
    for path in ["/hub/log", "/hub/access", "/hub/access.csv"] {
        cast.auditor.get(path).await.expect(200);
    }
    for path in ["/hub", "/hub/queues", "/hub/agencies", "/hub/configuration", "/hub/keys", "/hub/storage"] {
        cast.auditor.get(path).await.expect(403);
        cast.clerk.get(path).await.expect(403);
    }
    // A clerk and a reader see the summary and nothing behind it.
    cast.clerk.get("/agency").await.expect(200);
    for path in &admins[1..] {
        cast.clerk.get(path).await.expect(403);
    }
    // An agency's access log is its own, whatever the address says.
    let stranger = Visitor::at(&house, Some(&house.agency(STRANGER).organ_id), Role::AgencyAdmin).await;
    let asked = format!("/agency/access.csv?agency={code}");
    let file = stranger.get(&asked).await.expect(200).text();
    let own = &house.agency(STRANGER).organ_id.0;
    assert!(file.lines().count() > 1 && file.lines().skip(1).all(|line| line.split(',').nth(1) == Some(own)), "{file}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_gives_an_agency_a_token_and_takes_it_away() {
    let house = House::open(Backend::Sqlite).await;
    let cast = Cast::of(&house).await;
    let agency = house.agency(RECEIVER).organ_id.clone();
    let (page, act) = (format!("/hub/agencies/{agency}"), format!("/hub/agencies/{agency}/act"));
    let fields = [("do", "issue-token"), ("name", "Phần mềm văn thư"), ("reason", "đơn vị nhờ")];
    cast.operator.get(&format!("{act}?do=issue-token")).await.expect(200);
    cast.operator.post(&act, &[("do", "issue-token"), ("name", ""), ("reason", "x")]).await.expect(422);
    cast.auditor.post(&act, &fields).await.expect(403);
    let to = leads(cast.operator.post(&act, &fields).await);
    assert_eq!(last_act(&house), ("token.issued".to_owned(), person(&cast.operator), "đơn vị nhờ".to_owned()));
    let shown = cast.operator.get(&to).await.expect(200).text();
    let token = shown.split("id=\"f-secret\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    answer(house.bare(Method::GET, "/api/v1/events").bearer_auth(token)).await.expect(200);
    // Shown once, and to nobody else.
    assert_ne!(cast.operator.get(&to).await.status, 200);

    // The agency sees in its access log that and by whom it was done, with names.
    let rows = cast.admin.get("/agency/access").await.expect(200).text();
    assert!(rows.contains("Cấp mã truy cập cho phần mềm"), "{rows}");
    let system = house.app.store().systems(Some(&agency)).unwrap().into_iter();
    let system = system.filter(|one| one.name == "Phần mềm văn thư").map(|one| one.id).next().unwrap().to_string();
    let revoke = [("do", "revoke-token"), ("system", system.as_str()), ("reason", "hết dùng")];
    assert_eq!(leads(cast.operator.post(&act, &revoke).await), format!("{page}?done=revoke-token"));
    answer(house.bare(Method::GET, "/api/v1/events").bearer_auth(token)).await.expect(401);
    let rows = cast.admin.get("/agency/access").await.expect(200).text();
    assert!(rows.contains("Thu hồi mã truy cập"), "{rows}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_sets_groups_by_name_and_sees_failures_within_the_frame() {
    let house = House::open(Backend::Sqlite).await;
    let cast = Cast::of(&house).await;
    let (one, two) = (house.agency(OTHER).organ_id.0.clone(), house.agency(RECEIVER).organ_id.0.clone());
    let form = cast.operator.get("/hub/groups/act?do=set").await.expect(200).text();
    assert!(form.contains("multiple") && form.contains(&house.agency(OTHER).name), "{form}");
    let group = [
        ("do", "set"),
        ("name", "hai-noi"),
        ("title", "Hai nơi"),
        ("members", one.as_str()),
        ("members", two.as_str()),
        ("reason", "gửi chung"),
    ];
    cast.admin.post("/hub/groups/act", &group).await.expect(403);
    cast.operator.post("/hub/groups/act", &group[..3]).await.expect(422);
    let to = leads(cast.operator.post("/hub/groups/act", &group).await);
    let page = cast.operator.get(&to).await.expect(200).text();
    assert!(page.contains("Hai nơi") && page.contains("2 cơ quan"), "{page}");
    assert_eq!(house.app.store().groups().unwrap()[0].members.len(), 2);
    leads(cast.operator.post("/hub/groups/act", &[("do", "remove"), ("name", "hai-noi"), ("reason", "x")]).await);
    assert!(house.app.store().groups().unwrap().is_empty());
    cast.operator.get("/hub/groups/act?do=remove&name=hai-noi").await.expect(404);

    // A page that is not there, or not for this role, stands within the frame of the agency.
    for (path, status) in [("/in/0", 404), ("/hub", 403)] {
        let failed = cast.admin.get(path).await.expect(status).text();
        assert!(failed.contains(&house.agency(RECEIVER).name), "{path}: {failed}");
    }
    // Agencies are merged by name: those that end are chosen, the one that follows is typed with a list beside it.
    let merge = cast.operator.get("/hub/merge").await.expect(200).text();
    assert!(merge.contains("<datalist id=\"l-into\">") && merge.contains(&house.agency(OTHER).name), "{merge}");
    // What the checks found is said in the page's words.
    let status = cast.operator.get("/hub").await.expect(200).text();
    assert!(status.contains("còn trống") && !status.contains("MB (≥"), "{status}");
    house.close().await;
}
