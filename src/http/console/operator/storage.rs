//! `/hub/storage`: what the database and the objects take, how they grew by month, and how long the disk lasts if it goes on as in
//! the last ninety days. Uploads stop before the disk is full (`limits.min_free_bytes`), and that is the day told.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::ask::blocking;
use super::super::frame::{Frame, Rail};
use super::super::seat::Viewer;
use super::dead_letters::path;
use crate::domain::ids::Micros;
use crate::http::{Failure, Hub};
use crate::i18n::size;
use crate::store::storage::{Grown, Stored};

#[derive(Template)]
#[template(path = "console/operator/storage.html")]
struct Page {
    frame: Frame,
    database: String,
    objects: u64,
    object_bytes: String,
    free: Option<String>,
    floor: String,
    months: Vec<Month>,
    forecast: Forecast,
    full: Option<Micros>,
}

struct Month {
    name: String,
    documents: u64,
    bytes: String,
    /// Width of its bar, of 200.
    bar: u64,
}

/// When the disk ends.
#[derive(Debug, PartialEq, Eq)]
enum Forecast {
    /// Too little came in to say.
    Unknown,
    /// So many days.
    Days(i64),
    /// More than ten years.
    Years,
    /// It is full.
    Full,
}

/// `GET /hub/storage`
pub(in crate::http::console) async fn storage(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Storage).await?;
    let (stored, free) = blocking(&hub, |hub| {
        let store = hub.exchange.store();
        Ok((store.stored()?, store.objects().free_bytes().ok()))
    })
    .await?;
    let floor = hub.config.limits.min_free_bytes;
    let forecast = free.map_or(Forecast::Unknown, |free| forecast(&stored, free.saturating_sub(floor), frame.now));
    let full = match forecast {
        Forecast::Days(days) => Some(Micros(frame.now.0.saturating_add(days.saturating_mul(DAY_US)))),
        Forecast::Unknown | Forecast::Years | Forecast::Full => None,
    };
    let most = stored.months.iter().map(|month| month.package_bytes).max().unwrap_or(0).max(1);
    let lang = frame.lang;
    let month = |grown: &Grown| Month {
        name: format!("{:02}/{:04}", grown.month.month, grown.month.year),
        documents: grown.documents,
        bytes: size(lang, grown.package_bytes),
        bar: (u128::from(grown.package_bytes) * 200 / u128::from(most)).try_into().unwrap_or(0),
    };
    answer::page(&Page {
        database: size(lang, stored.database_bytes),
        objects: stored.objects,
        object_bytes: size(lang, stored.object_bytes),
        free: free.map(|free| size(lang, free)),
        floor: size(lang, floor),
        months: stored.months.iter().take(MONTHS).map(month).collect(),
        forecast,
        full,
        frame,
    })
}

/// What a document takes on the whole, times how many came a day of late.
fn forecast(stored: &Stored, room: u64, now: Micros) -> Forecast {
    if room == 0 {
        return Forecast::Full;
    }
    let all: u64 = stored.months.iter().map(|month| month.documents).sum();
    let Some(first) = stored.first.filter(|_| all >= ENOUGH) else { return Forecast::Unknown };
    let age_days = now.0.saturating_sub(first.0).div_euclid(DAY_US);
    if age_days < 7 {
        return Forecast::Unknown;
    }
    // This month and the two before: whole months, because that is what is counted.
    let recent: u64 = stored.months.iter().take(3).map(|month| month.documents).sum();
    let days = age_days.min(90);
    let each = (stored.database_bytes + stored.object_bytes) / all.max(1);
    let a_day = u128::from(each) * u128::from(recent) / u128::try_from(days).unwrap_or(1).max(1);
    if a_day == 0 {
        return Forecast::Years;
    }
    match i64::try_from(u128::from(room) / a_day) {
        Ok(days) if days <= TEN_YEARS => Forecast::Days(days),
        _ => Forecast::Years,
    }
}

const MONTHS: usize = 24;
/// Fewer documents say nothing about the next year.
const ENOUGH: u64 = 20;
const TEN_YEARS: i64 = 3_650;
const DAY_US: i64 = 86_400 * 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(documents: &[u64], age_days: i64) -> Stored {
        let month = |(n, documents): (usize, &u64)| Grown {
            month: crate::domain::rate::Month::parse(&format!("2026-{:02}", 12 - n)).unwrap(),
            documents: *documents,
            package_bytes: 0,
        };
        Stored {
            database_bytes: 1_000_000,
            objects: 0,
            object_bytes: 9_000_000,
            months: documents.iter().enumerate().map(month).collect(),
            first: Some(Micros(NOW.0 - age_days * DAY_US)),
        }
    }

    const NOW: Micros = Micros(1_797_181_500_000_000);

    #[test]
    fn the_disk_ends_when_the_last_months_go_on() {
        // 100 documents of 100 kB each; 90 of them in 90 days: 100 kB a day.
        let grown = stored(&[30, 30, 30, 10], 400);
        assert_eq!(forecast(&grown, 1_000_000, NOW), Forecast::Days(10));
        assert_eq!(forecast(&grown, 1_000_000_000, NOW), Forecast::Years);
        assert_eq!(forecast(&grown, 0, NOW), Forecast::Full);
        // In its first days nobody can tell, nor from a handful.
        assert_eq!(forecast(&stored(&[90], 3), 1_000_000, NOW), Forecast::Unknown);
        assert_eq!(forecast(&stored(&[5], 90), 1_000_000, NOW), Forecast::Unknown);
        // A young hub is measured by its age.
        assert_eq!(forecast(&stored(&[100], 10), 10_000_000, NOW), Forecast::Days(10));
    }
}
