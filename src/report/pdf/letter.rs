//! A plain letter, upright: what the demo's agencies write.

use super::canvas::{Canvas, INK, PdfError, Weight};
use crate::domain::ids::Micros;

/// A page or more with these paragraphs below a title, made at `at`; an empty one is room. PDF/A-3b, its font inside, so that
/// every viewer shows every letter.
///
/// # Errors
/// [`PdfError`]; no text is refused.
pub fn letter(title: &str, paragraphs: &[&str], at: Micros) -> Result<Vec<u8>, PdfError> {
    let mut canvas = Canvas::upright()?;
    canvas.paragraph(15.0, Weight::Strong, INK, title);
    canvas.y += ROOM;
    for text in paragraphs {
        match text.is_empty() {
            true => canvas.y += ROOM,
            false => canvas.paragraph(11.0, Weight::Plain, INK, text),
        }
    }
    canvas.finish(title, "vi", at, "")
}

const ROOM: f32 = 9.0;
