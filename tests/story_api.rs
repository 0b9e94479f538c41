//! What an agency's software meets at `/api/v1`: sending, receiving, answering, over real HTTP.

mod answering;
mod business;
mod edge;
mod preflight;
mod receiving;
mod sending;
mod webhooks;
