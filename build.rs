//! Names what cargo would not watch, and puts the console's files into the binary: our own from
//! `src/http/console/assets`, what npm brought from `target/console`. Each gets a name with a hash of its bytes, so that a
//! browser may keep it for ever; styles are joined into one, and their fonts named by hash as well.

use std::collections::hash_map::DefaultHasher;
use std::error::Error;
use std::fmt::Write;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    // `embed_migrations!` reads a folder that cargo does not watch.
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed={OURS}");
    println!("cargo::rerun-if-changed={VENDOR}");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let (ours, vendor) = (root.join(OURS), root.join(VENDOR));
    if ["foundation.css", "report-regular.ttf", "report-semibold.ttf"].iter().any(|file| !vendor.join(file).exists()) {
        return Err(format!(
            "{VENDOR} is not complete: run `make setup` once (npm brings the console's fonts and styles)"
        )
        .into());
    }
    let mut list = String::from("static FILES: &[Asset] = &[\n");
    let mut css = fs::read_to_string(vendor.join("foundation.css"))?;
    for part in STYLES {
        css.push('\n');
        css.push_str(&fs::read_to_string(ours.join("css").join(part))?);
    }
    for font in ["source-sans-3-latin.woff2", "source-sans-3-vietnamese.woff2"] {
        let hashed = embed(&mut list, &out, font, "font/woff2", &fs::read(vendor.join(font))?)?;
        css = css.replace(font, &hashed);
    }
    embed(&mut list, &out, "console.css", "text/css; charset=utf-8", css.as_bytes())?;
    // Pages that need more load it beside: the others stay light.
    embed(&mut list, &out, "compose.css", "text/css; charset=utf-8", &fs::read(ours.join("css/compose.css"))?)?;
    embed(&mut list, &out, "icons.svg", "image/svg+xml", &fs::read(vendor.join("icons.svg"))?)?;
    embed(&mut list, &out, "htmx.js", "text/javascript; charset=utf-8", &fs::read(vendor.join("htmx.js"))?)?;
    for script in SCRIPTS {
        embed(&mut list, &out, script, "text/javascript; charset=utf-8", &fs::read(ours.join("js").join(script))?)?;
    }
    list.push_str("];\n");
    fs::write(out.join("console_assets.rs"), list)?;
    Ok(())
}

/// Copies one file and adds its line; gives its name with the hash.
fn embed(list: &mut String, out: &Path, name: &str, media: &str, bytes: &[u8]) -> Result<String, Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    let (stem, ending) = name.rsplit_once('.').ok_or("a file without an ending")?;
    let hashed = format!("{stem}.{:016x}.{ending}", hasher.finish());
    let copy = out.join(name);
    fs::write(&copy, bytes)?;
    writeln!(
        list,
        "    Asset {{ name: {name:?}, hashed: {hashed:?}, media: {media:?}, bytes: include_bytes!({copy:?}) }},"
    )?;
    Ok(hashed)
}

const OURS: &str = "src/http/console/assets";
const VENDOR: &str = "target/console";
/// In this order: later ones win.
const STYLES: &[&str] = &[
    "tokens.css",
    "frame.css",
    "tables.css",
    "document.css",
    "forms.css",
    "figures.css",
    "door.css",
    "small.css",
    "paper.css",
];
const SCRIPTS: &[&str] = &["console.js", "upload.js", "compose.js", "sign.js"];
