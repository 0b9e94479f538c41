//! The promises to users, one file a story.

mod story_readme;
mod story_walls;
mod support;
