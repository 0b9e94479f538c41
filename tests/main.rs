//! The promises to users, one file a story.

mod support;

mod story_store_contract;
mod story_store_faults;
mod story_store_tables;
