-- Webhooks: agencies' software that wants to be told; and the indexes by which what happened to an agency is read in the
-- order of the log.
-- Why it is safe on live data: a new table and new indexes; no row is touched. Events are no rows of their own: they are
-- read out of delivery, acknowledgement, business_change and rejection.

CREATE TABLE webhook (
    id          BLOB NOT NULL PRIMARY KEY,
    agency      TEXT NOT NULL,
    url         TEXT NOT NULL,
    secret      TEXT NOT NULL,                   -- signs what is sent, so it lies here as it is
    kinds       TEXT NOT NULL,                   -- JSON array of the events that are wanted; empty: all
    created     INTEGER NOT NULL,
    place       INTEGER NOT NULL,                -- pos of the last event that was told, or looked at
    due         INTEGER NOT NULL,                -- not before; while claimed: the lease's end; 2^63-1: nothing to tell. The database's time
    attempts    INTEGER NOT NULL,                -- failures in a row at the next event
    claim       BLOB,                            -- token of the present claim
    disabled_at INTEGER,                         -- given up since; null: it is told
    last_error  TEXT,
    UNIQUE (agency, url)
) STRICT;
CREATE INDEX webhook_due ON webhook (due, id);

CREATE INDEX acknowledgement_pos ON acknowledgement (pos);
CREATE INDEX rejection_pos ON rejection (pos);
CREATE INDEX business_change_agency ON business_change (agency, pos);
-- 2^44: the place of the leaf that says so, as pos is everywhere.
CREATE INDEX delivery_fetched ON delivery ((fetched_epoch * 17592186044416 + fetched_leaf)) WHERE fetched_at IS NOT NULL;
