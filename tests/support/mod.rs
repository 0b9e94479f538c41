//! What the stories share.

pub mod zip_cases;
pub mod zip_lies;

pub mod authority;
pub mod chance;
pub mod clerk;
pub mod container_parts;
pub mod edxml;
pub mod findings;
pub mod form;
pub mod hook;
pub mod house;
pub mod hub;
pub mod judges;
pub mod load;
pub mod pen;
pub mod postgres;
pub mod pty;
pub mod relay;
pub mod rezip;
pub mod stores;
pub mod template;
pub mod token;
pub mod visitor;
