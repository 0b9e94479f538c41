//! A store with its committer, on either backend, and documents to put into it.

use std::path::PathBuf;

use lienthong::clock::Clock;
use lienthong::crypto;
use lienthong::domain::acknowledgement::Status;
use lienthong::domain::business::{self, BusinessType};
use lienthong::domain::ids::{DeliveryId, Digest, DocumentId, DocumentUuid, JobId, Micros, OrganId, SystemId, Urgency};
use lienthong::evidence::audit::LogAudit;
use lienthong::evidence::key::{LogKey, VKey};
use lienthong::evidence::leaf::{Leaf, origin};
use lienthong::evidence::merkle::{Edge, leaf_hash};
use lienthong::evidence::receipt::{self, Outcome};
use lienthong::store::change::*;
use lienthong::store::commit::FaultHook;
use lienthong::store::{Answer, Change, Committed, Committer, CommitterSettings, Settings, Store};
use uuid::Uuid;

use super::postgres;

/// The host of the log's origin in tests.
pub const HUB: &str = "hub.test";
/// Agencies that every fixture has.
pub const AGENCIES: [&str; 4] = ["H01.A", "H01.B", "H01.C", "H01.D"];
/// 2026-11-24T08:00:00Z
pub const START: Micros = Micros(1_795_507_200_000_000);

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A store of a test's own.
pub struct Fixture {
    pub dir: tempfile::TempDir,
    pub settings: Settings,
    pub store: Store,
    pub committer: Committer,
    pub clock: Clock,
    pub key: LogKey,
    systems: Vec<(OrganId, SystemId)>,
}

impl Fixture {
    pub fn new(backend: Backend) -> Self {
        Self::with_fault(backend, None)
    }

    /// A fixture without agencies.
    pub fn empty(backend: Backend, fault: Option<FaultHook>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = match backend {
            Backend::Sqlite => format!("sqlite:{}", dir.path().join("hub.db").display()),
            Backend::Postgres => postgres::database(),
        };
        let clock = Clock::fixed(START);
        let settings = Settings { url, objects: dir.path().join("objects"), pool_size: 4, clock: clock.clone() };
        let store = Store::open(&settings).unwrap();
        let key = LogKey::generate().unwrap();
        let committer = Committer::start(
            &store,
            CommitterSettings {
                clock: clock.clone(),
                high_water: Some(dir.path().join("high-water")),
                fault,
                ..CommitterSettings::new(HUB, key.clone())
            },
        )
        .unwrap();
        Self { dir, settings, store, committer, clock, key, systems: Vec::new() }
    }

    pub fn with_fault(backend: Backend, fault: Option<FaultHook>) -> Self {
        let mut fixture = Self::empty(backend, fault);
        for name in AGENCIES {
            fixture.add_agency(name);
        }
        fixture
    }

    pub fn add_agency(&mut self, name: &str) {
        let facts = AgencyFacts {
            organ_id: organ(name),
            name: format!("Cơ quan {name}"),
            parent: None,
            level: 2,
            mail: vec![format!("vanthu@{}.test", name.to_lowercase())],
            mail_subject: true,
            valid_from: Micros(0),
            allows_legacy: false,
        };
        self.done(Change::Agency(AgencyChange { by: actor(), what: AgencyAct::Add(facts) }));
        let system = SystemId(random_uuid());
        self.done(Change::Token(TokenChange {
            by: actor(),
            what: TokenAct::Issue {
                system,
                agency: Some(organ(name)),
                name: "QLVB".to_owned(),
                token_sha256: crypto::sha256(system.0.as_bytes()),
                expires: None,
            },
        }));
        self.systems.push((organ(name), system));
    }

    pub fn system(&self, name: &str) -> SystemId {
        self.systems.iter().find(|(agency, _)| agency.0 == name).expect("an agency of the fixture").1
    }

    /// A second committer on the same database, as another process would have; SQLite: with a store of its own.
    pub fn another(&self) -> (Store, Committer) {
        let store = Store::open(&self.settings).unwrap();
        let settings = CommitterSettings { clock: self.clock.clone(), ..CommitterSettings::new(HUB, self.key.clone()) };
        let committer = Committer::start(&store, settings).unwrap();
        (store, committer)
    }

    pub fn submit(&self, change: Change) -> Answer {
        self.committer.submit_blocking(change).expect("the database works")
    }

    /// Submits what must hold.
    pub fn done(&self, change: Change) -> Committed {
        self.submit(change).expect("the change holds")
    }

