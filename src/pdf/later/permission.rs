//! What a signature allows to come after it (ISO 32000-2 §12.8.2.2 DocMDP, §12.8.2.4 FieldMDP).
//!
//! Read from the signed revision, which nobody can alter: the signature's references, and the level of the field's Lock.
//! Only further signatures are held against it here; evidence and document timestamps are always allowed, and all else is a
//! change whatever it says.

use crate::pdf::PdfFault;
use crate::pdf::document::View;
use crate::pdf::object::{Dict, Object, text_for_people};
use crate::pdf::structure::Found;

/// What a signature asks for.
pub(super) struct Permission {
    /// A certifying signature of level 1: nothing may be signed after it.
    closes: bool,
    locks: Vec<Lock>,
}

/// Which fields a signature locks.
enum Lock {
    All,
    Only(Vec<String>),
    AllBut(Vec<String>),
}

impl Permission {
    /// That of the signature `found`, which `signed` ends with.
    pub(super) fn read(signed: &View<'_>, found: &Found) -> Result<Self, PdfFault> {
        let (mut permission, mut level) = (Self { closes: false, locks: Vec::new() }, None);
        let value = signed.dict(found.value)?;
        let references = signed.resolve(value.get("Reference"))?;
        for reference in references.array().unwrap_or_default() {
            let reference = dict(signed, Some(reference))?;
            let parameters = dict(signed, reference.get("TransformParams"))?;
            match signed.resolve(reference.get("TransformMethod"))? {
                Object::Name(method) if method == b"DocMDP" => {
                    // Form filling and signing, where nothing is said.
                    level = Some(self::level(signed, &parameters)?.unwrap_or(FORMS));
                    permission.closes |= level == Some(NOTHING);
                }
                Object::Name(method) if method == b"FieldMDP" => {
                    permission.locks.push(Lock::read(signed, &parameters)?);
                }
                _ => {}
            }
        }
        if level.is_none() {
            let lock = dict(signed, signed.dict(found.id)?.get("Lock"))?;
            permission.closes = self::level(signed, &lock)? == Some(NOTHING);
        }
        Ok(permission)
    }

    /// What a later signature in the field `name` goes against.
    pub(super) fn against(&self, name: &str) -> Option<&'static str> {
        if self.closes {
            return Some("a signature after a certifying one that allows none");
        }
        let is_locked = self.locks.iter().any(|lock| lock.holds(name));
        is_locked.then_some("a signature in a field that is locked")
    }
}

impl Lock {
    fn read(signed: &View<'_>, parameters: &Dict) -> Result<Self, PdfFault> {
        let listed = signed.resolve(parameters.get("Fields"))?;
        let mut names = Vec::new();
        for name in listed.array().unwrap_or_default() {
            if let Object::Text(name) = signed.resolve(Some(name))? {
                names.push(text_for_people(&name));
            }
        }
        Ok(match signed.resolve(parameters.get("Action"))? {
            Object::Name(action) if action == b"Include" => Self::Only(names),
            Object::Name(action) if action == b"Exclude" => Self::AllBut(names),
            _ => Self::All,
        })
    }

    fn holds(&self, name: &str) -> bool {
        // A name stands for the fields below it too.
        let is_listed = |names: &[String]| {
            names
                .iter()
                .any(|one| name.strip_prefix(one.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        };
        match self {
            Self::All => true,
            Self::Only(names) => is_listed(names),
            Self::AllBut(names) => !is_listed(names),
        }
    }
}

/// The level that is said; what is none of the three counts as the strictest.
fn level(signed: &View<'_>, parameters: &Dict) -> Result<Option<i64>, PdfFault> {
    Ok(match signed.resolve(parameters.get("P"))? {
        Object::Null => None,
        Object::Int(level @ (FORMS | COMMENTS)) => Some(level),
        _ => Some(NOTHING),
    })
}

fn dict(signed: &View<'_>, value: Option<&Object>) -> Result<Dict, PdfFault> {
    Ok(match signed.resolve(value)? {
        Object::Dict(dict) => dict,
        _ => Dict::default(),
    })
}

const NOTHING: i64 = 1;
const FORMS: i64 = 2;
const COMMENTS: i64 = 3;
