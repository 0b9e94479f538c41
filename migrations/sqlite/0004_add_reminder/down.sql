DROP TABLE notice_rule;
DROP INDEX delivery_remind;
ALTER TABLE delivery DROP COLUMN reminded;
ALTER TABLE delivery DROP COLUMN remind_at;
