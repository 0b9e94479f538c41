//! A small mail server on loopback (RFC 5321) that keeps each mail as a file: STARTTLS and AUTH are demanded, as a
//! province's relay would.
