//! Seals that end soon: the agency's office and the hub's operator are told 60, 30, 14, 7 and 1 days before, each once. After
//! a pause only the nearest of these days is told of, not all that were missed.

use super::notice::{self, NoticeKind};
use super::{Exchange, Refusal};
use crate::domain::ids::Micros;
use crate::store::bindings::Binding;

impl Exchange {
    /// Lays down the mails that are due at `now`; `operator` says whether the operator has an address. How many ends were
    /// told of.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn tell_expiries(&self, now: Micros, operator: bool) -> Result<usize, Refusal> {
        self.blocking(move |this| {
            let directory = this.directory()?;
            let mut told = 0;
            for binding in this.store.bindings()? {
                let Some((ends, days)) = due(&binding, now) else { continue };
                // Who has closed by then needs no new seal.
                if !directory.resolve(&binding.agency, ends).is_ok_and(|then| then.agency == binding.agency) {
                    continue;
                }
                let office = directory.gets_mail(&binding.agency, now);
                let mails: Result<Vec<_>, _> = [(office, false), (operator, true)]
                    .into_iter()
                    .filter(|(reached, _)| *reached)
                    .map(|(_, operator)| {
                        let kind = NoticeKind::Expiring { binding: binding.id, ends, days, operator };
                        notice::job(&binding.agency, kind, None, None).map_err(Refusal::internal)
                    })
                    .collect();
                let mails = mails?;
                if !mails.is_empty() && this.store.tell_expiry(&binding.id, ends, days, &mails)? {
                    told += 1;
                }
            }
            Ok(told)
        })
        .await
    }
}

/// When a binding ends, and the nearest of [`DAYS_BEFORE`] that has come; `None`: not yet, or it is over, or was revoked.
fn due(binding: &Binding, now: Micros) -> Option<(Micros, i16)> {
    let ends = binding.valid_until.into_iter().chain(binding.not_after).min()?;
    let left = ends.0.checked_sub(now.0).filter(|left| *left > 0 && binding.revoked_from.is_none())?;
    let days = DAYS_BEFORE.into_iter().rev().find(|days| left <= i64::from(*days) * DAY_US)?;
    Some((ends, days))
}

/// The plan: time to order a certificate, to fetch it, and to panic.
const DAYS_BEFORE: [i16; 5] = [60, 30, 14, 7, 1];
const DAY_US: i64 = 86_400_000_000;

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::{Digest, OrganId};
    use crate::store::change::BindingRule;

    #[test]
    fn the_nearest_day_that_has_come_is_told() {
        let ends = Micros(100 * DAY_US);
        let binding = |valid_until, not_after, revoked_from| Binding {
            id: Uuid::nil(),
            version: 1,
            agency: OrganId("H53".to_owned()),
            rule: BindingRule::Exact { certificate_sha256: Digest([0; 32]) },
            valid_from: Micros(0),
            valid_until,
            author: String::new(),
            reason: String::new(),
            revoked_from,
            not_after,
        };
        let seal = binding(None, Some(ends), None);
        let left = |days: i64, more: i64| due(&seal, Micros(ends.0 - days * DAY_US - more)).map(|(_, days)| days);
        assert_eq!(left(60, 1), None);
        for (days, told) in [(60, 60), (31, 60), (30, 30), (15, 30), (14, 14), (8, 14), (7, 7), (2, 7), (1, 1)] {
            assert_eq!(left(days, 0), Some(told), "{days}");
        }
        assert_eq!(left(0, 0), None, "it is over");
        let sooner = binding(Some(Micros(ends.0 - 1)), Some(ends), None);
        assert_eq!(due(&sooner, Micros(ends.0 - 2)), Some((Micros(ends.0 - 1), 1)));
        assert_eq!(due(&binding(None, Some(ends), Some(Micros(5))), Micros(ends.0 - 2)), None);
        assert_eq!(due(&binding(None, None, None), Micros(0)), None, "its end is not known");
    }
}
