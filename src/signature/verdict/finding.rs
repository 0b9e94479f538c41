//! One finding: a code and its evidence.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::{Severity, Step, SubIndication};
use crate::codes::Code;
use crate::xml::is_invisible;

/// One check that failed, could not be decided, or deserves a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// What it is, from the registry.
    #[schema(value_type = String)]
    pub code: Code,
    /// The step it belongs to.
    pub step: Step,
    /// How much it weighs.
    pub severity: Severity,
    /// The standard's sub-indication, where it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sub_indication: Option<SubIndication>,
    /// Which of the verdict's `signatures` it concerns, from 0; none when it concerns the package.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signature: Option<usize>,
    /// Where in the file.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none", default)]
    pub place: Option<Place>,
    /// What the rule asks for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected: Option<String>,
    /// What was there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub found: Option<String>,
    /// What the checking part said, for technicians (English).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
}

/// A place in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Place {
    /// The entry of the container; none in bare edXML.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub entry: Option<String>,
    /// Line, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<u64>,
    /// Column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<u64>,
}

impl Place {
    /// An entry as a whole.
    pub fn entry(name: impl AsRef<str>) -> Self {
        Self { entry: Some(evidence(name.as_ref())), ..Self::default() }
    }

    /// A position in `entry`, or in the bare file when that is none.
    pub fn at(entry: Option<&str>, line: u64, column: u64) -> Self {
        Self { entry: entry.map(evidence), line: Some(line), column: Some(column) }
    }
}

impl Finding {
    /// A check that failed for good.
    pub fn failed(step: Step, code: Code) -> Self {
        Self::new(Severity::Failed, step, code)
    }

    /// A check that could not be decided.
    pub fn indeterminate(step: Step, code: Code) -> Self {
        Self::new(Severity::Indeterminate, step, code)
    }

    /// Something to be said that does not decide.
    pub fn warning(step: Step, code: Code) -> Self {
        Self::new(Severity::Warning, step, code)
    }

    /// A finding of any weight.
    pub fn new(severity: Severity, step: Step, code: Code) -> Self {
        let sub_indication = (severity == Severity::Failed && matches!(step, Step::Container | Step::Format))
            .then_some(SubIndication::FormatFailure);
        Self {
            code,
            step,
            severity,
            sub_indication,
            signature: None,
            place: None,
            expected: None,
            found: None,
            detail: None,
        }
    }

    /// With this sub-indication.
    #[must_use]
    pub fn indicating(mut self, sub: SubIndication) -> Self {
        self.sub_indication = Some(sub);
        self
    }

    /// At this place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// In this entry, unless a place is known already or the entry is none (a bare file).
    #[must_use]
    pub fn within(mut self, entry: Option<&str>) -> Self {
        if let Some(entry) = entry {
            self.place.get_or_insert_with(Place::default).entry.get_or_insert_with(|| evidence(entry));
        }
        self
    }

    /// What the rule asks for.
    #[must_use]
    pub fn expected(mut self, text: impl AsRef<str>) -> Self {
        self.expected = Some(evidence(text.as_ref()));
        self
    }

    /// What was there.
    #[must_use]
    pub fn found(mut self, text: impl AsRef<str>) -> Self {
        self.found = Some(evidence(text.as_ref()));
        self
    }

    /// What the checking part said.
    #[must_use]
    pub fn detail(mut self, text: impl AsRef<str>) -> Self {
        self.detail = Some(evidence(text.as_ref()));
        self
    }

    /// Of the signature with that number.
    #[must_use]
    pub fn of(mut self, signature: usize) -> Self {
        self.signature = Some(signature);
        self
    }
}

/// Adds a finding to a list. A file made to fail ten thousand times is described by the first hundred or so; the first of
/// each code and weight is always kept, so that nothing is lost that decides.
pub fn note(findings: &mut Vec<Finding>, finding: Finding) {
    let known =
        |one: &Finding| (one.code, one.severity, one.signature) == (finding.code, finding.severity, finding.signature);
    if findings.len() < MAX_FINDINGS || !findings.iter().any(known) {
        findings.push(finding);
    }
}

/// Evidence is a stranger's text on our screens: controls and marks that turn the writing direction are written as
/// `\u{…}`, and what is longer than [`EVIDENCE_CHARS`] is cut.
pub fn evidence(text: &str) -> String {
    if text.len() <= EVIDENCE_CHARS && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len().min(EVIDENCE_CHARS));
    for (count, c) in text.chars().enumerate() {
        if count == EVIDENCE_CHARS {
            out.push('…');
            break;
        }
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || is_invisible(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// A line of evidence that a person can still read; the longest legal entry name (255 bytes) fits.
const EVIDENCE_CHARS: usize = 300;

/// More than a person reads; the longest list of an honest fault is one of missing attachments.
const MAX_FINDINGS: usize = 200;

/// Times as ISO 8601 with the zone of Vietnam (DESIGN §7).
pub(in crate::signature) mod iso {
    use jiff::Timestamp;
    use jiff::tz::Offset;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::domain::ids::Micros;

    pub fn serialize<S: Serializer>(time: &Micros, serializer: S) -> Result<S::Ok, S::Error> {
        let stamp = Timestamp::from_microsecond(time.0).map_err(serde::ser::Error::custom)?;
        serializer.collect_str(&stamp.display_with_offset(Offset::constant(7)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Micros, D::Error> {
        let text = String::deserialize(deserializer)?;
        let stamp: Timestamp = text.parse().map_err(serde::de::Error::custom)?;
        Ok(Micros(stamp.as_microsecond()))
    }
}

/// The same for a time that may be absent.
pub(super) mod iso_option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::ids::Micros;

    #[derive(Serialize, Deserialize)]
    struct Iso(#[serde(with = "super::iso")] Micros);

    pub fn serialize<S: Serializer>(time: &Option<Micros>, serializer: S) -> Result<S::Ok, S::Error> {
        time.map(Iso).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Micros>, D::Error> {
        Ok(Option::<Iso>::deserialize(deserializer)?.map(|Iso(time)| time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn evidence_cannot_turn_a_screen_around() {
        assert_eq!(evidence("a\u{202e}fdp.exe\n\0"), "a\\u{202e}fdp.exe\\u{a}\\u{0}");
        assert_eq!(evidence("Công văn số 12"), "Công văn số 12");
        for c in
            ['\u{85}', '\u{ad}', '\u{200b}', '\u{2028}', '\u{2029}', '\u{2066}', '\u{1bca0}', '\u{1d173}', '\u{e0041}']
        {
            assert_eq!(evidence(&c.to_string()), c.escape_unicode().to_string());
        }
        assert_eq!(evidence(&"x".repeat(400)).chars().count(), EVIDENCE_CHARS + 1);
    }

    #[test]
    fn a_flood_of_one_fault_hides_no_other() {
        let mut findings = Vec::new();
        for _ in 0..10_000 {
            note(&mut findings, Finding::warning(Step::Format, codes::SIGNATURE_UNKNOWN_PROPERTY));
        }
        note(&mut findings, Finding::indeterminate(Step::Format, codes::SIGNATURE_UNKNOWN_PROPERTY));
        note(&mut findings, Finding::failed(Step::Integrity, codes::SIGNATURE_DIGEST));
        assert_eq!(findings.len(), MAX_FINDINGS + 2);
    }
}
