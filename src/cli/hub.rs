//! From arguments to a client.

use super::Fault;
use super::args::{HubArgs, LineArgs};
use super::client::{Client, Options, Pauses};
use super::run::Context;
use crate::config::Secret;

/// The client that the arguments name.
///
/// # Errors
/// When the token's file cannot be read, or the address is none.
pub fn client(context: &Context, args: &HubArgs) -> anyhow::Result<Client> {
    client_of(context, &args.hub, &args.token_file, &args.line)
}

/// The same from its parts.
///
/// # Errors
/// As [`client`].
pub fn client_of(
    context: &Context,
    hub: &str,
    token_file: &std::path::Path,
    line: &LineArgs,
) -> anyhow::Result<Client> {
    let token = Secret::read("--token-file", token_file)
        .map_err(|error| Fault::unreadable(token_file, super::fault::causes(&error)))?;
    Ok(Client::new(&Options {
        hub: hub.to_owned(),
        token: token.expose().trim().to_owned(),
        ca: line.ca.clone(),
        lang: context.lang,
        pauses: Pauses::of(line.retries),
    })?)
}
