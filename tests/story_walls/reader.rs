//! Reads Rust well enough to find imports, paths and words: comments blanked, strings emptied, tests left out.

/// Whether `word` stands in the line and is not the tail of a longer name.
pub fn stands(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !word.starts_with(char::is_alphanumeric) || !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

/// The code with comments blanked and the insides of strings emptied; lines stay where they are.
pub fn clean(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        let word_before = out.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let end = match (c, next) {
            ('/', Some('/')) => (at..chars.len()).find(|&i| chars[i] == '\n').unwrap_or(chars.len()),
            ('/', Some('*')) => end_of_comment(&chars, at),
            ('"', _) => end_of_string(&chars, at),
            ('r', Some('"' | '#')) if !word_before || out.ends_with('b') => end_of_raw_string(&chars, at).unwrap_or(at),
            ('\'', Some('\\')) => (at + 3..chars.len()).find(|&i| chars[i] == '\'').map_or(chars.len(), |i| i + 1),
            ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => at + 3,
            _ => at,
        };
        if end == at {
            out.push(c);
            at += 1;
        } else {
            if c == '"' || c == 'r' {
                out.push_str("\"\"");
            }
            out.extend(chars[at..end].iter().filter(|c| **c == '\n'));
            at = end;
        }
    }
    out
}

fn end_of_comment(chars: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0, start);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

fn end_of_raw_string(chars: &[char], start: usize) -> Option<usize> {
    let marks = chars[start + 1..].iter().take_while(|c| **c == '#').count();
    let open = start + 1 + marks;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let close =
        |at: usize| chars[at] == '"' && chars[at + 1..].iter().take(marks).filter(|c| **c == '#').count() == marks;
    Some((open + 1..chars.len()).find(|&at| close(at)).map_or(chars.len(), |at| at + 1 + marks))
}

/// The text with every item under `#[cfg(test)]` blanked; lines stay where they are. Works on the raw text, because a
/// test may hold braces in strings only in pairs that `clean` would hide: so the braces are counted on the clean one.
pub fn without_tests(text: &str) -> String {
    let cleaned = clean(text);
    let lines: Vec<&str> = cleaned.lines().collect();
    let mut keep = vec![true; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        if !lines[at].trim_start().starts_with("#[cfg(test)]") {
            at += 1;
            continue;
        }
        let (mut depth, mut opened) = (0_i32, false);
        let start = at;
        while at < lines.len() {
            keep[at] = false;
            for c in lines[at].chars() {
                match c {
                    '{' => (depth, opened) = (depth + 1, true),
                    '}' => depth -= 1,
                    ';' if depth == 0 && at >= start => opened = true,
                    _ => {}
                }
            }
            at += 1;
            if opened && depth == 0 {
                break;
            }
        }
    }
    text.lines().zip(keep).map(|(line, kept)| if kept { line } else { "" }).flat_map(|line| [line, "\n"]).collect()
}

/// Files that `#[cfg(test)] mod name;` makes test code, as paths under src/ without the ending.
pub fn test_modules(name: &str, text: &str) -> Vec<String> {
    let folder = match name.rsplit_once('/') {
        Some((folder, "mod.rs")) => format!("{folder}/"),
        _ if matches!(name, "lib.rs" | "main.rs") => String::new(),
        _ => format!("{}/", name.trim_end_matches(".rs")),
    };
    let code = clean(text);
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    lines
        .windows(2)
        .filter(|pair| pair[0] == "#[cfg(test)]")
        .filter_map(|pair| pair[1].split("mod ").nth(1)?.strip_suffix(';'))
        .map(|module| format!("{folder}{module}"))
        .collect()
}

/// `use` statements joined over their lines, every other line by itself; each with its number, from 1.
pub fn statements(code: &str) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (index, line) in code.lines().enumerate() {
        let trimmed = line.trim();
        match out.last_mut() {
            Some((_, statement)) if open => statement.push_str(trimmed),
            _ => out.push((index + 1, trimmed.to_owned())),
        }
        let whole = out.last().map_or("", |(_, statement)| statement.as_str());
        let import = whole.starts_with("use ") || whole.starts_with("pub") && whole.contains(" use ");
        open = import && !whole.ends_with(';');
    }
    out
}

/// The paths of a statement, braces of a `use` multiplied out. `super::` is followed; one that leaves the room becomes
/// `escapes`.
pub fn paths(statement: &str, name: &str) -> Vec<Vec<String>> {
    let import = statement.split_once("use ").filter(|(before, _)| before.is_empty() || before.starts_with("pub"));
    let texts = match import {
        Some((_, tree)) => spread(tree.trim_end_matches(';').trim()),
        None => inline(statement),
    };
    texts.into_iter().map(|text| resolve(&text, name)).filter(|path| !path.is_empty()).collect()
}

fn spread(tree: &str) -> Vec<String> {
    let Some(open) = tree.find('{') else {
        return vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()];
    };
    let (prefix, inner) = (&tree[..open], tree[open + 1..].trim_end().trim_end_matches('}'));
    let inner =
        if tree.matches('{').count() > 1 { &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())] } else { inner };
    let (mut depth, mut item, mut items) = (0, String::new(), Vec::new());
    for c in inner.chars() {
        match c {
            ',' if depth == 0 => items.push(std::mem::take(&mut item)),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                item.push(c);
            }
        }
    }
    items.push(item);
    items
        .iter()
        .map(|item| item.trim())
        .filter(|item| !item.is_empty())
        .flat_map(|item| spread(&format!("{prefix}{item}")))
        .collect()
}

/// Every `a::b…` of a line of code that begins a path.
fn inline(line: &str) -> Vec<String> {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    line.split(|c: char| !part(c))
        .filter(|text| text.contains("::") && !text.starts_with(':'))
        .map(str::to_owned)
        .collect()
}

fn resolve(text: &str, name: &str) -> Vec<String> {
    let parts: Vec<String> =
        text.split("::").filter(|part| !part.is_empty()).map(|part| part.trim().to_owned()).collect();
    let up = parts.iter().take_while(|part| *part == "super").count();
    if up == 0 {
        return parts;
    }
    // How many modules this file lies below its room: `store/mod.rs` 0, `store/a.rs` 1, `store/a/b.rs` 2.
    let depth = name.matches('/').count() - usize::from(name.ends_with("/mod.rs"));
    if up > depth { vec!["escapes".to_owned()] } else { Vec::new() }
}
