//! Signing in at another provider (OpenID Connect Core 1.0, authorization code with PKCE, RFC 7636): where to send a browser, and
//! what the provider says of whoever comes back.
//!
//! An ID token counts when it is signed with a key that the provider publishes now, by RS256 or ES256, for this client, about this
//! very sign-in (nonce), in its time. Refused: `none` and every algorithm with a shared secret; a provider that calls itself
//! otherwise; ends of it that are not https, unless the operator named the host. Who that person is here is asked elsewhere.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey};
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Public};
use openssl::rsa::Rsa;
use openssl::sign::Verifier;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::channel::egress::{Egress, EgressError, Rules};
use crate::crypto;
use crate::domain::ids::{Digest, Micros};

/// A provider, as the operator named it. Cheap to clone.
#[derive(Clone)]
pub struct Provider {
    egress: Egress,
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
    private_hosts: Vec<String>,
}

/// A sign-in on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Where the browser is sent.
    pub url: String,
    /// What it comes back with.
    pub state: String,
    /// What the ID token must repeat.
    pub nonce: String,
    /// What proves that whoever brings the code began it.
    pub verifier: String,
}

/// What the provider says of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// Issuer and subject, a space between: never given to anybody else (Core §2).
    pub subject: String,
    /// The address, where the provider says that it has verified it.
    pub mail: Option<String>,
}

/// Why nobody is vouched for.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The provider cannot be asked.
    #[error(transparent)]
    Egress(#[from] EgressError),
    /// It says what it must not.
    #[error("the provider's {what}: {detail}")]
    Answer {
        /// Which of its answers.
        what: &'static str,
        /// What is wrong.
        detail: String,
    },
    /// The ID token does not hold.
    #[error("the ID token: {detail}")]
    Token {
        /// Which check.
        detail: String,
    },
    /// OpenSSL failed.
    #[error("openssl")]
    Crypto(#[from] ErrorStack),
}

/// RFC 8414, of which so much is needed.
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<Key>,
}

/// RFC 7517.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Key {
    kid: Option<String>,
    kty: String,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: String,
    n: String,
    e: String,
    x: String,
    y: String,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

