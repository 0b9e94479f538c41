//! The parts that do not listen: store, committer, verifier, use cases. `admin` opens these alone.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::channel::egress::{Egress, Rules};
use crate::channel::mail::Mailer;
use crate::channel::pki::Resolver;
use crate::channel::webhook::Webhooks;
use crate::clock::Clock;
use crate::config::{self, Config, LogPublic, Revocation, Secret};
use crate::delivery::Telling;
use crate::domain::person::SessionTimes;
use crate::domain::retry::Backoff;
use crate::evidence::key::LogKey;
use crate::evidence::leaf;
use crate::exchange::pki::Kept;
use crate::exchange::{Exchange, Policy, PriorityTable, ReceiverTypes, SigningRules};
use crate::http;
use crate::signature::Verifier;
use crate::signature::path::{Anchor, Anchors, RevocationRule};
use crate::signature::sign::{SignError, Signer};
use crate::store::guard::Guarded;
use crate::store::{Committer, CommitterSettings, Settings, Store};

use super::AppError;

/// Store, committer and use cases of one process.
pub struct Parts {
    /// Questions.
    pub store: Store,
    /// Changes.
    pub committer: Committer,
    /// The use cases.
    pub exchange: Exchange,
    /// The log's verification key.
    pub vkey: String,
}

impl Parts {
    /// Opens the store (migrating it) and everything above it, without listening.
    ///
    /// # Errors
    /// [`AppError`] of the part that fails.
    pub async fn open(config: &Config, clock: Clock) -> Result<Self, AppError> {
        let config = config.clone();
        tokio::task::spawn_blocking(move || Self::open_blocking(&config, clock)).await.map_err(|_| AppError::Thread)?
    }

    fn open_blocking(config: &Config, clock: Clock) -> Result<Self, AppError> {
        let key = log_key(&config.log.key_file)?;
        let origin = config.log_origin();
        let hub = origin.strip_suffix("/log").ok_or_else(|| AppError::Origin { found: origin.clone() })?;
        let url = config.database_url()?;
        let settings = Settings { clock: clock.clone(), ..Settings::new(url.expose(), &config.store.objects) };
        let store = Store::open(&settings)?;
        guard(&store, &config.log.high_water_file, hub)?;
        let vkey = key.vkey(&leaf::origin(hub, store.log_head()?.epoch))?.to_string();
        let committer = Committer::start(
            &store,
            CommitterSettings {
                clock: clock.clone(),
                high_water: Some(config.log.high_water_file.clone()),
                ..CommitterSettings::new(hub, key)
            },
        )?;
        let trust = &config.trust;
        let verifier = Verifier::new(anchors(&trust.seals)?)
            .with_timestamping(anchors(&trust.tsa)?, trust.tsa_policies.clone())
            .with_responders(anchors(&trust.ocsp)?);
        let policy = Policy {
            accept_legacy: config.policy.accept_legacy,
            accept_unknown_revocation: config.policy.accept_unknown_revocation,
            accept_unsigned_status: config.policy.accept_unsigned_status,
            require_signed_pdfs: config.policy.pdf == config::PdfPolicy::Require,
            receiver_types: ReceiverTypes {
                add: config.policy.receiver_types.add.clone(),
                remove: config.policy.receiver_types.remove.clone(),
            },
            archive_after_recall: config.policy.recalled_content == config::RecalledContent::Archive,
            sandbox_organ_ids: config.policy.sandbox_organ_ids,
            mail: config.mail.enabled,
            urgency: config.policy.urgency.clone(),
            priority_tables: config.policy.priority_tables.iter().map(priorities).collect(),
            sessions: SessionTimes {
                idle_s: i64::from(config.console.idle_minutes) * 60,
                absolute_s: i64::from(config.console.absolute_hours) * 3600,
            },
            totp_required: config.console.totp == config::TotpPolicy::Required,
            signing: SigningRules {
                lasts_s: i64::from(config.limits.signing_minutes) * 60,
                open_bytes: config.limits.package_bytes.saturating_mul(2),
            },
        };
        let exchange = Exchange::new(store.clone(), committer.clone(), verifier, config.verifications(), clock, policy)
            .with_pki(Arc::new(Kept::new(store.clone())));
        Ok(Self { store, committer, exchange, vkey })
    }

    /// The hub's own seal, where it has one.
    ///
    /// # Errors
    /// [`AppError::Seal`] when key or certificate cannot be read, or do not belong together.
    pub fn seal(config: &Config) -> Result<Option<Signer>, AppError> {
        let Some(seal) = &config.seal else { return Ok(None) };
        let unusable = |file: &Path, error| AppError::Seal { file: file.to_owned(), error: Box::new(error) };
        let read = |file: &Path| std::fs::read(file).map_err(|error| unusable(file, SignError::Io(error)));
        let (key, certificates) = (read(&seal.key_file)?, read(&seal.certificate_file)?);
        Signer::from_pem(&key, &certificates).map(Some).map_err(|error| unusable(&seal.certificate_file, error))
    }

    /// The mailer, when mail is on.
    ///
    /// # Errors
    /// When the relay's settings cannot be used.
    pub fn mailer(&self, config: &Config) -> Result<Option<Mailer>, AppError> {
        if !config.mail.enabled {
            return Ok(None);
        }
        Ok(Some(Mailer::new(&config.mail)?))
    }

