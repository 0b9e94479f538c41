//! The XML declaration (XML 1.0 §2.8).

use super::Fault;
use super::chars::is_space;

/// Checks what stands between `<?xml` and `?>`.
pub(super) fn check(content: &str) -> Result<(), Fault> {
    let version = |value: &str| match value {
        "1.0" => Ok(()),
        _ => Err(Fault::Version { found: shown(value) }),
    };
    let encoding = |value: &str| match value.eq_ignore_ascii_case("UTF-8") {
        true => Ok(()),
        false => Err(Fault::Encoding { found: shown(value) }),
    };
    let standalone = |value: &str| match value {
        "yes" | "no" => Ok(()),
        _ => Err(Fault::Syntax { expected: "standalone is yes or no" }),
    };
    let rest = pseudo_attribute(content, "version", version)?
        .ok_or(Fault::Syntax { expected: "version first in the XML declaration" })?;
    let rest = pseudo_attribute(rest, "encoding", encoding)?.unwrap_or(rest);
    let rest = pseudo_attribute(rest, "standalone", standalone)?.unwrap_or(rest);
    match rest.bytes().all(is_space) {
        true => Ok(()),
        false => Err(Fault::Syntax { expected: "version, encoding, standalone in the XML declaration" }),
    }
}

/// What follows `S name Eq "value"`; none when the name is another.
fn pseudo_attribute<'a>(
    content: &'a str,
    name: &str,
    check: impl Fn(&str) -> Result<(), Fault>,
) -> Result<Option<&'a str>, Fault> {
    let syntax = || Fault::Syntax { expected: "name=\"value\" in the XML declaration" };
    let Some(rest) = skip_space(content).filter(|rest| rest.starts_with(name)) else { return Ok(None) };
    let rest = rest.get(name.len()..).unwrap_or_default();
    let rest = trim_space(rest).strip_prefix('=').map(trim_space).ok_or_else(syntax)?;
    let quote = rest.chars().next().filter(|&c| c == '"' || c == '\'').ok_or_else(syntax)?;
    let (value, rest) = rest.get(1..).and_then(|inner| inner.split_once(quote)).ok_or_else(syntax)?;
    check(value)?;
    Ok(Some(rest))
}

fn trim_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
}

/// What follows white space; none when there is none.
fn skip_space(text: &str) -> Option<&str> {
    let rest = trim_space(text);
    (rest.len() < text.len()).then_some(rest)
}

fn shown(value: &str) -> String {
    value.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations() {
        for (content, code) in [
            (" version=\"1.0\"", ""),
            (" version = '1.0' encoding='utf-8' standalone='yes' ", ""),
            ("\r\n version=\"1.0\"\tencoding=\"UTF-8\"", ""),
            (" version=\"1.0\" standalone=\"no\"", ""),
            (" version=\"1.1\"", "xml.version"),
            (" version=\"1.00\"", "xml.version"),
            (" version=\"1.0\" encoding=\"UTF-16\"", "xml.encoding"),
            (" version=\"1.0\" encoding=\"ISO-8859-1\"", "xml.encoding"),
            (" version=\"1.0\" encoding=\"\"", "xml.encoding"),
            ("", "xml.not_well_formed"),
            (" encoding=\"UTF-8\"", "xml.not_well_formed"),
            (" encoding=\"UTF-8\" version=\"1.0\"", "xml.not_well_formed"),
            (" version=\"1.0\"encoding=\"UTF-8\"", "xml.not_well_formed"),
            (" version=\"1.0\" standalone=\"yes\" encoding=\"UTF-8\"", "xml.not_well_formed"),
            (" version=\"1.0\" standalone=\"maybe\"", "xml.not_well_formed"),
            (" version=1.0", "xml.not_well_formed"),
            (" version=\"1.0", "xml.not_well_formed"),
            (" version=\"1.0\" x", "xml.not_well_formed"),
        ] {
            let found = check(content).err().map_or("", |fault| fault.code().name());
            assert_eq!(found, code, "{content:?}");
        }
    }
}
