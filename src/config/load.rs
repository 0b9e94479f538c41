//! Reading the file, checking what its grammar cannot say, resolving its paths.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use super::{Config, ConfigError, StartTls, Urgency};

impl Config {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// When it cannot be read, is not this grammar, or holds a value that cannot work.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(&text, path.parent().unwrap_or(Path::new("")))
    }

    /// The same from a text; relative paths are joined to `folder`.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(text: &str, folder: &Path) -> Result<Self, ConfigError> {
        let mut config: Self = toml::from_str(text).map_err(|error| grammar(text, &error))?;
        config.check()?;
        config.resolve(folder);
        Ok(config)
    }

    /// All defaults, with everything in `folder`.
    pub fn in_folder(folder: &Path) -> Self {
        let mut config = Self::default();
        config.resolve(folder);
        config
    }

    /// The log's name without its epoch: `log.origin`, else `<host of server.public_url>/log`.
    pub fn log_origin(&self) -> String {
        self.log.origin.clone().unwrap_or_else(|| {
            let authority = self.server.public_url.split_once("://").map_or("", |(_, rest)| rest);
            format!("{}/log", authority.split('/').next().unwrap_or_default())
        })
    }

    /// The database's address with the password of `store.password_file` in it: a secret, not to be printed.
    ///
    /// # Errors
    /// When the password's file cannot be read.
    pub fn database_url(&self) -> Result<Secret, ConfigError> {
        let Some(file) = &self.store.password_file else { return Ok(Secret(self.store.url.clone())) };
        let password = Secret::read("store.password_file", file)?;
        let mark = if self.store.url.contains('?') { '&' } else { '?' };
        Ok(Secret(format!("{}{mark}password={}", self.store.url, percent_encoded(password.expose()))))
    }

    /// Verifications at once: the setting, else the number of cores.
    pub fn verifications(&self) -> usize {
        self.limits.verifications.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
    }

    fn check(&self) -> Result<(), ConfigError> {
        check_public_url(&self.server.public_url)?;
        check_agent_url(&self.console.agent_url)?;
        if !self.ops.listen.ip().is_loopback() && self.ops.token_file.is_none() {
            return Err(ConfigError::OpsExposed { listen: self.ops.listen });
        }
        self.check_store()?;
        self.check_limits()?;
        if let Some(origin) = &self.log.origin
            && (origin.is_empty() || origin.contains(|c: char| c.is_whitespace() || c == '+') || origin.ends_with('/'))
        {
            return Err(invalid("log.origin", "a name without spaces, '+' or a slash at the end", origin));
        }
        if self.console.oidc.is_some() && !cfg!(feature = "oidc") {
            return Err(invalid("console.oidc", "absent: this program is built without the feature", "a provider"));
        }
        self.check_priorities()?;
        self.check_mail()
    }

    /// A word that the hub's own table does not hold could not be noted here.
    fn check_priorities(&self) -> Result<(), ConfigError> {
        let policy = &self.policy;
        for table in &policy.priority_tables {
            let named = |code: &&String| code.trim_matches('*').is_empty() || code.trim_matches('*').contains('*');
            if let Some(code) = table.agencies.iter().find(named) {
                return Err(invalid("policy.priority_tables.agencies", "a code, or a part of one with *", code));
            }
            let foreign = |one: &&Urgency| **one != Urgency::Normal && !policy.urgency.contains(one);
            if let Some(word) = table.urgency.iter().find(foreign) {
                return Err(invalid("policy.priority_tables.urgency", "words of policy.urgency", &format!("{word:?}")));
            }
        }
        Ok(())
    }

    fn check_store(&self) -> Result<(), ConfigError> {
        let url = &self.store.url;
        if url.strip_prefix("sqlite:").is_some_and(|path| !path.is_empty()) {
            return match self.store.password_file {
                Some(_) => Err(invalid("store.password_file", "absent with SQLite", "a file")),
                None => Ok(()),
            };
        }
        let Some(rest) = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://")) else {
            let scheme = url.split(':').next().unwrap_or_default();
            return Err(invalid("store.url", "sqlite:<path> or postgres://…", &format!("scheme {scheme}")));
        };
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let in_user = authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'));
        let in_query = rest.split(['?', '&']).skip(1).any(|pair| pair.starts_with("password="));
        if in_user || in_query { Err(ConfigError::SecretInline { setting: "store.url" }) } else { Ok(()) }
    }

    fn check_limits(&self) -> Result<(), ConfigError> {
        let limits = &self.limits;
        for (setting, value) in [
            ("limits.package_bytes", limits.package_bytes),
            ("limits.upload_deadline_s", limits.upload_deadline_s),
            ("limits.uploads_per_system", limits.uploads_per_system as u64),
            ("limits.verifications", limits.verifications.unwrap_or(1) as u64),
            ("webhooks.timeout_s", self.webhooks.timeout_s),
            ("console.idle_minutes", u64::from(self.console.idle_minutes)),
            ("console.absolute_hours", u64::from(self.console.absolute_hours)),
            ("webhooks.retry_first_s", u64::from(self.webhooks.retry_first_s)),
            ("webhooks.retry_longest_s", u64::from(self.webhooks.retry_longest_s)),
            ("webhooks.retry_tries", u64::from(self.webhooks.retry_tries)),
        ] {
            if value == 0 {
                return Err(invalid(setting, "at least 1", "0"));
            }
        }
        if !(1..=SIGNING_MINUTES_MAX).contains(&limits.signing_minutes) {
            let found = limits.signing_minutes.to_string();
            return Err(invalid("limits.signing_minutes", "1 to 720", &found));
        }
        Ok(())
    }

    fn check_mail(&self) -> Result<(), ConfigError> {
        let mail = &self.mail;
        for (setting, value) in [
            ("mail.retry_first_s", mail.retry_first_s),
            ("mail.retry_longest_s", mail.retry_longest_s),
            ("mail.retry_tries", mail.retry_tries),
        ] {
            if value == 0 {
                return Err(invalid(setting, "at least 1", "0"));
            }
        }
        if mail.user.is_some() != mail.password_file.is_some() {
            let setting = if mail.user.is_some() { "mail.password_file" } else { "mail.user" };
            return Err(ConfigError::Missing { setting, because: "mail.user and mail.password_file go together" });
        }
        if !mail.enabled {
            return Ok(());
        }
        if mail.from.is_none() {
            return Err(ConfigError::Missing { setting: "mail.from", because: "mail.enabled is true" });
        }
        let loopback = mail.host == "localhost" || mail.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if mail.user.is_some() && mail.starttls != StartTls::Required && !loopback {
            return Err(ConfigError::MailPasswordExposed { host: mail.host.clone() });
        }
        Ok(())
    }

    fn resolve(&mut self, folder: &Path) {
        let join = |path: &mut PathBuf| *path = folder.join(&path);
        let optional = |path: &mut Option<PathBuf>| path.iter_mut().for_each(join);
        if let Some(tls) = &mut self.server.tls {
            join(&mut tls.cert);
            join(&mut tls.key);
        }
        optional(&mut self.ops.token_file);
        if let Some(path) = self.store.url.strip_prefix("sqlite:") {
            self.store.url = format!("sqlite:{}", folder.join(path).display());
        }
        optional(&mut self.store.password_file);
        join(&mut self.store.objects);
        join(&mut self.log.key_file);
        join(&mut self.log.high_water_file);
        if let Some(seal) = &mut self.seal {
            join(&mut seal.key_file);
            join(&mut seal.certificate_file);
        }
        let trust = &mut self.trust;
        let anchors = [&mut trust.seals, &mut trust.tsa, &mut trust.ocsp];
        anchors.into_iter().flatten().for_each(|anchor| join(&mut anchor.file));
        if let Some(oidc) = &mut self.console.oidc {
            optional(&mut oidc.client_secret_file);
        }
        optional(&mut self.mail.password_file);
        optional(&mut self.mail.ca_file);
    }
}

