//! The configuration file: TOML, unknown keys refused, secrets only as `*_file`, paths relative to the file's folder.
//!
//! Every setting has a default that works when it is absent; `lienthong.toml.example` shows them all and
//! `docs/operating/configure.md` says of each what it trusts and how it grows. A test holds the three together.

mod error;
mod load;
mod policy;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use error::ConfigError;
pub use load::Secret;
pub use policy::{PdfPolicy, Policy, PriorityTable, RecalledContent, ReceiverTypes};

pub use crate::domain::ids::Urgency;

/// The whole file. Made by [`Config::load`], [`Config::parse`] or [`Config::in_folder`]; all of its paths are then
/// resolved against the folder that the file lies in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The port for agencies and auditors.
    pub server: Server,
    /// The port for the operator: health, readiness, metrics.
    pub ops: Ops,
    /// Database and object folder.
    pub store: Store,
    /// The transparency log (nhật ký minh bạch).
    pub log: Log,
    /// The hub's own seal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
    /// Trust anchors.
    pub trust: Trust,
    /// Whom the hub asks about certificates.
    pub egress: Egress,
    /// Events to agencies' own software.
    pub webhooks: Webhooks,
    /// Caps on size, time and number.
    pub limits: Limits,
    /// E-mail to the offices.
    pub mail: Mail,
    /// Who is told when a document lies unfetched, and when it expires.
    pub notice: Notice,
    /// What is let in besides packages with a valid signature.
    pub policy: Policy,
    /// Log lines of the process.
    pub telemetry: Telemetry,
    /// The pages for people.
    pub console: Console,
}

/// `[console]`: the pages for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Console {
    /// Address and port of the second origin, from which attachments are shown; absent: only whole packages are handed out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_listen: Option<SocketAddr>,
    /// How attachments' own origin is reached, without a slash at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_url: Option<String>,
    /// Whose accounts sign people in too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc: Option<Oidc>,
    /// Where the signing program of a clerk's own machine answers: the page that signs may ask there, and nowhere else.
    pub agent_url: String,
    /// A session ends when nothing was asked for so long, minutes.
    pub idle_minutes: u32,
    /// It ends so long after its beginning whatever was asked, hours.
    pub absolute_hours: u32,
    /// Whether clerks and readers need a second factor; all others always do.
    pub totp: TotpPolicy,
    /// Addresses of proxies in front whose X-Forwarded-For is believed; tries to sign in are counted by the address before them.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Default for Console {
    fn default() -> Self {
        Self {
            content_listen: None,
            content_url: None,
            oidc: None,
            agent_url: "http://127.0.0.1:9463".to_owned(),
            idle_minutes: 30,
            absolute_hours: 12,
            totp: TotpPolicy::default(),
            trusted_proxies: Vec::new(),
        }
    }
}

/// `[console.oidc]`: a provider of accounts (OpenID Connect); the program must be built with the feature `oidc`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// Its name, which its configuration lies below.
    pub issuer: String,
    /// What it calls this hub.
    pub client_id: String,
    /// File with this hub's secret there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret_file: Option<PathBuf>,
    /// Its hosts that may stand at a private address, and be asked over plain http.
    #[serde(default)]
    pub private_hosts: Vec<String>,
}

/// Who needs a code beside the password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TotpPolicy {
    /// Everybody.
    Required,
    /// Agency administrators, auditors and operators; clerks and readers may.
    #[default]
    Optional,
}

/// `[seal]`: the hub's own seal (con dấu của trục), put over receipts that are to stand alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Its private key, PEM without a passphrase.
    pub key_file: PathBuf,
    /// Its certificate, PEM; those above it may follow.
    pub certificate_file: PathBuf,
    /// Where the policy is published by which the hub issues evidence (ETSI EN 319 522-3, EvidenceIssuerPolicyID).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

/// `[server]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port of the API; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How agencies reach it, without a slash at the end; stands in links of mails, in problem types, and its host
    /// names the log unless `log.origin` does.
    pub public_url: String,
    /// With it the hub speaks TLS itself; without it something in front must.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
}

/// `[server.tls]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// PEM: the server's certificate, then its chain.
    pub cert: PathBuf,
    /// PEM: its private key.
    pub key: PathBuf,
}

/// `[ops]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ops {
    /// Address and port; anything but loopback needs `token_file`.
    pub listen: SocketAddr,
    /// File with the bearer token that `/readyz` and `/metrics` ask for; `/healthz` asks for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
}

