//! A token behind a PKCS #11 library (OASIS PKCS #11 2.40): found by its label and then by its serial number, opened for one signature,
//! closed again.
//!
//! A session that is lost (pulled out, put back, the library's own reset) is begun anew, once, with the PIN that was typed. A PIN that
//! the token calls wrong is never tried twice: it would lock the token.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use cryptoki::types::AuthPin;

use super::AgentError;
use crate::signature::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::signature::certificate::Certificate;
use crate::signature::sign::Identity;

/// A token, closed.
pub(super) struct Token {
    library: Pkcs11,
    label: Option<String>,
    /// CKA_ID of key and certificate, once it is known.
    id: Mutex<Option<Vec<u8>>>,
    /// The serial number of the token that was there first: another one with the same label is not it.
    serial: Mutex<Option<String>>,
}

impl Token {
    pub fn open(module: &Path, label: Option<String>, id: Option<Vec<u8>>) -> Result<Self, AgentError> {
        let refused = |error: &Error| AgentError::Module { detail: error.to_string() };
        let library = Pkcs11::new(module).map_err(|error| refused(&error))?;
        let threads = CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK);
        match library.initialize(threads) {
            Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(error) => return Err(refused(&error)),
        }
        Ok(Self { library, label, id: Mutex::new(id), serial: Mutex::default() })
    }

    /// Whose key lies on it: the certificate beside the key, by CKA_ID, or the one that was given with the program.
    pub fn identity(&self, given: Option<&[u8]>) -> Result<Identity, AgentError> {
        let slot = self.slot()?;
        if let Some(pem) = given {
            return Ok(Identity::from_pem(pem)?);
        }
        let session = self.library.open_ro_session(slot).map_err(|error| absent(&error))?;
        let wanted = self.id.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut template =
            vec![Attribute::Class(ObjectClass::CERTIFICATE), Attribute::CertificateType(CertificateType::X_509)];
        template.extend(wanted.map(Attribute::Id));
        let found = session.find_objects(&template).map_err(|error| failed(&error))?;
        let mut all = Vec::new();
        for handle in found {
            let (der, id) = value_and_id(&session, handle)?;
            all.push((Certificate::from_der(&der).map_err(crate::signature::sign::SignError::from)?, id));
        }
        let mut own: Vec<_> = all.into_iter().filter(|(certificate, _)| !certificate.is_ca()).collect();
        if own.len() > 1 {
            let named = own.iter().map(|(certificate, id)| format!("{} {}", hex(id), certificate.subject()));
            let detail =
                format!("several keys are on it, choose by --key-id: {}", named.collect::<Vec<_>>().join("; "));
            return Err(AgentError::TokenKey { detail });
        }
        let none = || AgentError::TokenKey { detail: "no certificate of an end entity is on the token".to_owned() };
        let (leaf, id) = own.pop().ok_or_else(none)?;
        *self.id.lock().unwrap_or_else(PoisonError::into_inner) = Some(id);
        let above = above(&leaf, &self.authorities(&session)?);
        Ok(Identity::new(leaf, above)?)
    }

    /// Every certificate of a CA on the token.
    fn authorities(&self, session: &Session) -> Result<Vec<Certificate>, AgentError> {
        let template = [Attribute::Class(ObjectClass::CERTIFICATE), Attribute::CertificateType(CertificateType::X_509)];
        let mut out = Vec::new();
        for handle in session.find_objects(&template).map_err(|error| failed(&error))? {
            let (der, _) = value_and_id(session, handle)?;
            out.extend(Certificate::from_der(&der).ok().filter(Certificate::is_ca));
        }
        Ok(out)
    }

    /// What the token says of the tries that are left.
    pub fn warning(&self) -> Result<Option<&'static str>, AgentError> {
        let info = self.library.get_token_info(self.slot()?).map_err(|error| absent(&error))?;
        Ok(match () {
            () if info.user_pin_locked() => return Err(AgentError::PinLocked),
            () if info.user_pin_final_try() => Some("agent-final-try"),
            () if info.user_pin_count_low() => Some("agent-few-tries"),
            () => None,
        })
    }

    /// Whether the PIN is typed on the device itself (CKF_PROTECTED_AUTHENTICATION_PATH), and never here.
    pub fn has_keypad(&self) -> Result<bool, AgentError> {
        let info = self.library.get_token_info(self.slot()?).map_err(|error| absent(&error))?;
        Ok(info.protected_authentication_path())
    }

    /// The value over the canonical SignedInfo; without a PIN where the device asks for it.
    pub fn sign(&self, signed_info: &[u8], pin: Option<&str>, identity: &Identity) -> Result<Vec<u8>, AgentError> {
        let pin = pin.map(|pin| AuthPin::from(pin.to_owned()));
        match self.once(signed_info, pin.as_ref(), identity) {
            Err(Failure::Lost(error)) => {
                tracing::info!(%error, "the token's session was lost; once more with a new one");
                self.once(signed_info, pin.as_ref(), identity).map_err(Failure::last)
            }
            other => other.map_err(Failure::last),
        }
    }

    fn once(&self, signed_info: &[u8], pin: Option<&AuthPin>, identity: &Identity) -> Result<Vec<u8>, Failure> {
        let slot = self.slot().map_err(Failure::Final)?;
        let session = self.library.open_ro_session(slot)?;
        match session.login(UserType::User, pin) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(error) => return Err(error.into()),
        }
        let signed = self.with_key(&session, slot, signed_info, pin, identity);
        // The session is closed whatever becomes of this.
        let _out = session.logout();
        signed
    }

    fn with_key(
        &self,
        session: &Session,
        slot: Slot,
        info: &[u8],
        pin: Option<&AuthPin>,
        identity: &Identity,
    ) -> Result<Vec<u8>, Failure> {
        let key = self.key_of(session, identity.certificate())?;
        if asks_each_time(session, key) {
            return each_time(session, key, info, pin, identity.algorithm());
        }
        let hashed = |digest: DigestAlgorithm| {
            let failed = |error: &dyn std::fmt::Display| AgentError::TokenFailed { detail: error.to_string() };
            digest.digest(info).map_err(|error| Failure::Final(failed(&error)))
        };
        match identity.algorithm() {
            SignatureAlgorithm::Ecdsa(digest) => Ok(session.sign(&Mechanism::Ecdsa, key, &hashed(digest)?)?),
            SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256) => {
                let known = self.library.get_mechanism_list(slot)?;
                if known.contains(&MechanismType::SHA256_RSA_PKCS) {
                    return Ok(session.sign(&Mechanism::Sha256RsaPkcs, key, info)?);
                }
                // Older tokens pad only; the digest's name goes before it (RFC 8017 §9.2).
                let digest_info = [SHA256_DIGEST_INFO, &hashed(DigestAlgorithm::Sha256)?].concat();
                Ok(session.sign(&Mechanism::RsaPkcs, key, &digest_info)?)
            }
            other @ (SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_)) => Err(not_asked(other)),
        }
    }

    /// The private key that belongs to the certificate: by the id that both bear, or by what the token says of the key itself where
    /// the certificate came from elsewhere. Of several that may be it none is taken.
    fn key_of(&self, session: &Session, certificate: &Certificate) -> Result<ObjectHandle, Failure> {
        let id = self.id.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_named = id.is_some();
        let mut template = vec![Attribute::Class(ObjectClass::PRIVATE_KEY)];
        template.extend(id.map(Attribute::Id));
        let mut keys = session.find_objects(&template)?;
        if !is_named {
            let mine = |one: &ObjectHandle| is_key_of(certificate, session, *one);
            let public = session.find_objects(&[Attribute::Class(ObjectClass::PUBLIC_KEY)])?;
            let public = public.into_iter().filter(|one| mine(one) == Some(true));
            let ids: Vec<Attribute> = public.filter_map(|one| id_of(session, one)).collect();
            let sure: Vec<ObjectHandle> = keys.iter().copied().filter(|key| mine(key) == Some(true)).collect();
            // Of a key on a curve the private object does not say which; its public half may lie beside it.
            let may_be = |key: &ObjectHandle| {
                mine(key).is_none() && (ids.is_empty() || id_of(session, *key).is_some_and(|id| ids.contains(&id)))
            };
            if sure.is_empty() { keys.retain(may_be) } else { keys = sure }
        }
        match keys.as_slice() {
            [] => Err(token_key("no private key beside the certificate")),
            [key] => Ok(*key),
            // Two objects under one id are one key that was written twice.
            [key, ..] if is_named => Ok(*key),
            _ => Err(token_key("several keys may be the certificate's, choose by --key-id")),
        }
    }

    /// The slot in which the token is now: it may have been put into another.
    fn slot(&self) -> Result<Slot, AgentError> {
        let slots = self.library.get_slots_with_token().map_err(|error| absent(&error))?;
        let mut serial = self.serial.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fitting = Vec::new();
        for slot in slots {
            // A slot whose token is being pulled out says nothing; another may have it.
            let Ok(info) = self.library.get_token_info(slot) else { continue };
            if self.is_it(&info, serial.as_deref()) {
                fitting.push((slot, info));
            }
        }
        match fitting.as_slice() {
            [] => Err(AgentError::TokenAbsent { detail: self.label.clone().unwrap_or_else(|| "any".to_owned()) }),
            [(slot, info)] => {
                *serial = Some(info.serial_number().to_owned());
                Ok(*slot)
            }
            several => {
                let labels: Vec<String> = several.iter().map(|(_, info)| super::show::visible(info.label())).collect();
                Err(AgentError::TokenKey { detail: format!("several tokens are there: {}", labels.join(", ")) })
            }
        }
    }

    fn is_it(&self, info: &TokenInfo, serial: Option<&str>) -> bool {
        let label = self.label.as_deref().is_none_or(|label| info.label() == label);
        info.token_initialized() && label && serial.is_none_or(|serial| info.serial_number() == serial)
    }
}

