//! The promises to users, one file a story.

mod support;