/// Core §2.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Provider {
    /// The provider of that issuer.
    ///
    /// # Errors
    /// When TLS cannot start.
    pub fn new(
        issuer: String,
        client_id: String,
        client_secret: Option<String>,
        private_hosts: Vec<String>,
    ) -> Result<Self, EgressError> {
        let rules = Rules { private_hosts: private_hosts.clone(), ..Rules::default() };
        Ok(Self { egress: Egress::new(rules)?, issuer, client_id, client_secret, private_hosts })
    }

    /// Begins a sign-in that comes back to `redirect`.
    ///
    /// # Errors
    /// When the provider cannot be asked, or says what it must not.
    pub async fn begin(&self, redirect: &str) -> Result<Begun, OidcError> {
        let metadata = self.metadata().await?;
        let chance = || crypto::random().map(|bytes| Digest(bytes).to_string());
        let (state, nonce, verifier) = (chance()?, chance()?, chance()?);
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(crypto::sha256(verifier.as_bytes()).0);
        let query = form(&[
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", redirect),
            ("scope", "openid email"),
            ("state", &state),
            ("nonce", &nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        let mark = if metadata.authorization_endpoint.contains('?') { '&' } else { '?' };
        Ok(Begun { url: format!("{}{mark}{query}", metadata.authorization_endpoint), state, nonce, verifier })
    }

    /// Exchanges a code for the provider's word on whoever brings it.
    ///
    /// # Errors
    /// [`OidcError`]: nobody is vouched for.
    pub async fn finish(&self, redirect: &str, code: &str, begun: &Begun, now: Micros) -> Result<Vouched, OidcError> {
        let metadata = self.metadata().await?;
        let body = form(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect),
            ("client_id", &self.client_id),
            ("code_verifier", &begun.verifier),
        ]);
        let mut headers = vec![("accept", "application/json".to_owned())];
        if let Some(secret) = &self.client_secret {
            // RFC 6749 §2.3.1: both are form-encoded first.
            let pair = format!("{}:{}", encoded(&self.client_id), encoded(secret));
            headers.push(("authorization", format!("Basic {}", BASE64_STANDARD.encode(pair))));
        }
        let media = "application/x-www-form-urlencoded";
        let answer = self.egress.post_with(&metadata.token_endpoint, media, &headers, body.into_bytes()).await?;
        let tokens: Tokens = read("answer to a code", &answer)?;
        let keys: Keys = read("keys", &self.egress.get(&metadata.jwks_uri).await?)?;
        let claims = self.verified(&tokens.id_token, &keys, &begun.nonce, now)?;
        Ok(Vouched {
            subject: format!("{} {}", claims.iss, claims.sub),
            mail: claims.email.filter(|_| claims.email_verified),
        })
    }

    async fn metadata(&self) -> Result<Metadata, OidcError> {
        let url = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let metadata: Metadata = read("configuration", &self.egress.get(&url).await?)?;
        if metadata.issuer != self.issuer {
            return Err(answer("configuration", format!("it calls itself {:?}", short(&metadata.issuer))));
        }
        for end in [&metadata.authorization_endpoint, &metadata.token_endpoint, &metadata.jwks_uri] {
            let host = end.split("://").nth(1).and_then(|rest| rest.split(['/', '?', ':']).next()).unwrap_or_default();
            let inside = self.private_hosts.iter().any(|one| one.eq_ignore_ascii_case(host));
            if !end.starts_with("https://") && !inside {
                return Err(answer("configuration", format!("{:?} is not https", short(end))));
            }
        }
        Ok(metadata)
    }

    /// Core §3.1.3.7.
    fn verified(&self, token: &str, keys: &Keys, nonce: &str, now: Micros) -> Result<Claims, OidcError> {
        let bad = |detail: &str| OidcError::Token { detail: detail.to_owned() };
        let (signed, signature) = token.rsplit_once('.').ok_or_else(|| bad("not three parts"))?;
        let (header, claims) = signed.split_once('.').ok_or_else(|| bad("not three parts"))?;
        let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| bad("not base64url"));
        let header: Header = read("ID token", &decode(header)?)?;
        if header.crit.is_some() {
            return Err(bad("a critical header that is not known"));
        }
        let fits = |key: &&Key| {
            key.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
                && (header.kid.is_none() || key.kid == header.kid)
                && match header.alg.as_str() {
                    "RS256" => key.kty == "RSA",
                    "ES256" => key.kty == "EC" && key.crv == "P-256",
                    _ => false,
                }
        };
        let mut fitting = keys.keys.iter().filter(fits);
        let (Some(key), None) = (fitting.next(), fitting.next()) else { return Err(bad("not one key fits it")) };
        if !key.verifies(&header.alg, signed.as_bytes(), &decode(signature)?)? {
            return Err(bad("the signature is wrong"));
        }
        let claims: Claims = read("ID token", &decode(claims)?)?;
        let seconds = now.0 / 1_000_000;
        let ours = match &claims.aud {
            Audience::One(one) => *one == self.client_id,
            Audience::Many(many) => many.contains(&self.client_id) && (many.len() == 1 || claims.azp.is_some()),
        };
        let checks = [
            (claims.iss == self.issuer, "another issuer"),
            (ours && claims.azp.as_ref().is_none_or(|azp| *azp == self.client_id), "for another client"),
            (seconds < claims.exp.saturating_add(LEEWAY_S), "it has run out"),
            (claims.iat <= seconds.saturating_add(LEEWAY_S), "it is from the future"),
            (
                claims.nonce.as_ref().is_some_and(|said| crypto::same(said.as_bytes(), nonce.as_bytes())),
                "another nonce",
            ),
            (!claims.sub.is_empty() && claims.sub.len() <= 255, "no subject"),
        ];
        match checks.into_iter().find(|(holds, _)| !holds) {
            Some((_, detail)) => Err(bad(detail)),
            None => Ok(claims),
        }
    }
}

impl Key {
    fn verifies(&self, alg: &str, signed: &[u8], signature: &[u8]) -> Result<bool, OidcError> {
        let (key, signature) = match alg {
            "RS256" => (self.rsa()?, signature.to_vec()),
            _ => (self.p256()?, der(signature)?),
        };
        let mut verifier = Verifier::new(MessageDigest::sha256(), &key)?;
        // A signature that is none at all is an error to OpenSSL, and wrong to us.
        Ok(verifier.verify_oneshot(&signature, signed).unwrap_or(false))
    }

    fn rsa(&self) -> Result<PKey<Public>, OidcError> {
        let key = Rsa::from_public_components(number(&self.n)?, number(&self.e)?)?;
        if key.size() * 8 < RSA_BITS_MIN {
            return Err(answer("keys", "an RSA key that is too short".to_owned()));
        }
        Ok(PKey::from_rsa(key)?)
    }

    fn p256(&self) -> Result<PKey<Public>, OidcError> {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
        let mut context = BigNumContext::new()?;
        let (x, y) = (number(&self.x)?, number(&self.y)?);
        let key = EcKey::from_public_key_affine_coordinates(&group, &x, &y)?;
        key.check_key()?;
        let on_curve = key.public_key().is_on_curve(&group, &mut context)?;
        if on_curve { Ok(PKey::from_ec_key(key)?) } else { Err(answer("keys", "not a point of P-256".to_owned())) }
    }
}

