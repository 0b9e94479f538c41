//! A verdict for people: one sentence that says what to think of the file, one that says what to do, the steps, the
//! signatures, and every finding with where, expected, found and remedy. The console's page, the CLI's text and the HTML
//! file of `lienthong verify --html` all show this one [`View`].
//!
//! Absent on purpose: judging. Nothing here weighs anything; what is said follows from the [`Verdict`] alone.

mod guide;
mod schema;
mod sentence;

pub use guide::guide;
pub use schema::schema;
pub use sentence::common_name;

use askama::Template;

use crate::codes;
use crate::i18n::{self, Lang, Value};
use crate::signature::{
    Container, Finding, Indication, PdfFile, PdfState, Place, Severity, SignatureVerdict, Step, StepOutcome,
    TimestampVerdict, Verdict, evidence,
};

/// How something is coloured: good, bad, open or quiet. The word beside it says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It holds.
    Good,
    /// It does not.
    Bad,
    /// Not decided.
    Open,
    /// Not asked, or only a remark.
    Quiet,
}

/// A name and what it is.
pub type Fact = (String, String);

/// A verdict in words of one language; every text of the file in it is safe to show.
#[derive(Clone, Debug)]
pub struct View {
    /// The language.
    pub lang: Lang,
    /// The file's name, as given.
    pub file: String,
    /// Mark of the whole.
    pub mark: &'static str,
    /// Tone of the whole.
    pub tone: Tone,
    /// What to think of the file.
    pub sentence: String,
    /// What to do; nothing when it is valid.
    pub advice: String,
    /// File, container, time, indication.
    pub facts: Vec<Fact>,
    /// The heading of `steps`.
    pub steps_heading: String,
    /// Every step with its outcome.
    pub steps: Vec<StepView>,
    /// Every signature.
    pub signatures: Vec<SignatureView>,
    /// Every PDF with its signatures.
    pub pdfs: Vec<SignatureView>,
    /// The heading of `findings`.
    pub why: String,
    /// Why it is not valid.
    pub findings: Vec<FindingView>,
    /// The heading of `remarks`.
    pub remarks_heading: String,
    /// What is only remarked on.
    pub remarks: Vec<FindingView>,
}

/// One step.
#[derive(Clone, Debug)]
pub struct StepView {
    /// Mark.
    pub mark: &'static str,
    /// Tone.
    pub tone: Tone,
    /// Its name.
    pub name: String,
    /// Its outcome.
    pub word: String,
}

/// One signature.
#[derive(Clone, Debug)]
pub struct SignatureView {
    /// Mark.
    pub mark: &'static str,
    /// Tone.
    pub tone: Tone,
    /// "Signature 1: valid".
    pub heading: String,
    /// What is known of it.
    pub facts: Vec<Fact>,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct FindingView {
    /// Mark.
    pub mark: &'static str,
    /// Tone.
    pub tone: Tone,
    /// Its title.
    pub title: String,
    /// Its code.
    pub code: &'static str,
    /// Where, expected, found, detail: those that there are.
    pub evidence: Vec<Fact>,
    /// What to do.
    pub remedy: String,
}

/// What to think, and what to do, in one language.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Said {
    /// What to think of the file.
    pub sentence: String,
    /// What to do; empty when nothing is to be done.
    pub advice: String,
}

/// The two sentences alone.
pub fn say(lang: Lang, verdict: &Verdict) -> Said {
    Said { sentence: sentence::of(lang, verdict), advice: sentence::advice(lang, verdict) }
}

/// Likewise, where a hub keeps the file: what could not be asked yet, it asks again by itself.
pub fn view_at_hub(lang: Lang, file: &str, verdict: &Verdict) -> View {
    let view = view(lang, file, verdict);
    if verdict.verdict == Indication::Indeterminate && verdict.code == Some(codes::REVOCATION_UNKNOWN) {
        let sentence = say_id(lang, "verdict-indeterminate-revocation");
        return View { sentence, advice: String::new(), ..view };
    }
    view
}

