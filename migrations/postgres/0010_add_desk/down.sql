-- Marks and numbers in the books are lost; open links end.

DROP TABLE content_ticket;
DROP TABLE register;
DROP TABLE mark;
DROP INDEX delivery_sent_waiting;
DROP INDEX delivery_sent_returned;
DROP INDEX delivery_sent_failed;
DROP INDEX delivery_desk_asked;
DROP INDEX delivery_desk_urgency;
DROP INDEX delivery_desk_arrived;
DROP INDEX delivery_desk_sender;
DROP INDEX delivery_desk_due;
DROP INDEX delivery_desk_new;
ALTER TABLE delivery DROP COLUMN due_by;
ALTER TABLE delivery DROP COLUMN stage;
ALTER TABLE delivery DROP COLUMN urgency;