fn token_key(words: &str) -> Failure {
    Failure::Final(AgentError::TokenKey { detail: words.to_owned() })
}

fn id_of(session: &Session, object: ObjectHandle) -> Option<Attribute> {
    session.get_attributes(object, &[AttributeType::Id]).unwrap_or_default().pop()
}

/// Whether that object is the key of the certificate, by what a token says of it: n of RSA, the point of a curve; `None` where it says
/// neither.
fn is_key_of(certificate: &Certificate, session: &Session, object: ObjectHandle) -> Option<bool> {
    // One at a time: a key of another kind refuses the question.
    let asked = [AttributeType::Modulus, AttributeType::EcPoint].into_iter();
    let said = asked.flat_map(|one| session.get_attributes(object, &[one]).unwrap_or_default());
    let bits = certificate.key_bits();
    said.filter_map(|one| match one {
        // n stands in a SEQUENCE with e (RFC 8017 A.1.1).
        Attribute::Modulus(bytes) => Some(memchr::memmem::find(bits, &bytes).is_some()),
        // It stands in an OCTET STRING, on some tokens bare.
        Attribute::EcPoint(bytes) if !bytes.is_empty() => Some(bytes.ends_with(bits)),
        _ => None,
    })
    .next()
}

/// Whether the key wants the PIN at each use (CKA_ALWAYS_AUTHENTICATE), as the keys of seals often do.
fn asks_each_time(session: &Session, key: ObjectHandle) -> bool {
    // A token that does not know the attribute has no such keys.
    let known = session.get_attributes(key, &[AttributeType::AlwaysAuthenticate]).unwrap_or_default();
    known.contains(&Attribute::AlwaysAuthenticate(true))
}

