//! The promises to users, one file a story.

mod story_log_judges;
mod support;
