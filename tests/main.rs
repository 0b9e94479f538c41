//! The promises to users, one file a story.

mod support;

mod story_store_contract;