/// `[store]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// `sqlite:<path>` or `postgres://…` without a password.
    pub url: String,
    /// File with the database user's password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// Folder of the packages that are too large for the database.
    pub objects: PathBuf,
}

/// `[log]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// The log's name without its epoch (`<host>/log`); absent: the host of `server.public_url` and `/log`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The Ed25519 key that signs checkpoints.
    pub key_file: PathBuf,
    /// The largest checkpoint ever signed, outside the database: guards against a silent fork after a restore.
    pub high_water_file: PathBuf,
    /// What everybody may read of it.
    pub public: LogPublic,
}

/// What of the log is open to everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogPublic {
    /// Checkpoint and hash tiles; the entries are the auditors'.
    #[default]
    Hashes,
    /// The entries too: who sends to whom, and how often, becomes public.
    Entries,
}

/// `[trust]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Trust {
    /// Anchors of the agencies' seals (con dấu cơ quan); none: no signature is trusted.
    pub seals: Vec<Anchor>,
    /// Anchors of timestamping authorities; none: no timestamp counts.
    pub tsa: Vec<Anchor>,
    /// Policies (OIDs) under which timestamps count; none: under all.
    pub tsa_policies: Vec<String>,
    /// Anchors of OCSP responders that answer for every CA, beside those that the CAs delegate themselves.
    pub ocsp: Vec<Anchor>,
}

/// `[egress]`: whom the hub asks about certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Egress {
    /// Whether the hub asks OCSP responders and CRLs at all; if not, only answers inside packages count.
    pub enabled: bool,
    /// Hosts that may be asked; none: every public host that a trusted certificate names.
    pub hosts: Vec<String>,
    /// Hosts that may be asked although they stand at a private address.
    pub private_hosts: Vec<String>,
    /// The longest wait for one answer, seconds.
    pub timeout_s: u64,
}

impl Default for Egress {
    fn default() -> Self {
        Self { enabled: true, hosts: Vec::new(), private_hosts: Vec::new(), timeout_s: 10 }
    }
}

/// `[webhooks]`: which servers of agencies may be told what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhooks {
    /// Hosts that an agency's webhook may lead to, over https.
    pub hosts: Vec<String>,
    /// Hosts that may stand at a private address, and be told over plain http.
    pub private_hosts: Vec<String>,
    /// The longest wait for one answer, seconds.
    pub timeout_s: u64,
    /// The wait before an event is told the second time, seconds; it doubles with each try.
    pub retry_first_s: u32,
    /// The longest wait between two tries, seconds.
    pub retry_longest_s: u32,
    /// After so many tries of one event the webhook is given up.
    pub retry_tries: u32,
}

impl Default for Webhooks {
    fn default() -> Self {
        Self {
            hosts: Vec::new(),
            private_hosts: Vec::new(),
            timeout_s: 10,
            retry_first_s: RETRY_FIRST_S,
            retry_longest_s: RETRY_LONGEST_S,
            retry_tries: RETRY_TRIES,
        }
    }
}

impl Webhooks {
    /// Whether anybody may be told.
    pub fn any(&self) -> bool {
        !self.hosts.is_empty() || !self.private_hosts.is_empty()
    }
}

/// One file of trust anchors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// PEM: one CA certificate or several.
    pub file: PathBuf,
    /// What is asked about certificates below it.
    #[serde(default)]
    pub revocation: Revocation,
}

/// SIGNATURES §6: the rule of an anchor about revocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Revocation {
    /// No answer: indeterminate.
    #[default]
    Required,
    /// Asked when the certificate names a source; otherwise valid, marked `not-published`.
    IfPublished,
    /// Never asked.
    None,
}

/// `[limits]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest package, bytes.
    pub package_bytes: u64,
    /// Longest upload, seconds.
    pub upload_deadline_s: u64,
    /// Uploads at once of one system.
    pub uploads_per_system: usize,
    /// Verifications at once; absent: the number of cores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verifications: Option<usize>,
    /// Free bytes on the object folder's disk below which uploads are answered 507.
    pub min_free_bytes: u64,
    /// Minutes that a prepared document waits for its signature.
    pub signing_minutes: u32,
}

