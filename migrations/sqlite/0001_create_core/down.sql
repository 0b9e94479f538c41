-- Takes away everything of the first step: the hub is empty again. Never run on a hub that holds documents.

DROP TABLE listing_fts;
DROP TABLE log_batch;
DROP TABLE log_checkpoint;
DROP TABLE log_seq;
DROP TABLE log_head;
DROP TABLE log_tile;
DROP TABLE log_leaf;
DROP TABLE operator_act;
DROP TABLE access_log;
DROP TABLE idempotency;
DROP TABLE notification;
DROP TABLE job;
DROP TABLE declaration;
DROP TABLE rejection_surplus;
DROP TABLE rejection;
DROP TABLE acknowledgement;
DROP TABLE delivery;
DROP TABLE submission;
DROP TABLE certificate_chain;
DROP TABLE listing;
DROP TABLE document;
DROP TABLE binding;
DROP TABLE system;
DROP TABLE directory;
DROP TABLE alias;
DROP TABLE agency;
