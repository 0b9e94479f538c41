//! Judges a table against the directory as it is, and against itself.

use std::collections::{HashMap, HashSet};

use super::{COLUMNS, Import, NumberedRow, RowProblem, cells};
use crate::codes::{self, Code};
use crate::domain::agency::check_organ_id;
use crate::domain::ids::{Micros, OrganId};
use crate::domain::tree::{self, Node, TreeError};
use crate::store::agencies::{Agency, Alias};
use crate::store::change::{AgencyAct, AgencyFacts};

/// The directory that a table is held against.
pub(super) struct Judge<'a> {
    agencies: HashMap<&'a OrganId, &'a Agency>,
    aliases: HashMap<&'a OrganId, &'a Alias>,
    sandbox: bool,
    now: Micros,
}

/// A row as it is understood.
struct Line {
    row: usize,
    /// `None`: a code that only forwards.
    facts: Option<AgencyFacts>,
    organ_id: OrganId,
    valid_until: Option<Micros>,
    successor: Option<OrganId>,
    suspended_from: Option<Micros>,
    /// The columns that the table has: what it has not, stays.
    has: HashSet<&'static str>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(agencies: &'a [Agency], aliases: &'a [Alias], sandbox: bool, now: Micros) -> Self {
        Self {
            agencies: agencies.iter().map(|row| (&row.facts.organ_id, row)).collect(),
            aliases: aliases.iter().map(|row| (&row.organ_id, row)).collect(),
            sandbox,
            now,
        }
    }

    /// Every problem of the table, or what it asks to be done.
    pub(super) fn judge(&self, table: &[NumberedRow]) -> Import {
        let mut import = Import::default();
        let Some(((row, header), rows)) = table.split_first() else {
            import.problems.push(problem(1, "organ_id", codes::DIRECTORY_HEADER, ""));
            return import;
        };
        let columns = columns(*row, header, &mut import.problems);
        if !columns.contains(&Some("organ_id")) {
            import.problems.push(problem(*row, "organ_id", codes::DIRECTORY_HEADER, &header.join(", ")));
            return import;
        }
        let mut lines = Vec::new();
        for (row, cells) in rows.iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())) {
            lines.extend(self.line(*row, &columns, cells, &mut import.problems));
        }
        self.together(&lines, &mut import.problems);
        import.problems.sort_by_key(|problem| problem.row);
        if import.problems.is_empty() {
            self.acts(lines, &mut import);
        }
        import
    }

    fn line(
        &self,
        row: usize,
        columns: &[Option<&'static str>],
        cells: &[String],
        problems: &mut Vec<RowProblem>,
    ) -> Option<Line> {
        let mut text: HashMap<&'static str, &str> = HashMap::new();
        for (column, cell) in columns.iter().zip(cells.iter().map(String::as_str).chain(std::iter::repeat(""))) {
            text.extend(column.map(|column| (column, cell.trim())));
        }
        if let Some(extra) =
            cells.get(columns.len()..).and_then(|more| more.iter().find(|cell| !cell.trim().is_empty()))
        {
            problems.push(problem(row, &(columns.len() + 1).to_string(), codes::DIRECTORY_VALUE, extra));
        }
        let organ_id = OrganId(text.get("organ_id").copied().unwrap_or_default().to_owned());
        let before = self.agencies.get(&organ_id).copied();
        if before.is_none()
            && !self.aliases.contains_key(&organ_id)
            && let Err(error) = check_organ_id(&organ_id, self.sandbox)
        {
            problems.push(problem(row, "organ_id", error.code(), &organ_id.0));
            return None;
        }
        let mut read = Cells { row, text: &text, problems };
        let successor = read.optional("successor", |text| Some(OrganId(text.to_owned())));
        let valid_until = read.optional("valid_until", cells::time);
        let suspended_from = read.optional("suspended_from", cells::time);
        let known = before.map(|agency| &agency.facts);
        // Without a name, and not an agency: a code that only forwards.
        let forwards = known.is_none() && successor.is_some() && read.empty("name");
        let facts = (!forwards).then(|| self.facts(&organ_id, known, valid_until, &mut read));
        if facts.as_ref().is_some_and(|facts| valid_until.is_some_and(|until| until < facts.valid_from)) {
            read.fault("valid_until");
        }
        if successor.is_some() && valid_until.is_none() && read.text.contains_key("valid_until") {
            read.fault("valid_until");
        }
        let has = text.keys().copied().collect();
        Some(Line { row, facts, organ_id, valid_until, successor, suspended_from, has })
    }

    /// What the row says; what it leaves out is as before, or as a new agency has it.
    fn facts(
        &self,
        id: &OrganId,
        known: Option<&AgencyFacts>,
        until: Option<Micros>,
        read: &mut Cells<'_, '_>,
    ) -> AgencyFacts {
        let before = known.cloned().unwrap_or_else(|| AgencyFacts {
            organ_id: id.clone(),
            name: String::new(),
            parent: None,
            level: DEFAULT_LEVEL,
            mail: Vec::new(),
            mail_subject: false,
            // One that is entered after its end, without its first day.
            valid_from: until.map_or(self.now, |until| until.min(self.now)),
            allows_legacy: false,
        });
        let name = read.text.get("name").map_or(before.name, |name| (*name).to_owned());
        if name.is_empty() || name.chars().count() > NAME_MAX_CHARS {
            read.fault("name");
        }
        let parent = match read.text.contains_key("parent") {
            true => read.optional("parent", |text| Some(OrganId(text.to_owned()))),
            false => before.parent,
        };
        let mail = match read.text.get("mail").map(|text| cells::mail(text)) {
            None => before.mail,
            Some(Ok(mail)) => mail,
            Some(Err(found)) => {
                read.problems.push(problem(read.row, "mail", codes::DIRECTORY_VALUE, &found));
                before.mail
            }
        };
        AgencyFacts {
            organ_id: id.clone(),
            name,
            parent,
            level: read.optional("level", |text| text.parse().ok()).unwrap_or(before.level),
            mail,
            mail_subject: read.optional("mail_subject", cells::yes).unwrap_or(before.mail_subject),
            allows_legacy: read.optional("allows_legacy", cells::yes).unwrap_or(before.allows_legacy),
            valid_from: read.optional("valid_from", cells::time).unwrap_or(before.valid_from),
        }
    }

    /// What only shows when all rows are seen: a code twice, the tree, successors.
    fn together(&self, lines: &[Line], problems: &mut Vec<RowProblem>) {
        let mut seen = HashSet::new();
        for line in lines.iter().filter(|line| !seen.insert(&line.organ_id)) {
            problems.push(problem(line.row, "organ_id", codes::DIRECTORY_TWICE, &line.organ_id.0));
        }
        let mut nodes: HashMap<&OrganId, Node> = HashMap::new();
        let after = lines.iter().filter_map(|line| line.facts.as_ref());
        for facts in self.agencies.values().map(|agency| &agency.facts).chain(after) {
            nodes.insert(&facts.organ_id, Node { parent: facts.parent.clone(), level: facts.level });
        }
        let mut children: HashMap<&OrganId, i16> = HashMap::new();
        for node in nodes.values() {
            if let Some(parent) = &node.parent {
                let least = children.entry(parent).or_insert(node.level);
                *least = node.level.min(*least);
            }
        }
        for line in lines {
            if let Some(node) = nodes.get(&line.organ_id).filter(|_| line.facts.is_some())
                && let Err(error) = tree::check(&line.organ_id, node, children.get(&line.organ_id).copied(), |id| {
                    nodes.get(id).cloned()
                })
            {
                let level = node.level.to_string();
                let (column, found) = match &error {
                    TreeError::ParentUnknown { parent, .. } => ("parent", &parent.0),
                    TreeError::Cycle { .. } => ("parent", &line.organ_id.0),
                    TreeError::Level { .. } => ("level", &level),
                };
                problems.push(problem(line.row, column, error.code(), found));
            }
            self.successor(line, lines, &nodes, problems);
        }
    }

    /// A successor is there, and the chain of successors ends.
    fn successor(&self, line: &Line, lines: &[Line], nodes: &HashMap<&OrganId, Node>, problems: &mut Vec<RowProblem>) {
        let Some(first) = &line.successor else { return };
        let of = |id: &OrganId| match lines.iter().find(|line| line.organ_id == *id) {
            Some(line) if line.has.contains("successor") => line.successor.as_ref(),
            _ => self.aliases.get(id).map(|alias| &alias.successor),
        };
        if !nodes.contains_key(first) && of(first).is_none() {
            problems.push(problem(line.row, "successor", codes::AGENCY_UNKNOWN, &first.0));
            return;
        }
        let mut next = Some(first);
        for _ in 0..=crate::domain::agency::MAX_SUCCESSORS {
            match next {
                Some(id) if *id == line.organ_id => break,
                Some(id) => next = of(id),
                None => return,
            }
        }
        problems.push(problem(line.row, "successor", codes::AGENCY_ALIAS_CYCLE, &first.0));
    }

    /// Parents before children, agencies before what forwards to them.
    fn acts(&self, mut lines: Vec<Line>, import: &mut Import) {
        lines.sort_by_key(|line| line.facts.as_ref().map_or(i16::MAX, |facts| facts.level));
        let mut later = Vec::new();
        for line in lines {
            let before = self.agencies.get(&line.organ_id).copied();
            let mut acts = Vec::new();
            match (line.facts, before) {
                (Some(facts), None) => acts.push(AgencyAct::Add(facts)),
                (Some(facts), Some(before)) if facts != before.facts => acts.push(AgencyAct::Update(facts)),
                _ => {}
            }
            let first = acts.len();
            let organ_id = line.organ_id;
            let until = before.and_then(|agency| agency.valid_until);
            let alias = self.aliases.get(&organ_id);
            let forwards = line.successor.filter(|successor| {
                alias.is_none_or(|alias| {
                    alias.successor != *successor || line.valid_until.is_some_and(|until| until != alias.from)
                })
            });
            let end = line.valid_until;
            match forwards {
                Some(successor) => {
                    let (organ_id, from) = (organ_id.clone(), end.or(until).unwrap_or(self.now));
                    acts.push(AgencyAct::Alias { organ_id, successor, from });
                }
                None if end.is_some() && end != until && alias.is_none() => {
                    let (organ_id, at) = (organ_id.clone(), end.unwrap_or(self.now));
                    acts.push(AgencyAct::Close { organ_id, at });
                }
                None => {}
            }
            let suspended = before.and_then(|agency| agency.suspended_from);
            match line.suspended_from {
                Some(from) if Some(from) != suspended => {
                    acts.push(AgencyAct::Suspend { organ_id: organ_id.clone(), from });
                }
                None if suspended.is_some() && line.has.contains("suspended_from") => {
                    acts.push(AgencyAct::Resume { organ_id: organ_id.clone() });
                }
                _ => {}
            }
            match (before.is_some() || alias.is_some(), acts.is_empty()) {
                (_, true) => import.same += 1,
                (true, false) => import.changed += 1,
                (false, false) => import.added += 1,
            }
            later.extend(acts.split_off(first.min(acts.len())));
            import.acts.extend(acts);
        }
        import.acts.extend(later);
    }
}

