//! The promises to users, one file a story.

mod story_foreign;
mod story_judged;
mod story_judges;
mod story_package;
mod story_samples;
mod story_verify;
mod support;