    /// The code of the conflict that a change must meet.
    pub fn refused(&self, change: Change) -> &'static str {
        self.submit(change).expect_err("the change does not hold").code().name()
    }

    pub fn high_water(&self) -> PathBuf {
        self.dir.path().join("high-water")
    }

    pub fn vkey(&self) -> VKey {
        self.key.vkey(&origin(HUB, 0)).unwrap()
    }

    /// A document of `from` to others, carried in by `from`'s own system.
    pub fn document(&self, from: &str, number: u32, to: &[&str]) -> Accept {
        let id = format!("{from},2026/11/24,{number}/QĐ-UBND");
        let package = format!("package {id}").into_bytes();
        Accept {
            document: DocumentUuid(Uuid::now_v7()),
            document_id: DocumentId(id.clone()),
            issuer: organ(from),
            from_named: organ(from),
            carrier: organ(from),
            system: Some(self.system(from)),
            person: None,
            attempt: 1,
            idempotency: None,
            received: self.clock.now(),
            package_digest: crypto::sha256(&package),
            package_size: package.len() as u64,
            container: Container::AsicE,
            content_digest: crypto::sha256(id.as_bytes()),
            content_size: 17,
            payload: PayloadAt::Inline(package),
            signed: SignedLevel::B,
            stamped: None,
            urgency: Urgency::Normal,
            pdf: PdfSigned::None,
            verdict_code: "valid".to_owned(),
            verdict_json: r#"{"verdict":"valid"}"#.to_owned(),
            binding: None,
            signer_chain: vec![b"signer".to_vec(), b"issuer".to_vec()],
            policy: None,
            salts: Salts { doc: random(), pkg: random(), content: random() },
            business: BusinessType::New,
            affects: Vec::new(),
            reason: None,
            listing: Listing {
                subject: format!("Về việc xếp loại lần {number}"),
                number: number.to_string(),
                notation: "QĐ-UBND".to_owned(),
                issued: Some("2026-11-24".to_owned()),
                type_name: "Quyết định".to_owned(),
                urgency: Some(1),
                due: Some("2026-12-01".to_owned()),
                search: format!("Về việc xếp loại lần {number} Quyết định {number}/QĐ-UBND"),
            },
            receivers: to
                .iter()
                .map(|to| Receiver { named: organ(to), agency: organ(to), delivery: DeliveryId(random_uuid()) })
                .collect(),
            jobs: Vec::new(),
        }
    }

    pub fn accept(&self, accept: &Accept) -> Answer {
        self.submit(Change::Accept(Box::new(accept.clone())))
    }

    /// A document of `from` that changes an earlier one at all of `to`.
    pub fn changing(&self, from: &str, number: u32, to: &[&str], what: business::Change, of: &Accept) -> Accept {
        let kind = match what {
            business::Change::Recall => BusinessType::Recall,
            business::Change::Update | business::Change::TakeBack => BusinessType::Update,
            business::Change::Replace => BusinessType::Replace,
        };
        let receivers = Whom::Among(to.iter().map(|to| organ(to)).collect());
        let affects = vec![Affects { what, target: of.document_id.clone(), receivers }];
        Accept {
            business: kind, affects, reason: Some("Sai số liệu".to_owned()), ..self.document(from, number, to)
        }
    }

    /// A withdrawal by call, from all receivers.
    pub fn withdrawal(&self, issuer: &str, what: business::Change, of: &Accept) -> Withdraw {
        Withdraw {
            what,
            target: Target::Uuid(of.document),
            receivers: Whom::All,
            issuer: organ(issuer),
            carrier: organ(issuer),
            system: Some(self.system(issuer)),
            person: None,
            reason: "Ban hành nhầm".to_owned(),
            message_digest: crypto::sha256(random_uuid().as_bytes()),
            idempotency: None,
            authn: Authn::Channel,
            received: self.clock.now(),
            notices: Vec::new(),
        }
    }

    pub fn withdraw(&self, issuer: &str, what: business::Change, of: &Accept) -> Answer {
        self.submit(Change::Withdraw(Box::new(self.withdrawal(issuer, what, of))))
    }

    pub fn acknowledgement(&self, reporter: &str, delivery: DeliveryId, status: Status) -> Acknowledge {
        Acknowledge {
            id: Uuid::now_v7(),
            about: About::Delivery(delivery),
            reporter: organ(reporter),
            carrier: organ(reporter),
            system: Some(self.system(reporter)),
            person: None,
            status,
            request: None,
            reason: None,
            stated: None,
            message_digest: crypto::sha256(random_uuid().as_bytes()),
            idempotency: None,
            authn: Authn::Channel,
            received: self.clock.now(),
            jobs: Vec::new(),
        }
    }

    pub fn acknowledge(&self, reporter: &str, delivery: DeliveryId, status: Status) -> Answer {
        self.submit(Change::Acknowledge(Box::new(self.acknowledgement(reporter, delivery, status))))
    }

    pub fn fetch(&self, agency: &str, accept: &Accept, receiver: usize) -> Answer {
        self.submit(Change::Fetched(Fetched {
            delivery: accept.receivers[receiver].delivery,
            agency: organ(agency),
            system: Some(self.system(agency)),
            sha256: accept.package_digest,
            received: self.clock.now(),
        }))
    }

    pub fn rejection(&self, carrier: &str) -> Reject {
        Reject {
            id: Uuid::now_v7(),
            package_digest: Digest(random()),
            package_size: 5,
            received: self.clock.now(),
            carrier: organ(carrier),
            system: Some(self.system(carrier)),
            from_proven: None,
            document_id: None,
            code: lienthong::codes::DOCUMENT_ID_REUSED,
            verdict_json: "{}".to_owned(),
            salts: Salts { doc: random(), pkg: random(), content: random() },
            jobs: Vec::new(),
        }
    }

    pub fn job(&self, agency: &str) -> NewJob {
        NewJob {
            id: JobId(Uuid::now_v7()),
            kind: JobKind::MailArrived,
            agency: organ(agency),
            delivery: None,
            document: None,
            digested: false,
            payload_json: "{}".to_owned(),
            run_at: Micros(0),
        }
    }

    /// A receipt of the acceptance, in its bytes.
    pub fn receipt(&self, viewer: &str, document: DocumentUuid) -> Vec<u8> {
        self.store.receipt(&organ(viewer), document).unwrap().expect("a party").to_json()
    }

    /// Judges a receipt as an outsider would.
    pub fn proven(&self, bytes: &[u8]) {
        let judgement = receipt::verify(bytes, &[self.vkey()], None);
        assert_eq!(judgement.outcome, Outcome::Proven, "{:?}", judgement.failures);
    }

    /// Audits the whole log: every leaf hash and the tree recomputed from the leaves' bytes, every running number
    /// without a gap, times in order, every leaf's `prev` about the same document (`LogAudit` holds these), and every
    /// checkpoint a beginning of the tree. Returns the leaves.
    pub fn audit(&self) -> Vec<Leaf> {
        audit(&self.store, &self.vkey()).0
    }
}

