-- When an office is told of all that arrived in one mail, which of its addresses refuse mail, and where in the log a
-- delivery expired.
-- Why it is safe on live data: two new tables and a column without a value; an office without a row is told as before, and
-- what expired before is no event.

ALTER TABLE delivery ADD COLUMN expired_pos INTEGER;  -- pos of the ContentHandoverFailure
CREATE INDEX delivery_expired_issuer ON delivery (issuer, expired_pos) WHERE expired_pos IS NOT NULL;
CREATE INDEX delivery_expired_agency ON delivery (agency, expired_pos) WHERE expired_pos IS NOT NULL;

CREATE TABLE digest (
    agency TEXT NOT NULL PRIMARY KEY,
    times  TEXT NOT NULL,                        -- "07:30,13:30", Asia/Ho_Chi_Minh; empty: tells what is left, and goes
    next   INTEGER NOT NULL,                     -- the hub's clock
    told   INTEGER NOT NULL                      -- pos of the log's last leaf when the last mail was written
) STRICT;
CREATE INDEX digest_next ON digest (next);

CREATE TABLE mail_failing (
    agency  TEXT NOT NULL,
    address TEXT NOT NULL,
    since   INTEGER NOT NULL,                    -- the first refusal; a mail that is taken ends it
    reply   TEXT NOT NULL,                       -- the relay's words
    PRIMARY KEY (agency, address)
) STRICT;
