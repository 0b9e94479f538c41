//! The settings, the example, the page and the refusals.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::codes;

const EXAMPLE: &str = include_str!("../../lienthong.toml.example");
const PAGE: &str = include_str!("../../docs/operating/configure.md");

/// Every setting with a value: no `..`, so a new field does not compile until it stands here.
fn full() -> Config {
    Config {
        server: Server {
            listen: loopback(1),
            public_url: "https://hub.example".to_owned(),
            tls: Some(Tls { cert: "c".into(), key: "k".into() }),
        },
        ops: Ops { listen: loopback(2), token_file: Some("t".into()) },
        store: Store { url: "postgres://hub@db/hub".to_owned(), password_file: Some("p".into()), objects: "o".into() },
        log: Log {
            origin: Some("hub.example/log".to_owned()),
            key_file: "k".into(),
            high_water_file: "h".into(),
            public: LogPublic::Entries,
        },
        seal: Some(Seal { key_file: "k".into(), certificate_file: "c".into(), policy: Some("urn:p".to_owned()) }),
        trust: Trust {
            seals: vec![Anchor { file: "s".into(), revocation: Revocation::IfPublished }],
            tsa: vec![Anchor { file: "t".into(), revocation: Revocation::None }],
            tsa_policies: vec!["1.2.3".to_owned()],
            ocsp: vec![Anchor { file: "o".into(), revocation: Revocation::None }],
        },
        egress: Egress {
            enabled: false,
            hosts: vec!["ocsp.example".to_owned()],
            private_hosts: vec!["ocsp.inside".to_owned()],
            timeout_s: 1,
        },
        webhooks: Webhooks {
            hosts: vec!["qlvb.example".to_owned()],
            private_hosts: vec!["qlvb.inside".to_owned()],
            timeout_s: 1,
            retry_first_s: 1,
            retry_longest_s: 1,
            retry_tries: 1,
        },
        limits: Limits {
            package_bytes: 1,
            upload_deadline_s: 1,
            uploads_per_system: 1,
            verifications: Some(1),
            min_free_bytes: 1,
            signing_minutes: 1,
        },
        mail: Mail {
            enabled: true,
            host: "h".to_owned(),
            port: 1,
            starttls: StartTls::On,
            user: Some("u".to_owned()),
            password_file: Some("p".into()),
            operator: Some("quantri@tayninh.example".to_owned()),
            from: Some("f@h".to_owned()),
            ca_file: Some("c".into()),
            helo: Some("h".to_owned()),
            retry_first_s: 1,
            retry_longest_s: 1,
            retry_tries: 1,
        },
        notice: Notice {
            before_minutes: 1,
            overdue: false,
            escalate_days: 2,
            expire_days: 3,
            expire_urgent_days: 4,
            warn_days: 5,
        },
        policy: Policy {
            accept_legacy: true,
            accept_unknown_revocation: true,
            accept_unsigned_status: false,
            pdf: PdfPolicy::Require,
            recalled_content: RecalledContent::Archive,
            receiver_types: ReceiverTypes { add: "2".to_owned(), remove: "3".to_owned() },
            sandbox_organ_ids: true,
            keep_refused_days: 1,
            urgency: vec![Urgency::VeryUrgent],
            priority_tables: vec![PriorityTable {
                agencies: vec!["*.G22".to_owned()],
                urgency: vec![Urgency::Normal, Urgency::VeryUrgent],
            }],
        },
        console: Console {
            content_listen: Some(([127, 0, 0, 1], 8081).into()),
            content_url: Some("https://tep.example".to_owned()),
            oidc: Some(Oidc {
                issuer: "https://id.example".to_owned(),
                client_id: "hub".to_owned(),
                client_secret_file: Some("s".into()),
                private_hosts: vec!["id.example".to_owned()],
            }),
            agent_url: "http://127.0.0.1:9464".to_owned(),
            idle_minutes: 1,
            absolute_hours: 1,
            totp: TotpPolicy::Required,
            trusted_proxies: vec![Ipv4Addr::LOCALHOST.into()],
        },
        telemetry: Telemetry { format: LogFormat::Json, filter: "warn".to_owned() },
    }
}

