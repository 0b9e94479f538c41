//! What README and menu promise is there, and CI runs just that; the tree holds nothing that belongs to one machine.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use lienthong::codes::{self, Code};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// target → its sentence, empty without one.
fn targets(makefile: &str) -> Vec<(String, String)> {
    makefile
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| {
            let (name, rest) = line.split_once(':')?;
            let known = name.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !rest.starts_with('=');
            let sentence = rest.split_once("## ").map_or("", |(_, sentence)| sentence).to_owned();
            known.then(|| (name.to_owned(), sentence))
        })
        .collect()
}

/// The commands of a Markdown page: lines of its `sh` blocks, without what follows a `#`.
fn commands(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = false;
    for line in page.lines() {
        if line.starts_with("```") {
            open = line == "```sh";
        } else if open {
            let command = line.split(" #").next().unwrap_or_default().trim();
            if !command.is_empty() && !command.starts_with('#') {
                out.push(command.to_owned());
            }
        }
    }
    out
}

/// The targets that a page's commands call.
fn called(page: &str) -> Vec<String> {
    commands(page)
        .iter()
        .filter_map(|command| command.strip_prefix("make "))
        .filter_map(|rest| rest.split(' ').find(|word| !word.contains('=')).map(str::to_owned))
        .collect()
}

#[test]
fn the_commands_of_the_pages_are_targets() {
    let known: BTreeSet<String> = targets(&read("Makefile")).into_iter().map(|(name, _)| name).collect();
    for page in ["README.md", "CONTRIBUTING.md"] {
        let called = called(&read(page));
        assert!(called.len() >= 2, "{page} shows what to type");
        for target in called {
            assert!(known.contains(&target), "{page} says `make {target}`, the Makefile has no such target");
        }
    }
}

#[test]
fn ci_runs_what_the_readme_says() {
    let ci = read(".ci/run");
    let list = ci.lines().find_map(|line| line.strip_prefix("for target in ")).expect("the list of targets in .ci/run");
    let run: Vec<&str> = list.trim_end_matches("; do").split(' ').collect();
    assert_eq!(run, ["setup", "test", "demo", "lint"]);
    let shown = called(&read("README.md"));
    for target in run {
        assert!(shown.iter().any(|name| name == target), "CI runs `make {target}`, README.md does not show it");
    }
    let cargo: Vec<&str> = ci.lines().filter(|line| line.contains("cargo ")).collect();
    assert!(cargo.is_empty(), "CI runs targets and nothing else, not {cargo:?}");
}

#[test]
fn the_menu_is_complete_and_fits_the_terminal() {
    let makefile = read("Makefile");
    let targets = targets(&makefile);
    let phony = makefile.lines().find_map(|line| line.strip_prefix(".PHONY: ")).expect(".PHONY in the Makefile");
    let phony: BTreeSet<&str> = phony.split(' ').collect();
    for (name, sentence) in &targets {
        assert!(phony.contains(name.as_str()), "`{name}` is not in .PHONY");
        assert!(name == "help" || sentence.ends_with('.'), "`{name}` has no `##` sentence");
    }
    let names: BTreeSet<&str> = targets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(phony, names, ".PHONY and the targets");
    for needed in ["setup", "demo", "run", "test", "test-fast", "lint", "certs", "bench", "docs", "clean"] {
        assert!(names.contains(needed), "`make {needed}` is missing");
    }

    let menu =
        Command::new("make").current_dir(root()).env_remove("MAKEFLAGS").output().expect("make: run `.ci/setup`");
    let menu = String::from_utf8(menu.stdout).unwrap();
    for (name, sentence) in targets.iter().filter(|(name, _)| name != "help") {
        let line = menu.lines().find(|line| line.trim_start().starts_with(&format!("{name} ")));
        assert!(line.is_some_and(|line| line.ends_with(sentence)), "the menu lacks `{name}`:\n{menu}");
    }
    for line in menu.lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
}

/// Every file of the tree: what git knows or would take in; in an unpacked archive, what lies there.
fn tree() -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .ok()
        .filter(|output| output.status.success() && !output.stdout.is_empty());
    let files: Vec<PathBuf> = match listed {
        Some(output) => String::from_utf8(output.stdout).unwrap().split_terminator('\0').map(PathBuf::from).collect(),
        None => {
            let mut files = Vec::new();
            walk(root(), &mut files);
            files
        }
    };
    files.into_iter().filter(|file| root().join(file).is_file()).collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root()).unwrap().to_owned();
        let built = BUILT.iter().any(|left| name == Path::new(left));
        match path.is_dir() {
            true if !built => walk(&path, files),
            true => {}
            false => files.push(name),
        }
    }
}

