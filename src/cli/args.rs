//! The command line: what there is to say. `--help` prints these sentences.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::run::Format;
use super::{
    ack, admin, agent, audit, completions, declare, demo, doctor, fetch, inbox, man, preflight, rates, receipt, send,
    serve, sign, track, verify, withdraw,
};
use crate::i18n::Lang;

/// The hub over which agencies exchange signed official documents, and the tools around it.
///
/// Trục liên thông văn bản điện tử: gửi, nhận, phản hồi, kiểm tra chữ ký, chứng minh.
///
/// A package is an ASiC-E container or one edXML file, signed by its agency. The hub verifies it, delivers it, and
/// proves every step in a transparency log.
#[derive(Debug, Parser)]
#[command(name = "lienthong", version, propagate_version = true, arg_required_else_help = true, after_long_help = AFTER, after_help = AFTER_SHORT, max_term_width = 80)]
pub struct Cli {
    /// text for people, json for programs; csv, xlsx, svg, pdf with `report rates`.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text, hide_possible_values = true, help_heading = COMMON)]
    pub format: Format,
    /// vi or en; default: the terminal's language.
    #[arg(long, global = true, value_parser = lang, help_heading = COMMON)]
    pub lang: Option<Lang>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// A province in a folder: hub, agencies, mail; everything is checked. · Chạy thử một tỉnh.
    Demo(demo::Args),
    /// Runs the hub. · Chạy trục.
    ///
    /// Until SIGTERM or SIGINT; then running requests finish. Log lines go to standard error.
    Serve(serve::Args),
    /// Verifies a package: one verdict, and every reason for it. · Kiểm tra chữ ký.
    ///
    /// Exit 0 valid, 1 invalid, 2 indeterminate. Without --trust nobody is trusted, so even a good signature is
    /// indeterminate. The JSON form is stable.
    Verify(verify::Args),
    /// Signs a document: an ASiC-E, or an edXML file. · Ký số.
    ///
    /// The ending of OUT decides: .asice or .sce makes an ASiC-E of document.xml and its attachments; .edxml or .xml
    /// signs one whole edXML file in place.
    #[command(override_usage = "lienthong sign --key PEM --cert PEM DOCUMENT [ATTACHMENT]... -o OUT")]
    Sign(sign::Args),
    /// Signs on this machine what the hub's page asks for. · Ký trên máy của mình.
    ///
    /// Runs in a terminal and listens on 127.0.0.1. It shows what is to be signed, asks for a word and for the PIN or
    /// password, each time; the key never leaves this machine.
    #[command(
        override_usage = "lienthong agent --hub URL --p12 FILE\n       lienthong agent --hub URL --module LIBRARY [--token LABEL]\n       lienthong agent pairings\n       lienthong agent revoke ORIGIN"
    )]
    Agent(agent::Args),
    /// Asks what would be refused, before sending. · Hỏi trước khi gửi.
    ///
    /// Size, receivers, certificate, and whether the document was taken before; what the package itself shows is judged
    /// here. Nothing is sent but the question. Exit 0 it would pass, 1 it would be refused.
    Preflight(preflight::Args),
    /// Sends a package or a status file. · Gửi văn bản.
    ///
    /// An ASiC-E, an edXML file or a status file. Sending the same package again is safe: the hub answers with the
    /// original receipt.
    Send(send::Args),
    /// Lists what lies in the agency's inbox. · Xem văn bản đến.
    ///
    /// Oldest first; what was fetched already only with --all.
    Inbox(inbox::Args),
    /// Fetches packages, and tells the hub. · Lấy văn bản về.
    ///
    /// Into a folder: checks the digest, makes the file durable, then tells the hub that it lies there. A run that
    /// was cut off goes on where it stopped.
    #[command(override_usage = "lienthong fetch DELIVERY -o DIR\n       lienthong fetch --all -o DIR")]
    Fetch(fetch::Args),
    /// Acknowledges a document with a status code. · Phản hồi trạng thái.
    ///
    /// 01 arrived, 02 returned (with --reason), 03 accepted, 04 assigned, 05 in work, 06 completed; 15 agrees to what the
    /// sender asks, or confirms a recall, 16 declines (with --reason).
    Ack(ack::Args),
    /// Recalls a document that the agency issued. · Thu hồi văn bản.
    ///
    /// Withdrawn where it was not fetched; where it was, it is no longer in force, and the receiver confirms. Nobody can
    /// refuse a recall.
    #[command(override_usage = "lienthong recall DOCUMENT --reason TEXT [--receiver ORGANID]...")]
    Recall(withdraw::Args),
    /// Asks for a document back. · Xin lấy lại văn bản.
    ///
    /// Withdrawn where it was not fetched; where it was, the receiver answers 15 or 16.
    #[command(override_usage = "lienthong take-back DOCUMENT --reason TEXT [--receiver ORGANID]...")]
    TakeBack(withdraw::Args),
    /// Shows where a document is, and its history. · Theo dõi văn bản.
    ///
    /// For its sender all copies; for a receiver its own.
    Track(track::Args),
    /// Gets the receipt of a document that the agency sent. · Lấy biên nhận.
    ///
    /// The ending of OUT says in which form: .json, .tlog-proof; .pdf and .asice stand alone as evidence, the latter under
    /// the hub's seal.
    Receipt(receipt::Args),
    /// Declares documents issued on paper only. · Khai số văn bản giấy.
    ///
    /// For one month. The declaration is an evidence of its own and counts in the exchange rate.
    #[command(override_usage = "lienthong declare --agency ORGANID --period MONTH --count N")]
    Declare(declare::Args),
    /// Judges evidence without the hub. · Kiểm chứng bằng chứng.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Reports. · Báo cáo.
    #[command(subcommand)]
    Report(rates::Command),
    /// Agencies, certificates, tokens, calendars, dead letters. · Quản trị.
    ///
    /// Opens the store itself, beside a running hub. Every act is a leaf of the log, with who did it and why.
    Admin(admin::Args),
    /// Examines a hub's configuration and surroundings. · Khám máy.
    ///
    /// Configuration, keys, store, clock, disk, restore guard, trust, mail relay: each line ok, to watch or wrong,
    /// with what to do. Exit 0 when nothing is wrong.
    Doctor(doctor::Args),
    /// Prints a completion script for a shell.
    ///
    /// For example: lienthong completions bash > /etc/bash_completion.d/lienthong
    Completions(completions::Args),
    /// Prints the manual page, or writes all of them into a folder.
    Man(man::Args),
}