/// The whole view of `verdict` on the file called `file`.
pub fn view(lang: Lang, file: &str, verdict: &Verdict) -> View {
    let Said { sentence, advice } = say(lang, verdict);
    // Whoever sent the file named it.
    let file = evidence(file);
    let (mark, tone) = of_indication(verdict.verdict);
    let container = match verdict.container {
        Some(Container::Asice) => "ASiC-E",
        Some(Container::Edxml) => "edXML",
        None => "–",
    };
    let sub = verdict.sub_indication.map(|sub| format!(" ({})", sub.word())).unwrap_or_default();
    let facts = vec![
        (say_id(lang, "cli-file"), file.clone()),
        (say_id(lang, "cli-container"), container.to_owned()),
        (say_id(lang, "cli-judged-for"), i18n::date_time(lang, verdict.time)),
        (say_id(lang, "cli-indication"), format!("{}{sub}", verdict.indication)),
    ];
    View {
        lang,
        file,
        mark,
        tone,
        sentence,
        advice,
        facts,
        steps_heading: say_id(lang, "verdict-steps"),
        steps: verdict.steps.iter().map(|step| one_step(lang, step.step, step.outcome)).collect(),
        signatures: verdict.signatures.iter().enumerate().map(|(index, one)| signature(lang, index, one)).collect(),
        pdfs: verdict.pdf.iter().map(|file| pdf(lang, file)).collect(),
        why: say_id(lang, "cli-why"),
        findings: verdict.findings.iter().map(|one| finding(lang, one)).collect(),
        remarks_heading: say_id(lang, "cli-remarks"),
        remarks: verdict.warnings.iter().map(|one| finding(lang, one)).collect(),
    }
}

/// A whole HTML page, without script and without anything from outside; for a file.
///
/// # Errors
/// When the template fails, which no verdict causes.
pub fn html(view: &View) -> Result<String, askama::Error> {
    Page { view }.render()
}

#[derive(Template)]
#[template(path = "verdict.html")]
struct Page<'v> {
    view: &'v View,
}

impl Tone {
    /// The class in the template.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Open => "open",
            Self::Quiet => "quiet",
        }
    }

    /// The word of the console's styles.
    pub fn token(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Bad => "bad",
            Self::Open => "warn",
            Self::Quiet => "mute",
        }
    }
}

fn signature(lang: Lang, index: usize, signature: &SignatureVerdict) -> SignatureView {
    let (mark, tone) = of_indication(signature.verdict);
    let word = match signature.verdict {
        Indication::Valid => "cli-valid",
        Indication::Invalid => "cli-invalid",
        Indication::Indeterminate => "cli-open",
    };
    let number = i18n::text(lang, "cli-signature", None, &[("number", Value::from(index + 1))]);
    let claimed = signature.signing_time.as_deref().map(|text| match sentence::time_of(text) {
        Some(at) => i18n::date_time(lang, at),
        None => text.to_owned(),
    });
    let optional = |value: &Option<String>| value.clone().unwrap_or_default();
    let name = |value: &Option<String>| value.as_deref().map(sentence::short).unwrap_or_default();
    // The whole subject stands below the name, where there is more in it.
    let subject =
        |value: &Option<String>| value.clone().filter(|whole| sentence::short(whole) != *whole).unwrap_or_default();
    let mut facts = vec![
        ("cli-entry", optional(&signature.entry)),
        ("cli-signer", name(&signature.signer)),
        ("cli-signer-subject", subject(&signature.signer)),
        ("cli-issuer", name(&signature.issuer)),
        ("cli-issuer-subject", subject(&signature.issuer)),
        ("cli-serial", optional(&signature.serial)),
        ("cli-agency", optional(&signature.agency)),
        ("cli-level", signature.level.word().to_owned()),
        ("cli-algorithm", optional(&signature.algorithm)),
        ("cli-claimed-time", claimed.unwrap_or_default()),
    ];
    facts.extend(signature.timestamps.iter().map(|stamp| ("cli-timestamp", timestamp(lang, stamp))));
    let revocation = say_id(lang, &format!("cli-revocation-{}", signature.revocation.word()));
    facts.push(("cli-revocation", revocation));
    facts.push(("cli-covers", signature.covers.join(", ")));
    let named = facts.into_iter().filter(|(_, value)| !value.is_empty());
    SignatureView {
        mark,
        tone,
        heading: format!("{number}: {}", say_id(lang, word)),
        facts: named.map(|(id, value)| (say_id(lang, id), value)).collect(),
    }
}