/// `section.key` → the value as TOML writes it.
fn flat(config: &Config) -> BTreeMap<String, String> {
    fn walk(prefix: &str, value: &toml::Value, out: &mut BTreeMap<String, String>) {
        match value {
            toml::Value::Table(table) => {
                for (key, inner) in table {
                    let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                    walk(&name, inner, out);
                }
            }
            // A list shows itself and the fields of its tables.
            toml::Value::Array(items) => {
                out.insert(prefix.to_owned(), value.to_string());
                items.iter().filter(|item| item.is_table()).for_each(|item| walk(prefix, item, out));
            }
            plain => {
                out.insert(prefix.to_owned(), plain.to_string());
            }
        }
    }
    let mut out = BTreeMap::new();
    walk("", &toml::Value::try_from(config).unwrap(), &mut out);
    out
}

#[test]
fn an_empty_file_is_the_defaults() {
    let folder = Path::new("/etc/lienthong");
    let config = Config::parse("", folder).unwrap();
    assert_eq!(config, Config::in_folder(folder));
    assert_eq!(config.store.url, "sqlite:/etc/lienthong/lienthong.db");
    assert_eq!(config.log.key_file, folder.join("log.key"));
    assert_eq!(config.log_origin(), "127.0.0.1:8080/log");
}

#[test]
fn the_example_holds_the_defaults_and_every_key() {
    let parsed: Config = toml::from_str(EXAMPLE).unwrap();
    assert_eq!(parsed, Config::default(), "what stands uncommented in lienthong.toml.example is the default");

    // With the commented settings taken in and the empty list out, every key is there.
    let all: String = EXAMPLE
        .lines()
        .filter(|line| *line != "seals = []")
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.starts_with('[') || rest.split_once(" = ").is_some_and(|(key, _)| is_key(key)) => rest,
            _ => line,
        })
        .flat_map(|line| [line, "\n"])
        .collect();
    let shown: Config = toml::from_str(&all).unwrap();
    let (shown, known) = (flat(&shown), flat(&full()));
    assert_eq!(shown.keys().collect::<Vec<_>>(), known.keys().collect::<Vec<_>>(), "lienthong.toml.example");
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

#[test]
fn the_page_holds_the_defaults_and_every_key() {
    let page: BTreeMap<String, String> = PAGE
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
            let setting = cells.next()?.trim_end_matches('`');
            Some((setting.to_owned(), cells.next()?.trim_matches('`').to_owned()))
        })
        .collect();
    assert_eq!(page.keys().collect::<Vec<_>>(), flat(&full()).keys().collect::<Vec<_>>(), "configure.md");
    let defaults = flat(&Config::default());
    for (setting, shown) in &page {
        let expected = match (setting.as_str(), defaults.get(setting)) {
            ("trust.seals.revocation" | "trust.tsa.revocation" | "trust.ocsp.revocation", None) => "\"required\"",
            (_, Some(value)) => value,
            (_, None) => "–",
        };
        assert_eq!(shown, expected, "{setting} in configure.md");
    }
}

#[test]
fn the_full_file_survives_writing_and_reading() {
    let text = toml::to_string(&full()).unwrap();
    assert_eq!(toml::from_str::<Config>(&text).unwrap(), full());
}

