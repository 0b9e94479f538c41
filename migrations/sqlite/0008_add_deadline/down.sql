-- Deadlines stay in the leaves of the log; the rates of time are no longer counted from rows.

DROP INDEX delivery_answer_by;
DROP INDEX delivery_accept_by;
ALTER TABLE document DROP COLUMN send_by;
ALTER TABLE delivery DROP COLUMN accepted_at;
ALTER TABLE delivery DROP COLUMN answer_by;
ALTER TABLE delivery DROP COLUMN accept_known;
ALTER TABLE delivery DROP COLUMN accept_by;
