-- Working calendars: days off, days made up for, hours, the reading of the law. One row a change, the newest of each
-- scope is in force; a deadline names the version that it was judged by, so a version is never changed or deleted.
-- Why it is safe on live data: a new table, nothing that was there is touched. Without a row the hub goes by the calendar
-- that the program ships (version 0).

CREATE TABLE calendar (
    version   BIGINT NOT NULL PRIMARY KEY,       -- from 1; one count over the hub's and all agencies'
    agency    TEXT,                          -- null: the hub's, for every agency without one of its own
    body      TEXT,                          -- JCS form; null: the scope follows the next wider one again
    sha256    BYTEA NOT NULL,                   -- of the body in force after the change
    at        BIGINT NOT NULL,
    epoch     BIGINT NOT NULL,
    leaf      BIGINT NOT NULL,
    leaf_size BIGINT NOT NULL
);
CREATE INDEX calendar_agency ON calendar (agency, version);
