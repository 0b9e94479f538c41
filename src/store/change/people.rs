//! What is done to people by those who may, and how they join.

use super::{Actor, NewJob};
use crate::domain::ids::{Digest, Micros, OrganId, PersonId};
use crate::i18n::Lang;
use crate::store::people::Post;

/// A change in who may do what. Its leaf names people by id only.
#[derive(Clone, Debug)]
pub struct PersonChange {
    /// Who.
    pub by: Actor,
    /// The same as a person, where it is one.
    pub person: Option<PersonId>,
    /// The agency whose people alone are within reach; `None`: all are.
    pub within: Option<OrganId>,
    /// What.
    pub what: PersonAct,
}

/// What happens.
#[derive(Clone, Debug)]
pub enum PersonAct {
    /// A link is made that lets whoever owns the mailbox join.
    Invite {
        /// SHA-256 of its token.
        token_sha256: Digest,
        /// To whom, folded.
        mail: String,
        /// What they are called.
        name: String,
        /// As what.
        post: Post,
        /// Until when.
        until: Micros,
        /// The mail with the link, where mail is on.
        job: Option<NewJob>,
    },
    /// An invitation is taken: a new person, or a further role for one who is there already.
    Join {
        /// SHA-256 of the token.
        token_sha256: Digest,
        /// The new person's id.
        id: PersonId,
        /// PHC string of the new person's password; not looked at for one who is there.
        password: Option<String>,
        /// What they read.
        lang: Lang,
    },
    /// A further role.
    Grant {
        /// Whose.
        person: PersonId,
        /// Which.
        post: Post,
    },
    /// A role less.
    Withdraw {
        /// Whose.
        person: PersonId,
        /// Which.
        post: Post,
    },
    /// May no longer sign in; every session ends.
    Disable {
        /// Who.
        person: PersonId,
    },
    /// May sign in again.
    Enable {
        /// Who.
        person: PersonId,
    },
    /// A link is made that sets the password anew; the old one goes on until it is used.
    Reset {
        /// Whose.
        person: PersonId,
        /// SHA-256 of its token.
        token_sha256: Digest,
        /// Until when.
        until: Micros,
        /// Whether the second factor goes too: the telephone is lost.
        totp: bool,
        /// The mail with the link, where mail is on.
        job: Option<NewJob>,
    },
}
