-- Documents that a clerk writes and has not sent: personal, kept until 90 days after their last change. The bytes of their files
-- lie in a folder of their own; a row names each. What was sent stays as long, so that the same file sent twice is told.
-- Why it is safe on live data: new tables, and an index that finds a document by its number.

CREATE TABLE draft (
    id       BYTEA NOT NULL PRIMARY KEY,
    agency   TEXT NOT NULL,                      -- at whose desk
    person   BYTEA NOT NULL,                      -- whose
    fields   TEXT NOT NULL,                      -- edxml::Draft, JSON
    revision BIGINT NOT NULL,                   -- raised at each save of the fields; 0: nothing was typed yet
    changed  BIGINT NOT NULL,
    document BYTEA                                -- what it became
);
CREATE INDEX draft_owner ON draft (person, agency, changed) WHERE document IS NULL;
CREATE INDEX draft_changed ON draft (changed);

CREATE TABLE draft_file (
    id     BYTEA NOT NULL PRIMARY KEY,            -- of its bytes
    draft  BYTEA NOT NULL,
    name   TEXT NOT NULL,
    size   BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    said   TEXT NOT NULL                         -- its kind, and what is said of the signatures inside a PDF, JSON
);
CREATE INDEX draft_file_draft ON draft_file (draft, id);
CREATE INDEX draft_file_sha256 ON draft_file (sha256);

CREATE INDEX listing_code ON listing (number, notation);
