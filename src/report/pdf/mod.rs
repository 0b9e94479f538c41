//! A report on paper: PDF/A-3b, A4 across, in the console's typeface. [`canvas`] knows of pages, widths and lines, `rates` what
//! stands on them, `pictures` its charts, `letter` is a plain one, `court` a receipt that stands alone, with a structure for reading aloud
//! (`structure`) and its proof inside (`attachment`). Absent: a structure of the rates (the page on screen has it).

mod attachment;
mod canvas;
mod court;
mod letter;
mod pictures;
mod rates;
mod structure;

pub use canvas::PdfError;
pub use letter::letter;
