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
    level         INTEGER      NOT NULL,             -- 1 province, 2 department or district, 3 commune
    mail          TEXT     NOT NULL,             -- JSON array of addresses of its office
    mail_subject  INTEGER     NOT NULL,             -- may a mail show a document's subject?
    allows_legacy INTEGER     NOT NULL,             -- may it send packages without a valid signature?
    valid_from    INTEGER      NOT NULL,
    valid_until   INTEGER                            -- first moment after; null: open
) STRICT;
CREATE INDEX agency_name ON agency (name, organ_id);

-- Codes that forward to a successor after a merger.
CREATE TABLE alias (
    organ_id  TEXT NOT NULL PRIMARY KEY,
    successor TEXT NOT NULL,
    from_time INTEGER  NOT NULL
) STRICT;
CREATE INDEX alias_successor ON alias (successor, organ_id);

-- Versions of the directory (agency and alias together); sha256 over their JCS form.
CREATE TABLE directory (
    version   INTEGER  NOT NULL PRIMARY KEY,
    sha256    BLOB NOT NULL,
    at        INTEGER  NOT NULL,
    epoch     INTEGER  NOT NULL,
    leaf      INTEGER  NOT NULL,
    leaf_size INTEGER  NOT NULL
) STRICT;

-- Systems of agencies and their bearer tokens. The token is shown once and kept nowhere.
CREATE TABLE system (
    id           BLOB NOT NULL PRIMARY KEY,
    agency       TEXT,                            -- null: an auditor of the hub
    name         TEXT NOT NULL,
    token_sha256 BLOB NOT NULL UNIQUE,
    issued_at    INTEGER  NOT NULL,
    expires_at   INTEGER,
    revoked_at   INTEGER
) STRICT;
CREATE INDEX system_agency ON system (agency, id);

