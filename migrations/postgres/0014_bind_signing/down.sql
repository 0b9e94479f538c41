-- A signature over an older state of a draft is sent as it was signed.

DROP INDEX signing_draft;
ALTER TABLE draft DROP COLUMN sending;
ALTER TABLE signing DROP COLUMN draft_sha256;
ALTER TABLE signing DROP COLUMN draft;
