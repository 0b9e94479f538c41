//! What every act of the play needs: clients, the verifier that a receiver runs itself, and the receipts so far.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::mails::Mail;
use super::province::{Agency, Province};
use super::tree::Node;
use crate::cli::Context;
use crate::cli::client::{
    Acknowledgement, Client, ClientError, Delivery, Options, Pauses, Progress, Reply, Send, Submitted, Wanted,
};
use crate::cli::words;
use crate::clock::Clock;
use crate::domain::acknowledgement::Name;
use crate::domain::ids::Digest;
use crate::i18n::Value;
use crate::signature::path::{Anchors, RevocationRule};
use crate::signature::{Indication, Request, Verifier};

/// The stage of the play.
pub(super) struct Stage<'a> {
    /// The reader.
    pub context: &'a Context,
    /// The province.
    pub province: &'a Province,
    /// The clock of hub and agencies.
    pub clock: &'a Clock,
    /// Every receipt that the hub handed out, with the package that it should be about.
    pub receipts: Vec<(Vec<u8>, Option<Digest>)>,
    /// To whom a mail must go, one entry a mail.
    pub mails_due: Vec<String>,
    /// The mails that came.
    pub mails: Vec<Mail>,
    verifier: Verifier,
}

impl<'a> Stage<'a> {
    /// Sets it up.
    ///
    /// # Errors
    /// When the trust anchor cannot be read.
    pub fn new(context: &'a Context, province: &'a Province, clock: &'a Clock) -> anyhow::Result<Self> {
        let anchors = Anchors::from_pem(&std::fs::read(&province.trust_file)?, RevocationRule::IfPublished)?;
        let verifier = Verifier::new(anchors);
        Ok(Self { context, province, clock, receipts: Vec::new(), mails_due: Vec::new(), mails: Vec::new(), verifier })
    }

    /// A string.
    pub fn say(&self, id: &str) -> String {
        self.context.say(id)
    }

    /// A string with values.
    pub fn tell(&self, id: &str, args: &[(&str, Value<'_>)]) -> String {
        self.context.tell(id, args)
    }

    /// The client of an agency's system.
    ///
    /// # Errors
    /// Never for a province of ours.
    pub fn client(&self, agency: &Agency) -> Result<Client, ClientError> {
        self.client_of(agency.token.clone())
    }

    /// The auditor's.
    ///
    /// # Errors
    /// As [`Stage::client`].
    pub fn auditor(&self) -> Result<Client, ClientError> {
        self.client_of(self.province.auditor_token.clone())
    }

    fn client_of(&self, token: String) -> Result<Client, ClientError> {
        let (hub, lang) = (self.province.api(), self.context.lang);
        Client::new(&Options { hub, token, ca: None, lang, pauses: Pauses::of(2) })
    }

    /// Keeps a package as a file and sends it.
    ///
    /// # Errors
    /// The hub's refusal among them.
    pub async fn send(&self, from: &Agency, name: &str, package: &[u8]) -> anyhow::Result<Reply<Submitted>> {
        let file = self.package_file(name);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&file, package)?;
        Ok(self.client(from)?.send(&file, &Send::default(), &Progress::none()).await?)
    }

    /// Where a package lies.
    pub fn package_file(&self, name: &str) -> PathBuf {
        self.province.dir.join("packages").join(name)
    }

    /// Keeps a receipt, and says whether there is one.
    pub fn keep(&mut self, receipt: Option<&RawValue>, package: Option<Digest>) -> Node {
        let text = self.say("demo-receipt-there");
        let Some(receipt) = receipt else { return Node::failed(text, "no receipt in the answer") };
        let bytes = receipt.get().as_bytes().to_vec();
        if !self.receipts.iter().any(|(known, _)| *known == bytes) {
            self.receipts.push((bytes, package));
        }
        Node::check(text, true, true)
    }

    /// Takes what is new in an agency's inbox until the document is among it: download, digest, signature, `fetched`.
    ///
    /// # Errors
    /// When the hub refuses a call or the document does not come.
    pub async fn receive(&mut self, to: &Agency, document_id: &str) -> anyhow::Result<(Delivery, Node)> {
        let client = self.client(to)?;
        let wanted = Wanted { wait: Some(INBOX_WAIT_S), ..Wanted::default() };
        let inbox = client.inbox(&wanted).await?.value;
        let delivery = inbox.items.into_iter().find(|delivery| delivery.document.document_id == document_id);
        let delivery = delivery.ok_or_else(|| anyhow::anyhow!("{document_id} is not in the inbox of {}", to.name))?;
        let folder = self.province.dir.join("inbox").join(&to.organ_id.0);
        let got = client.download(&delivery, &folder, &Progress::none()).await?;
        let digest = crate::crypto::sha256(&std::fs::read(&got.file)?);
        let mut node = Node::told(words::agency(&delivery.to));
        node.push(Node::check(self.say("demo-digest"), delivery.package.sha256.clone(), digest.to_string()));
        let request = Request::report(self.clock.now());
        let verdict = self.verifier.verify(Arc::new(File::open(&got.file)?), &request)?.verdict;
        let found = (verdict.verdict, verdict.code.map(|code| code.name()));
        node.push(Node::check(self.say("demo-own-verdict"), (Indication::Valid, None), found));
        let fetched = client.fetched(delivery.id, digest).await?.value;
        node.push(Node::check(self.say("demo-fetched"), "recorded", fetched.outcome.as_str()));
        node.push(self.keep(fetched.receipt.as_deref(), None));
        Ok((delivery, node))
    }

    /// Reports a code by the API.
    ///
    /// # Errors
    /// When the hub refuses it.
    pub async fn acknowledge(
        &mut self,
        by: &Agency,
        delivery: &Delivery,
        code: &str,
        reason: Option<&str>,
        expected: Name,
    ) -> anyhow::Result<Node> {
        let word =
            Acknowledgement { code: code.to_owned(), reason: reason.map(str::to_owned), ..Acknowledgement::default() };
        let answer = self.client(by)?.acknowledge(delivery.id, &word).await?.value;
        let found = (answer.outcome.as_str(), answer.acknowledgement.as_str(), answer.contradiction);
        let text = words::acknowledgement(self.context, expected.as_str());
        let text = reason.map_or(text.clone(), |reason| format!("{text}: {reason}"));
        let mut node = Node::check(text, ("recorded", expected.as_str(), false), found);
        node.push(self.keep(answer.receipt.as_deref(), None));
        Ok(node)
    }
}

/// A document lies in the inbox before its sender has the answer; this is for the log line that wakes the waiting.
const INBOX_WAIT_S: u64 = 10;