/// One PDF: whether it is signed as a whole, and by whom.
fn pdf(lang: Lang, file: &PdfFile) -> SignatureView {
    let (mark, tone, word) = match file.state {
        PdfState::Signed if file.is_signed_as_a_whole() => ("✓", Tone::Good, "verdict-pdf-signed"),
        PdfState::Signed => ("?", Tone::Open, "verdict-pdf-open"),
        PdfState::Unsigned => ("–", Tone::Quiet, "verdict-pdf-unsigned"),
        PdfState::ChangedAfter => ("✗", Tone::Bad, "verdict-pdf-changed"),
        PdfState::Broken => ("✗", Tone::Bad, "verdict-pdf-broken"),
        PdfState::NotEvaluated => ("?", Tone::Open, "verdict-pdf-not-evaluated"),
    };
    let mut facts: Vec<Fact> = Vec::new();
    for one in &file.signatures {
        if let (true, Some(stamp)) = (one.is_timestamp, &one.timestamp) {
            facts.push((say_id(lang, "cli-timestamp"), timestamp(lang, stamp)));
            continue;
        }
        let signer = one.signer.as_deref().map_or_else(|| "–".to_owned(), sentence::short);
        let mut words = vec![signer];
        if let Some(page) = one.page {
            words.push(i18n::text(lang, "verdict-pdf-page", None, &[("page", Value::from(page))]));
        }
        words.extend(one.timestamp.as_ref().map(|stamp| timestamp(lang, stamp)));
        words.extend(one.code.map(|code| i18n::title(lang, code)));
        facts.push((say_id(lang, "cli-signer"), words.join(" · ")));
    }
    facts.extend(file.code.map(|code| (say_id(lang, "cli-detail"), i18n::title(lang, code))));
    SignatureView { mark, tone, heading: format!("{}: {}", file.name, say_id(lang, word)), facts }
}

fn timestamp(lang: Lang, stamp: &TimestampVerdict) -> String {
    let mut words: Vec<String> = stamp.time.map(|at| i18n::date_time(lang, at)).into_iter().collect();
    words.extend(stamp.authority.as_deref().map(sentence::short));
    match stamp.code {
        Some(code) => words.push(i18n::title(lang, code)),
        None => words.push(say_id(lang, "cli-valid")),
    }
    words.join(" · ")
}

fn finding(lang: Lang, finding: &Finding) -> FindingView {
    let (mark, tone) = match finding.severity {
        Severity::Failed => ("✗", Tone::Bad),
        Severity::Indeterminate => ("?", Tone::Open),
        Severity::Warning => ("!", Tone::Quiet),
    };
    let place = finding.place.as_ref().map(|place| place_words(lang, place));
    let parts = [
        ("cli-where", place.as_deref()),
        ("cli-expected", finding.expected.as_deref()),
        ("cli-found", finding.found.as_deref()),
        ("cli-detail", finding.detail.as_deref()),
    ];
    let present = parts.into_iter().filter_map(|(id, value)| Some((id, value?))).filter(|(_, value)| !value.is_empty());
    FindingView {
        mark,
        tone,
        title: i18n::title(lang, finding.code),
        code: finding.code.name(),
        evidence: present.map(|(id, value)| (say_id(lang, id), value.to_owned())).collect(),
        remedy: i18n::remedy(lang, finding.code),
    }
}

fn place_words(lang: Lang, place: &Place) -> String {
    let mut words = Vec::new();
    words.extend(place.entry.clone());
    for (id, value) in [("cli-line", place.line), ("cli-column", place.column)] {
        words.extend(value.map(|value| format!("{} {value}", say_id(lang, id))));
    }
    words.join(", ")
}

fn one_step(lang: Lang, step: Step, outcome: StepOutcome) -> StepView {
    let name = match step {
        Step::Container => "cli-step-container",
        Step::Format => "cli-step-format",
        Step::Integrity => "cli-step-integrity",
        Step::CertificatePath => "cli-step-certificate-path",
        Step::Revocation => "cli-step-revocation",
        Step::Time => "cli-step-time",
        Step::Policy => "cli-step-policy",
    };
    let (mark, tone, word) = match outcome {
        StepOutcome::Passed => ("✓", Tone::Good, "cli-step-passed"),
        StepOutcome::Failed => ("✗", Tone::Bad, "cli-step-failed"),
        StepOutcome::Indeterminate => ("?", Tone::Open, "cli-step-open"),
        StepOutcome::NotEvaluated => ("–", Tone::Quiet, "cli-step-none"),
    };
    StepView { mark, tone, name: say_id(lang, name), word: say_id(lang, word) }
}

fn of_indication(indication: Indication) -> (&'static str, Tone) {
    match indication {
        Indication::Valid => ("✓", Tone::Good),
        Indication::Invalid => ("✗", Tone::Bad),
        Indication::Indeterminate => ("?", Tone::Open),
    }
}

fn say_id(lang: Lang, id: &str) -> String {
    i18n::text(lang, id, None, &[])
}

#[cfg(test)]
pub(crate) mod tests;
