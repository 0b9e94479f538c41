//! The rules of the exchange, pure: no clock is read, nothing is stored, nothing is sent. Time and chance come in as
//! values. Absent on purpose: tokio, diesel, actix, openssl, quick-xml.

pub mod ids;
