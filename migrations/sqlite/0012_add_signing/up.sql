-- A document that the hub built and that a key elsewhere is to sign: what was prepared, for whom, until when, and what became
-- of it. The files lie in the object store; a row of their own names each until it is no longer needed.
-- Why it is safe on live data: new tables.

CREATE TABLE signing (
    token_sha256   BLOB NOT NULL PRIMARY KEY,    -- of 256 random bits; the token itself is nowhere
    agency         TEXT NOT NULL,                -- of the seat, or of the system
    person         BLOB,                         -- who prepared it: a person,
    system         BLOB,                         -- or a system
    attempt        INTEGER NOT NULL,
    signature_id   TEXT NOT NULL,
    signing_time   INTEGER NOT NULL,
    certificates   TEXT NOT NULL,                -- PEM: the signer's, then those above it
    document_xml   BLOB NOT NULL,
    until          INTEGER NOT NULL,             -- a value is taken before; once one was, so long is the answer repeated
    tries          INTEGER NOT NULL,             -- values that came
    value_sha256   BLOB,                         -- of the value that was accepted
    package_sha256 BLOB                          -- of the package that it made
) STRICT;
CREATE INDEX signing_agency ON signing (agency, until);
CREATE INDEX signing_until ON signing (until);

CREATE TABLE signing_file (
    signing    BLOB NOT NULL,                    -- token_sha256
    place      INTEGER NOT NULL,                 -- from 0
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL,
    sha256     BLOB NOT NULL,
    object_key TEXT NOT NULL,
    PRIMARY KEY (signing, place)
) STRICT;
