//! Mail over SMTP (RFC 5321), STARTTLS (RFC 3207) and AUTH by lettre: one letter, one outcome.
//!
//! Refused: letters without a receiver. Absent on purpose: what a letter says (`delivery`), when it is tried again.

use std::time::Duration;

use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::codes::{self, Code};
use crate::config::{self, Secret, StartTls};

/// A mail to one office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The office's addresses.
    pub to: Vec<String>,
    /// The subject line.
    pub subject: String,
    /// The body for every client.
    pub text: String,
    /// The same for clients that show HTML.
    pub html: String,
    /// The part of the Message-ID before `@`: the same at each repeat of one letter.
    pub id: String,
}

/// What became of a letter, and which of its addresses the relay refused for ever: the others have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// What became of it.
    pub outcome: Outcome,
    /// Empty where the letter goes out once more.
    pub refused: Vec<Refused>,
}

/// An address that takes no mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The address.
    pub address: String,
    /// The relay's words.
    pub reply: String,
}

/// How a letter ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A mail server took it; its words.
    Placed(String),
    /// Not now (4xx, no connection, no TLS); the reason.
    Later(String),
    /// Never (5xx, no address); the reason and its code.
    Never(String, Code),
}

/// Sends letters by one relay. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// A mailer for the relay of the configuration.
    ///
    /// # Errors
    /// [`MailError`]: what of the settings cannot be used.
    pub fn new(settings: &config::Mail) -> Result<Self, MailError> {
        let from = settings.from.as_deref().ok_or(MailError::NoSender)?;
        let from = from.parse::<Mailbox>().map_err(|error| MailError::Sender { found: from.to_owned(), error })?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.clone())
            .port(settings.port)
            .tls(tls(settings)?)
            .timeout(Some(TIMEOUT));
        if let Some(name) = &settings.helo {
            builder = builder.hello_name(ClientId::Domain(name.clone()));
        }
        if let (Some(user), Some(file)) = (&settings.user, &settings.password_file) {
            let password = Secret::read("mail.password_file", file)?;
            builder = builder.credentials(Credentials::new(user.clone(), password.expose().to_owned()));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Sends one letter, within [`LETTER_MAX`]. At least once: after a crash between the server's 250 and the caller's
    /// note it goes out again, with the same Message-ID.
    ///
    /// One address of several that the server refuses for ever does not keep the letter from the others: it is then sent
    /// to each alone, and placed when one of them took it; the reply names those that did not.
    pub async fn send(&self, letter: &Letter) -> Sent {
        if letter.to.is_empty() {
            let never = Outcome::Never("the office has no mail address".to_owned(), codes::MAIL_ADDRESS);
            return Sent { outcome: never, refused: Vec::new() };
        }
        let sent = tokio::time::timeout(LETTER_MAX, self.send_to_all(letter)).await;
        sent.unwrap_or_else(|_| {
            let late = Outcome::Later(format!("not done within {} s", LETTER_MAX.as_secs()));
            Sent { outcome: late, refused: Vec::new() }
        })
    }

    /// Speaks to the relay as for a letter, up to its greeting and the sign-in, and sends none: for `doctor`.
    ///
    /// # Errors
    /// What the relay or the network said.
    pub async fn greet(&self) -> Result<(), String> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err("the relay does not answer NOOP".to_owned()),
            Err(error) => Err(words(&chain(&error))),
        }
    }

    async fn send_to_all(&self, letter: &Letter) -> Sent {
        match (self.send_at_once(letter, &letter.to).await, letter.to.as_slice()) {
            (Outcome::Never(reply, code), [address]) => {
                let refused = vec![Refused { address: address.clone(), reply: reply.clone() }];
                return Sent { outcome: Outcome::Never(reply, code), refused };
            }
            (Outcome::Never(..), _) => {}
            (outcome, _) => return Sent { outcome, refused: Vec::new() },
        }
        let mut outcomes = Vec::with_capacity(letter.to.len());
        for address in &letter.to {
            outcomes.push((address.as_str(), self.send_at_once(letter, std::slice::from_ref(address)).await));
        }
        together(outcomes)
    }

    async fn send_at_once(&self, letter: &Letter, to: &[String]) -> Outcome {
        let message = match self.write(letter, to) {
            Ok(message) => message,
            Err(reason) => return Outcome::Never(words(&reason), codes::MAIL_ADDRESS),
        };
        match self.transport.send(message).await {
            Ok(response) => Outcome::Placed(words(&response.message().collect::<Vec<_>>().join(" "))),
            // A refused certificate is neither transient nor permanent in lettre: whatever is not permanent is tried again.
            Err(error) if error.is_permanent() && !about_sign_in(&error) => {
                Outcome::Never(words(&chain(&error)), codes::MAIL_REFUSED)
            }
            Err(error) => Outcome::Later(words(&chain(&error))),
        }
    }

    fn write(&self, letter: &Letter, to: &[String]) -> Result<Message, String> {
        let host = self.from.email.domain();
        let mut builder = Message::builder()
            .from(self.from.clone())
            .subject(&letter.subject)
            .message_id(Some(format!("<{}@{host}>", letter.id)))
            .header(AutoSubmitted);
        for address in to {
            let mailbox = address.parse::<Mailbox>().map_err(|error| format!("address {address:?}: {error}"))?;
            builder = builder.to(mailbox);
        }
        let body = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
        builder.multipart(body).map_err(|error| error.to_string())
    }
}

