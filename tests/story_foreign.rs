//! Files of the field, judged: why each edXML sample is refused as a signed package, and what we make of the containers
//! of X-Road, whose mathematics is right and whose documents are not ours.
#![allow(clippy::unwrap_used, reason = "a story fails by panicking, in its helpers too")]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lienthong::clock::Clock;
use lienthong::signature::path::Anchors;
use lienthong::signature::{Mode, Request, Verdict, Verifier};

#[test]
fn no_sample_is_a_signed_package_and_each_is_told_why() {
    let Some(folder) = shared("samples/edxml", "no_sample_is_a_signed_package_and_each_is_told_why") else { return };
    let table = [
        ("bkav_status_processing_05.edxml", "signature.none"),
        ("edoc.edxml", "xml.comment"),
        ("edoc_replacement.edxml", "signature.legacy"),
        ("edoc_revocation.edxml", "signature.legacy"),
        ("edoc_update.edxml", "signature.legacy"),
        ("qnam_edoc_new_3recipients_small.edxml", "signature.legacy"),
        ("status.edxml", "signature.none"),
        ("status_acceptance_03.edxml", "signature.none"),
        ("status_assignment_04.edxml", "signature.none"),
        ("status_cancellation_13.edxml", "signature.none"),
        ("status_change-acceptance_15.edxml", "signature.none"),
        ("status_change-rejection_16.edxml", "signature.none"),
        ("status_finish_06.edxml", "signature.none"),
        ("status_inbox_01.edxml", "signature.none"),
        ("status_processing_05.edxml", "signature.none"),
        ("status_rejection_02.edxml", "signature.none"),
        ("vnpt_axis_passed_2trace.edxml", "signature.legacy"),
        ("vnpt_edoc_2attachments_nosig.edxml", "signature.none"),
        ("vnpt_edoc_rawpdf_not_zipped_corrupt.edxml", "signature.none"),
        ("vnpt_edoc_zipped_small.edxml", "signature.none"),
    ];
    let found = std::fs::read_dir(&folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "edxml"));
    assert_eq!(found.count(), table.len(), "a sample is missing in the table");
    for (name, code) in table {
        let verdict = judge(&folder.join(name), Mode::Intake);
        let codes: Vec<&str> = verdict.codes().iter().map(|code| code.name()).collect();
        assert_eq!(codes, [code], "{name}: {verdict:#?}");
    }
}

/// `package.document_missing` and `certificate.untrusted` (no anchors here) stand in every row and are left out.
#[test]
fn containers_of_x_road_are_refused_for_what_is_wrong_with_them() {
    let Some(folder) = shared("vectors/xroad/src", "containers_of_x_road_are_refused_for_what_is_wrong_with_them")
    else {
        return;
    };
    let cli = |name: &str| folder.join("tool/asic-verifier-cli/src/test/resources").join(name);
    let core = |name: &str| folder.join("lib/asic-core/src/test/resources").join(name);
    let table = [
        // Mathematics right, every entry covered: nothing is wrong but that there is no document.xml.
        (cli("valid-signed-message.asice"), ""),
        (core("valid-signed-message-with-attachments.asice"), ""),
        // Its timestamp covers hash chains that no signature covers.
        (cli("valid-batch-ts.asice"), "signature.uncovered_entry package.not_evaluated"),
        (cli("valid-non-batch-rest.asice"), "signature.uncovered_entry package.not_evaluated"),
        (cli("valid-signed-hashchain.asice"), "signature.uncovered_entry"),
        (cli("wrong-message.asice"), "signature.digest"),
        (cli("invalid-digest.asice"), "signature.digest"),
        (
            cli("invalid-hashchain-modified-message.asice"),
            "package.manifest_lacks signature.uncovered_entry signature.digest",
        ),
        (cli("invalid-not-signed-hashchain.asice"), "package.manifest_lacks signature.uncovered_entry"),
        // The root is that of TS 102 918 v1.1.1.
        (core("valid-signed-message.asice"), "signature.root signature.none"),
        (core("no-signature.asice"), "signature.none"),
        (core("no-mimetype.asice"), "package.no_mimetype"),
        (core("not-asic.asice"), "package.unknown_format"),
    ];
    for (path, expected) in table {
        let verdict = judge(&path, Mode::Report);
        let left_out = ["package.document_missing", "certificate.untrusted"];
        let codes: Vec<&str> =
            verdict.codes().iter().map(|code| code.name()).filter(|name| !left_out.contains(name)).collect();
        assert_eq!(codes.join(" "), expected, "{}: {verdict:#?}", path.display());
    }
}

fn judge(path: &Path, mode: Mode) -> Verdict {
    let verifier = Verifier::new(Anchors::new([]).unwrap());
    let request = Request { mode, ..Request::report(Clock::System.now()) };
    verifier.verify(Arc::new(File::open(path).unwrap()), &request).unwrap().verdict
}

/// Others' files lie outside the project; without them the test says so, and fails under CI.
fn shared(folder: &str, test: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "../shared/{folder} is absent");
    println!("SKIPPED {test}: ../shared/{folder} is absent");
    None
}