/// Between the beginning of the operation and its end the PIN is given again (PKCS #11 §5.6.8, CKU_CONTEXT_SPECIFIC).
fn each_time(
    session: &Session,
    key: ObjectHandle,
    info: &[u8],
    pin: Option<&AuthPin>,
    algorithm: SignatureAlgorithm,
) -> Result<Vec<u8>, Failure> {
    let mechanism = match algorithm {
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256) => Mechanism::Sha256RsaPkcs,
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256) => Mechanism::EcdsaSha256,
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384) => Mechanism::EcdsaSha384,
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512) => Mechanism::EcdsaSha512,
        other @ (SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_)) => return Err(not_asked(other)),
    };
    session.sign_init(&mechanism, key)?;
    session.login(UserType::ContextSpecific, pin)?;
    session.sign_update(info)?;
    Ok(session.sign_final()?)
}

fn not_asked(algorithm: SignatureAlgorithm) -> Failure {
    Failure::Final(AgentError::TokenFailed { detail: format!("{} is not asked of tokens", algorithm.name()) })
}

fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The CAs above a certificate, as far as they are at hand, the lowest first.
fn above(leaf: &Certificate, authorities: &[Certificate]) -> Vec<Certificate> {
    let mut chain: Vec<Certificate> = Vec::new();
    while chain.len() < authorities.len() {
        let below = chain.last().unwrap_or(leaf);
        match authorities.iter().find(|one| one.issued(below) && *one != below && !chain.contains(one)) {
            Some(next) => chain.push(next.clone()),
            None => break,
        }
    }
    chain
}

fn value_and_id(session: &Session, handle: ObjectHandle) -> Result<(Vec<u8>, Vec<u8>), AgentError> {
    let wanted = [AttributeType::Value, AttributeType::Id];
    let (mut value, mut id) = (Vec::new(), Vec::new());
    for attribute in session.get_attributes(handle, &wanted).map_err(|error| failed(&error))? {
        match attribute {
            Attribute::Value(bytes) => value = bytes,
            Attribute::Id(bytes) => id = bytes,
            _ => {}
        }
    }
    Ok((value, id))
}

/// How a try ended badly.
enum Failure {
    /// The session is gone; a new one may do.
    Lost(Error),
    /// Another try changes nothing, or does harm.
    Final(AgentError),
}

impl Failure {
    fn last(self) -> AgentError {
        match self {
            Self::Lost(error) => absent(&error),
            Self::Final(error) => error,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let Error::Pkcs11(code, _) = &error else { return Self::Final(failed(&error)) };
        match code {
            RvError::SessionHandleInvalid
            | RvError::SessionClosed
            | RvError::DeviceRemoved
            | RvError::TokenNotPresent
            | RvError::UserNotLoggedIn
            | RvError::SlotIdInvalid => Self::Lost(error),
            RvError::PinIncorrect | RvError::PinLenRange | RvError::PinInvalid => Self::Final(AgentError::PinWrong),
            RvError::PinLocked | RvError::PinExpired => Self::Final(AgentError::PinLocked),
            _ => Self::Final(failed(&error)),
        }
    }
}

fn failed(error: &Error) -> AgentError {
    AgentError::TokenFailed { detail: error.to_string() }
}

fn absent(error: &Error) -> AgentError {
    AgentError::TokenAbsent { detail: error.to_string() }
}

/// DigestInfo of SHA-256 without the digest (RFC 8017 §9.2, note 1).
const SHA256_DIGEST_INFO: &[u8] =
    &[0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];
