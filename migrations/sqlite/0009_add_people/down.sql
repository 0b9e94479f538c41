-- People are gone, with all they may do and the sessions they hold; what they did stays without their names. An access that
-- was to no document has no place in the older table.

ALTER TABLE document DROP COLUMN person;
ALTER TABLE acknowledgement DROP COLUMN person;
ALTER TABLE business_change DROP COLUMN person;
ALTER TABLE declaration DROP COLUMN person;

CREATE TABLE access_log_old (
    id       BLOB NOT NULL PRIMARY KEY,
    at       INTEGER NOT NULL,
    agency   TEXT NOT NULL,
    system   BLOB,
    document BLOB NOT NULL,
    delivery BLOB,
    what     TEXT NOT NULL
) STRICT;
INSERT INTO access_log_old (id, at, agency, system, document, delivery, what)
    SELECT id, at, agency, system, document, delivery, what FROM access_log WHERE document IS NOT NULL;
DROP TABLE access_log;
ALTER TABLE access_log_old RENAME TO access_log;
CREATE INDEX access_log_document ON access_log (document, id);

DROP TABLE sign_in_failure;
DROP TABLE invitation;
DROP TABLE recovery_code;
DROP TABLE session;
DROP TABLE person_role;
DROP TABLE person;
