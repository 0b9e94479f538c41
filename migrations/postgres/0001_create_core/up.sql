-- The first tables of the hub: directory, documents on their way, evidence, work to be done.
-- Why one step: nothing was stored before it, so there is nothing to be kept safe; everything that cannot be added
-- later without rewriting rows (salts, epochs beside every leaf number, folded search text) is here from the start.
-- Units: times are microseconds since 1970 UTC; sizes are bytes; uuids are their 16 bytes; digests their 32.
-- A leaf is named by (epoch, leaf, leaf_size): leaf_size is the tree size of the first checkpoint that covered it, and
-- receipts are rebuilt from it as first issued. pos = epoch * 2^44 + leaf orders rows as the log does: keyset pages.

CREATE TABLE agency (
    organ_id      TEXT     NOT NULL PRIMARY KEY, -- mã định danh, exactly as written
    name          TEXT     NOT NULL,
    parent        TEXT,                          -- cơ quan chủ quản
    level         SMALLINT      NOT NULL,             -- 1 province, 2 department or district, 3 commune
    mail          TEXT     NOT NULL,             -- JSON array of addresses of its office
    mail_subject  BOOLEAN     NOT NULL,             -- may a mail show a document's subject?
    allows_legacy BOOLEAN     NOT NULL,             -- may it send packages without a valid signature?
    valid_from    BIGINT      NOT NULL,
    valid_until   BIGINT                            -- first moment after; null: open
);
CREATE INDEX agency_name ON agency (name, organ_id);

-- Codes that forward to a successor after a merger.
CREATE TABLE alias (
    organ_id  TEXT NOT NULL PRIMARY KEY,
    successor TEXT NOT NULL,
    from_time BIGINT  NOT NULL
);
CREATE INDEX alias_successor ON alias (successor, organ_id);

-- Versions of the directory (agency and alias together); sha256 over their JCS form.
CREATE TABLE directory (
    version   BIGINT  NOT NULL PRIMARY KEY,
    sha256    BYTEA NOT NULL,
    at        BIGINT  NOT NULL,
    epoch     BIGINT  NOT NULL,
    leaf      BIGINT  NOT NULL,
    leaf_size BIGINT  NOT NULL
);

-- Systems of agencies and their bearer tokens. The token is shown once and kept nowhere.
CREATE TABLE system (
    id           BYTEA NOT NULL PRIMARY KEY,
    agency       TEXT,                            -- null: an auditor of the hub
    name         TEXT NOT NULL,
    token_sha256 BYTEA NOT NULL UNIQUE,
    issued_at    BIGINT  NOT NULL,
    expires_at   BIGINT,
    revoked_at   BIGINT
);
CREATE INDEX system_agency ON system (agency, id);

