//! One file out of a form in parts (RFC 7578), read into memory up to a limit. The gate has found the form's token in the
//! address.

use actix_multipart::Multipart;
use futures_util::StreamExt as _;

use crate::codes;
use crate::http::Failure;

/// A file as it was chosen.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    /// What it is called there, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads the part of that name; other parts are passed over. No file chosen is an empty one.
///
/// # Errors
/// `request.too_large` beyond `most` bytes; `request.malformed`.
pub(super) async fn file(mut form: Multipart, part: &str, most: usize) -> Result<Chosen, Failure> {
    let malformed = |error: actix_multipart::MultipartError| Failure::new(codes::REQUEST_MALFORMED, error.to_string());
    let mut chosen = Chosen::default();
    while let Some(field) = form.next().await {
        let mut field = field.map_err(malformed)?;
        let wanted = field.name() == Some(part);
        if wanted {
            let name = field.content_disposition().and_then(|found| found.get_filename()).unwrap_or_default();
            let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
            chosen.name = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS).collect();
        }
        while let Some(chunk) = field.next().await {
            let chunk = chunk.map_err(malformed)?;
            if wanted {
                if chosen.bytes.len() + chunk.len() > most {
                    return Err(Failure::new(codes::REQUEST_TOO_LARGE, format!("at most {most} bytes are read")));
                }
                chosen.bytes.extend_from_slice(&chunk);
            }
        }
    }
    Ok(chosen)
}

/// Longer names are cut: they are shown, nothing else.
const NAME_CHARS: usize = 120;
