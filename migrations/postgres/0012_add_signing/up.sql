-- A document that the hub built and that a key elsewhere is to sign: what was prepared, for whom, until when, and what became
-- of it. The files lie in the object store; a row of their own names each until it is no longer needed.
-- Why it is safe on live data: new tables.

CREATE TABLE signing (
    token_sha256   BYTEA NOT NULL PRIMARY KEY,    -- of 256 random bits; the token itself is nowhere
    agency         TEXT NOT NULL,                -- of the seat, or of the system
    person         BYTEA,                         -- who prepared it: a person,
    system         BYTEA,                         -- or a system
    attempt        SMALLINT NOT NULL,
    signature_id   TEXT NOT NULL,
    signing_time   BIGINT NOT NULL,
    certificates   TEXT NOT NULL,                -- PEM: the signer's, then those above it
    document_xml   BYTEA NOT NULL,
    until          BIGINT NOT NULL,             -- a value is taken before; once one was, so long is the answer repeated
    tries          BIGINT NOT NULL,             -- values that came
    value_sha256   BYTEA,                         -- of the value that was accepted
    package_sha256 BYTEA                          -- of the package that it made
);
CREATE INDEX signing_agency ON signing (agency, until);
CREATE INDEX signing_until ON signing (until);

CREATE TABLE signing_file (
    signing    BYTEA NOT NULL,                    -- token_sha256
    place      BIGINT NOT NULL,                 -- from 0
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       BIGINT NOT NULL,
    sha256     BYTEA NOT NULL,
    object_key TEXT NOT NULL,
    PRIMARY KEY (signing, place)
);
