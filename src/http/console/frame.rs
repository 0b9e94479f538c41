//! What stands around every page: rail, agency, search, who is signed in, language; and the few helpers that templates
//! call (words, icons, files, times, the form's token).

use std::fmt;

use actix_web::web;
use askama::FastWritable;
use askama::filters::HtmlSafe;

use super::seat::{Seat, Viewer};
use super::{assets, gate};
use crate::domain::ids::Micros;
use crate::domain::person::Role;
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang, Value};
use crate::payload::Owner;
use crate::store::settings::ReadOnly;

/// The entry of the rail that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rail {
    /// None of them.
    None,
    /// Văn bản đến.
    In,
    /// Văn bản đi.
    Out,
    /// Soạn văn bản.
    Compose,
    /// Báo cáo.
    Rates,
    /// Chưa phản hồi.
    Unanswered,
    /// Văn bản giấy.
    Paper,
    /// Sổ công văn.
    Book,
    /// Đơn vị của tôi.
    Agency,
    /// Tình trạng.
    Status,
    /// Gửi lỗi.
    DeadLetters,
    /// Hàng đợi.
    Queues,
    /// Cơ quan.
    Directory,
    /// Nhật ký.
    Log,
    /// Truy cập.
    Access,
    /// Khóa, chứng thư.
    Keys,
    /// Địa chỉ hỏng.
    Addresses,
    /// Dung lượng.
    Storage,
    /// Cấu hình.
    Configuration,
    /// Người dùng của trục.
    People,
    /// Tài khoản.
    Account,
}

/// One entry of the rail.
#[derive(Clone, Debug)]
pub struct Entry {
    rail: Rail,
    /// Where it leads.
    pub href: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its word's key.
    pub word: &'static str,
    /// How many wait there.
    pub count: Option<i64>,
    /// Whether one looks a second time.
    pub hot: bool,
    /// Stands behind the line.
    pub second: bool,
}

/// Counts beside the rail's entries.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// To accept.
    pub incoming: Option<i64>,
    /// Sent copies that need a look.
    pub outgoing: Option<i64>,
    /// Drafts of whoever looks.
    pub drafts: Option<i64>,
    /// Dead letters.
    pub dead: Option<i64>,
}

/// What surrounds a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The page's language.
    pub lang: Lang,
    theme: Option<String>,
    density: Option<String>,
    seat: Option<Seat>,
    csrf: String,
    path: String,
    current: Rail,
    counts: Counts,
    /// The agency's name.
    pub agency: Option<String>,
    /// The log's size and the time of its newest leaf.
    pub log: Option<(u64, Micros)>,
    /// Now.
    pub now: Micros,
    /// The hub takes no changes just now.
    pub held: Option<ReadOnly>,
}

/// An icon of the sprite; decoration, words stand beside it.
pub struct Icon(&'static str);

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r##"<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>"##, assets::href("icons.svg"), self.0)
    }
}

impl FastWritable for Icon {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(write!(dest, "{self}")?)
    }
}

impl HtmlSafe for Icon {}

/// A `<time>`.
pub struct Moved {
    lang: Lang,
    at: Micros,
    words: Option<String>,
    /// Whether the reader's zone counts.
    moves: bool,
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (iso, exact) = (i18n::iso(self.at), i18n::exact(self.lang, self.at));
        write!(f, r#"<time datetime="{iso}" title="{exact}""#)?;
        if self.moves {
            f.write_str(" data-moves")?;
        }
        match &self.words {
            Some(words) => write!(f, ">{}</time>", escaped(words)?),
            None => write!(f, ">{}</time>", i18n::date_time(self.lang, self.at)),
        }
    }
}

impl FastWritable for Moved {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(write!(dest, "{self}")?)
    }
}

impl HtmlSafe for Moved {}

/// Words around a `<time>`.
pub struct Said {
    words: String,
    time: Moved,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.words.split_once(PLACE) {
            Some((before, after)) => write!(f, "{}{}{}", escaped(before)?, self.time, escaped(after)?),
            None => write!(f, "{}", escaped(&self.words)?),
        }
    }
}

impl FastWritable for Said {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(write!(dest, "{self}")?)
    }
}

impl HtmlSafe for Said {}

/// A text as it stands in a page.
fn escaped(text: &str) -> Result<impl fmt::Display, fmt::Error> {
    askama::filters::escape(text, askama::filters::Html).map_err(|_| fmt::Error)
}

/// Where the moment stands until the element takes its place; of the private area, so that no text has it.
const PLACE: &str = "\u{E000}";

/// A number, however deep a template's loop has borrowed it.
pub trait Count {
    /// As a whole number.
    fn whole(&self) -> i64;
}

/// A moment, likewise.
pub trait Moment {
    /// As it is kept.
    fn micros(&self) -> Micros;
}

impl<T: Count + ?Sized> Count for &T {
    fn whole(&self) -> i64 {
        (**self).whole()
    }
}

