//! A ready province in a folder: PKI, configuration, directory, bindings, tokens. The hub itself is not started:
//! `App::start(province.config.clone(), …)` starts it here, `lienthong serve -c <folder>/lienthong.toml` elsewhere.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::cast::{BUILDING, Bound, CAST, NEIGHBOURS, Role};
use super::handbook::{AgencyPlace, AuditorPlace, Handbook, HubPlace, LogPlace, MailPlace, TrustPlace, write_private};
use crate::app::Parts;
use crate::clock::Clock;
use crate::config::{self, Config};
use crate::domain::ids::{Micros, OrganId};
use crate::exchange::{Exchange, NewBinding};
use crate::signature::binding::rule_attributes;
use crate::signature::dev_pki::{DevPki, Issued, KeyKind};
use crate::signature::sign::Signer;
use crate::store::change::{Actor, AgencyAct, AgencyFacts, BindingRule};

/// A province in a folder.
pub struct Province {
    /// The folder, absolute.
    pub dir: PathBuf,
    /// What the hub is started with, paths resolved.
    pub config: Config,
    /// The same as a file: `<dir>/lienthong.toml`.
    pub config_file: PathBuf,
    /// The log's verification key.
    pub vkey: String,
    /// PEM of the one trust anchor.
    pub trust_file: PathBuf,
    /// Bearer token of an auditor of the hub.
    pub auditor_token: String,
    /// The agencies; the first is above all others. Any of them may send to any other.
    pub agencies: Vec<Agency>,
}

/// An agency with everything it needs to send and to receive.
#[derive(Clone)]
pub struct Agency {
    /// Mã định danh.
    pub organ_id: OrganId,
    /// Tên cơ quan.
    pub name: String,
    /// 1 province, 2 department, 3 commune.
    pub level: i16,
    /// Where its office gets mail.
    pub mail: String,
    /// Bearer token of its system.
    pub token: String,
    /// Signs with its seal.
    pub signer: Signer,
    /// PEM: the private key of its seal.
    pub key_file: PathBuf,
    /// PEM: the certificate of its seal.
    pub certificate_file: PathBuf,
    /// PEM: the certificate and the CA above it.
    pub chain_file: PathBuf,
    /// The token in a file.
    pub token_file: PathBuf,
}

/// What a province is made with.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// `sqlite:<path>`, relative to the folder, or `postgres://…`. The database must be empty.
    pub store_url: String,
    /// Address of the agencies' port.
    pub api: SocketAddr,
    /// Address of the operator's port.
    pub ops: SocketAddr,
    /// Address of the second origin, from which attachments are shown.
    pub content: SocketAddr,
    /// The mail relay; without one no mail is sent.
    pub mail: Option<config::Mail>,
    /// Where that relay keeps its mails, for `demo.json`.
    pub mail_folder: Option<PathBuf>,
    /// At least so many agencies: beyond the named ones communes are added, for stories that need many.
    pub agencies: usize,
    /// The rest of the province too, as the demo shows it; one of its seals stays undecided, and is let in.
    pub neighbours: bool,
    /// Uploads at once of one system; stories that press hard want more than the default.
    pub uploads_per_system: usize,
}

impl Wanted {
    /// SQLite in the folder, two free loopback ports, no mail, the named agencies.
    ///
    /// # Errors
    /// When loopback has no free port.
    pub fn local() -> anyhow::Result<Self> {
        Ok(Self {
            store_url: "sqlite:lienthong.db".to_owned(),
            api: free_address()?,
            ops: free_address()?,
            content: free_address()?,
            mail: None,
            mail_folder: None,
            agencies: CAST.len(),
            neighbours: false,
            uploads_per_system: config::Limits::default().uploads_per_system,
        })
    }

    /// The same on another store.
    ///
    /// # Errors
    /// As [`Wanted::local`].
    pub fn on(store_url: impl Into<String>) -> anyhow::Result<Self> {
        Ok(Self { store_url: store_url.into(), ..Self::local()? })
    }
}

