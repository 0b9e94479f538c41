//! A report on paper: PDF/A-3b, A4 across, in the console's typeface. [`canvas`] knows of pages, widths and lines, `rates` what
//! stands on them, `letter` is a plain one. Absent: tags for reading aloud (the page on screen has them), and charts.

mod canvas;
mod letter;
mod rates;

pub use canvas::PdfError;
pub use letter::letter;
