//! Who asks: a bearer token (RFC 6750) of 256 random bits, stored as SHA-256. Looked up at each request, so that a
//! revocation counts at once.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};

use super::{Failure, Hub};
use crate::codes;
use crate::crypto;
use crate::domain::ids::{Digest, OrganId, SystemId};
use crate::exchange::Caller;
use crate::store::tokens::System;

/// Whoever signed in, with either role.
#[derive(Clone, Debug)]
pub(super) struct SignedIn {
    /// The system.
    pub system: SystemId,
    /// Its agency; an auditor has none.
    pub agency: Option<OrganId>,
    /// Its token's digest, to ask again after a wait.
    token: Digest,
}

/// A system of an agency that signed in.
#[derive(Clone, Debug)]
pub(super) struct AgencySystem {
    /// Who.
    pub caller: Caller,
    /// The system's id.
    pub system: SystemId,
    token: Digest,
}

impl SignedIn {
    /// Whether it is an auditor of the hub.
    pub fn is_auditor(&self) -> bool {
        self.agency.is_none()
    }
}

impl AgencySystem {
    /// Asks again whether the token still counts.
    pub async fn still(&self, hub: &Hub) -> Result<(), Failure> {
        look_up(hub.clone(), self.token).await.map(drop)
    }
}

impl FromRequest for SignedIn {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let hub = req.app_data::<web::Data<Hub>>().map(|hub| hub.get_ref().clone());
        let token = token_of(req);
        Box::pin(async move {
            let hub = hub.ok_or_else(|| Failure::new(codes::INTERNAL, "no hub"))?;
            let token = token?;
            let system = look_up(hub, token).await?;
            Ok(Self { system: system.id, agency: system.agency, token })
        })
    }
}

impl FromRequest for AgencySystem {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(req, payload);
        Box::pin(async move {
            let SignedIn { system, agency, token } = signed_in.await?;
            let agency =
                agency.ok_or_else(|| Failure::new(codes::AUTH_FORBIDDEN, "this call is for agencies' systems"))?;
            Ok(Self { caller: Caller { system: Some(system), person: None, agency }, system, token })
        })
    }
}

/// SHA-256 of the token in the header.
fn token_of(req: &HttpRequest) -> Result<Digest, Failure> {
    let header = req
        .headers()
        .get(AUTHORIZATION)
        .ok_or_else(|| Failure::new(codes::AUTH_MISSING, "the header Authorization is missing"))?;
    let token = header
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .filter(|token| !token.is_empty() && token.len() <= TOKEN_MAX_BYTES)
        .ok_or_else(|| Failure::new(codes::AUTH_MALFORMED, "the header Authorization is not `Bearer <token>`"))?;
    Ok(crypto::sha256(token.as_bytes()))
}

async fn look_up(hub: Hub, token: Digest) -> Result<System, Failure> {
    let now = hub.exchange.clock().now();
    let store = hub.exchange.store().clone();
    let found = web::block(move || store.system_by_token(&token)).await??;
    let Some(system) = found else { return Err(Failure::new(codes::AUTH_UNKNOWN, "no system has this token")) };
    if system.revoked_at.is_some() {
        return Err(Failure::new(codes::AUTH_REVOKED, "the token was revoked"));
    }
    if !system.is_live(now) {
        return Err(Failure::new(codes::AUTH_EXPIRED, "the token has run out"));
    }
    Ok(system)
}

/// Ours have 67; what is longer was never issued.
const TOKEN_MAX_BYTES: usize = 256;
