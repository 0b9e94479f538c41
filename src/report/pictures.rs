//! What stands in pictures beside the rows: the year of one rate, and the same rate agency by agency on one scale.

use super::chart::Chart;
use super::rates::{Rates, Row, Tallies};
use crate::domain::ids::OrganId;
use crate::domain::rate::{Kind, Month, Side};
use crate::i18n::{Lang, Value, text};

/// The pictures of a report.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    /// The year beside the year before, and what it is called.
    pub year: Option<(String, Chart)>,
    /// Agency by agency.
    pub multiples: Multiples,
}

/// One rate of every agency, on one scale.
#[derive(Clone, Debug, Default)]
pub struct Multiples {
    /// Which rate; `None`: there is none of all this.
    pub kind: Option<Kind>,
    /// An agency's row and its year.
    pub charts: Vec<(Row, Chart)>,
    /// From where to where the scale goes, in words.
    pub scale: String,
    /// Agencies that have nothing to count in the period, and no chart.
    pub without: usize,
}

impl Multiples {
    /// The agencies in the order of `rows`, or, where the reader has chosen none, the lowest first.
    pub fn of(rates: &Rates, tallies: &Tallies, kind: Kind, months: (Month, Month), by_rows: bool, lang: Lang) -> Self {
        let mut ordered = rates.clone();
        if !by_rows {
            ordered.sort(kind, false);
        }
        let (with, without): (Vec<Row>, Vec<Row>) =
            ordered.rows.into_iter().partition(|row| row.share(kind).percent.is_some());
        let chart = |row: Row| {
            let agency = OrganId(row.key.clone());
            let chart = Chart::of_agency(tallies, &agency, months, (kind, Side::Outgoing), lang);
            (row, chart)
        };
        let charts: Vec<_> = with.into_iter().map(chart).collect();
        let (bottom, top) = Chart::common_scale(charts.iter().map(|(_, chart)| chart));
        let charts = charts.into_iter().map(|(row, chart)| (row, chart.on_scale((bottom, top)))).collect();
        let ends = [("from", Value::from(format!("{bottom:.0}%"))), ("to", Value::from(format!("{top:.0}%")))];
        Self { kind: Some(kind), charts, scale: text(lang, "rates-scale", None, &ends), without: without.len() }
    }
}
