-- People who sign in to the console: what they may do where, how they prove who they are, the sessions they hold, and what
-- they did. Until now only systems acted.
-- Why it is safe on live data: new tables; columns without a value on rows that a system made; access_log only loosens a rule,
-- which reads nothing.

CREATE TABLE person (
    id        BYTEA NOT NULL PRIMARY KEY,
    mail      TEXT NOT NULL UNIQUE,              -- NFC, folded: what they sign in with
    name      TEXT NOT NULL,
    password  TEXT,                              -- PHC string, argon2id; NULL: signs in elsewhere, or not yet
    totp      BYTEA,                              -- RFC 6238 secret as it is, since it has to be computed with; NULL: none
    totp_new  BYTEA,                              -- shown, not yet confirmed by a code
    totp_step BIGINT NOT NULL,                  -- the last step whose code was taken; none is taken twice
    subject   TEXT UNIQUE,                       -- OIDC: issuer and sub, a space between
    lang      TEXT NOT NULL,                     -- vi, en
    theme     TEXT NOT NULL,                     -- system, light, dark
    density   TEXT NOT NULL,                     -- comfortable, compact
    shortcuts BOOLEAN NOT NULL,                  -- keys without a modifier (WCAG 2.1.4)
    created   BIGINT NOT NULL,
    disabled  BIGINT                            -- since when they may not sign in
);

CREATE TABLE person_role (
    person BYTEA NOT NULL,
    agency TEXT NOT NULL,                        -- empty: the hub
    role   TEXT NOT NULL,                        -- clerk, reader, agency_admin at an agency; auditor, operator at the hub
    since  BIGINT NOT NULL,
    PRIMARY KEY (person, agency, role)
);
CREATE INDEX person_role_agency ON person_role (agency, person);

CREATE TABLE session (
    id           BYTEA NOT NULL PRIMARY KEY,      -- how a list names it; opens nothing
    token_sha256 BYTEA NOT NULL UNIQUE,
    person       BYTEA NOT NULL,
    stage        TEXT NOT NULL,                  -- open; code, setup: the password was right, and this is still wanted
    seat         TEXT NOT NULL,                  -- the agency sat at; empty: the hub
    csrf         TEXT NOT NULL,
    created      BIGINT NOT NULL,
    last_seen    BIGINT NOT NULL,               -- moved at most once a minute
    ends         BIGINT NOT NULL,               -- at the latest
    address      TEXT NOT NULL,
    agent        TEXT NOT NULL
);
CREATE INDEX session_person ON session (person, id);
CREATE INDEX session_ends ON session (ends);

CREATE TABLE recovery_code (
    person      BYTEA NOT NULL,
    code_sha256 BYTEA NOT NULL,
    used        BIGINT,
    PRIMARY KEY (person, code_sha256)
);

-- A link that was sent to a mailbox: whoever holds it owns the mailbox.
CREATE TABLE invitation (
    token_sha256 BYTEA NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,                  -- invitation, reset
    mail         TEXT NOT NULL,
    name         TEXT NOT NULL,
    role         TEXT NOT NULL,                  -- empty with a reset
    agency       TEXT NOT NULL,                  -- empty: the hub
    person       BYTEA,                           -- whose password, with a reset
    actor        TEXT NOT NULL,                  -- who invited
    created      BIGINT NOT NULL,
    until        BIGINT NOT NULL,
    used         BIGINT
);
CREATE INDEX invitation_agency ON invitation (agency, created);
CREATE INDEX invitation_until ON invitation (until);

-- Tries since the last that was right, each counted before it is looked at.
CREATE TABLE sign_in_failure (
    kind   TEXT NOT NULL,                        -- account, address
    key    BYTEA NOT NULL,                        -- SHA-256 of the folded mail, or of the address
    count  BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX sign_in_failure_last ON sign_in_failure (last);

ALTER TABLE access_log ALTER COLUMN document DROP NOT NULL;
ALTER TABLE access_log ADD COLUMN person BYTEA;
ALTER TABLE access_log ADD COLUMN detail TEXT;   -- JSON
CREATE INDEX access_log_agency ON access_log (agency, id);
CREATE INDEX access_log_person ON access_log (person, id);

-- Who of the agency did it; NULL: a system, or a time before people.
ALTER TABLE document ADD COLUMN person BYTEA;
ALTER TABLE acknowledgement ADD COLUMN person BYTEA;
ALTER TABLE business_change ADD COLUMN person BYTEA;
ALTER TABLE declaration ADD COLUMN person BYTEA;
