//! People: what they may be, and the rules by which they prove who they are. Pure: the time of day is an argument, and no
//! password, code or secret is compared here.
//!
//! Refused here: roles at the wrong place, passwords that are short or are the person's own name, codes of a step that was
//! taken, sessions that lay idle or are too old, and tries that come too fast.

use std::fmt;

use crate::domain::ids::Micros;

/// What a person may be (DESIGN §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Văn thư: receives, acknowledges, sends for an agency.
    Clerk,
    /// Reads what its agency sends and receives, and changes nothing.
    Reader,
    /// Quản trị đơn vị: people, tokens, mails of an agency.
    AgencyAdmin,
    /// Reads rates, log and evidence; never a document's content.
    Auditor,
    /// Người vận hành: agencies, keys, dead letters; never a document's content.
    Operator,
}

impl Role {
    /// All, those of an agency first.
    pub const ALL: [Self; 5] = [Self::Clerk, Self::Reader, Self::AgencyAdmin, Self::Auditor, Self::Operator];

    /// As it stands in rows, leaves and commands.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Reader => "reader",
            Self::AgencyAdmin => "agency_admin",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }

    /// The role of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// Whether it is one of the hub, and of no agency.
    pub fn is_of_hub(self) -> bool {
        match self {
            Self::Clerk | Self::Reader | Self::AgencyAdmin => false,
            Self::Auditor | Self::Operator => true,
        }
    }

    /// Whether a password alone never suffices: who reads everything, or lets others in, needs a second factor whatever the
    /// setting says.
    pub fn needs_totp(self) -> bool {
        match self {
            Self::Clerk | Self::Reader => false,
            Self::AgencyAdmin | Self::Auditor | Self::Operator => true,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How the console looks to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the machine does.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As it stands in rows and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }
}

/// How close the rows of a list stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// With air.
    #[default]
    Comfortable,
    /// More of them on a screen.
    Compact,
}

impl Density {
    /// All.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// As it stands in rows and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    /// The density of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|density| density.as_str() == text)
    }
}

/// What is counted when somebody tries to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counted {
    /// Tries for one account, from anywhere.
    Account,
    /// Tries from one address, for any account.
    Address,
}

impl Counted {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Account, Self::Address];

    /// As it stands in rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Address => "address",
        }
    }

    /// How many tries are free. A whole office sits behind one address.
    fn free(self) -> u32 {
        match self {
            Self::Account => 0,
            Self::Address => 20,
        }
    }

    /// After so long without a try nothing is left of the earlier ones.
    fn forgotten_s(self) -> i64 {
        match self {
            Self::Account => 24 * 3600,
            Self::Address => 3600,
        }
    }
}

/// Tries that were not right, so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// When the last was.
    pub last: Micros,
}

impl Failures {
    /// From when on the next try is looked at: 1 s after the first wrong one, then doubling up to 15 minutes.
    pub fn next_at(self, counted: Counted) -> Micros {
        let over = self.count.saturating_sub(counted.free());
        let wait = match over {
            0 => return Micros(i64::MIN),
            n => 1_i64.checked_shl(n - 1).filter(|wait| *wait > 0).map_or(WAIT_MAX_S, |wait| wait.min(WAIT_MAX_S)),
        };
        self.last.plus_seconds(wait)
    }

    /// With one more at `now`.
    #[must_use]
    pub fn and_one(self, counted: Counted, now: Micros) -> Self {
        let old = now > self.last.plus_seconds(counted.forgotten_s());
        Self { count: if old { 1 } else { self.count.saturating_add(1) }, last: now }
    }

    /// Without the one that was right after all, at `now`: what is left still counts, and nothing is waited for.
    #[must_use]
    pub fn less_one(self, counted: Counted, now: Micros) -> Self {
        let left = Self { count: self.count.saturating_sub(1), last: now };
        let wait = left.next_at(counted).0.saturating_sub(now.0).max(0);
        Self { last: Micros(now.0.saturating_sub(wait)), ..left }
    }
}

/// RFC 6238 §4.1: the step that `now` lies in.
pub fn totp_step(now: Micros) -> i64 {
    now.0.div_euclid(TOTP_STEP_S * 1_000_000)
}

/// The steps whose codes count at `now`, the likeliest first: RFC 6238 §5.2 allows for one step of delay, and the clock of a
/// telephone may be as much ahead. None that was taken, nor an earlier one, counts again.
pub fn totp_steps(now: Micros, taken: i64) -> impl Iterator<Item = i64> {
    let step = totp_step(now);
    [step, step - 1, step + 1].into_iter().filter(move |step| *step > taken)
}

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer than [`PASSWORD_MIN`] characters.
    #[error("password has {found} characters, at least {PASSWORD_MIN} are needed")]
    Short {
        /// How many it has.
        found: usize,
    },
    /// More than [`PASSWORD_MAX`] characters.
    #[error("password has more than {PASSWORD_MAX} characters")]
    Long,
    /// It is the mail address, the name, or one character or a short piece over and over.
    #[error("password can be guessed")]
    Guessable,
}

/// NIST SP 800-63B-4 §3.1.1.2: length is what counts; no rule says which characters it must have, and it never ends.
///
/// # Errors
/// [`PasswordFault`].
pub fn check_password(password: &str, mail: &str, name: &str) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return Err(PasswordFault::Short { found: length });
    }
    if length > PASSWORD_MAX {
        return Err(PasswordFault::Long);
    }
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (said, local) = (plain(password), mail.split('@').next().unwrap_or_default());
    let own = [plain(mail), plain(local), plain(name)];
    let is_own = own.iter().any(|word| !word.is_empty() && said.replace(word.as_str(), "").chars().count() < 4);
    if is_own || repeats(password) { Err(PasswordFault::Guessable) } else { Ok(()) }
}