/// The same for any store: the leaves, and the rates counted from them.
pub fn audit(store: &Store, key: &VKey) -> (Vec<Leaf>, LogAudit) {
    let head = store.log_head().unwrap();
    let mut audit = LogAudit::default();
    let (mut edge, mut leaves, mut next) = (Edge::new(), Vec::new(), 0);
    while next < head.size {
        for row in store.log_leaves(head.epoch, next, 500).unwrap() {
            assert_eq!(row.index, next);
            assert_eq!(row.hash, leaf_hash(&row.body), "hash of leaf {next}");
            audit.take(&row.body).unwrap_or_else(|error| panic!("leaf {next}: {error}"));
            edge.append(row.hash);
            leaves.push(Leaf::parse(&row.body).unwrap());
            next += 1;
            if let Some(checkpoint) = store.log_checkpoint_at(head.epoch, next).unwrap() {
                assert_eq!(checkpoint.root, edge.root(), "checkpoint of size {next}");
            }
        }
    }
    assert_eq!((edge.size(), edge.root()), (head.size, head.root));
    if head.size > 0 {
        let note = store.log_checkpoint(head.epoch).unwrap().expect("a checkpoint").note.expect("signed");
        audit.finish(&note, std::slice::from_ref(key)).unwrap();
    }
    (leaves, audit)
}

pub fn organ(name: &str) -> OrganId {
    OrganId(name.to_owned())
}

pub fn actor() -> Actor {
    Actor { name: "test".to_owned(), reason: String::new() }
}

pub fn random<const N: usize>() -> [u8; N] {
    crypto::random().unwrap()
}

pub fn random_uuid() -> Uuid {
    uuid::Builder::from_random_bytes(random()).into_uuid()
}

/// Each of these on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($name:ident,)*) => {
        mod sqlite {$(
            #[test]
            fn $name() {
                super::$name($crate::support::stores::Backend::Sqlite);
            }
        )*}
        mod postgres {$(
            #[test]
            fn $name() {
                super::$name($crate::support::stores::Backend::Postgres);
            }
        )*}
    };
}

pub(crate) use on_both;