impl<T: Moment + ?Sized> Moment for &T {
    fn micros(&self) -> Micros {
        (**self).micros()
    }
}

impl Moment for Micros {
    fn micros(&self) -> Micros {
        *self
    }
}

macro_rules! counts {
    ($($kind:ty),*) => {
        $(impl Count for $kind {
            fn whole(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        })*
    };
}

counts!(i64, u64, u32, u16, i16, usize);

impl Frame {
    /// The frame of a page for whoever is signed in: asks the store for what stands in it.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn load(hub: &Hub, viewer: &Viewer, path: &str, current: Rail) -> Result<Self, Failure> {
        let mut frame = Self::bare(viewer, path, current);
        let Some(seat) = viewer.seat.clone() else { return Ok(frame) };
        let hub = hub.clone();
        frame.now = hub.exchange.clock().now();
        let around = web::block(move || around(&hub, &seat)).await??;
        (frame.agency, frame.log) = (around.agency, Some(around.log));
        (frame.counts, frame.held) = (around.counts, around.held);
        Ok(frame)
    }

    /// The frame without anything that is asked for: sign-in, failures.
    pub fn bare(viewer: &Viewer, path: &str, current: Rail) -> Self {
        // Without chance no form can be sent; the page can still be read.
        let csrf = viewer.seat.as_ref().and_then(|seat| gate::masked(&seat.who.csrf).ok()).unwrap_or_default();
        Self {
            lang: viewer.lang,
            theme: viewer.theme.clone(),
            density: viewer.density.clone(),
            seat: viewer.seat.clone(),
            csrf,
            path: path.to_owned(),
            current,
            counts: Counts::default(),
            agency: None,
            log: None,
            now: Micros(0),
            held: None,
        }
    }

    /// A word by its key.
    pub fn t(&self, key: &str) -> String {
        i18n::text(self.lang, key, None, &[])
    }

    /// A word with a number in it, `$count`.
    pub fn tn(&self, key: &str, count: impl Count) -> String {
        i18n::text(self.lang, key, None, &[("count", count.whole().into())])
    }

    /// A word with one value in it.
    pub fn tv<'v>(&self, key: &str, name: &str, value: impl Into<Value<'v>>) -> String {
        i18n::text(self.lang, key, None, &[(name, value.into())])
    }

    /// A number as the language writes it.
    pub fn n(&self, value: impl Count) -> String {
        i18n::number(self.lang, value.whole())
    }

    /// An icon.
    pub fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }

    /// Where one of the console's files lies.
    pub fn file(&self, name: &str) -> String {
        assets::href(name)
    }

    /// The form's token, a fresh mask a page.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Who is signed in.
    pub fn seat(&self) -> Option<&Seat> {
        self.seat.as_ref()
    }

    /// The name of whoever is signed in.
    pub fn name(&self) -> &str {
        self.seat.as_ref().map_or("", |seat| &seat.who.name)
    }

    /// Their roles in words.
    pub fn roles(&self) -> String {
        let roles = self.seat.as_ref().map_or(&[][..], |seat| &seat.roles);
        roles.iter().map(|role| self.t(&format!("role-{}", role.as_str()))).collect::<Vec<_>>().join(", ")
    }

    /// Whether one of the viewer's roles is this.
    pub fn holds(&self, role: Role) -> bool {
        self.seat.as_ref().is_some_and(|seat| seat.holds(role))
    }

    /// Whether the viewer may change something in that role now: nobody may while the hub only reads.
    pub fn acts_as(&self, role: Role) -> bool {
        self.held.is_none() && self.holds(role)
    }

    /// The theme, when one was chosen.
    pub fn theme(&self) -> &str {
        self.theme.as_deref().unwrap_or_default()
    }

    /// The density, when one was chosen.
    pub fn density(&self) -> &str {
        self.density.as_deref().unwrap_or_default()
    }

    /// The keys of the keyboard are on.
    pub fn shortcuts(&self) -> bool {
        self.seat.as_ref().is_some_and(|seat| seat.who.shortcuts)
    }

    /// The other language's tag.
    pub fn other(&self) -> &'static str {
        match self.lang {
            Lang::Vi => "en",
            Lang::En => "vi",
        }
    }

    /// This page in the other language.
    pub fn other_href(&self) -> String {
        let next = serde_urlencoded::to_string([("next", self.path.as_str())]).unwrap_or_default();
        format!("/lang/{}?{next}", self.other())
    }

    /// A time of the day and the day.
    pub fn when(&self, at: impl Moment) -> String {
        i18n::date_time(self.lang, at.micros())
    }

    /// A moment as an element: the time of the day and the day, the exact one on hover. It is Việt Nam's; where the
    /// reader's machine lives by another, the page's script says it in that one, and its name beside it.
    pub fn time(&self, at: impl Moment) -> Moved {
        Moved { lang: self.lang, at: at.micros(), words: None, moves: true }
    }

    /// Likewise, in words of its own (`08:52 hôm nay`).
    pub fn time_as(&self, at: impl Moment, words: &str) -> Moved {
        Moved { words: Some(words.to_owned()), ..self.time(at) }
    }

    /// A word with a moment in it, `$time`.
    pub fn said(&self, key: &str, at: impl Moment) -> Said {
        let words = i18n::text(self.lang, key, None, &[("time", PLACE.into())]);
        Said { words, time: self.time(at) }
    }

    /// A deadline in words: by the law it is Việt Nam's, wherever it is read.
    pub fn until(&self, at: impl Moment, words: &str) -> Moved {
        Moved { moves: false, ..self.time_as(at, words) }
    }

    /// The rail, for the roles at this seat.
    pub fn rail(&self) -> Vec<Entry> {
        let Some(seat) = &self.seat else { return Vec::new() };
        let mut out = Vec::new();
        let mut add = |rail, href, icon, word, count: Option<i64>| {
            // Drafts wait for nobody but their author.
            let hot = rail != Rail::Compose && count.is_some_and(|count| count > 0);
            out.push(Entry { rail, href, icon, word, count, hot, second: matches!(rail, Rail::Agency) });
        };
        let desk = [Role::Clerk, Role::Reader, Role::AgencyAdmin].into_iter().any(|role| seat.holds(role));
        if desk {
            add(Rail::In, "/in", "inbox", "rail-in", self.counts.incoming);
            add(Rail::Out, "/out", "send", "rail-out", self.counts.outgoing);
            if seat.holds(Role::Clerk) {
                add(Rail::Compose, "/out/compose", "edit", "rail-compose", self.counts.drafts);
            }
            add(Rail::Rates, "/rates", "chart-line", "rail-rates", None);
            add(Rail::Book, "/book", "book-2", "rail-book", None);
            add(Rail::Agency, "/agency", "building", "rail-agency", None);
        }
        if seat.holds(Role::Auditor) {
            add(Rail::Rates, "/rates", "chart-line", "rail-rates", None);
            add(Rail::Unanswered, "/rates/unanswered", "message-report", "rail-unanswered", None);
            add(Rail::Paper, "/rates/paper", "file", "rail-paper", None);
            add(Rail::Log, "/hub/log", "list-details", "rail-log", None);
            add(Rail::Access, "/hub/access", "eye", "rail-access", None);
        }
        if seat.holds(Role::Operator) {
            add(Rail::Status, "/hub", "activity", "rail-status", None);
            add(Rail::DeadLetters, "/hub/dead-letters", "alert-octagon", "rail-dead-letters", self.counts.dead);
            add(Rail::Queues, "/hub/queues", "layout-list", "rail-queues", None);
            add(Rail::Directory, "/hub/agencies", "building", "rail-directory", None);
            if !seat.holds(Role::Auditor) {
                add(Rail::Log, "/hub/log", "list-details", "rail-log", None);
                add(Rail::Access, "/hub/access", "eye", "rail-access", None);
            }
            add(Rail::Keys, "/hub/keys", "key", "rail-keys", None);
            add(Rail::Addresses, "/hub/addresses", "mail-off", "rail-addresses", None);
            add(Rail::People, "/hub/people", "users", "rail-people", None);
            add(Rail::Storage, "/hub/storage", "database", "rail-storage", None);
            add(Rail::Configuration, "/hub/configuration", "adjustments", "rail-configuration", None);
        }
        out
    }

    /// Whether an entry is where the page is.
    pub fn is_here(&self, entry: &Entry) -> bool {
        entry.rail == self.current
    }
}

/// What the frame asks the store for.
struct Around {
    agency: Option<String>,
    log: (u64, Micros),
    counts: Counts,
    held: Option<ReadOnly>,
}

fn around(hub: &Hub, seat: &Seat) -> Result<Around, Failure> {
    let store = hub.exchange.store();
    let agency = match &seat.who.agency {
        Some(id) => store.agency_name(id, hub.exchange.clock().now())?.or_else(|| Some(id.0.clone())),
        None => None,
    };
    let head = store.log_head()?;
    let mut counts = Counts::default();
    if let Some(agency) = &seat.who.agency {
        counts.incoming = Some(store.desk_waiting(agency)?);
        if seat.holds(Role::Clerk) {
            let owner = Owner { person: seat.who.person, agency: agency.clone() };
            counts.drafts = Some(store.draft_count(&owner)?).filter(|count| *count > 0);
        }
        counts.outgoing = Some(store.outbox_troubled(agency, hub.exchange.clock().now())?).filter(|count| *count > 0);
    }
    if seat.holds(Role::Operator) {
        counts.dead = Some(store.job_counts()?.1);
    }
    Ok(Around { agency, log: (head.size, head.time), counts, held: store.read_only()? })
}
