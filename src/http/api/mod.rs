//! `/api/v1`: what an agency's software calls. One file an endpoint; the list of routes is `serve`.

pub mod acknowledgements;
pub mod agencies;
pub mod declarations;
pub mod deliveries;
pub mod documents;
pub mod events;
pub mod fetched;
pub mod groups;
pub mod inbox;
pub mod packages;
pub mod preflight;
pub mod rates;
pub mod receipts;
pub mod sent;
pub mod signing;
pub mod view;
pub mod webhooks;
pub mod withdrawals;
