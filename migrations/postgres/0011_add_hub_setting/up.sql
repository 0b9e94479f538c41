-- What an operator switches while the hub runs, as opposed to its configuration, which is read at the start: today only
-- that it takes no changes while something is mended (read_only).
-- Why it is safe on live data: a new table.

CREATE TABLE hub_setting (
    name   TEXT NOT NULL PRIMARY KEY,            -- read_only: there is a row while it is on
    reason TEXT NOT NULL,                        -- in the operator's words; everybody reads them
    actor  TEXT NOT NULL,
    at     BIGINT NOT NULL                       -- since when
);
