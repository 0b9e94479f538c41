-- Until when a copy has to be acknowledged, a document answered and sent, as the calendar in force said at intake; and when
-- a copy was first acknowledged. Desks show by it what is due, the rates count by it what was in time.
-- Why it is safe on live data: columns without a value, or with a default; what came before has no deadline in its leaves
-- either and counts in no rate of time. When a copy was acknowledged is read from the words that are there.

ALTER TABLE delivery ADD COLUMN accept_by BIGINT;     -- last moment in time to acknowledge, by the receiver's calendar
ALTER TABLE delivery ADD COLUMN accept_known BOOLEAN NOT NULL DEFAULT FALSE; -- all its days stand in the calendar: it is in the leaf, and counts
ALTER TABLE delivery ADD COLUMN answer_by BIGINT;     -- last moment to answer (hạn trả lời), by the receiver's calendar
ALTER TABLE delivery ADD COLUMN accepted_at BIGINT;   -- when the first of 03, 04, 05, 06 was received
ALTER TABLE document ADD COLUMN send_by BIGINT;       -- last moment in time to send, by the issuer's calendar; null: unknown

UPDATE delivery SET accepted_at = (
    SELECT received FROM acknowledgement
    WHERE acknowledgement.document = delivery.document AND acknowledgement.delivery = delivery.id AND code IN (3, 4, 5, 6) AND NOT contradiction
    ORDER BY pos LIMIT 1
) WHERE ack IN ('accepted', 'assigned', 'in_progress', 'completed');

CREATE INDEX delivery_accept_by ON delivery (agency, accept_by)
    WHERE ack IN ('none', 'arrived') AND state IN ('delivered', 'fetched');
CREATE INDEX delivery_answer_by ON delivery (agency, answer_by)
    WHERE answer_by IS NOT NULL AND ack IN ('none', 'arrived', 'accepted', 'assigned', 'in_progress')
        AND state IN ('delivered', 'fetched');