/// Whether a piece of at most four characters, over and over, is all there is.
fn repeats(password: &str) -> bool {
    let chars: Vec<char> = password.chars().collect();
    (1..=4).any(|n| chars.iter().zip(chars.iter().skip(n)).all(|(a, b)| a == b))
}

/// How long a session lasts, as the operator set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimes {
    /// It ends when nothing was asked for so long, seconds.
    pub idle_s: i64,
    /// It ends so long after its beginning whatever was asked, seconds.
    pub absolute_s: i64,
}

impl Default for SessionTimes {
    /// Half an hour idle, a working day at most (NIST SP 800-63B-4 §2.2.3: 30 minutes, 12 hours at AAL2).
    fn default() -> Self {
        Self { idle_s: 30 * 60, absolute_s: 12 * 3600 }
    }
}

impl SessionTimes {
    /// The last moment of a session that began at `now`.
    pub fn ends(self, now: Micros) -> Micros {
        now.plus_seconds(self.absolute_s)
    }

    /// Whether it still counts.
    pub fn is_live(self, last_seen: Micros, ends: Micros, now: Micros) -> bool {
        now < ends && now < last_seen.plus_seconds(self.idle_s)
    }
}

/// Shortest password: NIST SP 800-63B-4 asks for 15 alone or 8 beside a second factor; 12 bears both.
pub const PASSWORD_MIN: usize = 12;
/// Longest: room for a sentence; what is longer only costs.
pub const PASSWORD_MAX: usize = 256;
/// RFC 6238 §5.2.
const TOTP_STEP_S: i64 = 30;
const WAIT_MAX_S: i64 = 15 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Micros = Micros(1_800_000_000_000_000);

    fn wait(count: u32, counted: Counted) -> i64 {
        let next = Failures { count, last: NOW }.next_at(counted);
        (next.0.max(NOW.0) - NOW.0) / 1_000_000
    }

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (0..14).map(|count| wait(count, Counted::Account)).collect();
        assert_eq!(waits, [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(
            (wait(u32::MAX, Counted::Account), wait(64, Counted::Account), wait(65, Counted::Account)),
            (900, 900, 900)
        );
        assert_eq!((wait(20, Counted::Address), wait(21, Counted::Address), wait(24, Counted::Address)), (0, 1, 8));
    }

    #[test]
    fn tries_are_forgotten_after_a_day() {
        let nine = Failures { count: 9, last: NOW };
        assert_eq!(nine.and_one(Counted::Account, NOW.plus_seconds(3600)).count, 10);
        assert_eq!(nine.and_one(Counted::Account, NOW.plus_seconds(86_401)).count, 1);
        assert_eq!(nine.and_one(Counted::Address, NOW.plus_seconds(3601)).count, 1);
        let less = nine.less_one(Counted::Account, NOW.plus_seconds(900));
        assert_eq!((less.count, less.next_at(Counted::Account)), (8, NOW.plus_seconds(900)));
        assert_eq!(Failures::default().less_one(Counted::Address, NOW).count, 0);
    }

    #[test]
    fn a_step_counts_once_and_no_earlier_one_after_it() {
        let step = totp_step(NOW);
        let open = |taken| totp_steps(NOW, taken).collect::<Vec<_>>();
        assert_eq!(open(-1), [step, step - 1, step + 1]);
        assert_eq!(open(step - 1), [step, step + 1]);
        assert_eq!(open(step), [step + 1]);
        assert!(open(step + 1).is_empty());
        assert_eq!((totp_step(Micros(29_999_999)), totp_step(Micros(30_000_000))), (0, 1));
    }

    #[test]
    fn length_is_what_counts() {
        let check = |password: &str| check_password(password, "tamlm@dongthanh.tayninh.example", "Lê Minh Tâm");
        assert_eq!(check("mưa rào tháng bảy"), Ok(()));
        assert_eq!(check("correct horse"), Ok(()));
        assert_eq!(check("12ký tự thôi"), Ok(()));
        assert_eq!(check("chỉ 11 thôi"), Err(PasswordFault::Short { found: 11 }));
        assert_eq!(check(&"ab cd ".repeat(50)), Err(PasswordFault::Long));
        for bad in
            ["aaaaaaaaaaaa", "123123123123", "Lê Minh Tâm 1", "tamlm@dongthanh.tayninh.example", "LÊ MINH TÂM!!!"]
        {
            assert_eq!(check(bad), Err(PasswordFault::Guessable), "{bad}");
        }
        // Whoever has no name to speak of is not thereby refused everything.
        assert_eq!(check_password("mưa rào tháng bảy", "", ""), Ok(()));
    }

    #[test]
    fn a_session_ends_idle_or_old() {
        let times = SessionTimes { idle_s: 1800, absolute_s: 36_000 };
        let ends = times.ends(NOW);
        assert!(times.is_live(NOW, ends, NOW.plus_seconds(1799)));
        assert!(!times.is_live(NOW, ends, NOW.plus_seconds(1800)));
        assert!(times.is_live(NOW.plus_seconds(35_000), ends, NOW.plus_seconds(35_999)));
        assert!(!times.is_live(NOW.plus_seconds(35_999), ends, NOW.plus_seconds(36_000)));
    }

    #[test]
    fn every_role_has_its_place_and_its_word() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        let hub: Vec<Role> = Role::ALL.into_iter().filter(|role| role.is_of_hub()).collect();
        assert_eq!(hub, [Role::Auditor, Role::Operator]);
        assert!(
            hub.iter().all(|role| role.needs_totp()) && Role::AgencyAdmin.needs_totp() && !Role::Clerk.needs_totp()
        );
    }
}
