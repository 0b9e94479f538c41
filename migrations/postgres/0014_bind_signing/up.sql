-- What was prepared out of a draft is of that draft as it stood: a signature over what was changed since is not sent unseen. A
-- draft that is being sent takes no change meanwhile.
-- Why it is safe on live data: columns without a value. What waits while this runs was prepared by other rules and ends within
-- minutes; from the form it is asked for again.

ALTER TABLE signing ADD COLUMN draft BYTEA;                 -- that it was made of; null: it came whole, from software
ALTER TABLE signing ADD COLUMN draft_sha256 BYTEA;          -- of that draft's fields and files, as they stood
ALTER TABLE draft ADD COLUMN sending BIGINT;               -- until then nobody changes it: it is on its way; null: nobody sends it
CREATE INDEX signing_draft ON signing (draft) WHERE draft IS NOT NULL;
