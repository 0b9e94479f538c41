-- What issuers do to documents that they sent: recall, update, replacement, take-back; and how each delivery stands.
-- Why additive: what was sent before is live, asked nothing, and new.

ALTER TABLE document ADD COLUMN business TEXT NOT NULL DEFAULT 'new';       -- new, recall, update, replace
ALTER TABLE delivery ADD COLUMN standing TEXT NOT NULL DEFAULT 'live';      -- live, updated, replaced, taken_back, recalled
ALTER TABLE delivery ADD COLUMN recall_answer TEXT NOT NULL DEFAULT 'none'; -- none, protested, confirmed
ALTER TABLE delivery ADD COLUMN open_question TEXT;                         -- of open_request: take_back, update

-- One row for each delivery that a change met.
CREATE TABLE business_change (
    pos            INTEGER NOT NULL PRIMARY KEY, -- of its leaf
    kind           TEXT NOT NULL,               -- recall, update, replace, take_back
    document       BLOB,                        -- the package that says so; null: a call, a button or a status file
    target         BLOB NOT NULL,               -- the document that it changes …
    delivery       BLOB NOT NULL,               -- … on its way to …
    agency         TEXT NOT NULL,               -- … this receiver
    issuer         TEXT NOT NULL,
    carrier        TEXT NOT NULL,
    system         BLOB,
    message_sha256 BLOB NOT NULL,               -- a repeat is known by it
    authn          TEXT NOT NULL,               -- channel, hub, signature
    reason         TEXT,                        -- for the parties; never in a leaf
    outcome        TEXT NOT NULL,               -- withdrawn, asked, bound
    request        INTEGER,                         -- number of the question
    answer         TEXT,                        -- agreed, declined, confirmed, protested, lapsed
    answered       INTEGER,
    received       INTEGER NOT NULL,
    epoch          INTEGER NOT NULL,
    leaf           INTEGER NOT NULL,
    leaf_size      INTEGER NOT NULL
) STRICT;
CREATE INDEX business_change_target ON business_change (target, pos);
CREATE INDEX business_change_delivery ON business_change (delivery, pos);
CREATE INDEX business_change_document ON business_change (document, pos) WHERE document IS NOT NULL;
CREATE INDEX business_change_message ON business_change (issuer, message_sha256);
