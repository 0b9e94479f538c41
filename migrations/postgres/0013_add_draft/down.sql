DROP INDEX listing_code;
DROP TABLE draft_file;
DROP TABLE draft;
