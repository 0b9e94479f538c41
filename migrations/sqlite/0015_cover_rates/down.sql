-- The rates are counted by looking into every row of the months again.

DROP INDEX document_month;
DROP INDEX delivery_month;
DROP INDEX delivery_month_agency;
CREATE INDEX document_month ON document (month, issuer);
CREATE INDEX delivery_month ON delivery (month, issuer);
CREATE INDEX delivery_month_agency ON delivery (month, agency);
