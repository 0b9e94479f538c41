-- Every office is told at once again. What waits for a digest lies in the inbox and is not announced.

DROP TABLE mail_failing;
DROP INDEX digest_next;
DROP TABLE digest;
DROP INDEX delivery_expired_issuer;
DROP INDEX delivery_expired_agency;
ALTER TABLE delivery DROP COLUMN expired_pos;
