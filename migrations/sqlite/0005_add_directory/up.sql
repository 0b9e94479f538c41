-- The directory as it changes: names with their time, suspension, groups and substitutes; and of a binding what its end
-- is told by. Why additive: every name that there is holds from its agency's first day, nobody is suspended, and a binding
-- without a certificate at hand is only known by its own dates.

CREATE TABLE agency_called (
    organ_id  TEXT    NOT NULL,
    from_time INTEGER NOT NULL,                  -- the name counts from here until the next row's from_time
    name      TEXT    NOT NULL,
    PRIMARY KEY (organ_id, from_time)
) STRICT;
INSERT INTO agency_called (organ_id, from_time, name) SELECT organ_id, valid_from, name FROM agency;

ALTER TABLE agency ADD COLUMN suspended_from INTEGER;  -- sends nothing and is sent nothing from here on; null: it is not
CREATE INDEX agency_parent ON agency (parent, level, organ_id);

ALTER TABLE binding ADD COLUMN revoked_from INTEGER;   -- ended because it is no longer believed; null: it only ended
ALTER TABLE binding ADD COLUMN not_after INTEGER;      -- of the certificate that it was entered with, where that is known
CREATE INDEX document_binding ON document (binding_id, received) WHERE binding_id IS NOT NULL;

-- Expiry mails that were written: each once, whatever process looks.
CREATE TABLE expiry_notice (
    binding  BLOB    NOT NULL,
    ends     INTEGER NOT NULL,                   -- the end that was told of; another end is told of anew
    days     INTEGER NOT NULL,                   -- how many days before it
    PRIMARY KEY (binding, ends, days)
) STRICT;

-- Groups of receivers; they expand before a document is signed.
CREATE TABLE receiver_group (
    name    TEXT NOT NULL PRIMARY KEY,           -- as callers write it
    title   TEXT NOT NULL,
    members TEXT NOT NULL                        -- JSON array of codes
) STRICT;

-- Who takes what is sent to an agency, for a time.
CREATE TABLE substitute (
    agency     TEXT    NOT NULL,
    from_time  INTEGER NOT NULL,
    until_time INTEGER,                          -- first moment after; null: open
    stands_in  TEXT    NOT NULL,                 -- the agency whose inbox it goes to
    PRIMARY KEY (agency, from_time)
) STRICT;
