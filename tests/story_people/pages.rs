//! The same over HTTP, as a browser without JavaScript does it: forms, one cookie, redirects.

use lienthong::clock::Clock;
use lienthong::crypto::totp;
use lienthong::domain::person::{Role, totp_step};
use lienthong::exchange::{Administrator, NewInvitation};
use lienthong::store::change::Actor;
use lienthong::store::people::Post;
use reqwest::{Client, Method};

use crate::support::house::{Answer, House, RECEIVER, SENDER, answer};
use crate::support::stores::Backend;

const PASSWORD: &str = "mưa rào tháng bảy";

/// A browser: it follows nothing by itself, and keeps one cookie.
struct Browser<'h> {
    house: &'h House,
    client: Client,
    cookie: Option<String>,
}

impl<'h> Browser<'h> {
    fn new(house: &'h House) -> Self {
        let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { house, client, cookie: None }
    }

    async fn ask(&mut self, method: Method, path: &str, form: Option<&[(&str, &str)]>) -> Answer {
        let origin = self.house.province.api().to_owned();
        let mut request = self.client.request(method, format!("{origin}{path}")).header("accept", "text/html");
        if let Some(form) = form {
            let form: String = form.iter().map(|(key, value)| format!("{key}={}&", encoded(value))).collect();
            request = request.header("origin", &origin).body(form);
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", format!("lienthong={cookie}"));
        }
        let answer = answer(request).await;
        let set = answer.headers.get_all("set-cookie").iter().filter_map(|set| set.to_str().ok());
        for set in set.filter_map(|set| set.strip_prefix("lienthong=")) {
            assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"), "{set}");
            let value = set.split(';').next().unwrap_or_default();
            self.cookie = (!value.is_empty()).then(|| value.to_owned());
        }
        answer
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    /// Fills in a form, with the token of the page where it stands.
    async fn post(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let text = self.get(page).await.text();
        let token = text.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let mut form = fields.to_vec();
        let token = token.map(str::to_owned);
        form.extend(token.as_deref().map(|token| ("csrf", token)));
        self.ask(Method::POST, path, Some(&form)).await
    }

    async fn sign_in(&mut self, mail: &str, password: &str, next: &str) -> Answer {
        self.ask(Method::POST, "/sign-in", Some(&[("mail", mail), ("password", password), ("next", next)])).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

pub(super) async fn join(house: &House, mail: &str, name: &str, role: Role, number: Option<usize>) {
    let by = Administrator::cli(Actor { name: "cli:test".to_owned(), reason: String::new() });
    let post = Post { agency: number.map(|number| house.agency(number).organ_id.clone()), role };
    let new = NewInvitation { mail: mail.to_owned(), name: name.to_owned(), post };
    let token = house.app.exchange().invite(&by, new).await.unwrap().token;
    let mut browser = Browser::new(house);
    let path = format!("/invitation/{token}");
    let page = browser.get(&path).await.expect(200).text();
    let first = name.split('<').next().unwrap_or_default();
    assert!(page.contains(mail) && page.contains(first) && !page.contains("<b>"), "{page}");
    let differs = browser.ask(Method::POST, &path, Some(&[("password", PASSWORD), ("again", "khác")])).await;
    assert!(differs.expect(422).text().contains("không giống nhau"));
    let short = browser.ask(Method::POST, &path, Some(&[("password", "ngắn"), ("again", "ngắn")])).await;
    assert!(short.expect(422).text().contains("quá ngắn"));
    let taken = browser.ask(Method::POST, &path, Some(&[("password", PASSWORD), ("again", PASSWORD)])).await;
    assert_eq!(taken.expect(303).header("location"), "/sign-in?joined");
    assert!(browser.get(&path).await.expect(410).text().contains("đã được dùng"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_signs_in_without_javascript() {
    // It stands still: waits are to the second.
    let clock = Clock::fixed(Clock::System.now());
    let house = House::open_at(Backend::Sqlite, clock.clone(), |_, _| {}).await;
    let mail = "tamlm@dongthanh.test";
    join(&house, mail, "Lê <b>Minh</b> Tâm", Role::Clerk, Some(RECEIVER)).await;
    let mut browser = Browser::new(&house);
    // Whoever wants a page is asked who they are, and gets there afterwards; nowhere else.
    let asked = browser.get("/account").await.expect(303);
    assert_eq!(asked.header("location"), "/sign-in?next=%2Faccount");
    let wrong = browser.sign_in(mail, "không phải nó đâu", "/account").await.expect(422);
    let text = wrong.text();
    assert!(
        text.contains("Thư điện tử hoặc mật khẩu không đúng") && text.contains(mail) && !text.contains("không phải nó")
    );
    let wait = browser.sign_in(mail, PASSWORD, "/account").await.expect(429);
    assert_eq!(wait.header("retry-after"), "2");
    clock.set(clock.now().plus_seconds(5));
    let open = browser.sign_in(mail, PASSWORD, "https://evil.example/").await.expect(303);
    assert_eq!(open.header("location"), "/");
    let first = browser.cookie.clone().unwrap();
    let account = browser.get("/account").await.expect(200).text();
    assert!(account.contains("Lê &#60;b&#62;Minh&#60;/b&#62; Tâm") && account.contains("phiên này"), "{account}");
    // Signing in again renews the session: the token of before opens nothing.
    let again = browser.sign_in(mail, PASSWORD, "/account").await.expect(303);
    assert_eq!(again.header("location"), "/account");
    assert_ne!(browser.cookie.as_deref(), Some(first.as_str()));
    let mut thief = Browser { cookie: Some(first), ..Browser::new(&house) };
    thief.get("/account").await.expect(303);

    // A form of another page, or of another session, changes nothing.
    let form = [("lang", "en"), ("theme", "dark"), ("density", "compact")];
    browser.ask(Method::POST, "/account/look", Some(&form)).await.expect(403);
    let saved = browser.post("/account", "/account/look", &form).await.expect(303);
    assert_eq!(saved.header("location"), "/lang/en?next=%2Faccount");
    let account = browser.get("/account").await.text();
    assert!(account.contains("data-theme=\"dark\" data-density=\"compact\"") && account.contains("lang=\"en\""));
    assert!(!account.contains("data-keys"), "an unticked box is a no");

    // A second factor of one's own accord, and the next sign-in asks for it.
    browser.post("/account", "/account/totp", &[("password", "sai")]).await.expect(422);
    clock.set(clock.now().plus_seconds(5));
    let offered = browser.post("/account", "/account/totp", &[("password", PASSWORD)]).await.expect(303);
    assert_eq!(offered.header("location"), "/account/totp");
    assert!(browser.get("/account/totp").await.text().contains("<svg class=\"qr\""));
    let secret = house.app.store().proofs_by_mail(mail).unwrap().unwrap().totp_new.unwrap();
    let now = || totp::code(&secret, totp_step(clock.now())).unwrap();
    browser.post("/account/totp", "/account/totp/confirm", &[("code", "000000")]).await.expect(422);
    let codes = browser.post("/account/totp", "/account/totp/confirm", &[("code", &now())]).await.expect(200).text();
    assert_eq!(codes.matches("<li>").count() - codes.matches("<li><a").count(), 10, "{codes}");
    browser.post("/account", "/sign-out", &[]).await.expect(303);
    browser.get("/account").await.expect(303);
    assert_eq!(
        browser.sign_in(mail, PASSWORD, "/account").await.expect(303).header("location"),
        "/sign-in/code?next=%2Faccount"
    );
    browser.get("/account").await.expect(303);
    clock.set(clock.now().plus_seconds(60));
    let code = now();
    let field = [("code", code.as_str()), ("next", "/account")];
    assert_eq!(
        browser.ask(Method::POST, "/sign-in/code", Some(&field)).await.expect(303).header("location"),
        "/account"
    );
    browser.get("/account").await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_runs_the_agencys_people_and_nobody_elses() {
    let house = House::open(Backend::Sqlite).await;
    join(&house, "quantri@so.test", "Quản Trị", Role::AgencyAdmin, Some(SENDER)).await;
    join(&house, "khac@xa.test", "Người Khác", Role::Clerk, Some(RECEIVER)).await;
    let mut browser = Browser::new(&house);
    // Whoever lets others in sets a second factor up before anything else.
    let set_up = browser.sign_in("quantri@so.test", PASSWORD, "/agency/people").await.expect(303);
    assert_eq!(set_up.header("location"), "/sign-in/set-up?next=%2Fagency%2Fpeople");
    browser.get("/agency/people").await.expect(303);
    assert!(browser.get("/sign-in/set-up").await.expect(200).text().contains("<svg class=\"qr\""));
    let secret = house.app.store().proofs_by_mail("quantri@so.test").unwrap().unwrap().totp_new.unwrap();
    let code = totp::code(&secret, totp_step(house.clock.now())).unwrap();
    let wrong = browser.ask(Method::POST, "/sign-in/set-up", Some(&[("code", "123")])).await;
    assert!(wrong.expect(422).text().contains("<svg class=\"qr\""));
    browser.ask(Method::POST, "/sign-in/set-up", Some(&[("code", &code)])).await.expect(200);

    let people = browser.get("/agency/people").await.expect(200).text();
    assert!(people.contains("quantri@so.test") && !people.contains("khac@xa.test"));
    let new = [("name", "Trần Thị Bình"), ("mail", "binh@so.test"), ("role", "clerk")];
    let made = browser.post("/agency/people", "/agency/people/invite", &new).await.expect(200).text();
    let link = made.split("/invitation/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(made.contains("binh@so.test"), "it waits in the list");
    let password = [("password", PASSWORD), ("again", PASSWORD)];
    Browser::new(&house).ask(Method::POST, &format!("/invitation/{link}"), Some(&password)).await.expect(303);
    for role in ["operator", "no-such-role"] {
        let bad = [("name", "Trần Thị Bình"), ("mail", "b@so.test"), ("role", role)];
        browser.post("/agency/people", "/agency/people/invite", &bad).await.expect(422);
    }
    // Another agency's people are not there, whatever the form says of the agency.
    let id = |mail: &str| house.app.store().proofs_by_mail(mail).unwrap().unwrap().person.id.to_string();
    let (binh, foreign) = (id("binh@so.test"), id("khac@xa.test"));
    let receiver = house.agency(RECEIVER).organ_id.0.clone();
    let act = |person: &str, act: &str, role: &str| {
        [
            ("person", person.to_owned()),
            ("act", act.to_owned()),
            ("role", role.to_owned()),
            ("agency", receiver.clone()),
        ]
    };
    for what in ["grant", "withdraw", "disable", "reset", "reset-totp"] {
        let form = act(&foreign, what, "clerk");
        let form: Vec<(&str, &str)> = form.iter().map(|(key, value)| (*key, value.as_str())).collect();
        browser.post("/agency/people", "/agency/people/act", &form).await.expect(404);
    }
    let ask = browser.get(&format!("/agency/people/act?act=disable&person={foreign}&agency={receiver}")).await;
    ask.expect(404);
    browser.get("/hub/people").await.expect(403);

    let mut clerk = Browser::new(&house);
    clerk.sign_in("binh@so.test", PASSWORD, "/").await.expect(303);
    clerk.get("/account").await.expect(200);
    clerk.get("/agency/people").await.expect(403);
    let ask = browser.get(&format!("/agency/people/act?act=disable&person={binh}")).await.expect(200).text();
    assert!(ask.contains("Khóa tài khoản của Trần Thị Bình?"));
    let form = act(&binh, "disable", "");
    let form: Vec<(&str, &str)> = form.iter().map(|(key, value)| (*key, value.as_str())).collect();
    browser.post("/agency/people", "/agency/people/act", &form).await.expect(303);
    clerk.get("/account").await.expect(303);
    // Both languages, and nothing of it without a word.
    for path in ["/sign-in", "/sign-in/forgot", "/sign-in/code", "/account", "/agency/people"] {
        let mut reader = Browser {
            cookie: browser.cookie.clone().filter(|_| !path.starts_with("/sign-in")),
            ..Browser::new(&house)
        };
        let page = reader.get(path).await.expect(200).text();
        for area in ["sign-in-", "account-", "people-", "totp-", "codes-", "forgot-"] {
            assert!(!page.contains(&format!(">{area}")), "{path}: {page}");
        }
    }
    house.close().await;
}
