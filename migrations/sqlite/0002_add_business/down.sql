DROP TABLE business_change;
ALTER TABLE delivery DROP COLUMN open_question;
ALTER TABLE delivery DROP COLUMN recall_answer;
ALTER TABLE delivery DROP COLUMN standing;
ALTER TABLE document DROP COLUMN business;
