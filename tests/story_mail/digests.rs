//! An office that wants one mail for all that arrived: when it gets it, what stands in it, what is told at once all the
//! same, and that nothing is lost when it changes its mind. Time is a value; worker, relay and database are the real ones.

use lienthong::clock::Clock;
use lienthong::domain::calendar::Calendar;
use lienthong::domain::deadline;
use lienthong::domain::digest::Times;
use lienthong::domain::ids::Micros;
use lienthong::store::change::{NoticeRule, Rule};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_office_gets_one_mail_for_all_that_arrived() {
    gathered(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_mail_on_postgresql_too() {
    gathered(Backend::Postgres).await;
}

async fn gathered(backend: Backend) {
    let today = deadline::day_in_vietnam(Clock::System.now());
    let day = Calendar::shipped().next_working_day(today);
    let at = |day, hour| deadline::instant(day, jiff::civil::time(hour, 0, 0, 0));
    let clock = Clock::fixed(at(day, 8));
    let house = House::open_at(backend, clock.clone(), |_| {}).await;
    let office = "noivu@tayninh.example";
    house.move_office(OPEN, Some(LONG_NAME), &[office], true).await;
    let agency = house.agency(OPEN).organ_id.clone();
    // Only what arrives is looked at here.
    for rule in [Rule::Reminder, Rule::Expiry] {
        let rule = NoticeRule { by: operator(), agency: agency.clone(), rule, wanted: false };
        house.app.exchange().change_notice(rule).await.unwrap();
    }
    let (first, _) = house.send(1, &[OPEN]).await;
    assert!(house.relay.mails_for(office, 1).await[0].header("subject").contains(&first.code()));

    let times = |text: &str| Some(Times::parse(text).unwrap());
    house.app.exchange().change_digest(operator(), agency.clone(), times("10:00,15:00")).await.unwrap();
    let (second, links) = house.send(2, &[OPEN, DISCREET]).await;
    let (third, withdrawn) = house.send(3, &[OPEN]).await;
    let (urgent, _) = house.send_of(4, &[OPEN], Some(3)).await;
    house.take_back(&withdrawn[0]).await;
    let told = house.relay.mails_for(office, 2).await.remove(1);
    assert!(told.header("subject").contains(&urgent.code()), "hỏa tốc is told at once: {}", told.header("subject"));

    clock.set(at(day, 10));
    let digest = house.relay.mails_for(office, 3).await.remove(2);
    well_formed(&digest, "1 văn bản mới trong hộp thư đến", "1 new document in your inbox");
    let link = format!("{}/d/{}", house.province.api(), links[0]);
    for words in [second.code().as_str(), "còn 3 ngày", "in 3 days", &link, SUBJECT, &house.agency(SENDER).name] {
        assert!(unwrapped(&digest.text).contains(words), "{words}: {}", digest.text);
        assert!(digest.html.contains(words), "{words}: {}", digest.html);
    }
    let lying = "Ngoài ra còn 2 văn bản đến trước đó chưa được lấy về.";
    assert!(unwrapped(&digest.text).contains(lying) && digest.html.contains(lying), "{}", digest.text);
    for others in [&first, &third, &urgent] {
        assert!(!digest.text.contains(&others.code()), "{}: {}", others.code(), digest.text);
    }

    // Nothing new at three: no mail. What came after it is told on the next working morning, with the others.
    clock.set(at(day, 15));
    house.rest(0, 0).await;
    let (fourth, _) = house.send(5, &[OPEN]).await;
    clock.set(at(day, 20));
    let (fifth, _) = house.send(6, &[OPEN]).await;
    let next = Calendar::shipped().next_working_day(day);
    clock.set(Micros(at(next, 10).0 + 1));
    let digest = house.relay.mails_for(office, 4).await.remove(3);
    well_formed(&digest, "2 văn bản mới trong hộp thư đến", "2 new documents in your inbox");
    assert!(digest.text.find(&fourth.code()) < digest.text.find(&fifth.code()), "{}", digest.text);

    // It changes its mind: what waits is told now, and what comes then at once.
    let (sixth, _) = house.send(7, &[OPEN]).await;
    house.rest(0, 0).await;
    house.app.exchange().change_digest(operator(), agency.clone(), None).await.unwrap();
    let last = house.relay.mails_for(office, 5).await.remove(4);
    assert!(last.text.contains(&sixth.code()), "{}", last.text);
    let store = house.store().clone();
    until("no digests any more", async || store.due_digests(Micros(i64::MAX), 10).unwrap().is_empty()).await;
    let (seventh, _) = house.send(8, &[OPEN]).await;
    let mails = house.relay.mails_for(office, 6).await;
    assert!(mails[5].header("subject").contains(&seventh.code()), "{}", mails[5].header("subject"));
    house.rest(0, 0).await;
    assert_eq!(house.relay.mails_for(office, 6).await.len(), 6, "each was told once");
    house.close().await;
}
