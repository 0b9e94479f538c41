//! An account of another provider signs its owner in: a real provider of OpenID Connect (oidc-provider-mock, on Authlib), which
//! nobody here wrote.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use lienthong::clock::Clock;
use lienthong::config::Oidc;
use lienthong::domain::person::Role;
use reqwest::{Client, Response, redirect};

use super::pages::join;
use crate::support::house::{House, RECEIVER};
use crate::support::judges;
use crate::support::stores::Backend;

/// The provider, running.
struct Provider {
    child: Child,
    issuer: String,
}

impl Provider {
    async fn start(people: &[&str]) -> Self {
        // Free a moment ago; whoever takes it meanwhile makes the story fail, not pass.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = judges::python_module("oidc_provider_mock");
        command.args(["-p", &port.to_string()]);
        people.iter().for_each(|claims| {
            command.args(["--user-claims", claims]);
        });
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let started = Self { child, issuer: format!("http://127.0.0.1:{port}") };
        let (asker, deadline) =
            (Client::builder().no_proxy().build().unwrap(), Instant::now() + Duration::from_secs(60));
        let url = format!("{}/.well-known/openid-configuration", started.issuer);
        while asker.get(&url).send().await.is_err() {
            assert!(Instant::now() < deadline, "the provider does not start: make setup installs it");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        started
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser on its way through: both cookies, no redirect by itself.
struct Way<'h> {
    house: &'h House,
    client: Client,
}

impl<'h> Way<'h> {
    fn new(house: &'h House) -> Self {
        let client = Client::builder().no_proxy().redirect(redirect::Policy::none()).build().unwrap();
        Self { house, client }
    }

    /// To the provider: where it is, and this browser's cookie.
    async fn off(&self) -> (String, String) {
        let url = format!("{}/sign-in/province?next=%2Faccount", self.house.province.api());
        let answer = self.client.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 303);
        (location(&answer), cookie(&answer, "lienthong-province").unwrap())
    }

    /// At the provider, as `sub`: where it sends the browser back to.
    async fn at_provider(&self, url: &str, sub: &str) -> String {
        let form = format!("sub={sub}");
        let media = "application/x-www-form-urlencoded";
        let answer = self.client.post(url).header("content-type", media).body(form).send().await.unwrap();
        assert!(answer.status().is_redirection(), "{}", answer.text().await.unwrap());
        location(&answer)
    }

    async fn back(&self, url: &str, cookie: &str) -> Response {
        self.client.get(url).header("cookie", format!("lienthong-province={cookie}")).send().await.unwrap()
    }

    /// The whole way.
    async fn sign_in(&self, sub: &str) -> Response {
        let (url, cookie) = self.off().await;
        let back = self.at_provider(&url, sub).await;
        self.back(&back, &cookie).await
    }
}

fn location(answer: &Response) -> String {
    answer.headers()["location"].to_str().unwrap().to_owned()
}

fn cookie(answer: &Response, name: &str) -> Option<String> {
    let set = answer.headers().get_all("set-cookie").iter().filter_map(|set| set.to_str().ok());
    let mut values = set.filter_map(|set| set.strip_prefix(name)?.strip_prefix('=')?.split(';').next());
    values.find(|value| !value.is_empty()).map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_the_province_signs_in_once_it_was_invited() {
    let provider = Provider::start(&[
        r#"{"sub":"an","email":"An@xa.test","email_verified":true}"#,
        r#"{"sub":"la","email":"la@xa.test","email_verified":true}"#,
        r#"{"sub":"khac","email":"an@xa.test","email_verified":true}"#,
        r#"{"sub":"chua","email":"binh@xa.test","email_verified":false}"#,
    ])
    .await;
    let issuer = provider.issuer.clone();
    let house = House::open_at(Backend::Sqlite, Clock::System, move |config, province| {
        let secret = province.dir.join("oidc.secret");
        std::fs::write(&secret, "lời thề & dấu=cách").unwrap();
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).unwrap();
        config.console.oidc = Some(Oidc {
            issuer,
            client_id: "lienthong".to_owned(),
            client_secret_file: Some(secret),
            private_hosts: vec!["127.0.0.1".to_owned()],
        });
    })
    .await;
    join(&house, "an@xa.test", "An", Role::Clerk, Some(RECEIVER)).await;
    join(&house, "binh@xa.test", "Bình", Role::Clerk, Some(RECEIVER)).await;
    let way = Way::new(&house);

    let open = way.sign_in("an").await;
    assert_eq!(open.status(), 303, "the provider vouches for whom it knows");
    assert_eq!(location(&open), "/account");
    let session = cookie(&open, "lienthong").unwrap();
    let account =
        way.client.get(format!("{}/account", house.province.api())).header("cookie", format!("lienthong={session}"));
    assert_eq!(account.send().await.unwrap().status(), 200);

    // Who was not invited, whose address is not verified, and another account with an address that is taken.
    for sub in ["la", "chua", "khac"] {
        let refused = way.sign_in(sub).await;
        assert_eq!(refused.status(), 422, "{sub}");
        assert!(cookie(&refused, "lienthong").is_none());
        assert!(refused.text().await.unwrap().contains("chưa được mời vào trục"), "{sub}");
    }
    // The way back belongs to the browser that began it, and is walked once.
    let (url, mine) = way.off().await;
    let (_, other) = way.off().await;
    let back = way.at_provider(&url, "an").await;
    assert!(way.back(&back, &other).await.text().await.unwrap().contains("đã quá giờ"));
    assert_eq!(way.back(&back, &mine).await.status(), 303);
    assert!(way.back(&back, &mine).await.text().await.unwrap().contains("chưa xác nhận được"), "the code was used");
    // A disabled account is not known there either.
    let id = house.app.store().proofs_by_mail("an@xa.test").unwrap().unwrap().person.id;
    let by = lienthong::exchange::Administrator::cli(lienthong::store::change::Actor {
        name: "cli:test".to_owned(),
        reason: String::new(),
    });
    house.app.exchange().disable_person(&by, id, true).await.unwrap();
    assert_eq!(way.sign_in("an").await.status(), 422);
    house.close().await;
}