impl Province {
    /// Makes everything in `dir`, which is created where absent: PKI, `lienthong.toml`, the store with directory,
    /// bindings and tokens in it, and `demo.json`. The hub is not running afterwards.
    ///
    /// # Errors
    /// When the folder or the store cannot be written, or the store is not empty.
    pub async fn make(dir: &Path, wanted: Wanted, clock: &Clock) -> anyhow::Result<Self> {
        std::fs::create_dir_all(dir).with_context(|| format!("{} cannot be made", dir.display()))?;
        let dir = dir.canonicalize().with_context(|| format!("{} cannot be found", dir.display()))?;
        let pki = DevPki::make(dir.join("pki"))?;
        let config_file = dir.join("lienthong.toml");
        let mut config = configuration(&pki, &wanted);
        // The hub's own: of no agency, so bound to none.
        let seal = pki.seal_for(&OrganId(SEAL.0.to_owned()), SEAL.1, KeyKind::P256)?;
        config.seal = Some(config::Seal { key_file: seal.key_file, certificate_file: seal.chain_file, policy: None });
        let text = toml::to_string(&config)?;
        std::fs::write(&config_file, text).with_context(|| format!("{} cannot be written", config_file.display()))?;
        let config = Config::load(&config_file)?;

        let parts = Parts::open(&config, clock.clone()).await?;
        let vkey = parts.vkey.clone();
        let filled = fill(&parts.exchange, &pki, &dir, &wanted, clock).await;
        parts.close().await?;
        let (agencies, auditor_token) = filled?;

        let trust_file = pki.root_file().to_owned();
        let province = Self { dir, config, config_file, vkey, trust_file, auditor_token, agencies };
        province.handbook(&wanted).write(&province.dir)?;
        Ok(province)
    }

    /// Finds a province that was made in `dir` before, by this process or another.
    ///
    /// # Errors
    /// When there is none, or a file of it cannot be read.
    pub fn open(dir: &Path) -> anyhow::Result<Self> {
        let dir = dir.canonicalize().with_context(|| format!("{} cannot be found", dir.display()))?;
        let book = Handbook::read(&dir)?;
        let agency = |place: &AgencyPlace| {
            let read = |path: &Path| std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()));
            anyhow::Ok(Agency {
                organ_id: OrganId(place.organ_id.clone()),
                name: place.name.clone(),
                level: place.level,
                mail: place.mail.clone(),
                token: place.token.clone(),
                signer: Signer::from_pem(&read(&place.key)?, &read(&place.chain)?)?,
                key_file: place.key.clone(),
                certificate_file: place.certificate.clone(),
                chain_file: place.chain.clone(),
                token_file: place.token_file.clone(),
            })
        };
        Ok(Self {
            config: Config::load(&book.hub.config)?,
            config_file: book.hub.config.clone(),
            vkey: book.log.vkey.clone(),
            trust_file: book.trust.anchors.clone(),
            auditor_token: book.auditor.token.clone(),
            agencies: book.agencies.iter().map(agency).collect::<Result<_, _>>()?,
            dir,
        })
    }

    /// Base URL of the agencies' port.
    pub fn api(&self) -> String {
        format!("http://{}", self.config.server.listen)
    }

    /// Base URL of the operator's port.
    pub fn ops(&self) -> String {
        format!("http://{}", self.config.ops.listen)
    }

    /// The agency of that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn agency(&self, organ_id: &str) -> anyhow::Result<&Agency> {
        self.agencies
            .iter()
            .find(|agency| agency.organ_id.0 == organ_id)
            .with_context(|| format!("no agency {organ_id}"))
    }

    fn handbook(&self, wanted: &Wanted) -> Handbook {
        let agency = |agency: &Agency| AgencyPlace {
            organ_id: agency.organ_id.0.clone(),
            name: agency.name.clone(),
            level: agency.level,
            mail: agency.mail.clone(),
            token: agency.token.clone(),
            token_file: agency.token_file.clone(),
            key: agency.key_file.clone(),
            certificate: agency.certificate_file.clone(),
            chain: agency.chain_file.clone(),
        };
        let mail = wanted.mail.as_ref().zip(wanted.mail_folder.clone());
        Handbook {
            lienthong_demo: super::handbook::MARK,
            hub: HubPlace { api: self.api(), ops: self.ops(), config: self.config_file.clone() },
            log: LogPlace { vkey: self.vkey.clone() },
            trust: TrustPlace { anchors: self.trust_file.clone() },
            mail: mail.map(|(relay, folder)| MailPlace { smtp: format!("{}:{}", relay.host, relay.port), folder }),
            auditor: AuditorPlace { token: self.auditor_token.clone(), token_file: token_file(&self.dir, "auditor") },
            agencies: self.agencies.iter().map(agency).collect(),
            people: Vec::new(),
        }
    }
}