/// `[mail]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// Whether mails are sent at all; when not, their jobs are not even written.
    pub enabled: bool,
    /// The relay's name; its certificate is checked against it.
    pub host: String,
    /// The relay's port.
    pub port: u16,
    /// Encryption of the connection.
    pub starttls: StartTls,
    /// User of the relay; with it `password_file`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// File with that user's password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// The sender's address, `Name <mailbox@host>` or the mailbox alone; needed when mail is enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The operator's address: told of seals that end soon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// PEM: trusted instead of the system's roots.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// Name said in EHLO; absent: the machine's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helo: Option<String>,
    /// The wait before a mail is tried the second time, seconds; it doubles with each try.
    pub retry_first_s: u32,
    /// The longest wait between two tries, seconds.
    pub retry_longest_s: u32,
    /// After so many tries a mail is a dead letter.
    pub retry_tries: u32,
}

/// `[notice]`: 0 switches a stage off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Notice {
    /// Minutes before the deadline (NĐ 30/2020 Điều 21.2: the day of arrival) at which the receiver is reminded.
    pub before_minutes: u32,
    /// Whether the receiver is reminded once the deadline has passed.
    pub overdue: bool,
    /// Working days after the deadline at which the agency above is told.
    pub escalate_days: u32,
    /// Days after which a document that nobody fetched expires.
    pub expire_days: u32,
    /// The same for urgent documents.
    pub expire_urgent_days: u32,
    /// Days before the expiry at which both sides are warned.
    pub warn_days: u32,
}

impl Default for Notice {
    fn default() -> Self {
        Self {
            before_minutes: 120,
            overdue: true,
            escalate_days: 1,
            expire_days: 30,
            expire_urgent_days: 15,
            warn_days: 7,
        }
    }
}

/// Encryption towards the relay (RFC 3207).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StartTls {
    /// Without it nothing is sent.
    #[default]
    Required,
    /// Taken when offered: whoever sits between can take the offer away.
    On,
    /// Never.
    Off,
}

/// `[telemetry]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telemetry {
    /// Form of the log lines.
    pub format: LogFormat,
    /// Filter as `tracing` reads it, such as `info` or `warn,lienthong::delivery=debug`.
    pub filter: String,
}

/// Form of the log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One object a line.
    Json,
}

impl Default for Server {
    fn default() -> Self {
        Self { listen: loopback(8080), public_url: "http://127.0.0.1:8080".to_owned(), tls: None }
    }
}

impl Default for Ops {
    fn default() -> Self {
        Self { listen: loopback(9464), token_file: None }
    }
}

impl Default for Store {
    fn default() -> Self {
        Self { url: "sqlite:lienthong.db".to_owned(), password_file: None, objects: "objects".into() }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            origin: None,
            key_file: "log.key".into(),
            high_water_file: "log.high-water".into(),
            public: LogPublic::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            package_bytes: PACKAGE_BYTES,
            upload_deadline_s: UPLOAD_DEADLINE_S,
            uploads_per_system: UPLOADS_PER_SYSTEM,
            verifications: None,
            min_free_bytes: MIN_FREE_BYTES,
            signing_minutes: 15,
        }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            enabled: false,
            host: "localhost".to_owned(),
            port: 587, // RFC 6409: submission
            starttls: StartTls::default(),
            user: None,
            password_file: None,
            from: None,
            operator: None,
            ca_file: None,
            helo: None,
            retry_first_s: RETRY_FIRST_S,
            retry_longest_s: RETRY_LONGEST_S,
            retry_tries: RETRY_TRIES,
        }
    }
}

impl Default for Telemetry {
    fn default() -> Self {
        Self { format: LogFormat::default(), filter: "info".to_owned() }
    }
}

fn loopback(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

/// DECISIONS "Limits": one integrator skips packages above 50 MB; five times that is room enough.
const PACKAGE_BYTES: u64 = 256 << 20;
/// DECISIONS "Limits": 256 MiB in one hour is 75 kB/s, a bad line of a commune.
const UPLOAD_DEADLINE_S: u64 = 3600;
/// DECISIONS "Limits".
const UPLOADS_PER_SYSTEM: usize = 2;
/// RFC 5321 §4.5.4.1 wants half an hour; a greylist lets a mail in after minutes, and a notice is soon stale.
const RETRY_FIRST_S: u32 = 30;
/// An hour, thirty times: about a day, so that a relay that is mended the next morning still gets what was meant for it.
const RETRY_LONGEST_S: u32 = 3600;
const RETRY_TRIES: u32 = 30;
/// Room for four of the largest packages while the operator is on the way.
const MIN_FREE_BYTES: u64 = 1 << 30;
