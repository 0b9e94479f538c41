//! shim
use super::{Exchange, Refusal};
use crate::domain::ids::{Digest, OrganId, PersonId};
use crate::domain::person::Role;
use crate::i18n::Lang;

/// shim
#[derive(Clone, Debug)]
pub struct SignedInPerson {
    /// who
    pub person: PersonId,
    /// name
    pub name: String,
    /// mail
    pub mail: String,
    /// roles
    pub roles: Vec<Role>,
    /// agency
    pub agency: Option<OrganId>,
    /// lang
    pub lang: Option<Lang>,
    /// theme
    pub theme: Option<String>,
    /// density
    pub density: Option<String>,
    /// keys
    pub shortcuts: bool,
    /// csrf
    pub csrf: [u8; 32],
}
impl Exchange {
    /// shim
    ///
    /// # Errors
    /// none
    pub fn session(&self, _: &Digest) -> Result<Option<SignedInPerson>, Refusal> {
        Ok(None)
    }
}