/// A loopback address that was free a moment ago. Another process may take it in between: nothing on loopback can be
/// had before the hub listens there, and stories that restart a hub need an address that stays.
///
/// # Errors
/// When there is none.
pub fn free_address() -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("loopback has no free port")?;
    Ok(listener.local_addr()?)
}

fn configuration(pki: &DevPki, wanted: &Wanted) -> Config {
    let mut config = Config::default();
    config.server.listen = wanted.api;
    config.server.public_url = format!("http://{}", wanted.api);
    config.ops.listen = wanted.ops;
    config.console.content_listen = Some(wanted.content);
    config.console.content_url = Some(format!("http://{}", wanted.content));
    config.store.url.clone_from(&wanted.store_url);
    config.log.origin = Some(LOG_ORIGIN.to_owned());
    let anchor = config::Anchor { file: pki.root_file().to_owned(), revocation: config::Revocation::IfPublished };
    config.trust.seals = vec![anchor];
    config.limits.min_free_bytes = MIN_FREE_BYTES;
    config.limits.uploads_per_system = wanted.uploads_per_system;
    config.telemetry.filter = "warn".to_owned();
    config.policy.accept_unknown_revocation = wanted.neighbours;
    // Whom one of the neighbours' seals names as its source of answers is nobody.
    config.egress.enabled = !wanted.neighbours;
    if let Some(mail) = &wanted.mail {
        config.mail = mail.clone();
    }
    config
}

/// Directory, bindings and tokens, by the same use cases as an operator's.
async fn fill(
    exchange: &Exchange,
    pki: &DevPki,
    dir: &Path,
    wanted: &Wanted,
    clock: &Clock,
) -> anyhow::Result<(Vec<Agency>, String)> {
    std::fs::create_dir_all(dir.join("tokens"))?;
    let since = Micros(clock.now().0 - YEAR_MICROS);
    let mut agencies = Vec::new();
    for part in Part::all(wanted) {
        enter(exchange, &part, since).await.with_context(|| format!("agency {}", part.organ_id.0))?;
        let seal = seal_of(pki, &part)?;
        bind(exchange, pki, &part, &seal, since).await.with_context(|| format!("seal of {}", part.organ_id.0))?;
        agencies.push(equip(exchange, dir, part, seal).await?);
    }
    let token = exchange.issue_token(operator("kiểm toán"), None, "kiểm toán".to_owned(), None).await?;
    write_private(&token_file(dir, "auditor"), token.token.as_bytes())?;
    Ok((agencies, token.token))
}

/// A role with its own name: beyond the cast, communes that are numbered.
struct Part {
    role: Role,
    organ_id: OrganId,
    name: String,
    mail: String,
}

impl Part {
    fn all(wanted: &Wanted) -> Vec<Self> {
        let neighbours = if wanted.neighbours { &NEIGHBOURS[..] } else { &[] };
        let mut parts: Vec<_> = CAST.iter().chain(neighbours).map(Self::named).collect();
        parts.extend((parts.len()..wanted.agencies).map(Self::numbered));
        parts
    }

    fn named(role: &Role) -> Self {
        Self {
            role: *role,
            organ_id: OrganId(role.organ_id.to_owned()),
            name: role.name.to_owned(),
            mail: format!("{}@{MAIL_DOMAIN}", role.mailbox),
        }
    }

    fn numbered(number: usize) -> Self {
        let [first, .., commune] = CAST;
        Self {
            role: Role { parent: Some(first.organ_id), ..commune },
            organ_id: OrganId(format!("H53.90.{number:03}")),
            name: format!("Ủy ban nhân dân xã số {number}"),
            mail: format!("xa{number}@{MAIL_DOMAIN}"),
        }
    }
}

fn seal_of(pki: &DevPki, part: &Part) -> anyhow::Result<Issued> {
    if part.role.organ_id == BUILDING {
        let silent = DevPki::make(pki.dir())?.publishing(Some(NO_CRL.to_owned()), None);
        return Ok(silent.seal_for(&part.organ_id, &part.name, part.role.key)?);
    }
    Ok(pki.seal_for(&part.organ_id, &part.name, part.role.key)?)
}

