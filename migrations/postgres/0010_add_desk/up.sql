-- A clerk's desk: where a delivery stands in an office's day and until when, who of the office is on it, its number in the
-- book (sổ công văn), and one-time links to the content of documents.
-- Why it is safe on live data: columns that follow from others of the same row, one that is copied from the listing, and new
-- tables; nothing that was there changes its meaning.

ALTER TABLE delivery ADD COLUMN urgency SMALLINT;    -- OtherInfo/Priority of its document, where it is above 0
UPDATE delivery SET urgency = (SELECT listing.urgency FROM listing WHERE listing.document = delivery.document)
    WHERE document IN (SELECT listing.document FROM listing WHERE listing.urgency > 0);

-- domain::desk::Stage: 0 not to be seen, 1 to accept, 2 accepted, 3 in work, 4 nothing left to do. A test holds both equal.
ALTER TABLE delivery ADD COLUMN stage SMALLINT NOT NULL GENERATED ALWAYS AS (CASE
    WHEN state NOT IN ('delivered', 'fetched', 'expired') THEN 0
    WHEN state = 'expired' OR standing <> 'live' THEN 4
    WHEN ack IN ('none', 'arrived') THEN 1
    WHEN ack = 'accepted' THEN 2
    WHEN ack IN ('assigned', 'in_progress') THEN 3
    ELSE 4 END) STORED;

-- The deadline of what is to be done next; the largest number where there is none, so that it comes last.
ALTER TABLE delivery ADD COLUMN due_by BIGINT NOT NULL GENERATED ALWAYS AS (COALESCE(CASE
    WHEN state NOT IN ('delivered', 'fetched') OR standing <> 'live' THEN NULL
    WHEN ack IN ('none', 'arrived') THEN accept_by
    WHEN ack IN ('accepted', 'assigned', 'in_progress') THEN answer_by
    END, 9223372036854775807)) STORED;

CREATE INDEX delivery_desk_new ON delivery (agency, stage, pos);
CREATE INDEX delivery_desk_due ON delivery (agency, stage, due_by, pos);
CREATE INDEX delivery_desk_sender ON delivery (agency, issuer, pos);
CREATE INDEX delivery_desk_arrived ON delivery (agency, delivered_at, pos);
CREATE INDEX delivery_desk_urgency ON delivery (agency, urgency, pos) WHERE urgency IS NOT NULL;
CREATE INDEX delivery_desk_asked ON delivery (agency, pos)
    WHERE open_request IS NOT NULL OR (standing = 'recalled' AND recall_answer <> 'confirmed');
CREATE INDEX delivery_sent_failed ON delivery (issuer, pos) WHERE state IN ('failed', 'expired');
CREATE INDEX delivery_sent_returned ON delivery (issuer, pos) WHERE ack = 'returned';
CREATE INDEX delivery_sent_waiting ON delivery (issuer, stage, due_by) WHERE stage = 1;

-- "I am on it": inside the agency; no code is sent, and no leaf is made.
CREATE TABLE mark (
    delivery BYTEA NOT NULL PRIMARY KEY,
    agency   TEXT NOT NULL,                      -- whose desk
    person   BYTEA NOT NULL,
    at       BIGINT NOT NULL
);
CREATE INDEX mark_person ON mark (person, at);

-- Sổ văn bản đến, sổ văn bản đi (NĐ 30/2020/NĐ-CP, Điều 15 and 22): one row a number.
CREATE TABLE register (
    agency       TEXT NOT NULL,
    year         BIGINT NOT NULL,
    book         TEXT NOT NULL,                  -- in, out
    number       BIGINT NOT NULL,
    document     BYTEA NOT NULL,
    delivery     BYTEA,                             -- book in: by which delivery it came
    person       BYTEA,                             -- who gave the number; null: a system
    at           BIGINT NOT NULL,
    was          BIGINT,                             -- the number before it was corrected
    corrected    BIGINT,                             -- when
    corrected_by BYTEA,
    PRIMARY KEY (agency, year, book, number)
);
CREATE UNIQUE INDEX register_document ON register (document, agency, book);
CREATE INDEX register_delivery ON register (delivery) WHERE delivery IS NOT NULL;

-- One-time links to one attachment, for the content origin: it has no cookies, so that the link is all there is.
CREATE TABLE content_ticket (
    token_sha256 BYTEA NOT NULL PRIMARY KEY,
    document     BYTEA NOT NULL,
    delivery     BYTEA,                             -- null: the viewer is the sender
    agency       TEXT NOT NULL,                  -- the viewer's
    person       BYTEA,
    attachment   BIGINT NOT NULL,                    -- its place in the package, from 0
    shown        BOOLEAN NOT NULL,                   -- shown, not saved
    until        BIGINT NOT NULL,
    used         BIGINT
);
CREATE INDEX content_ticket_until ON content_ticket (until);