#[test]
fn nothing_of_one_machine_stands_in_the_tree() {
    // Written in two parts, so that this file is no offence itself.
    let words: Vec<String> = [
        ("crates", ".io"),
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("npmjs", ".org"),
        ("proxy.golang", ".org"),
        ("/wo", "rk/"),
        ("/fa", "rm/"),
        ("/home", "/"),
        ("/root", "/."),
        ("/Us", "ers/"),
    ]
    .iter()
    .map(|(head, tail)| format!("{head}{tail}"))
    .collect();
    let tree = tree();
    assert!(tree.len() > 40, "the tree was not found");
    let mut found = Vec::new();
    for file in &tree {
        // Lock files name where each package comes from; that is what they are for.
        if matches!(file.to_str(), Some("Cargo.lock" | "fuzz/Cargo.lock" | "package-lock.json")) {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(root().join(file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(word.as_str())) {
                found.push(format!("{}:{}: {word}", file.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "registry hosts or paths of one machine:\n{}", found.join("\n"));
}

#[test]
fn the_top_level_holds_only_what_belongs_there() {
    let allowed: BTreeSet<&str> = TOP_LEVEL.iter().copied().collect();
    let strange: BTreeSet<String> = tree()
        .iter()
        .filter_map(|file| file.components().next())
        .map(|first| first.as_os_str().to_string_lossy().into_owned())
        .filter(|first| !allowed.contains(first.as_str()))
        .collect();
    assert!(strange.is_empty(), "at the top level and not in the list: {strange:?}");
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    let mut seen = 0;
    for page in tree().iter().filter(|file| file.extension().is_some_and(|ending| ending == "md")) {
        let text = read(page.to_str().unwrap());
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = target.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            seen += 1;
            let path = root().join(page).parent().unwrap().join(target);
            assert!(path.exists(), "{} links to {target}, which is not there", page.display());
        }
    }
    assert!(seen > 5, "no links were found");
}

/// What stands between single backticks.
fn quoted(page: &str) -> Vec<String> {
    page.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn the_files_that_the_architecture_names_are_there() {
    let page = read("ARCHITECTURE.md");
    let mut seen = 0;
    for name in
        quoted(&page).iter().filter(|name| name.contains('/') && (name.ends_with(".rs") || name.ends_with(".ftl")))
    {
        let room = name.split('/').next().unwrap_or_default();
        let built = std::fs::read_dir(root().join("src").join(room)).is_ok_and(|files| files.count() > 2);
        if built || !root().join("src").join(room).exists() {
            seen += 1;
            let there = root().join(name).exists() || root().join("src").join(name).exists();
            assert!(there, "ARCHITECTURE.md names `{name}`, which is not there");
        }
    }
    assert!(seen > 3, "no file names were found");
}

#[test]
fn the_codes_that_the_pages_name_are_in_the_registry() {
    let areas: BTreeSet<&str> = codes::all().filter_map(|code| code.name().split('.').next()).collect();
    let settings = quoted(&read("docs/operating/configure.md"));
    // The fields of demo.json are written like codes; the demo's story holds them against its page.
    let fields = read("tests/snapshots/stories__story_demo__demo_json_fields.snap");
    let pages = tree().into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "md"));
    for page in pages {
        let text = read(page.to_str().unwrap());
        for name in quoted(&text) {
            let Some((area, rest)) = name.split_once('.') else { continue };
            let form =
                !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            let file = matches!(rest, "rs" | "toml" | "md" | "xml" | "key" | "json");
            let field = fields.lines().any(|line| line == name);
            if form && !file && !field && areas.contains(area) && !settings.contains(&name) {
                assert!(
                    Code::lookup(&name).is_some(),
                    "{} names the code `{name}`, which is not there",
                    page.display()
                );
            }
        }
    }
}

/// What building and testing leaves behind.
const BUILT: &[&str] =
    &["target", ".venv", "node_modules", ".git", "tests/.work", "fuzz/seeds", "fuzz/corpus", "fuzz/artifacts"];
const TOP_LEVEL: &[&str] = &[
    ".ci",
    ".gitattributes",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "Makefile",
    "README.md",
    "benches",
    "build.rs",
    "certs",
    "clippy.toml",
    "deny.toml",
    "docs",
    "examples",
    "fuzz",
    "lienthong.toml.example",
    "migrations",
    "package-lock.json",
    "package.json",
    "rustfmt.toml",
    "schemas",
    "src",
    "templates",
    "tests",
];
