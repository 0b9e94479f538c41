//! `GET /api/v1/rates`
