-- When an office is told of all that arrived in one mail, and which of its addresses refuse mail.
-- Why it is safe on live data: two new tables; no row is touched, and an office without a row is told as before.

CREATE TABLE digest (
    agency TEXT NOT NULL PRIMARY KEY,
    times  TEXT NOT NULL,                        -- "07:30,13:30", Asia/Ho_Chi_Minh; empty: tells what is left, and goes
    next   BIGINT NOT NULL,                     -- the hub's clock
    told   BIGINT NOT NULL                      -- pos of the log's last leaf when the last mail was written
);
CREATE INDEX digest_next ON digest (next);

CREATE TABLE mail_failing (
    agency  TEXT NOT NULL,
    address TEXT NOT NULL,
    since   BIGINT NOT NULL,                    -- the first refusal; a mail that is taken ends it
    reply   TEXT NOT NULL,                       -- the relay's words
    PRIMARY KEY (agency, address)
);
