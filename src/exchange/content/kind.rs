//! The closed list of kinds of files (DECISIONS, Content: "the type comes from a closed list, never from the package").

/// What an attachment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// PDF: the only kind that is shown.
    Pdf,
    /// Word, OOXML.
    Docx,
    /// Excel, OOXML.
    Xlsx,
    /// PowerPoint, OOXML.
    Pptx,
    /// OpenDocument text.
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
    /// Word, Excel or PowerPoint of before 2007.
    Office,
    /// RTF.
    Rtf,
    /// ZIP, and what has its form.
    Zip,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// TIFF.
    Tiff,
    /// XML.
    Xml,
    /// Text.
    Text,
    /// Anything else.
    Other,
}

impl Kind {
    /// Out of the first bytes; the end of the name only tells apart what has one form.
    pub fn of(head: &[u8], name: &str) -> Self {
        let end = end_of(name);
        match head {
            // ISO 32000-1, annex H.3.4.1 lets it stand anywhere in the first kilobyte; a browser only sees it at the start.
            head if head.starts_with(b"%PDF-") => Self::Pdf,
            head if head.starts_with(b"PK\x03\x04") => match end.as_str() {
                "docx" => Self::Docx,
                "xlsx" => Self::Xlsx,
                "pptx" => Self::Pptx,
                "odt" => Self::Odt,
                "ods" => Self::Ods,
                _ => Self::Zip,
            },
            head if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") => Self::Office,
            head if head.starts_with(b"{\\rtf") => Self::Rtf,
            head if head.starts_with(b"\x89PNG\r\n\x1a\n") => Self::Png,
            head if head.starts_with(b"\xff\xd8\xff") => Self::Jpeg,
            head if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") => Self::Tiff,
            head if head.starts_with(b"<?xml") || head.starts_with(b"\xef\xbb\xbf<?xml") => Self::Xml,
            head if matches!(end.as_str(), "txt" | "csv") && !head.contains(&0) => Self::Text,
            _ => Self::Other,
        }
    }

    /// Whether it is shown in the browser and not only saved.
    pub fn is_shown(self) -> bool {
        self == Self::Pdf
    }

    /// The media type that it is served as: what is not shown is octets, so that nothing is drawn.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Zip => "application/zip",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Tiff => "image/tiff",
            Self::Office | Self::Rtf | Self::Xml | Self::Text | Self::Other => "application/octet-stream",
        }
    }

    /// Whether the end of the name promises something else: `báo cáo.pdf` that is a program.
    pub fn is_misnamed(self, name: &str) -> bool {
        match end_of(name).as_str() {
            "pdf" => self != Self::Pdf,
            "docx" => self != Self::Docx,
            "xlsx" => self != Self::Xlsx,
            "pptx" => self != Self::Pptx,
            "odt" => self != Self::Odt,
            "ods" => self != Self::Ods,
            "doc" | "xls" | "ppt" => !matches!(self, Self::Office | Self::Rtf),
            "rtf" => self != Self::Rtf,
            "zip" => self != Self::Zip,
            "png" => self != Self::Png,
            "jpg" | "jpeg" => self != Self::Jpeg,
            "tif" | "tiff" => self != Self::Tiff,
            "txt" | "csv" => self != Self::Text,
            // Without a promise: only what is known under another name is told.
            "xml" => self != Self::Xml,
            _ => self == Self::Pdf,
        }
    }

    /// The word for people and tests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Office => "office",
            Self::Rtf => "rtf",
            Self::Zip => "zip",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Tiff => "tiff",
            Self::Xml => "xml",
            Self::Text => "text",
            Self::Other => "other",
        }
    }
}

/// The end of a name, in small letters.
fn end_of(name: &str) -> String {
    name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide_and_names_only_tell_apart() {
        for (head, name, kind, misnamed) in [
            (&b"%PDF-1.7\n"[..], "quyết định.pdf", Kind::Pdf, false),
            (b"%PDF-1.7\n", "quyết định.PDF", Kind::Pdf, false),
            (b"%PDF-1.7\n", "ảnh.png", Kind::Pdf, true),
            (b"%PDF-1.7\n", "khong ten", Kind::Pdf, true),
            (b"\n%PDF-1.7\n", "a.pdf", Kind::Other, true),
            (b"<html><script>", "a.pdf", Kind::Other, true),
            (b"<html><script>", "a.html", Kind::Other, false),
            (b"<?xml version='1.0'?>", "a.svg", Kind::Xml, false),
            (b"PK\x03\x04", "phụ lục.xlsx", Kind::Xlsx, false),
            (b"PK\x03\x04", "phụ lục.xls", Kind::Zip, true),
            (b"PK\x03\x04", "phụ lục.zip", Kind::Zip, false),
            (b"MZ\x90", "bao cao.docx", Kind::Other, true),
            (b"abc", "ghi chú.txt", Kind::Text, false),
            (b"ab\0", "ghi chú.txt", Kind::Other, true),
            (b"", "a.txt", Kind::Text, false),
        ] {
            let found = Kind::of(head, name);
            assert_eq!((found, found.is_misnamed(name)), (kind, misnamed), "{name}");
        }
    }

    #[test]
    fn nothing_that_a_browser_draws_is_served_as_such_but_pdf() {
        let heads: [&[u8]; 4] = [b"<html>", b"<?xml version='1.0'?><svg/>", b"<svg xmlns=", b"GIF89a"];
        for head in heads {
            for name in ["a.html", "a.svg", "a.pdf", "a.xhtml", "a"] {
                let kind = Kind::of(head, name);
                assert!(!kind.is_shown() && kind.media_type() == "application/octet-stream", "{name} {kind:?}");
            }
        }
    }
}