#[test]
fn what_cannot_work_is_refused_with_its_code() {
    for (text, code) in [
        ("[server", codes::CONFIG_SYNTAX),
        ("[server]\nlisten = 8080", codes::CONFIG_SYNTAX),
        ("[log]\npublic = \"all\"", codes::CONFIG_SYNTAX),
        ("[sever]", codes::CONFIG_UNKNOWN_KEY),
        ("[server]\nlistn = \"127.0.0.1:1\"", codes::CONFIG_UNKNOWN_KEY),
        ("[mail]\npassword = \"x\"", codes::CONFIG_UNKNOWN_KEY),
        ("[[trust.seals]]\nfile = \"a\"\nrevoked = \"none\"", codes::CONFIG_UNKNOWN_KEY),
        ("[server]\npublic_url = \"hub\"", codes::CONFIG_INVALID_VALUE),
        ("[server]\npublic_url = \"https://hub/\"", codes::CONFIG_INVALID_VALUE),
        ("[server]\npublic_url = \"https://a:b@hub\"", codes::CONFIG_INVALID_VALUE),
        ("[store]\nurl = \"mysql://x\"", codes::CONFIG_INVALID_VALUE),
        ("[store]\nurl = \"sqlite:\"", codes::CONFIG_INVALID_VALUE),
        ("[store]\npassword_file = \"p\"", codes::CONFIG_INVALID_VALUE),
        ("[limits]\nuploads_per_system = 0", codes::CONFIG_INVALID_VALUE),
        ("[limits]\nsigning_minutes = 0", codes::CONFIG_INVALID_VALUE),
        ("[limits]\nsigning_minutes = 721", codes::CONFIG_INVALID_VALUE),
        ("[log]\norigin = \"a b\"", codes::CONFIG_INVALID_VALUE),
        ("[mail]\nretry_tries = 0", codes::CONFIG_INVALID_VALUE),
        ("[policy]\nurgency = [\"hỏa tốc\"]", codes::CONFIG_SYNTAX),
        ("[[policy.priority_tables]]\nagencies = [\"*\"]\nurgency = [\"normal\"]", codes::CONFIG_INVALID_VALUE),
        (
            "[policy]\nurgency = [\"normal\"]\n[[policy.priority_tables]]\nagencies = [\"A\"]\nurgency = [\"urgent\"]",
            codes::CONFIG_INVALID_VALUE,
        ),
        ("[ops]\nlisten = \"0.0.0.0:9464\"", codes::CONFIG_OPS_EXPOSED),
        ("[store]\nurl = \"postgres://hub:pw@db/hub\"", codes::CONFIG_SECRET_INLINE),
        ("[store]\nurl = \"postgres://hub@db/hub?sslmode=require&password=pw\"", codes::CONFIG_SECRET_INLINE),
        ("[mail]\nenabled = true", codes::CONFIG_MISSING_VALUE),
        ("[mail]\nuser = \"u\"", codes::CONFIG_MISSING_VALUE),
        (
            "[mail]\nenabled = true\nfrom = \"a@b\"\nhost = \"relay\"\nstarttls = \"on\"\nuser = \"u\"\npassword_file = \"p\"",
            codes::CONFIG_MAIL_PASSWORD_EXPOSED,
        ),
    ] {
        match Config::parse(text, Path::new("")) {
            Ok(_) => panic!("taken: {text}"),
            Err(error) => assert_eq!(error.code(), code, "{text}: {error}"),
        }
    }
}

#[test]
fn what_can_work_is_taken() {
    for text in [
        "[ops]\nlisten = \"0.0.0.0:9464\"\ntoken_file = \"t\"",
        "[ops]\nlisten = \"[::1]:9464\"",
        "[store]\nurl = \"postgres:///hub?host=/run/postgresql\"",
        "[store]\nurl = \"postgres://hub@[::1]:5432/hub\"",
        "[mail]\nenabled = true\nfrom = \"a@b\"\nhost = \"127.0.0.1\"\nstarttls = \"off\"\nuser = \"u\"\npassword_file = \"p\"",
    ] {
        assert!(Config::parse(text, Path::new("")).is_ok(), "{text}");
    }
}

#[test]
fn an_error_names_its_place_and_never_the_value() {
    let error = Config::parse("[mail]\nport = 25\nport2 = \"geheim\"", Path::new("")).unwrap_err();
    assert!(error.to_string().starts_with("line 3: unknown field `port2`"), "{error}");
    assert!(!format!("{error} {error:?}").contains("geheim"));
    let error = Config::parse("[store]\nurl = \"postgres://hub:geheim@db/hub\"", Path::new("")).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("geheim"));
}

#[test]
fn the_password_enters_the_database_url_encoded() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("pw"), "a&b =ế\n").unwrap();
    let text = "[store]\nurl = \"postgres://hub@db/hub?sslmode=require\"\npassword_file = \"pw\"";
    let url = Config::parse(text, folder.path()).unwrap().database_url().unwrap();
    assert_eq!(url.expose(), "postgres://hub@db/hub?sslmode=require&password=a%26b%20%3D%E1%BA%BF");
    assert_eq!(format!("{url:?}"), "Secret(…)");

    std::fs::write(folder.path().join("pw"), "\n").unwrap();
    let config = Config::parse(text, folder.path()).unwrap();
    assert_eq!(config.database_url().unwrap_err().code(), codes::CONFIG_SECRET_EMPTY);
    std::fs::remove_file(folder.path().join("pw")).unwrap();
    assert_eq!(config.database_url().unwrap_err().code(), codes::CONFIG_SECRET_UNREADABLE);
    assert_eq!(Config::load(&folder.path().join("absent")).unwrap_err().code(), codes::CONFIG_UNREADABLE);
}
