//! The promises to users, one file a story.

mod story_samples;
mod support;