async fn enter(exchange: &Exchange, part: &Part, since: Micros) -> anyhow::Result<()> {
    let facts = AgencyFacts {
        organ_id: part.organ_id.clone(),
        name: part.name.clone(),
        parent: part.role.parent.map(|id| OrganId(id.to_owned())),
        level: part.role.level,
        mail: vec![part.mail.clone()],
        mail_subject: part.role.mail_subject,
        valid_from: since,
        allows_legacy: false,
    };
    exchange.change_agency(operator("lập danh bạ"), AgencyAct::Add(facts)).await?;
    Ok(())
}

async fn bind(exchange: &Exchange, pki: &DevPki, part: &Part, seal: &Issued, since: Micros) -> anyhow::Result<()> {
    let rule = match part.role.bound {
        Bound::Exact => BindingRule::Exact { certificate_sha256: seal.certificate.sha256() },
        Bound::Rule => {
            let grouped = rule_attributes(&seal.certificate)?;
            let each = |(oid, values): (String, Vec<String>)| values.into_iter().map(move |value| (oid.clone(), value));
            BindingRule::Rule {
                issuer_spki_sha256: pki.issuing().certificate.spki_sha256(),
                attributes: grouped.into_iter().flat_map(each).collect(),
            }
        }
    };
    let not_after = Some(seal.certificate.not_after());
    let new = NewBinding { agency: part.organ_id.clone(), rule, from: since, until: None, not_after };
    exchange.bind(operator("con dấu số"), new).await?;
    Ok(())
}

async fn equip(exchange: &Exchange, dir: &Path, part: Part, seal: Issued) -> anyhow::Result<Agency> {
    let by = operator("phần mềm văn phòng");
    let name = "phần mềm văn phòng".to_owned();
    let token = exchange.issue_token(by, Some(part.organ_id.clone()), name, None).await?.token;
    let token_file = token_file(dir, &part.organ_id.0);
    write_private(&token_file, token.as_bytes())?;
    Ok(Agency {
        organ_id: part.organ_id,
        name: part.name,
        level: part.role.level,
        mail: part.mail,
        token,
        signer: Signer::new(seal.key, seal.certificate, seal.chain)?,
        key_file: seal.key_file,
        certificate_file: seal.cert_file,
        chain_file: seal.chain_file,
        token_file,
    })
}

fn token_file(dir: &Path, owner: &str) -> PathBuf {
    dir.join("tokens").join(format!("{owner}.token"))
}

fn operator(reason: &str) -> Actor {
    Actor { name: "demo".to_owned(), reason: reason.to_owned() }
}

/// Code and name in the certificate of the hub's seal.
const SEAL: (&str, &str) = ("H53.TRUC", "Trục liên thông văn bản tỉnh Tây Ninh");
/// RFC 2606 keeps `.example` free for such as this.
const LOG_ORIGIN: &str = "lienthong.tayninh.example/log";
const MAIL_DOMAIN: &str = "tayninh.example";
/// Nobody is there (RFC 2606).
const NO_CRL: &str = "http://crl.tayninh.example/ca.crl";
/// A developer's machine may be fuller than a server.
const MIN_FREE_BYTES: u64 = 64 << 20;
/// Bindings and agencies count from a year ago.
const YEAR_MICROS: i64 = 365 * 86_400 * 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_province_is_made_and_found_again() {
        let dir = tempfile::tempdir().unwrap();
        let wanted = Wanted { agencies: CAST.len() + 2, ..Wanted::local().unwrap() };
        let made = Province::make(dir.path(), wanted, &Clock::System).await.unwrap();
        assert_eq!(made.agencies.len(), CAST.len() + 2);
        let found = Province::open(dir.path()).unwrap();
        assert_eq!((&found.vkey, &found.config, &found.auditor_token), (&made.vkey, &made.config, &made.auditor_token));
        let both = found.agencies.iter().zip(&made.agencies);
        for (found, made) in both {
            assert_eq!((&found.organ_id, &found.token, &found.mail), (&made.organ_id, &made.token, &made.mail));
            assert_eq!(found.signer.certificate().sha256(), made.signer.certificate().sha256());
        }
        let again = Province::make(dir.path(), Wanted::local().unwrap(), &Clock::System).await;
        assert!(again.is_err(), "a store that is not empty was taken");
    }
}