/// The cells of one row, read one after the other; what cannot be read is a problem.
struct Cells<'t, 'p> {
    row: usize,
    text: &'t HashMap<&'static str, &'t str>,
    problems: &'p mut Vec<RowProblem>,
}

impl Cells<'_, '_> {
    fn empty(&self, column: &str) -> bool {
        self.text.get(column).is_none_or(|text| text.is_empty())
    }

    fn optional<T>(&mut self, column: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text.get(column).filter(|text| !text.is_empty())?;
        let value = read(text);
        if value.is_none() {
            self.fault(column);
        }
        value
    }

    fn fault(&mut self, column: &'static str) {
        let found = self.text.get(column).copied().unwrap_or_default();
        self.problems.push(problem(self.row, column, codes::DIRECTORY_VALUE, found));
    }
}

/// Which column stands where; a name that is none, or stands twice, is a problem.
fn columns(row: usize, header: &[String], problems: &mut Vec<RowProblem>) -> Vec<Option<&'static str>> {
    let mut found: Vec<Option<&'static str>> = Vec::new();
    for cell in header {
        let name = cell.trim().to_lowercase();
        let column = COLUMNS.iter().copied().find(|column| *column == name);
        match column.filter(|column| !found.contains(&Some(*column))) {
            Some(column) => found.push(Some(column)),
            None => {
                problems.push(problem(row, &(found.len() + 1).to_string(), codes::DIRECTORY_HEADER, cell));
                found.push(None);
            }
        }
    }
    found
}

fn problem(row: usize, column: &str, code: Code, found: &str) -> RowProblem {
    RowProblem { row, column: column.to_owned(), code, found: found.chars().take(SHOWN_CHARS).collect() }
}

/// A department or district, as `admin agency add` has it.
const DEFAULT_LEVEL: i16 = 2;
/// NĐ 30/2020 Phụ lục VI, OrganName.
const NAME_MAX_CHARS: usize = 200;
/// So much of a bad cell is shown.
const SHOWN_CHARS: usize = 80;
