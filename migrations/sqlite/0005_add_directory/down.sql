DROP TABLE substitute;
DROP TABLE receiver_group;
DROP TABLE expiry_notice;
DROP INDEX document_binding;
ALTER TABLE binding DROP COLUMN not_after;
ALTER TABLE binding DROP COLUMN revoked_from;
DROP INDEX agency_parent;
ALTER TABLE agency DROP COLUMN suspended_from;
DROP TABLE agency_called;
