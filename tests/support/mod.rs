//! What the stories share.

pub mod zip_cases;
pub mod zip_lies;

pub mod edxml;
pub mod judges;
pub mod postgres;
pub mod relay;
pub mod stores;