/// RFC 7518 §3.4: r and s, 32 bytes each.
fn der(signature: &[u8]) -> Result<Vec<u8>, OidcError> {
    if signature.len() != 64 {
        return Err(OidcError::Token { detail: "an ES256 signature has 64 bytes".to_owned() });
    }
    let (r, s) = signature.split_at(32);
    Ok(EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?.to_der()?)
}

fn number(text: &str) -> Result<BigNum, OidcError> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| answer("keys", "not base64url".to_owned()))?;
    Ok(BigNum::from_slice(&bytes)?)
}

fn read<T: DeserializeOwned>(what: &'static str, bytes: &[u8]) -> Result<T, OidcError> {
    serde_json::from_slice(bytes).map_err(|error| answer(what, error.to_string()))
}

fn answer(what: &'static str, detail: String) -> OidcError {
    OidcError::Answer { what, detail }
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}

fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(key, value)| format!("{key}={}", encoded(value))).collect();
    pairs.join("&")
}

/// RFC 3986 §2.1: everything but unreserved characters becomes `%XX`.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Two clocks differ.
const LEEWAY_S: i64 = 60;
/// As for seals (SIGNATURES §1).
const RSA_BITS_MIN: u32 = 2048;

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Micros = Micros(1_800_000_000_000_000);

    struct Pen(Rsa<openssl::pkey::Private>);

    impl Pen {
        fn keys(&self) -> Keys {
            let text = |number: &openssl::bn::BigNumRef| BASE64_URL_SAFE_NO_PAD.encode(number.to_vec());
            let key = Key {
                kid: Some("1".into()),
                kty: "RSA".into(),
                n: text(self.0.n()),
                e: text(self.0.e()),
                ..Key::default()
            };
            Keys { keys: vec![key] }
        }

        fn token(&self, header: &str, claims: &serde_json::Value) -> String {
            let signed = [header.as_bytes(), claims.to_string().as_bytes()]
                .map(|part| BASE64_URL_SAFE_NO_PAD.encode(part))
                .join(".");
            let key = PKey::from_rsa(self.0.clone()).unwrap();
            let mut signer = openssl::sign::Signer::new(MessageDigest::sha256(), &key).unwrap();
            let signature = signer.sign_oneshot_to_vec(signed.as_bytes()).unwrap();
            format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
        }
    }

    fn claims() -> serde_json::Value {
        serde_json::json!({
            "iss": "https://id.example", "sub": "an", "aud": "hub", "exp": 1_800_000_100, "iat": 1_799_999_990, "nonce": "n",
            "email": "an@h01a.test", "email_verified": true,
        })
    }

    #[test]
    fn an_id_token_counts_only_when_all_of_it_holds() {
        let provider = Provider::new("https://id.example".into(), "hub".into(), None, Vec::new()).unwrap();
        let pen = Pen(Rsa::generate(2048).unwrap());
        let keys = pen.keys();
        let header = r#"{"alg":"RS256","kid":"1"}"#;
        let judge = |token: &str| {
            provider.verified(token, &keys, "n", NOW).map(|claims| claims.sub).map_err(|error| error.to_string())
        };
        assert_eq!(judge(&pen.token(header, &claims())), Ok("an".to_owned()));
        for (field, value, why) in [
            ("iss", serde_json::json!("https://evil.example"), "another issuer"),
            ("aud", serde_json::json!("another"), "for another client"),
            ("aud", serde_json::json!(["hub", "another"]), "for another client"),
            ("azp", serde_json::json!("another"), "for another client"),
            ("exp", serde_json::json!(1_799_999_940), "it has run out"),
            ("iat", serde_json::json!(1_800_000_061), "it is from the future"),
            ("nonce", serde_json::json!("m"), "another nonce"),
            ("nonce", serde_json::Value::Null, "another nonce"),
            ("sub", serde_json::json!(""), "no subject"),
        ] {
            let mut bad = claims();
            bad[field] = value;
            assert_eq!(judge(&pen.token(header, &bad)), Err(format!("the ID token: {why}")), "{field}");
        }
        let wrong = |token: &str| judge(token).unwrap_err();
        for header in [
            r#"{"alg":"none"}"#,
            r#"{"alg":"HS256","kid":"1"}"#,
            r#"{"alg":"ES256","kid":"1"}"#,
            r#"{"alg":"RS256","kid":"2"}"#,
        ] {
            assert_eq!(wrong(&pen.token(header, &claims())), "the ID token: not one key fits it", "{header}");
        }
        let other = Pen(Rsa::generate(2048).unwrap());
        assert_eq!(wrong(&other.token(header, &claims())), "the ID token: the signature is wrong");
        let good = pen.token(header, &claims());
        assert_eq!(wrong(good.rsplit_once('.').unwrap().0), "the ID token: not three parts");
        assert_eq!(wrong(&format!("{}.", good.rsplit_once('.').unwrap().0)), "the ID token: the signature is wrong");
    }
}
