//! Lienthong: the hub over which the agencies of a province exchange signed official documents.
//!
//! The rooms, from the leaves up; imports go down only (`tests/story_walls.rs` holds it):
//! `clock`, `codes`, `crypto`, `config`, `telemetry`, `i18n`, `xml` → `domain` → `package`, `edxml`, `pdf` → `signature`
//! → `evidence` → `payload` → `store` → `exchange`, `channel`, `report` → `health` → `delivery`,
//! `http`, `agent` → `app` → `cli`.
//! ARCHITECTURE.md walks one package through them.

pub mod agent;
pub mod app;
pub mod channel;
pub mod cli;
pub mod clock;
pub mod codes;
pub mod config;
pub mod crypto;
pub mod delivery;
pub mod domain;
pub mod edxml;
pub mod evidence;
pub mod exchange;
pub mod health;
pub mod http;
pub mod i18n;
pub mod package;
pub mod payload;
pub mod pdf;
pub mod report;
pub mod signature;
pub mod store;
pub mod telemetry;
pub mod xml;
