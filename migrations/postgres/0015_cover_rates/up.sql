-- The rates are counted out of the indices alone: a province's two years without one look into the rows.
-- Why it is safe on live data: nothing but indices changes; while they are made (seconds for a hundred thousand documents) writers wait.

DROP INDEX document_month;
DROP INDEX delivery_month;
DROP INDEX delivery_month_agency;
CREATE INDEX document_month ON document (month, issuer, attempt, signed, send_by, received);
CREATE INDEX delivery_month ON delivery (month, issuer, state, heard, ack, accept_known, accept_by, accepted_at);
CREATE INDEX delivery_month_agency ON delivery (month, agency, state, heard, ack, accept_known, accept_by, accepted_at);
