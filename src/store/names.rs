//! What people are called, by the ids that rows and leaves bear: for pages of those who may know.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::domain::ids::PersonId;
use crate::store::schema::person;
use crate::store::{Error, Store, read};

impl Store {
    /// The names of these people now; one that is not known is left out.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn person_names(&self, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, Error> {
        self.read(|conn| {
            let mut names = HashMap::new();
            for some in ids.chunks(AT_ONCE) {
                let some: Vec<Vec<u8>> = some.iter().map(|id| read::bytes(&id.0)).collect();
                let rows = person::table.filter(person::id.eq_any(some)).select((person::id, person::name));
                for (id, name) in rows.load::<(Vec<u8>, String)>(conn)? {
                    names.insert(PersonId(read::uuid(&id)?), name);
                }
            }
            Ok(names)
        })
    }
}

const AT_ONCE: usize = 1_000;