-- Whose certificate is whose (SIGNATURES.md 7). A change is a new version; the newest is current.
CREATE TABLE binding (
    id                 BLOB NOT NULL,
    version            INTEGER  NOT NULL,
    current            INTEGER NOT NULL,
    agency             TEXT NOT NULL,
    certificate_sha256 BLOB,                     -- exact binding
    spki_sha256        BLOB,                     -- rule: the issuing CA's key …
    attributes         TEXT NOT NULL,            -- … and JSON array of [OID, value]
    valid_from         INTEGER  NOT NULL,
    valid_until        INTEGER,
    author             TEXT NOT NULL,
    reason             TEXT NOT NULL,
    epoch              INTEGER  NOT NULL,
    leaf               INTEGER  NOT NULL,
    leaf_size          INTEGER  NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX binding_certificate ON binding (certificate_sha256) WHERE certificate_sha256 IS NOT NULL;
CREATE INDEX binding_spki ON binding (spki_sha256) WHERE spki_sha256 IS NOT NULL;
CREATE INDEX binding_agency ON binding (agency, id);

-- Documents as accepted: one row an attempt. Slim on purpose; bytes and verdict are in submission.
CREATE TABLE document (
    uuid            BLOB NOT NULL PRIMARY KEY,
    issuer          TEXT NOT NULL,               -- after aliases
    document_id     TEXT NOT NULL,               -- NFC
    attempt         INTEGER  NOT NULL,               -- 1; more when sending again was asked for and allowed
    from_named      TEXT NOT NULL,               -- From/OrganId as written
    carrier         TEXT NOT NULL,               -- the agency whose system brought it
    system          BLOB,
    received        INTEGER  NOT NULL,               -- last byte in: the legal time
    accepted        INTEGER  NOT NULL,               -- time of its first leaf
    month           INTEGER  NOT NULL,               -- yyyymm in Việt Nam of the first attempt's received: the rates' period
    content_sha256  BLOB NOT NULL,               -- SIGNATURES.md 8
    content_size    INTEGER  NOT NULL,
    signed          TEXT NOT NULL,               -- none, legacy, dsig, B, T, LT
    pdf             TEXT NOT NULL,               -- none, some, all
    verdict_code    TEXT NOT NULL,
    binding_id      BLOB,
    binding_version INTEGER,
    doc_salt        BLOB NOT NULL,               -- deleting salts is the erasure
    pkg_salt        BLOB NOT NULL,
    content_salt    BLOB NOT NULL,
    receivers       INTEGER  NOT NULL,
    epoch           INTEGER  NOT NULL,
    leaf            INTEGER  NOT NULL,
    leaf_size       INTEGER  NOT NULL,
    pos             INTEGER  NOT NULL,
    last_pos        INTEGER  NOT NULL,               -- newest leaf about it: the next one's prev
    UNIQUE (document_id, issuer, attempt)
) STRICT;
CREATE INDEX document_issuer_pos ON document (issuer, pos);
CREATE INDEX document_carrier_pos ON document (carrier, pos);
CREATE INDEX document_month ON document (month, issuer);

-- What lists show and search finds.
CREATE TABLE listing (
    n         INTEGER PRIMARY KEY,
    document  BLOB NOT NULL UNIQUE,
    subject   TEXT NOT NULL,                     -- trích yếu
    number    TEXT NOT NULL,                     -- số
    notation  TEXT NOT NULL,                     -- ký hiệu
    issued    TEXT,                              -- yyyy-mm-dd
    type_name TEXT NOT NULL,
    urgency   INTEGER,
    due       TEXT,                              -- hạn trả lời, yyyy-mm-dd
    search    TEXT NOT NULL                      -- folded words, each after a blank
) STRICT;
CREATE VIRTUAL TABLE listing_fts USING fts5 (search, content = 'listing', content_rowid = 'n');
CREATE TRIGGER listing_fts_insert AFTER INSERT ON listing BEGIN
    INSERT INTO listing_fts (rowid, search) VALUES (new.n, new.search);
END;
CREATE TRIGGER listing_fts_delete AFTER DELETE ON listing BEGIN
    INSERT INTO listing_fts (listing_fts, rowid, search) VALUES ('delete', old.n, old.search);
END;
CREATE TRIGGER listing_fts_update AFTER UPDATE OF search ON listing BEGIN
    INSERT INTO listing_fts (listing_fts, rowid, search) VALUES ('delete', old.n, old.search);
    INSERT INTO listing_fts (rowid, search) VALUES (new.n, new.search);
END;

-- Chains of signers, once each; kept for the years when they can no longer be fetched.
CREATE TABLE certificate_chain (
    sha256 BLOB NOT NULL PRIMARY KEY,
    der    BLOB NOT NULL                         -- certificates one after the other, signer first
) STRICT;

-- What came in: the bytes (or where they are) and what was found.
CREATE TABLE submission (
    document       BLOB NOT NULL PRIMARY KEY,
    package_sha256 BLOB NOT NULL,
    package_size   INTEGER  NOT NULL,
    container      TEXT NOT NULL,                -- asice, edxml
    payload        BLOB,                         -- up to 64 KiB, else:
    object_key     TEXT,                         -- <sha256>.<uuidv7>, never shared
    verdict_json   TEXT NOT NULL,
    verdict_sha256 BLOB NOT NULL,
    chain_sha256   BLOB
) STRICT;
CREATE UNIQUE INDEX submission_object ON submission (object_key) WHERE object_key IS NOT NULL;
CREATE INDEX submission_package ON submission (package_sha256);

-- One document on its way to one agency: the hub's duty, and beside it the receiver's word.
CREATE TABLE delivery (
    id             BLOB NOT NULL PRIMARY KEY,    -- random: it stands in leaves and links
    document       BLOB NOT NULL,
    agency         TEXT NOT NULL,                -- after aliases
    named          TEXT NOT NULL,                -- To/OrganId as written
    issuer         TEXT NOT NULL,                -- of the document, for the rates
    month          INTEGER  NOT NULL,                -- of the document
    state          TEXT NOT NULL,                -- queued, sending, delivered, fetched, failed, expired, cancelled
    since          INTEGER  NOT NULL,
    recall_pending INTEGER NOT NULL,
    ack            TEXT NOT NULL,                -- none, arrived, accepted, assigned, in_progress, completed, returned
    open_request   INTEGER,
    requests       INTEGER  NOT NULL,
    heard          INTEGER NOT NULL,                -- the receiver said anything: counts as received
    delivered_at   INTEGER,                         -- into the inbox; its ContentConsignment
    fetched_at     INTEGER,
    fetched_epoch  INTEGER,
    fetched_leaf   INTEGER,
    fetched_size   INTEGER,
    epoch          INTEGER  NOT NULL,                -- of its ContentConsignment
    leaf           INTEGER  NOT NULL,
    leaf_size      INTEGER  NOT NULL,
    pos            INTEGER  NOT NULL,
    UNIQUE (document, agency)
) STRICT;
CREATE INDEX delivery_agency_pos ON delivery (agency, pos);
CREATE INDEX delivery_open ON delivery (agency, pos) WHERE state = 'delivered';
CREATE INDEX delivery_month ON delivery (month, issuer);
CREATE INDEX delivery_month_agency ON delivery (month, agency);

-- Every word of a receiver, in the order of the log.
CREATE TABLE acknowledgement (
    id             BLOB NOT NULL PRIMARY KEY,
    delivery       BLOB NOT NULL,
    document       BLOB NOT NULL,
    reporter       TEXT NOT NULL,
    carrier        TEXT NOT NULL,
    system         BLOB,
    code           INTEGER  NOT NULL,
    reason         TEXT,                         -- for the parties; never in a leaf
    stated         INTEGER,                          -- the agency's own time: shown, never used
    message_sha256 BLOB NOT NULL,
    authn          TEXT NOT NULL,                -- channel, hub, signature
    received       INTEGER  NOT NULL,
    contradiction  INTEGER NOT NULL,
    epoch          INTEGER  NOT NULL,
    leaf           INTEGER  NOT NULL,
    leaf_size      INTEGER  NOT NULL,
    pos            INTEGER  NOT NULL,
    UNIQUE (delivery, message_sha256)
) STRICT;
CREATE INDEX acknowledgement_document ON acknowledgement (document, pos);

-- Refused packages: no bytes, only what their senders need.
CREATE TABLE rejection (
    id             BLOB NOT NULL PRIMARY KEY,
    package_sha256 BLOB NOT NULL,
    package_size   INTEGER  NOT NULL,
    received       INTEGER  NOT NULL,
    carrier        TEXT NOT NULL,
    system         BLOB,
    from_proven    TEXT,                         -- only when the signature proves it
    document_id    TEXT,
    code           TEXT NOT NULL,
    verdict_json   TEXT NOT NULL,
    doc_salt       BLOB NOT NULL,
    pkg_salt       BLOB NOT NULL,
    epoch          INTEGER  NOT NULL,
    leaf           INTEGER  NOT NULL,
    leaf_size      INTEGER  NOT NULL,
    pos            INTEGER  NOT NULL
) STRICT;
CREATE INDEX rejection_carrier ON rejection (carrier, pos);
CREATE INDEX rejection_from ON rejection (from_proven, pos) WHERE from_proven IS NOT NULL;
CREATE INDEX rejection_rate ON rejection (carrier, received);

-- Refusals over 60 a minute and system: counted here, then one leaf.
CREATE TABLE rejection_surplus (
    carrier   TEXT NOT NULL,
    system    BLOB NOT NULL,                     -- 16 zero bytes: no system
    minute    INTEGER  NOT NULL,                     -- minutes since 1970
    count     INTEGER  NOT NULL,
    epoch     INTEGER,                               -- null: its leaf is still to come
    leaf      INTEGER,
    leaf_size INTEGER,
    PRIMARY KEY (carrier, system, minute)
) STRICT;
CREATE INDEX rejection_surplus_open ON rejection_surplus (minute) WHERE leaf IS NULL;

-- Documents issued on paper only, as declared.
CREATE TABLE declaration (
    id         BLOB NOT NULL PRIMARY KEY,
    agency     TEXT NOT NULL,
    system     BLOB,
    month      INTEGER  NOT NULL,                    -- yyyymm
    count      INTEGER  NOT NULL,
    supersedes BLOB,
    standing   INTEGER NOT NULL,                    -- not superseded
    received   INTEGER  NOT NULL,
    epoch      INTEGER  NOT NULL,
    leaf       INTEGER  NOT NULL,
    leaf_size  INTEGER  NOT NULL,
    pos        INTEGER  NOT NULL
) STRICT;
CREATE UNIQUE INDEX declaration_standing ON declaration (agency, month) WHERE standing;
CREATE INDEX declaration_month ON declaration (month, agency);
CREATE INDEX declaration_agency ON declaration (agency, pos);

-- Work waiting to be done. A claim sets due to the lease's end: claimable means due has passed.
CREATE TABLE job (
    id           BLOB NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,
    agency       TEXT NOT NULL,
    delivery     BLOB,
    document     BLOB,
    payload_json TEXT NOT NULL,
    created      INTEGER  NOT NULL,
    due          INTEGER  NOT NULL,                  -- not before; while claimed: the lease's end. The database's time
    attempts     INTEGER  NOT NULL,                  -- claims so far
    claim        BLOB,                           -- token of the present claim
    dead         INTEGER NOT NULL,
    code         TEXT,                           -- why dead
    last_error   TEXT
) STRICT;
CREATE INDEX job_due ON job (due, id) WHERE NOT dead;
CREATE INDEX job_dead ON job (id) WHERE dead;

-- How mails ended: one row each time, a dead letter that is tried again has two.
CREATE TABLE notification (
    id        BLOB NOT NULL PRIMARY KEY,
    kind      TEXT NOT NULL,
    agency    TEXT NOT NULL,
    delivery  BLOB,
    document  BLOB,
    placed    INTEGER NOT NULL,
    reply     TEXT NOT NULL,
    at        INTEGER  NOT NULL,
    epoch     INTEGER  NOT NULL,
    leaf      INTEGER  NOT NULL,
    leaf_size INTEGER  NOT NULL
) STRICT;
CREATE INDEX notification_document ON notification (document, at) WHERE document IS NOT NULL;

-- Idempotency-Key: per system, 24 h.
CREATE TABLE idempotency (
    system    BLOB NOT NULL,
    key       TEXT NOT NULL,
    digest    BLOB NOT NULL,
    target    BLOB NOT NULL,                     -- document or acknowledgement
    until     INTEGER  NOT NULL,
    PRIMARY KEY (system, key)
) STRICT;
CREATE INDEX idempotency_until ON idempotency (until);

-- Every read of a document's content.
CREATE TABLE access_log (
    id       BLOB NOT NULL PRIMARY KEY,          -- UUIDv7: in order of time
    at       INTEGER  NOT NULL,
    agency   TEXT NOT NULL,
    system   BLOB,
    document BLOB NOT NULL,
    delivery BLOB,
    what     TEXT NOT NULL                       -- package, preview, …
) STRICT;
CREATE INDEX access_log_document ON access_log (document, id);

-- Every act of an operator.
CREATE TABLE operator_act (
    id          BLOB NOT NULL PRIMARY KEY,
    at          INTEGER  NOT NULL,
    actor       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    act         TEXT NOT NULL,                   -- area.snake_case
    detail_json TEXT NOT NULL,
    epoch       INTEGER  NOT NULL,
    leaf        INTEGER  NOT NULL,
    leaf_size   INTEGER  NOT NULL,
    pos         INTEGER  NOT NULL
) STRICT;
CREATE INDEX operator_act_pos ON operator_act (pos);

-- The transparency log. log_head is the one row that serialises all batches of all processes.
CREATE TABLE log_leaf (
    epoch INTEGER  NOT NULL,
    idx   INTEGER  NOT NULL,
    hash  BLOB NOT NULL,                         -- RFC 9162 leaf hash of body
    body  BLOB NOT NULL,                         -- the exact bytes (RFC 8785)
    PRIMARY KEY (epoch, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_tile (
    epoch  INTEGER  NOT NULL,
    level  INTEGER  NOT NULL,
    n      INTEGER  NOT NULL,
    hashes BLOB NOT NULL,                        -- 256 hashes: full tiles only
    PRIMARY KEY (epoch, level, n)
) STRICT;

CREATE TABLE log_head (
    one   INTEGER  NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch INTEGER  NOT NULL,
    size  INTEGER  NOT NULL,
    root  BLOB NOT NULL,
    edge  BLOB NOT NULL,                         -- right edge: roots of the perfect subtrees, largest first
    time  INTEGER  NOT NULL                          -- of the newest leaf: the next one's is not smaller
) STRICT;

-- The running number of each agency's leaves: no gaps, so that an omission shows.
CREATE TABLE log_seq (
    agency TEXT NOT NULL PRIMARY KEY,
    next   INTEGER  NOT NULL                         -- the next leaf's number
) STRICT;

CREATE TABLE log_checkpoint (
    epoch INTEGER  NOT NULL,
    size  INTEGER  NOT NULL,
    root  BLOB NOT NULL,
    note  TEXT,                                  -- signed note; null until a key outside the process has signed
    vkey  TEXT,                                  -- the key that signed it: the hint in receipts
    at    INTEGER  NOT NULL,
    PRIMARY KEY (epoch, size)
) STRICT;

-- One random id a transaction: after an error at COMMIT it tells whether the batch is there.
CREATE TABLE log_batch (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER  NOT NULL
) STRICT;
CREATE INDEX log_batch_at ON log_batch (at);

-- A later look at a signature that came to another verdict; the first one stays in submission.
CREATE TABLE verdict_revision (
    id             BLOB NOT NULL PRIMARY KEY,
    document       BLOB NOT NULL,
    code           TEXT NOT NULL,
    verdict_json   TEXT NOT NULL,
    verdict_sha256 BLOB NOT NULL,
    at             INTEGER  NOT NULL,
    epoch          INTEGER  NOT NULL,
    leaf           INTEGER  NOT NULL,
    leaf_size      INTEGER  NOT NULL,
    pos            INTEGER  NOT NULL
) STRICT;
CREATE INDEX verdict_revision_document ON verdict_revision (document, pos);

-- Revocation answers at hand: nothing of it is evidence, all of it can be asked for again.
CREATE TABLE pki_answer (
    certificate_sha256 BLOB NOT NULL PRIMARY KEY,
    certificate        BLOB NOT NULL,
    issuer             BLOB NOT NULL,
    answer_sha256      BLOB,                    -- absent: wished for
    asked              INTEGER  NOT NULL,
    due                INTEGER  NOT NULL,
    failures           INTEGER  NOT NULL
) STRICT;
CREATE INDEX pki_answer_due ON pki_answer (due);

CREATE TABLE pki_blob (
    sha256 BLOB NOT NULL PRIMARY KEY,
    kind   TEXT NOT NULL,                        -- crl, ocsp
    der    BLOB NOT NULL
) STRICT;
