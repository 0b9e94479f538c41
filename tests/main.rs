//! The promises to users, one file a story.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a story fails by panicking, in its helpers too

mod support;

mod story_store_contract;
mod story_store_faults;
mod story_store_tables;