-- Whose certificate is whose (SIGNATURES.md 7). A change is a new version; the newest is current.
CREATE TABLE binding (
    id                 BYTEA NOT NULL,
    version            BIGINT  NOT NULL,
    current            BOOLEAN NOT NULL,
    agency             TEXT NOT NULL,
    certificate_sha256 BYTEA,                     -- exact binding
    spki_sha256        BYTEA,                     -- rule: the issuing CA's key …
    attributes         TEXT NOT NULL,            -- … and JSON array of [OID, value]
    valid_from         BIGINT  NOT NULL,
    valid_until        BIGINT,
    author             TEXT NOT NULL,
    reason             TEXT NOT NULL,
    epoch              BIGINT  NOT NULL,
    leaf               BIGINT  NOT NULL,
    leaf_size          BIGINT  NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX binding_certificate ON binding (certificate_sha256) WHERE certificate_sha256 IS NOT NULL;
CREATE INDEX binding_spki ON binding (spki_sha256) WHERE spki_sha256 IS NOT NULL;
CREATE INDEX binding_agency ON binding (agency, id);

-- Documents as accepted: one row an attempt. Slim on purpose; bytes and verdict are in submission.
CREATE TABLE document (
    uuid            BYTEA NOT NULL PRIMARY KEY,
    issuer          TEXT NOT NULL,               -- after aliases
    document_id     TEXT NOT NULL,               -- NFC
    attempt         SMALLINT  NOT NULL,               -- 1; more when sending again was asked for and allowed
    from_named      TEXT NOT NULL,               -- From/OrganId as written
    carrier         TEXT NOT NULL,               -- the agency whose system brought it
    system          BYTEA,
    received        BIGINT  NOT NULL,               -- last byte in: the legal time
    accepted        BIGINT  NOT NULL,               -- time of its first leaf
    month           BIGINT  NOT NULL,               -- yyyymm in Việt Nam of the first attempt's received: the rates' period
    content_sha256  BYTEA NOT NULL,               -- SIGNATURES.md 8
    content_size    BIGINT  NOT NULL,
    signed          TEXT NOT NULL,               -- none, legacy, dsig, B, T, LT
    pdf             TEXT NOT NULL,               -- none, some, all
    verdict_code    TEXT NOT NULL,
    binding_id      BYTEA,
    binding_version BIGINT,
    doc_salt        BYTEA NOT NULL,               -- deleting salts is the erasure
    pkg_salt        BYTEA NOT NULL,
    content_salt    BYTEA NOT NULL,
    receivers       BIGINT  NOT NULL,
    epoch           BIGINT  NOT NULL,
    leaf            BIGINT  NOT NULL,
    leaf_size       BIGINT  NOT NULL,
    pos             BIGINT  NOT NULL,
    last_pos        BIGINT  NOT NULL,               -- newest leaf about it: the next one's prev
    UNIQUE (document_id, issuer, attempt)
);
CREATE INDEX document_issuer_pos ON document (issuer, pos);
CREATE INDEX document_carrier_pos ON document (carrier, pos);
CREATE INDEX document_month ON document (month, issuer);

-- What lists show and search finds.
CREATE TABLE listing (
    n         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document  BYTEA NOT NULL UNIQUE,
    subject   TEXT NOT NULL,                     -- trích yếu
    number    TEXT NOT NULL,                     -- số
    notation  TEXT NOT NULL,                     -- ký hiệu
    issued    TEXT,                              -- yyyy-mm-dd
    type_name TEXT NOT NULL,
    urgency   SMALLINT,
    due       TEXT,                              -- hạn trả lời, yyyy-mm-dd
    search    TEXT NOT NULL                      -- folded words, each after a blank
);
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX listing_search ON listing USING gin (search gin_trgm_ops);

-- Chains of signers, once each; kept for the years when they can no longer be fetched.
CREATE TABLE certificate_chain (
    sha256 BYTEA NOT NULL PRIMARY KEY,
    der    BYTEA NOT NULL                         -- certificates one after the other, signer first
);

-- What came in: the bytes (or where they are) and what was found.
CREATE TABLE submission (
    document       BYTEA NOT NULL PRIMARY KEY,
    package_sha256 BYTEA NOT NULL,
    package_size   BIGINT  NOT NULL,
    container      TEXT NOT NULL,                -- asice, edxml
    payload        BYTEA,                         -- up to 64 KiB, else:
    object_key     TEXT,                         -- <sha256>.<uuidv7>, never shared
    verdict_json   TEXT NOT NULL,
    verdict_sha256 BYTEA NOT NULL,
    chain_sha256   BYTEA
);
CREATE UNIQUE INDEX submission_object ON submission (object_key) WHERE object_key IS NOT NULL;
CREATE INDEX submission_package ON submission (package_sha256);

-- One document on its way to one agency: the hub's duty, and beside it the receiver's word.
CREATE TABLE delivery (
    id             BYTEA NOT NULL PRIMARY KEY,    -- random: it stands in leaves and links
    document       BYTEA NOT NULL,
    agency         TEXT NOT NULL,                -- after aliases
    named          TEXT NOT NULL,                -- To/OrganId as written
    issuer         TEXT NOT NULL,                -- of the document, for the rates
    month          BIGINT  NOT NULL,                -- of the document
    state          TEXT NOT NULL,                -- queued, sending, delivered, fetched, failed, expired, cancelled
    since          BIGINT  NOT NULL,
    recall_pending BOOLEAN NOT NULL,
    ack            TEXT NOT NULL,                -- none, arrived, accepted, assigned, in_progress, completed, returned
    open_request   BIGINT,
    requests       BIGINT  NOT NULL,
    heard          BOOLEAN NOT NULL,                -- the receiver said anything: counts as received
    delivered_at   BIGINT,                          -- into the inbox; its ContentConsignment
    fetched_at     BIGINT,
    fetched_epoch  BIGINT,
    fetched_leaf   BIGINT,
    fetched_size   BIGINT,
    epoch          BIGINT  NOT NULL,                -- of its ContentConsignment
    leaf           BIGINT  NOT NULL,
    leaf_size      BIGINT  NOT NULL,
    pos            BIGINT  NOT NULL,
    UNIQUE (document, agency)
);
CREATE INDEX delivery_agency_pos ON delivery (agency, pos);
CREATE INDEX delivery_open ON delivery (agency, pos) WHERE state = 'delivered';
CREATE INDEX delivery_month ON delivery (month, issuer);
CREATE INDEX delivery_month_agency ON delivery (month, agency);

-- Every word of a receiver, in the order of the log.
CREATE TABLE acknowledgement (
    id             BYTEA NOT NULL PRIMARY KEY,
    delivery       BYTEA NOT NULL,
    document       BYTEA NOT NULL,
    reporter       TEXT NOT NULL,
    carrier        TEXT NOT NULL,
    system         BYTEA,
    code           SMALLINT  NOT NULL,
    reason         TEXT,                         -- for the parties; never in a leaf
    stated         BIGINT,                          -- the agency's own time: shown, never used
    message_sha256 BYTEA NOT NULL,
    authn          TEXT NOT NULL,                -- channel, hub, signature
    received       BIGINT  NOT NULL,
    contradiction  BOOLEAN NOT NULL,
    epoch          BIGINT  NOT NULL,
    leaf           BIGINT  NOT NULL,
    leaf_size      BIGINT  NOT NULL,
    pos            BIGINT  NOT NULL,
    UNIQUE (delivery, message_sha256)
);
CREATE INDEX acknowledgement_document ON acknowledgement (document, pos);

-- Refused packages: no bytes, only what their senders need.
CREATE TABLE rejection (
    id             BYTEA NOT NULL PRIMARY KEY,
    package_sha256 BYTEA NOT NULL,
    package_size   BIGINT  NOT NULL,
    received       BIGINT  NOT NULL,
    carrier        TEXT NOT NULL,
    system         BYTEA,
    from_proven    TEXT,                         -- only when the signature proves it
    document_id    TEXT,
    code           TEXT NOT NULL,
    verdict_json   TEXT NOT NULL,
    doc_salt       BYTEA NOT NULL,
    pkg_salt       BYTEA NOT NULL,
    epoch          BIGINT  NOT NULL,
    leaf           BIGINT  NOT NULL,
    leaf_size      BIGINT  NOT NULL,
    pos            BIGINT  NOT NULL
);
CREATE INDEX rejection_carrier ON rejection (carrier, pos);
CREATE INDEX rejection_from ON rejection (from_proven, pos) WHERE from_proven IS NOT NULL;
CREATE INDEX rejection_rate ON rejection (carrier, received);

-- Refusals over 60 a minute and system: counted here, then one leaf.
CREATE TABLE rejection_surplus (
    carrier   TEXT NOT NULL,
    system    BYTEA NOT NULL,                     -- 16 zero bytes: no system
    minute    BIGINT  NOT NULL,                     -- minutes since 1970
    count     BIGINT  NOT NULL,
    epoch     BIGINT,                               -- null: its leaf is still to come
    leaf      BIGINT,
    leaf_size BIGINT,
    PRIMARY KEY (carrier, system, minute)
);
CREATE INDEX rejection_surplus_open ON rejection_surplus (minute) WHERE leaf IS NULL;

-- Documents issued on paper only, as declared.
CREATE TABLE declaration (
    id         BYTEA NOT NULL PRIMARY KEY,
    agency     TEXT NOT NULL,
    system     BYTEA,
    month      BIGINT  NOT NULL,                    -- yyyymm
    count      BIGINT  NOT NULL,
    supersedes BYTEA,
    standing   BOOLEAN NOT NULL,                    -- not superseded
    received   BIGINT  NOT NULL,
    epoch      BIGINT  NOT NULL,
    leaf       BIGINT  NOT NULL,
    leaf_size  BIGINT  NOT NULL,
    pos        BIGINT  NOT NULL
);
CREATE UNIQUE INDEX declaration_standing ON declaration (agency, month) WHERE standing;
CREATE INDEX declaration_month ON declaration (month, agency);
CREATE INDEX declaration_agency ON declaration (agency, pos);

-- Work waiting to be done. A claim sets due to the lease's end: claimable means due has passed.
CREATE TABLE job (
    id           BYTEA NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,
    agency       TEXT NOT NULL,
    delivery     BYTEA,
    document     BYTEA,
    payload_json TEXT NOT NULL,
    created      BIGINT  NOT NULL,
    due          BIGINT  NOT NULL,                  -- not before; while claimed: the lease's end. The database's time
    attempts     BIGINT  NOT NULL,                  -- claims so far
    claim        BYTEA,                           -- token of the present claim
    dead         BOOLEAN NOT NULL,
    code         TEXT,                           -- why dead
    last_error   TEXT
);
CREATE INDEX job_due ON job (due, id) WHERE NOT dead;
CREATE INDEX job_dead ON job (id) WHERE dead;

-- How mails ended: one row each time, a dead letter that is tried again has two.
CREATE TABLE notification (
    id        BYTEA NOT NULL PRIMARY KEY,
    kind      TEXT NOT NULL,
    agency    TEXT NOT NULL,
    delivery  BYTEA,
    document  BYTEA,
    placed    BOOLEAN NOT NULL,
    reply     TEXT NOT NULL,
    at        BIGINT  NOT NULL,
    epoch     BIGINT  NOT NULL,
    leaf      BIGINT  NOT NULL,
    leaf_size BIGINT  NOT NULL
);
CREATE INDEX notification_document ON notification (document, at) WHERE document IS NOT NULL;

-- Idempotency-Key: per system, 24 h.
CREATE TABLE idempotency (
    system    BYTEA NOT NULL,
    key       TEXT NOT NULL,
    digest    BYTEA NOT NULL,
    target    BYTEA NOT NULL,                     -- document or acknowledgement
    until     BIGINT  NOT NULL,
    PRIMARY KEY (system, key)
);
CREATE INDEX idempotency_until ON idempotency (until);

-- Every read of a document's content.
CREATE TABLE access_log (
    id       BYTEA NOT NULL PRIMARY KEY,          -- UUIDv7: in order of time
    at       BIGINT  NOT NULL,
    agency   TEXT NOT NULL,
    system   BYTEA,
    document BYTEA NOT NULL,
    delivery BYTEA,
    what     TEXT NOT NULL                       -- package, preview, …
);
CREATE INDEX access_log_document ON access_log (document, id);

-- Every act of an operator.
CREATE TABLE operator_act (
    id          BYTEA NOT NULL PRIMARY KEY,
    at          BIGINT  NOT NULL,
    actor       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    act         TEXT NOT NULL,                   -- area.snake_case
    detail_json TEXT NOT NULL,
    epoch       BIGINT  NOT NULL,
    leaf        BIGINT  NOT NULL,
    leaf_size   BIGINT  NOT NULL,
    pos         BIGINT  NOT NULL
);
CREATE INDEX operator_act_pos ON operator_act (pos);

-- The transparency log. log_head is the one row that serialises all batches of all processes.
CREATE TABLE log_leaf (
    epoch BIGINT  NOT NULL,
    idx   BIGINT  NOT NULL,
    hash  BYTEA NOT NULL,                         -- RFC 9162 leaf hash of body
    body  BYTEA NOT NULL,                         -- the exact bytes (RFC 8785)
    PRIMARY KEY (epoch, idx)
);

CREATE TABLE log_tile (
    epoch  BIGINT  NOT NULL,
    level  SMALLINT  NOT NULL,
    n      BIGINT  NOT NULL,
    hashes BYTEA NOT NULL,                        -- 256 hashes: full tiles only
    PRIMARY KEY (epoch, level, n)
);

CREATE TABLE log_head (
    one   SMALLINT  NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch BIGINT  NOT NULL,
    size  BIGINT  NOT NULL,
    root  BYTEA NOT NULL,
    edge  BYTEA NOT NULL,                         -- right edge: roots of the perfect subtrees, largest first
    time  BIGINT  NOT NULL                          -- of the newest leaf: the next one's is not smaller
);

-- The running number of each agency's leaves: no gaps, so that an omission shows.
CREATE TABLE log_seq (
    agency TEXT NOT NULL PRIMARY KEY,
    next   BIGINT  NOT NULL                         -- the next leaf's number
);

CREATE TABLE log_checkpoint (
    epoch BIGINT  NOT NULL,
    size  BIGINT  NOT NULL,
    root  BYTEA NOT NULL,
    note  TEXT,                                  -- signed note; null until a key outside the process has signed
    vkey  TEXT,                                  -- the key that signed it: the hint in receipts
    at    BIGINT  NOT NULL,
    PRIMARY KEY (epoch, size)
);

-- One random id a transaction: after an error at COMMIT it tells whether the batch is there.
CREATE TABLE log_batch (
    id BYTEA NOT NULL PRIMARY KEY,
    at BIGINT  NOT NULL
);
CREATE INDEX log_batch_at ON log_batch (at);

-- A later look at a signature that came to another verdict; the first one stays in submission.
CREATE TABLE verdict_revision (
    id             BYTEA NOT NULL PRIMARY KEY,
    document       BYTEA NOT NULL,
    code           TEXT NOT NULL,
    verdict_json   TEXT NOT NULL,
    verdict_sha256 BYTEA NOT NULL,
    at             BIGINT NOT NULL,
    epoch          BIGINT NOT NULL,
    leaf           BIGINT NOT NULL,
    leaf_size      BIGINT NOT NULL,
    pos            BIGINT NOT NULL
);
CREATE INDEX verdict_revision_document ON verdict_revision (document, pos);

-- Revocation answers at hand: nothing of it is evidence, all of it can be asked for again.
CREATE TABLE pki_answer (
    certificate_sha256 BYTEA NOT NULL PRIMARY KEY,
    certificate        BYTEA NOT NULL,
    issuer             BYTEA NOT NULL,
    answer_sha256      BYTEA,                    -- absent: wished for
    asked              BIGINT NOT NULL,
    due                BIGINT NOT NULL,
    failures           BIGINT NOT NULL
);
CREATE INDEX pki_answer_due ON pki_answer (due);

CREATE TABLE pki_blob (
    sha256 BYTEA NOT NULL PRIMARY KEY,
    kind   TEXT NOT NULL,                        -- crl, ocsp
    der    BYTEA NOT NULL
);