    /// Who asks certification authorities, unless the configuration forbids it.
    ///
    /// # Errors
    /// When TLS cannot start, or the responders' anchors cannot be read.
    pub fn resolver(&self, config: &Config) -> Result<Option<Resolver>, AppError> {
        if !config.egress.enabled {
            return Ok(None);
        }
        let rules = Rules {
            hosts: config.egress.hosts.clone(),
            private_hosts: config.egress.private_hosts.clone(),
            timeout: Duration::from_secs(config.egress.timeout_s),
            ..Rules::default()
        };
        let responders = anchors(&config.trust.ocsp)?;
        Ok(Some(Resolver::new(Egress::new(rules)?, responders, self.exchange.clock().clone())))
    }

    /// The way to agencies' own software, where any host is allowed.
    ///
    /// # Errors
    /// When TLS cannot start.
    pub fn webhooks(&self, config: &Config) -> Result<Option<Telling>, AppError> {
        let config::Webhooks { hosts, private_hosts, timeout_s, .. } = &config.webhooks;
        if !config.webhooks.any() {
            return Ok(None);
        }
        let rules = Rules {
            hosts: hosts.clone(),
            private_hosts: private_hosts.clone(),
            timeout: Duration::from_secs(*timeout_s),
            ..Rules::default()
        };
        let backoff = Backoff {
            first_seconds: config.webhooks.retry_first_s,
            cap_seconds: config.webhooks.retry_longest_s,
            max_attempts: config.webhooks.retry_tries,
        };
        Ok(Some(Telling { channel: Webhooks::new(rules)?, backoff, mail: config.mail.enabled }))
    }

    /// Lets the committer finish what waits.
    ///
    /// # Errors
    /// When its thread ended badly.
    pub async fn close(self) -> Result<(), AppError> {
        let committer = self.committer;
        drop(self.exchange);
        tokio::task::spawn_blocking(move || committer.stop()).await.map_err(|_| AppError::Thread)?;
        Ok(())
    }
}

/// Whose accounts sign people in too.
#[cfg(feature = "oidc")]
pub(super) fn provider(config: &Config) -> Result<Option<crate::channel::oidc::Provider>, AppError> {
    let Some(oidc) = &config.console.oidc else { return Ok(None) };
    let secret = oidc.client_secret_file.as_ref().map(|file| Secret::read("console.oidc.client_secret_file", file));
    let secret = secret.transpose()?.map(|secret| secret.expose().to_owned());
    let (issuer, client, hosts) = (oidc.issuer.clone(), oidc.client_id.clone(), oidc.private_hosts.clone());
    Ok(Some(crate::channel::oidc::Provider::new(issuer, client, secret, hosts)?))
}

/// What the HTTP edge needs of the configuration.
pub(super) fn settings(config: &Config) -> http::Settings {
    http::Settings {
        public_url: config.server.public_url.clone(),
        package_bytes: config.limits.package_bytes,
        upload_deadline: Duration::from_secs(config.limits.upload_deadline_s),
        upload_idle: UPLOAD_IDLE,
        uploads_per_system: config.limits.uploads_per_system,
        min_free_bytes: config.limits.min_free_bytes,
        log_entries_public: config.log.public == LogPublic::Entries,
        content_url: config.console.content_url.clone(),
        agent_url: config.console.agent_url.clone(),
        evidence_policy: config.seal.as_ref().and_then(|seal| seal.policy.clone()),
        trusted_proxies: config.console.trusted_proxies.clone(),
    }
}

/// The operator's port's token, where one is set.
pub(super) fn ops_token(config: &Config) -> Result<Option<Arc<str>>, AppError> {
    let Some(file) = &config.ops.token_file else { return Ok(None) };
    Ok(Some(Secret::read("ops.token_file", file)?.expose().into()))
}

/// The key that signs checkpoints; made at the first start, because a hub without a log takes nothing in.
fn log_key(file: &Path) -> Result<LogKey, AppError> {
    if file.exists() {
        return Ok(LogKey::load(file)?);
    }
    tracing::warn!("there was no log key; a new one is made. Keep a copy of it outside this machine");
    Ok(LogKey::create(file)?)
}

/// The restore guard, and what it has to say aloud.
fn guard(store: &Store, file: &Path, hub: &str) -> Result<(), AppError> {
    match store.guard(file, hub)? {
        Guarded::Consistent { .. } | Guarded::New => {}
        Guarded::NoFile { size } => {
            tracing::warn!(
                size,
                "there is no high-water file: the guard cannot tell a restored database from the real one"
            );
        }
        Guarded::EarlierEpoch => tracing::info!("the high-water file is of an earlier epoch"),
    }
    Ok(())
}

fn anchors(sources: &[config::Anchor]) -> Result<Anchors, AppError> {
    let mut all = Vec::<Anchor>::new();
    for source in sources {
        let rule = match source.revocation {
            Revocation::Required => RevocationRule::Required,
            Revocation::IfPublished => RevocationRule::IfPublished,
            Revocation::None => RevocationRule::None,
        };
        let pem =
            std::fs::read(&source.file).map_err(|error| AppError::Anchors { file: source.file.clone(), error })?;
        all.extend(Anchors::from_pem(&pem, rule)?.iter().cloned());
    }
    Ok(Anchors::new(all)?)
}

fn priorities(table: &config::PriorityTable) -> PriorityTable {
    PriorityTable { agencies: table.agencies.clone(), urgency: table.urgency.clone() }
}

/// A client that sends nothing for so long has gone.
const UPLOAD_IDLE: Duration = Duration::from_secs(30);
