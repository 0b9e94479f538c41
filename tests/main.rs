//! The promises to users, one file a story.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a story fails by panicking, in its helpers too

mod story_agent;
mod story_api;
mod story_attacks;
mod story_business;
mod story_calendar;
mod story_cli;
mod story_compose;
mod story_compose_words;
mod story_console;
mod story_console_hub;
mod story_console_inbox;
mod story_console_rates;
mod story_console_routes;
mod story_console_sent;
mod story_console_words;
mod story_court;
mod story_demo;
mod story_desk;
mod story_differential;
mod story_directory;
mod story_foreign;
mod story_integrating;
mod story_judged;
mod story_judges;
mod story_kill;
mod story_log_judges;
mod story_mail;
mod story_malformed;
mod story_memory;
mod story_model;
mod story_nudge;
mod story_package;
mod story_pdf;
mod story_people;
mod story_proof;
mod story_rates;
mod story_readme;
mod story_revise;
mod story_samples;
mod story_sending;
mod story_signing;
mod story_trust;
mod story_verdict;
mod story_verify;
mod story_walls;
mod support;

mod story_store_contract;
mod story_store_faults;
mod story_store_tables;
mod story_two_hubs;
