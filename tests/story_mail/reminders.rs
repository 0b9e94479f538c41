//! A document that nobody fetches: who is told when, that a fetch ends it, and that it expires with evidence. Time is a
//! value: the story moves the hub's clock; worker, relay and database are the real ones.

use lienthong::clock::Clock;
use lienthong::config::Notice;
use lienthong::domain::calendar::Calendar;
use lienthong::domain::deadline;
use lienthong::domain::ids::{Micros, Urgency};
use lienthong::domain::reminder::{self, Rules, Stage};
use lienthong::store::change::{NoticeRule, Rule};
use serde_json::json;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn reminders_stop_on_fetch_and_the_rest_expires() {
    told_until_the_end(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_on_postgresql_too() {
    told_until_the_end(Backend::Postgres).await;
}

/// Nine o'clock of the next working day.
fn morning() -> Micros {
    let today = deadline::day_in_vietnam(Clock::System.now());
    deadline::instant(Calendar::shipped().next_working_day(today), jiff::civil::time(9, 0, 0, 0))
}

async fn told_until_the_end(backend: Backend) {
    let arrived = morning();
    let clock = Clock::fixed(arrived);
    let house = House::open_at(backend, clock.clone(), |_| {}).await;
    let Notice { before_minutes, escalate_days, expire_days, warn_days, .. } = Notice::default();
    let rules = Rules {
        before_minutes: Some(before_minutes),
        overdue: true,
        escalate_days: Some(escalate_days),
        expire_days: Some(expire_days),
        warn_days,
    };
    let stages = reminder::stages(&rules, Calendar::shipped(), arrived, Urgency::Normal);
    let moment = |wanted: Stage| stages.iter().find(|(_, stage)| *stage == wanted).unwrap().0;
    let (keen, slow, sender, above) =
        ("keen@tayninh.example", "slow@tayninh.example", "sender@tayninh.example", "above@tayninh.example");
    house.move_office(SENDER, None, &[sender], false).await;
    house.move_office(OPEN, None, &[keen], false).await;
    house.move_office(ABOVE, None, &[above], false).await;
    house.move_below(DISCREET, ABOVE, slow).await;
    let (draft, deliveries) = house.send(1, &[OPEN, DISCREET]).await;
    house.relay.mails_for(keen, 1).await;
    house.relay.mails_for(slow, 1).await;

    clock.set(moment(Stage::Before));
    let reminded = house.relay.mails_for(slow, 2).await.remove(1);
    well_formed(&reminded, "Sắp hết hạn tiếp nhận", "is soon due");
    house.relay.mails_for(keen, 2).await;
    // One of the two fetches: nothing more is said to it.
    let whole =
        house.get(format!("{}/api/v1/deliveries/{}", house.province.api(), deliveries[0]), Some(house.agency(OPEN)));
    let digest: Value = serde_json::from_str(&whole.await.1).unwrap();
    let word = json!({ "sha256": digest["package"]["sha256"] }).to_string().into_bytes();
    let path = format!("/api/v1/deliveries/{}/fetched", deliveries[0]);
    let (status, said) = house.post(&path, house.agency(OPEN), word.clone()).await;
    assert!(status < 300, "{said}");

    clock.set(moment(Stage::Overdue));
    house.relay.mails_for(slow, 3).await;
    clock.set(moment(Stage::Escalation));
    let escalated = house.relay.mails_for(above, 1).await.remove(0);
    well_formed(&escalated, "chưa lấy về văn bản", "has not fetched document");
    assert!(escalated.header("subject").contains(&draft.code()), "{}", escalated.header("subject"));
    // The slow office does not want to hear of the end; the sender does.
    let rule = NoticeRule {
        by: operator(),
        agency: house.agency(DISCREET).organ_id.clone(),
        rule: Rule::Expiry,
        wanted: false,
    };
    house.app.exchange().change_notice(rule).await.unwrap();
    // The hub was away over the warning: only the end speaks.
    clock.set(moment(Stage::Expiry));
    let end = house.relay.mails_for(sender, 1).await.remove(0);
    well_formed(&end, "đã hết hạn chờ", "has expired");
    house.rest(0, 0).await;
    for (who, count) in [(keen, 2), (slow, 3), (above, 1), (sender, 1)] {
        let subjects: Vec<_> = house.relay.mails_for(who, count).await;
        assert_eq!(
            subjects.len(),
            count,
            "{who}: {:?}",
            subjects.iter().map(|mail| mail.header("subject").to_owned()).collect::<Vec<_>>()
        );
    }
    let url = |id: &str| format!("{}/api/v1/deliveries/{id}", house.province.api());
    let state = async |id: &str, who: usize| -> Value {
        serde_json::from_str::<Value>(&house.get(url(id), Some(house.agency(who))).await.1).unwrap()["state"].clone()
    };
    assert_eq!(state(&deliveries[0], OPEN).await, "fetched");
    assert_eq!(state(&deliveries[1], DISCREET).await, "expired");
    // Both sides' software hears of it.
    for (who, expired) in [(SENDER, 1), (DISCREET, 1), (OPEN, 0)] {
        let url = format!("{}/api/v1/events", house.province.api());
        let all: Value = serde_json::from_str(&house.get(url, Some(house.agency(who))).await.1).unwrap();
        let of = |one: &&Value| one["event"] == "expired" && one["delivery"] == json!(deliveries[1]);
        let count = all["items"].as_array().unwrap().iter().filter(of).count();
        assert_eq!(count, expired, "{who}: {all}");
    }
    // A word after the end is kept as a contradiction.
    let path = format!("/api/v1/deliveries/{}/fetched", deliveries[1]);
    let (status, late) = house.post(&path, house.agency(DISCREET), word).await;
    assert_eq!((status, &late["contradiction"]), (200, &Value::Bool(true)), "{late}");
    house.close().await;
}

/// The province, above all others.
const ABOVE: usize = 0;
