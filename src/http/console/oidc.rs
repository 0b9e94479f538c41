//! Signing in with an account of the province: off to the provider, and back. What belongs to one sign-in (state, nonce, proof
//! of PKCE, where to go on) waits in a cookie of this browser; nothing of it is kept here.

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::seat::Viewer;
use super::{answer, knock, sign_in};
use crate::channel::oidc::{Begun, OidcError, Provider};
use crate::codes;
use crate::crypto;
use crate::exchange::{Attempt, Refusal};
use crate::http::{Failure, Hub};

/// What the provider sends a browser back with (RFC 6749 §4.1.2).
#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

/// `GET /sign-in/province`
pub(super) async fn begin(hub: web::Data<Hub>, query: web::Query<sign_in::Next>) -> Result<HttpResponse, Failure> {
    let begun = provider(&hub)?.begin(&redirect(&hub)).await.map_err(failed)?;
    let next = answer::local(query.next.as_deref());
    let value = [begun.state.as_str(), &begun.nonce, &begun.verifier, next].join(" ");
    let value = serde_urlencoded::to_string([("v", value)]).map_err(Refusal::internal)?;
    let mut answer = answer::see(&begun.url);
    answer.add_cookie(&cookie(&hub, value)).map_err(Refusal::internal)?;
    Ok(answer)
}

/// `GET /sign-in/province/back`
pub(super) async fn back(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    query: web::Query<Back>,
) -> Result<HttpResponse, Failure> {
    let held = req.cookie(NAME).and_then(|cookie| held(cookie.value()));
    let mut answer = match held.filter(|(begun, _)| crypto::same(begun.state.as_bytes(), query.state.as_bytes())) {
        Some((begun, next)) => come_back(&hub, &viewer, &req, &query.code, &begun, &next).await?,
        None => sign_in::shown(&hub, &viewer, &req, Attempt::Refused(codes::SIGN_IN_ENDED, None), "", "/")?,
    };
    let mut gone = cookie(&hub, String::new());
    gone.make_removal();
    answer.add_cookie(&gone).map_err(Refusal::internal)?;
    Ok(answer)
}

async fn come_back(
    hub: &Hub,
    viewer: &Viewer,
    req: &HttpRequest,
    code: &str,
    begun: &Begun,
    next: &str,
) -> Result<HttpResponse, Failure> {
    let vouched = provider(hub)?.finish(&redirect(hub), code, begun, hub.exchange.clock().now()).await;
    let attempt = match vouched {
        Ok(vouched) => {
            let mail = vouched.mail.as_deref();
            hub.exchange.sign_in_vouched(&vouched.subject, mail, &knock::of(hub, req)).await?
        }
        Err(error) => {
            let refused = failed(error);
            Attempt::Refused(refused.code(), None)
        }
    };
    sign_in::shown(hub, viewer, req, attempt, "", next)
}

fn provider(hub: &Hub) -> Result<&Provider, Failure> {
    hub.provider.as_ref().ok_or_else(|| Failure::new(codes::REQUEST_NO_SUCH_PATH, "no provider is set up"))
}

fn failed(error: OidcError) -> Failure {
    tracing::warn!(%error, "nobody could be signed in at the provider");
    Failure::new(codes::SIGN_IN_PROVIDER, "the provider vouches for nobody")
}

fn redirect(hub: &Hub) -> String {
    format!("{}/sign-in/province/back", hub.settings.public_url)
}

fn held(value: &str) -> Option<(Begun, String)> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(value).ok()?;
    let parts: Vec<&str> = fields.first()?.1.split(' ').collect();
    let [state, nonce, verifier, next] = parts[..] else { return None };
    let [state, nonce, verifier] = [state, nonce, verifier].map(str::to_owned);
    let begun = Begun { url: String::new(), state, nonce, verifier };
    (begun.state.len() == 64).then(|| (begun, answer::local(Some(next)).to_owned()))
}

/// Lax, because the way back is a link from another site.
fn cookie(hub: &Hub, value: String) -> Cookie<'static> {
    Cookie::build(NAME, value)
        .path("/sign-in/province")
        .http_only(true)
        .secure(hub.settings.public_url.starts_with("https://"))
        .same_site(SameSite::Lax)
        .max_age(time::Duration::minutes(10))
        .finish()
}

const NAME: &str = "lienthong-province";
