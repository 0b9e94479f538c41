-- People are gone, with all they may do and the sessions they hold; what they did stays without their names. An access that
-- was to no document has no place in the older table.

ALTER TABLE document DROP COLUMN person;
ALTER TABLE acknowledgement DROP COLUMN person;
ALTER TABLE business_change DROP COLUMN person;
ALTER TABLE declaration DROP COLUMN person;

DROP INDEX access_log_agency;
DROP INDEX access_log_person;
DELETE FROM access_log WHERE document IS NULL;
ALTER TABLE access_log DROP COLUMN person;
ALTER TABLE access_log DROP COLUMN detail;
ALTER TABLE access_log ALTER COLUMN document SET NOT NULL;

DROP TABLE sign_in_failure;
DROP TABLE invitation;
DROP TABLE recovery_code;
DROP TABLE session;
DROP TABLE person_role;
DROP TABLE person;
