//! The console's files, in the binary: styles, script, icons, fonts. Their names bear a hash of their bytes, so a browser
//! keeps them for ever and a new program brings new names. Nothing third-party lies in the sources (`build.rs`).

use actix_web::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use actix_web::{HttpResponse, web};

use crate::codes;
use crate::http::Failure;

/// One file.
struct Asset {
    name: &'static str,
    hashed: &'static str,
    media: &'static str,
    bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/console_assets.rs"));

/// Where a file lies, by its name in the sources; a name that is not there gives a path that is not there either, and a
/// test holds that no page asks for one.
pub(super) fn href(name: &str) -> String {
    let hashed = FILES.iter().find(|file| file.name == name).map_or("absent", |file| file.hashed);
    format!("/assets/{hashed}")
}

/// `GET /assets/{name}`
pub(super) async fn file(path: web::Path<String>) -> Result<HttpResponse, Failure> {
    let file = FILES
        .iter()
        .find(|file| file.hashed == path.as_str())
        .ok_or_else(|| Failure::new(codes::REQUEST_NO_SUCH_PATH, "there is no such file"))?;
    Ok(HttpResponse::Ok()
        .content_type(file.media)
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(web::Bytes::from_static(file.bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_named_by_its_bytes_and_the_fonts_of_the_style_are_there() {
        for name in ["console.css", "console.js", "htmx.js", "icons.svg"] {
            assert!(href(name).starts_with("/assets/") && !href(name).ends_with("absent"), "{name}");
        }
        let css = FILES.iter().find(|file| file.name == "console.css").unwrap();
        let css = std::str::from_utf8(css.bytes).unwrap();
        for font in FILES.iter().filter(|file| file.media == "font/woff2") {
            assert!(css.contains(font.hashed), "{}", font.hashed);
        }
        assert!(!css.contains("data:"), "a style may not bring pictures past the policy");
    }

    #[test]
    fn every_icon_that_is_asked_for_is_in_the_list() {
        let list: Vec<&str> = include_str!("assets/icons.txt").lines().collect();
        let sprite = FILES.iter().find(|file| file.name == "icons.svg").unwrap();
        let sprite = std::str::from_utf8(sprite.bytes).unwrap();
        for name in &list {
            assert!(sprite.contains(&format!("id=\"{name}\"")), "{name}: run make setup");
        }
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut asked = 0;
        for text in sources(&root.join("templates/console")).into_iter().chain(sources(&root.join("src/http/console")))
        {
            for rest in text.split("icon(\"").skip(1) {
                let name = rest.split('"').next().unwrap();
                assert!(list.contains(&name), "icon {name:?} is not in assets/icons.txt");
                asked += 1;
            }
        }
        assert!(asked > 0, "no page asks for an icon?");
    }

    fn sources(folder: &std::path::Path) -> Vec<String> {
        let mut out = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                out.extend(sources(&path));
            } else if path.extension().is_some_and(|ending| ending == "html" || ending == "rs") {
                out.push(std::fs::read_to_string(&path).unwrap());
            }
        }
        out
    }
}
