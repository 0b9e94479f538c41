//! Somebody who sits at the console: a person with a role, a session, and the forms' token.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use lienthong::crypto;
use lienthong::domain::ids::{Digest, OrganId, PersonId};
use lienthong::domain::person::Role;
use lienthong::exchange::{Administrator, NewInvitation};
use lienthong::i18n::Lang;
use lienthong::store::change::Actor;
use lienthong::store::people::Post;
use lienthong::store::sessions::{NewSession, SessionId, Stage};
use reqwest::{Client, Method, RequestBuilder};

use super::house::{Answer, House, answer};

/// A person with an open session.
pub struct Visitor {
    pub person: PersonId,
    api: String,
    pub cookie: String,
    /// What every form of theirs carries.
    pub csrf: String,
    client: Client,
}

impl Visitor {
    /// Someone with that role at that agency, or at the hub.
    pub async fn at(house: &House, agency: Option<&OrganId>, role: Role) -> Self {
        let exchange = house.app.exchange();
        let cli = Administrator::cli(Actor { name: "cli:test".to_owned(), reason: String::new() });
        let mail = format!("{}@v.example", uuid::Uuid::now_v7().simple());
        let post = Post { agency: agency.cloned(), role };
        let new = NewInvitation { mail, name: "Nguyễn Văn An".to_owned(), post };
        let token = exchange.invite(&cli, new).await.unwrap().token;
        let person = exchange.join(&token, Some(PASSWORD), Lang::Vi).await.unwrap().person;
        let (token, csrf) = (format!("lts_{}", uuid::Uuid::now_v7()), Digest([7; 32]));
        let now = house.clock.now();
        let session = NewSession {
            id: SessionId(uuid::Uuid::now_v7()),
            token_sha256: crypto::sha256(token.as_bytes()),
            person,
            stage: Stage::Open,
            seat: agency.cloned(),
            csrf,
            created: now,
            ends: now.plus_seconds(3_600),
            address: "127.0.0.1".to_owned(),
            agent: "story".to_owned(),
        };
        let store = house.app.store().clone();
        tokio::task::spawn_blocking(move || store.open_session(&session, None, None)).await.unwrap().unwrap();
        // A mask of nothing is a mask.
        let masked = [[0; 32], csrf.0].concat();
        let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let csrf = BASE64_URL_SAFE_NO_PAD.encode(masked);
        Self { person, api: house.province.api(), cookie: format!("lienthong={token}"), csrf, client }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let origin = self.api.clone();
        self.client.request(method, self.api.clone() + path).header("cookie", &self.cookie).header("origin", origin)
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    /// A form as a browser sends it.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut fields = fields.to_vec();
        fields.push(("csrf", &self.csrf));
        let body = serde_urlencoded::to_string(&fields).unwrap();
        let request = self.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
        answer(request.body(body)).await
    }

    /// One file in a form, as a browser sends it.
    pub async fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let mut body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let path = format!("{path}?csrf={}", self.csrf);
        let request = self.request(Method::POST, &path).header("content-type", "multipart/form-data; boundary=b");
        answer(request.body(body)).await
    }
}

const PASSWORD: &str = "mưa rào tháng bảy";
