//! A QR code (ISO/IEC 18004) as SVG: modules are drawn with presentation attributes, because the policy of the pages allows no
//! style. White stays around it in the dark theme too: cameras look for it.

use std::fmt;

use askama::FastWritable;
use askama::filters::HtmlSafe;
use qrcodegen::{QrCode, QrCodeEcc};

/// A picture of a text.
pub(super) struct Qr(QrCode);

impl Qr {
    /// `None` when the text is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        QrCode::encode_text(text, QrCodeEcc::Medium).ok().map(Self)
    }
}

impl fmt::Display for Qr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = self.0.size() + 2 * QUIET;
        // Its words stand beside it: whoever cannot see it types the secret.
        write!(f, r##"<svg class="qr" viewBox="0 0 {side} {side}" aria-hidden="true" focusable="false">"##)?;
        write!(f, r##"<rect width="{side}" height="{side}" fill="#ffffff"/><path fill="#000000" d=""##)?;
        for y in 0..self.0.size() {
            for x in 0..self.0.size() {
                if self.0.get_module(x, y) {
                    write!(f, "M{},{}h1v1h-1z", x + QUIET, y + QUIET)?;
                }
            }
        }
        f.write_str(r#""/></svg>"#)
    }
}

impl FastWritable for Qr {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(write!(dest, "{self}")?)
    }
}

impl HtmlSafe for Qr {}

/// ISO/IEC 18004 §6.3.8: four modules of nothing around it.
const QUIET: i32 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_finders_and_its_quiet_zone() {
        let svg =
            Qr::of("otpauth://totp/hub:an?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=hub").unwrap().to_string();
        assert!(svg.contains("M4,4h1v1h-1z") && !svg.contains("M3,") && !svg.contains("style"), "{svg}");
        assert!(Qr::of(&"x".repeat(5000)).is_none());
    }
}