/// A secret read from a file; it never prints itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Reads the file of `setting` and cuts one line end from it.
    ///
    /// # Errors
    /// When the file cannot be read or is empty.
    pub fn read(setting: &'static str, path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::SecretUnreadable {
            setting,
            path: path.to_owned(),
            source,
        })?;
        let line = text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
        if line.is_empty() {
            return Err(ConfigError::SecretEmpty { setting, path: path.to_owned() });
        }
        Ok(Self(line.to_owned()))
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

fn invalid(setting: &'static str, expected: &'static str, found: &str) -> ConfigError {
    ConfigError::Invalid { setting, expected, found: found.to_owned() }
}

/// `http` or `https`, an authority without user or password, perhaps a path; no query, no slash at the end.
fn check_public_url(url: &str) -> Result<(), ConfigError> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let good = rest.is_some_and(|rest| {
        let strange = |c: char| c.is_whitespace() || c.is_control() || "@?#\"<>\\^`{|}".contains(c);
        !rest.is_empty() && !rest.starts_with('/') && !rest.ends_with('/') && !rest.contains(strange)
    });
    if good {
        Ok(())
    } else {
        Err(invalid("server.public_url", "http(s)://<host>[:<port>] without a slash at the end", url))
    }
}

/// The reader's own machine, by its address: a name could be made to mean another.
fn check_agent_url(url: &str) -> Result<(), ConfigError> {
    let port = url.strip_prefix("http://127.0.0.1:").and_then(|port| port.parse::<u16>().ok());
    match port.filter(|port| url.ends_with(&format!(":{port}")) && *port > 0) {
        Some(_) => Ok(()),
        None => Err(invalid("console.agent_url", "http://127.0.0.1:<port>", url)),
    }
}

/// RFC 3986 §2.1: everything but unreserved characters becomes `%XX`.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The reader's error with its place; its first line only, since the others draw the source, which may hold a secret
/// that somebody wrote at the wrong key.
fn grammar(text: &str, error: &toml::de::Error) -> ConfigError {
    let message = error.message().lines().next().unwrap_or_default().to_owned();
    let start = error.span().map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    if message.starts_with("unknown field") {
        return ConfigError::UnknownKey { line, message };
    }
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    ConfigError::Syntax { line, column, message }
}

/// Half of what a committed object may be old (DECISIONS, Objects): what waits longer could no longer be kept.
const SIGNING_MINUTES_MAX: u32 = 720;
