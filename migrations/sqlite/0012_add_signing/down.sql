-- What waits for a signature is lost: it is prepared again.

DROP TABLE signing_file;
DROP TABLE signing;
