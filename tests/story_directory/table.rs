//! The directory out of a file and into one, by the command that an operator types, on both databases: what is written out
//! reads in as no change; a table that is bad anywhere changes nothing and tells every problem by row and column.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::house::House;
use crate::support::stores::Backend;

/// The exit code, and what it says to programs.
fn admin(house: &House, arguments: &[&str]) -> (i32, Value) {
    let config = house.province.config_file.to_str().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_lienthong"))
        .args(["admin", "-c", config, "--format", "json"])
        .args(arguments)
        .env_clear()
        .env("LANG", "vi_VN.UTF-8")
        .output()
        .unwrap();
    let said = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), said)
}

fn problems(said: &Value) -> Vec<(u64, String, String)> {
    let word = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    let all = said["problems"].as_array().unwrap();
    assert!(all.iter().all(|one| !word(one, "title").is_empty() && !word(one, "remedy").is_empty()));
    all.iter().map(|one| (one["row"].as_u64().unwrap(), word(one, "column"), word(one, "code"))).collect()
}

fn write(dir: &Path, name: &str, text: &str) -> String {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

async fn on(backend: Backend) {
    let house = House::open(backend).await;
    let dir = tempfile::tempdir().unwrap();
    let province = house.agency(0).organ_id.0.clone();
    for name in ["danh-ba.csv", "danh-ba.xlsx"] {
        let file = dir.path().join(name);
        let file = file.to_str().unwrap();
        let (code, said) = admin(&house, &["directory", "export", file]);
        let rows = said["rows"].as_u64().unwrap();
        assert!(code == 0 && rows >= 6, "{said}");
        let (code, said) = admin(&house, &["directory", "import", file]);
        assert_eq!((code, &said["leaf"], said["same"].as_u64()), (0, &Value::Null, Some(rows)), "{said}");
    }

    // Everything that is wrong, at once. Excel in Việt Nam parts by semicolons.
    let bad = format!(
        "\u{feff}organ_id;name;parent;level;mail;valid_from;valid_until;successor;màu\n\
         vxp.saas.03;Thử;{province};2;;;;;\n\
         H53.71;;H53.99;2;;;;;\n\
         H53.72;Sở A;{province};2;văn thư;2025-02-30;;;\n\
         H53.72;Sở A;{province};0;;;;;\n\
         H53.73;\"Sở \"\"B\"\"\nhai dòng\";H53.73;2;;;;;\n\
         H53.74;Sở C;{province};2;;;2025-07-01;H53.98;\n\
         H53.75;Sở D;{province};2;;;2025-07-01;H53.76;\n\
         H53.76;Sở Đ;{province};2;;;2025-07-01;H53.75;\n"
    );
    let bad = write(dir.path(), "bad.csv", &bad);
    let size = house.app.exchange().store().log_head().unwrap().size;
    let (code, said) = admin(&house, &["directory", "import", &bad]);
    let found = problems(&said);
    let expected = [
        (1, "9", "directory.header"),
        (2, "organ_id", "agency.organ_id_form"),
        (3, "name", "directory.value"),
        (3, "parent", "agency.parent_unknown"),
        (4, "mail", "directory.value"),
        (4, "valid_from", "directory.value"),
        (4, "level", "agency.level"),
        (5, "organ_id", "directory.twice"),
        (5, "level", "agency.level"),
        (6, "parent", "agency.parent_cycle"),
        (8, "successor", "agency.unknown"),
        (9, "successor", "agency.alias_cycle"),
        (10, "successor", "agency.alias_cycle"),
    ];
    for (row, column, code) in expected {
        assert!(found.contains(&(row, column.to_owned(), code.to_owned())), "{row} {column} {code}: {found:#?}");
    }
    assert_eq!((code, found.len()), (1, expected.len()), "{found:#?}");
    assert_eq!(house.app.exchange().store().log_head().unwrap().size, size, "nothing is written");

    // A good one: children before parents, a merger, a suspension; first dry, then as one leaf.
    let good = format!(
        "organ_id,name,parent,level,valid_from,valid_until,successor,suspended_from\n\
         H53.81.01,Phòng Một,H53.81,4,,,,\n\
         H53.81,Sở Tám Mốt,{province},3,2020-01-01,,,\n\
         H39,UBND tỉnh Long An,,1,2020-01-01,2025-07-01,{province},\n\
         H39.77,,,,,2025-07-01,H53.81,\n\
         H53.82,Sở Tám Hai,{province},2,,,,2025-07-02\n"
    );
    let good = write(dir.path(), "good.csv", &good);
    let (code, said) = admin(&house, &["directory", "import", &good, "--dry-run"]);
    assert_eq!((code, said["added"].as_u64(), &said["leaf"]), (0, Some(5), &Value::Null), "{said}");
    assert_eq!(house.app.exchange().store().log_head().unwrap().size, size, "a dry run writes nothing");
    let (code, said) = admin(&house, &["directory", "import", &good, "--reason", "danh bạ 2025"]);
    assert_eq!((code, said["leaf"].as_u64()), (0, Some(size)), "{said}");
    assert_eq!(house.app.exchange().store().log_head().unwrap().size, size + 1, "one leaf");
    let (code, said) = admin(&house, &["directory", "import", &good]);
    assert_eq!((code, said["same"].as_u64()), (0, Some(5)), "{said}");
    let (_, said) = admin(&house, &["agency", "show", "H39"]);
    assert_eq!(said["successor"], province);
    let (_, tree) = admin(&house, &["agency", "tree"]);
    assert!(tree["agencies"].to_string().contains("Phòng Một"));

    // And what was written out once more is the whole of it.
    let file = write(dir.path(), "whole.xlsx", "");
    assert_eq!(admin(&house, &["directory", "export", &file]).0, 0);
    let (code, said) = admin(&house, &["directory", "import", &file]);
    assert_eq!((code, said["added"].as_u64(), said["changed"].as_u64()), (0, Some(0), Some(0)), "{said}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_goes_out_and_in_on_sqlite() {
    on(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_goes_out_and_in_on_postgresql() {
    on(Backend::Postgres).await;
}
