//! The seals of agencies that change: the old one ends with its agency, the successor's signs under the old code, and two
//! count at once while one follows the other.

use lienthong::cli::demo::packages::Kind;
use lienthong::domain::ids::Micros;
use lienthong::store::change::{Actor, AgencyAct};

use crate::support::house::{House, OTHER, RECEIVER, SENDER};
use crate::support::stores::Backend;

fn actor() -> Actor {
    Actor { name: "quản trị".to_owned(), reason: "sáp nhập".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_seal_no_longer_signs_and_the_old_inbox_is_the_successors() {
    let mut house = House::open(Backend::Sqlite).await;
    let (_, _, deliveries) = house.send(1, &[RECEIVER]).await;
    let (old, new) = (house.agency(SENDER).organ_id.clone(), house.agency(OTHER).organ_id.clone());
    let receiver = house.agency(RECEIVER).organ_id.clone();
    let from = house.clock.now();
    let merge = AgencyAct::Merge { old: vec![old.clone(), receiver], successor: new.clone(), from };
    house.app.exchange().change_agency(actor(), merge).await.unwrap();

    let (_, package) = house.package(Kind::AsicE, 2, &[4 + 1]);
    house.submit(SENDER, &package).await.problem(422, "binding.expired");
    // What the receiver had is the successor's: in its inbox, to be fetched.
    let path = format!("/api/v1/deliveries/{}", deliveries[0]);
    let line = crate::support::house::answer(house.get(&path, OTHER)).await.expect(200).json();
    assert_eq!(line["to"]["organ_id"], house.agency(RECEIVER).organ_id.0);
    crate::support::house::answer(house.get(&format!("{path}/package"), OTHER)).await.expect(200);
    // The successor signs with its own seal under the old code.
    house.province.agencies[SENDER].signer = house.agency(OTHER).signer.clone();
    let (_, package) = house.package(Kind::AsicE, 3, &[4 + 1]);
    let taken = house.submit(OTHER, &package).await.expect(201).json();
    assert_eq!(taken["document"]["from"]["organ_id"], new.0);
    assert!(house.clock.now() > Micros(0));
    house.close().await;
}
