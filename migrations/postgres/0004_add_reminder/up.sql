-- When somebody is to be told that a document lies unfetched, and which mails an agency does not want.
-- Why additive: what was sent before is looked at once, and ends where it was fetched.

ALTER TABLE delivery ADD COLUMN remind_at BIGINT;   -- the hub's clock; null: nothing more will be told
ALTER TABLE delivery ADD COLUMN reminded TEXT;       -- the last stage: before, overdue, escalation, expiry_warning, expiry
CREATE INDEX delivery_remind ON delivery (remind_at) WHERE remind_at IS NOT NULL;

CREATE TABLE notice_rule (
    agency TEXT NOT NULL,
    rule   TEXT NOT NULL,                        -- arrived, returned, refused, changed, answered, reminder, escalation, expiry
    wanted BOOLEAN NOT NULL,
    PRIMARY KEY (agency, rule)
);