/// How an agency's system reaches the hub.
#[derive(Clone, Debug, Args)]
pub struct HubArgs {
    /// The hub's address, https://truc.example; or LIENTHONG_HUB
    #[arg(long, env = "LIENTHONG_HUB", hide_env = true, help_heading = HUB, value_name = "URL")]
    pub hub: String,
    /// File whose first line is the bearer token; or LIENTHONG_TOKEN_FILE.
    #[arg(long, env = "LIENTHONG_TOKEN_FILE", hide_env = true, help_heading = HUB, value_name = "FILE")]
    pub token_file: PathBuf,
    #[command(flatten)]
    pub line: LineArgs,
}

/// Settings of the line to the hub.
#[derive(Clone, Debug, Args)]
pub struct LineArgs {
    /// PEM: CA certificates trusted instead of the system's; or LIENTHONG_CA.
    #[arg(long, env = "LIENTHONG_CA", hide_env = true, help_heading = HUB, value_name = "PEM")]
    pub ca: Option<PathBuf>,
    /// How often a call that may pass later is repeated, with growing pauses.
    #[arg(long, default_value_t = 5, value_name = "N", help_heading = HUB, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub retries: u32,
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::ALL.into_iter().find(|lang| lang.tag() == text).ok_or_else(|| "expected vi or en".to_owned())
}

/// Headings of the help.
const COMMON: &str = "Options of every command";
pub(super) const HUB: &str = "The hub";

const AFTER_SHORT: &str = "Exit codes and examples: lienthong --help. One command: lienthong help COMMAND.";

const AFTER: &str = "\
Exit codes, of every command:
  0   done, valid or proven
  1   refused, invalid or disproven; the code is printed
  2   indeterminate
  64  the command was not used as it is meant
  66  an input cannot be read
  69  the hub cannot be reached, or cannot answer now
  70  a failure of this program or machine

Environment:
  LIENTHONG_HUB, LIENTHONG_TOKEN_FILE, LIENTHONG_CA stand for --hub, --token-file, --ca.
  NO_COLOR switches colours off; COLUMNS sets the width of what is printed.

Examples:
  lienthong verify van-ban.asice --trust ca.pem
  lienthong sign --key seal.key --cert seal.crt document.xml cv.pdf -o cv.asice
  lienthong send cv.asice --receipt cv.receipt.json
  lienthong fetch --all -o den/
  lienthong ack 0198… 03
  lienthong audit receipt cv.receipt.json --key \"$(cat log.vkey)\" --package cv.asice";
