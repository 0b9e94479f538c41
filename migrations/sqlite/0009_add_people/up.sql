-- People who sign in to the console: what they may do where, how they prove who they are, the sessions they hold, and what
-- they did. Until now only systems acted.
-- Why it is safe on live data: new tables; columns without a value on rows that a system made; access_log is copied row by row
-- with the same names, because SQLite cannot loosen a NOT NULL in place.

CREATE TABLE person (
    id        BLOB NOT NULL PRIMARY KEY,
    mail      TEXT NOT NULL UNIQUE,              -- NFC, folded: what they sign in with
    name      TEXT NOT NULL,
    password  TEXT,                              -- PHC string, argon2id; NULL: signs in elsewhere, or not yet
    totp      BLOB,                              -- RFC 6238 secret as it is, since it has to be computed with; NULL: none
    totp_new  BLOB,                              -- shown, not yet confirmed by a code
    totp_step INTEGER NOT NULL,                  -- the last step whose code was taken; none is taken twice
    subject   TEXT UNIQUE,                       -- OIDC: issuer and sub, a space between
    lang      TEXT NOT NULL,                     -- vi, en
    theme     TEXT NOT NULL,                     -- system, light, dark
    density   TEXT NOT NULL,                     -- comfortable, compact
    shortcuts INTEGER NOT NULL,                  -- keys without a modifier (WCAG 2.1.4)
    created   INTEGER NOT NULL,
    disabled  INTEGER                            -- since when they may not sign in
) STRICT;

CREATE TABLE person_role (
    person BLOB NOT NULL,
    agency TEXT NOT NULL,                        -- empty: the hub
    role   TEXT NOT NULL,                        -- clerk, reader, agency_admin at an agency; auditor, operator at the hub
    since  INTEGER NOT NULL,
    PRIMARY KEY (person, agency, role)
) STRICT;
CREATE INDEX person_role_agency ON person_role (agency, person);

CREATE TABLE session (
    id           BLOB NOT NULL PRIMARY KEY,      -- how a list names it; opens nothing
    token_sha256 BLOB NOT NULL UNIQUE,
    person       BLOB NOT NULL,
    stage        TEXT NOT NULL,                  -- open; code, setup: the password was right, and this is still wanted
    seat         TEXT NOT NULL,                  -- the agency sat at; empty: the hub
    csrf         TEXT NOT NULL,
    created      INTEGER NOT NULL,
    last_seen    INTEGER NOT NULL,               -- moved at most once a minute
    ends         INTEGER NOT NULL,               -- at the latest
    address      TEXT NOT NULL,
    agent        TEXT NOT NULL
) STRICT;
CREATE INDEX session_person ON session (person, id);
CREATE INDEX session_ends ON session (ends);

CREATE TABLE recovery_code (
    person      BLOB NOT NULL,
    code_sha256 BLOB NOT NULL,
    used        INTEGER,
    PRIMARY KEY (person, code_sha256)
) STRICT;

-- A link that was sent to a mailbox: whoever holds it owns the mailbox.
CREATE TABLE invitation (
    token_sha256 BLOB NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,                  -- invitation, reset
    mail         TEXT NOT NULL,
    name         TEXT NOT NULL,
    role         TEXT NOT NULL,                  -- empty with a reset
    agency       TEXT NOT NULL,                  -- empty: the hub
    person       BLOB,                           -- whose password, with a reset
    actor        TEXT NOT NULL,                  -- who invited
    created      INTEGER NOT NULL,
    until        INTEGER NOT NULL,
    used         INTEGER
) STRICT;
CREATE INDEX invitation_agency ON invitation (agency, created);
CREATE INDEX invitation_until ON invitation (until);

-- Tries since the last that was right, each counted before it is looked at.
CREATE TABLE sign_in_failure (
    kind   TEXT NOT NULL,                        -- account, address
    key    BLOB NOT NULL,                        -- SHA-256 of the folded mail, or of the address
    count  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT;
CREATE INDEX sign_in_failure_last ON sign_in_failure (last);

CREATE TABLE access_log_new (
    id       BLOB NOT NULL PRIMARY KEY,          -- UUIDv7: in order of time
    at       INTEGER NOT NULL,
    agency   TEXT NOT NULL,                      -- empty: the hub
    system   BLOB,
    person   BLOB,
    document BLOB,
    delivery BLOB,
    what     TEXT NOT NULL,                      -- package, preview, sign_in, sign_in.failed, export, …
    detail   TEXT                                -- JSON
) STRICT;
INSERT INTO access_log_new (id, at, agency, system, document, delivery, what)
    SELECT id, at, agency, system, document, delivery, what FROM access_log;
DROP TABLE access_log;
ALTER TABLE access_log_new RENAME TO access_log;
CREATE INDEX access_log_document ON access_log (document, id);
CREATE INDEX access_log_agency ON access_log (agency, id);
CREATE INDEX access_log_person ON access_log (person, id);

-- Who of the agency did it; NULL: a system, or a time before people.
ALTER TABLE document ADD COLUMN person BLOB;
ALTER TABLE acknowledgement ADD COLUMN person BLOB;
ALTER TABLE business_change ADD COLUMN person BLOB;
ALTER TABLE declaration ADD COLUMN person BLOB;