/// RFC 4954 §6: 530, 534, 535 and 538 say that the relay does not know us, which is nothing about the letter. An operator
/// mends it, and until then no letter may die of it.
fn about_sign_in(error: &lettre::transport::smtp::Error) -> bool {
    error.status().is_some_and(|code| SIGN_IN.contains(&u16::from(code)))
}

/// One outcome of several: later wins, so that no address is left out; the repeat bears the same Message-ID.
fn together(outcomes: Vec<(&str, Outcome)>) -> Sent {
    let (mut placed, mut never) = (None, None);
    let mut refused = Vec::new();
    for (address, outcome) in outcomes {
        match outcome {
            Outcome::Later(reason) => {
                let later = Outcome::Later(words(&format!("{address}: {reason}")));
                return Sent { outcome: later, refused: Vec::new() };
            }
            Outcome::Placed(reply) => placed = Some(reply),
            Outcome::Never(reply, code) => {
                refused.push(Refused { address: address.to_owned(), reply });
                never = Some(code);
            }
        }
    }
    let said = refused.iter().map(|one| format!("{}: {}", one.address, one.reply));
    let reply = words(&placed.iter().cloned().chain(said).collect::<Vec<_>>().join("; "));
    let outcome = match placed {
        Some(_) => Outcome::Placed(reply),
        None => Outcome::Never(reply, never.unwrap_or(codes::MAIL_ADDRESS)),
    };
    Sent { outcome, refused }
}

/// RFC 3834: no vacation notice is to answer this.
#[derive(Clone, Copy)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

fn tls(settings: &config::Mail) -> Result<Tls, MailError> {
    if settings.starttls == StartTls::Off {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(file) = &settings.ca_file {
        let pem = std::fs::read(file).map_err(MailError::Authority)?;
        let authority = Certificate::from_pem(&pem).map_err(MailError::Transport)?;
        parameters = parameters.add_root_certificate(authority);
    }
    let parameters = parameters.build().map_err(MailError::Transport)?;
    Ok(match settings.starttls {
        StartTls::Required => Tls::Required(parameters),
        StartTls::On => Tls::Opportunistic(parameters),
        StartTls::Off => Tls::None,
    })
}

/// An error and its sources, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let words = cause.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        source = cause.source();
    }
    text
}

/// A stranger's words, cut and without control characters, fit for a row and a log line.
fn words(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(REPLY_MAX_CHARS).collect()
}

/// Why there is no mailer.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// `mail.from` is missing.
    #[error("mail.from is missing")]
    NoSender,
    /// `mail.from` is no mailbox.
    #[error("mail.from {found:?} is no mailbox")]
    Sender {
        /// As it stands in the file.
        found: String,
        /// The reader's reason.
        #[source]
        error: lettre::address::AddressError,
    },
    /// `mail.ca_file` cannot be read.
    #[error("mail.ca_file cannot be read")]
    Authority(#[source] std::io::Error),
    /// TLS cannot be set up.
    #[error("the mail relay's TLS cannot be set up")]
    Transport(#[source] lettre::transport::smtp::Error),
    /// The password file.
    #[error(transparent)]
    Config(#[from] config::ConfigError),
}

impl MailError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::NoSender => codes::CONFIG_MISSING_VALUE,
            Self::Sender { .. } => codes::CONFIG_INVALID_VALUE,
            Self::Authority(_) | Self::Transport(_) => codes::CONFIG_UNREADABLE,
            Self::Config(error) => error.code(),
        }
    }
}

/// The longest a letter may take, all steps together; a job's lease is longer.
pub const LETTER_MAX: Duration = Duration::from_secs(300);
/// A step. RFC 5321 §4.5.3.2 wants five minutes for some: more than a worker can give, and it comes again anyway.
const TIMEOUT: Duration = Duration::from_secs(60);
/// RFC 4954 §6.
const SIGN_IN: [u16; 4] = [530, 534, 535, 538];
/// RFC 5321 §4.5.3.1.5: a reply line has at most 512 octets.
const REPLY_MAX_CHARS: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_that_refuses_holds_no_other_back() {
        let placed = || Outcome::Placed("250 ok".to_owned());
        let never = || Outcome::Never("550 no such user".to_owned(), codes::MAIL_REFUSED);
        let later = || Outcome::Later("450 busy".to_owned());
        let refused = |address: &str| Refused { address: address.to_owned(), reply: "550 no such user".to_owned() };
        let one = Outcome::Placed("250 ok; b: 550 no such user".to_owned());
        assert_eq!(together(vec![("a", placed()), ("b", never())]), Sent { outcome: one, refused: vec![refused("b")] });
        let later_b = Outcome::Later("b: 450 busy".to_owned());
        assert_eq!(together(vec![("a", never()), ("b", later())]), Sent { outcome: later_b, refused: Vec::new() });
        let both = Outcome::Never("a: 550 no such user; b: 550 no such user".to_owned(), codes::MAIL_REFUSED);
        assert_eq!(
            together(vec![("a", never()), ("b", never())]),
            Sent { outcome: both, refused: vec![refused("a"), refused("b")] }
        );
    }

    #[test]
    fn a_servers_words_stay_on_one_line_and_short() {
        assert_eq!(words("no\r\nSubject: x"), "no  Subject: x");
        assert_eq!(words(&"ô".repeat(5_000)).chars().count(), REPLY_MAX_CHARS);
    }
}
