//! Takes a TOML text apart key by key, and notes every mistake with its place instead of stopping at the first.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::limit::{Limit, LimitSection, LimitUnit};
use crate::setting::{SettingError, SettingProblem, nearest};
use crate::unit;

/// Where a byte of the TOML text is in the file that it was taken from.
#[derive(Debug, Default)]
pub(crate) struct Positions {
    lines: Vec<LineStart>,
}

#[derive(Debug)]
struct LineStart {
    offset: usize,
    line: usize,
    columns_before: usize,
}

impl Positions {
    /// The positions of a text that is the whole file.
    pub(crate) fn of_file(text: &str) -> Self {
        let mut positions = Self::default();
        let mut offset = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            positions.add_line(offset, index + 1, 0);
            offset += line.len();
        }
        positions
    }

    /// Says that the line which starts at `offset` is line `line` of the file, after `columns_before` characters.
    pub(crate) fn add_line(&mut self, offset: usize, line: usize, columns_before: usize) {
        self.lines.push(LineStart { offset, line, columns_before });
    }

    fn find(&self, text: &str, offset: usize) -> (usize, usize) {
        let after = self.lines.partition_point(|start| start.offset <= offset);
        let Some(start) = self.lines.get(after.saturating_sub(1)) else { return (1, 1) };
        let before = text.get(start.offset..offset).map_or(0, |part| part.chars().count());
        (start.line, start.columns_before + before + 1)
    }
}

/// A TOML text, and every mistake found in it.
pub(crate) struct Report<'a> {
    file: &'a str,
    text: &'a str,
    positions: &'a Positions,
    errors: Vec<(usize, SettingError)>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str, positions: &'a Positions) -> Self {
        Self { file, text, positions, errors: Vec::new() }
    }

    /// Parses the text; a text that is no TOML has its syntax errors noted, and gives nothing.
    pub(crate) fn parse(&mut self) -> Option<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        if errors.is_empty() {
            return Some(table.into_inner());
        }
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            self.add(span.start, self.syntax_problem(error.message(), span.clone()));
        }
        None
    }

    fn syntax_problem(&self, message: &str, span: Range<usize>) -> SettingProblem {
        if message == "duplicate key" {
            return SettingProblem::DuplicateKey { key: self.text.get(span).unwrap_or_default().to_owned() };
        }
        SettingProblem::Syntax { message: message.to_owned() }
    }

    /// Notes a mistake at a byte of the text.
    pub(crate) fn add(&mut self, offset: usize, problem: SettingProblem) {
        let error = self.locate(offset, problem);
        self.errors.push((offset, error));
    }

    /// Says where a mistake is, without noting it.
    pub(crate) fn locate(&self, offset: usize, problem: SettingProblem) -> SettingError {
        let (line, column) = self.positions.find(self.text, offset);
        SettingError { file: self.file.to_owned(), line, column, problem: Box::new(problem) }
    }

    /// The line of the file that a byte of the text is in.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.positions.find(self.text, offset).0
    }

    /// Every mistake, in the order of the file.
    pub(crate) fn into_errors(mut self) -> Vec<SettingError> {
        self.errors.sort_by_key(|(offset, _)| *offset);
        self.errors.into_iter().map(|(_, error)| error).collect()
    }
}

/// A value and where it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) offset: usize,
}

/// One table of the text.
#[derive(Clone)]
pub(crate) struct Section<'t> {
    /// Its name with dots; empty at the top.
    name: String,
    table: &'t DeTable<'t>,
    offset: usize,
}

impl<'t> Section<'t> {
    /// The whole text.
    pub(crate) fn top(table: &'t DeTable<'t>) -> Self {
        Self { name: String::new(), table, offset: 0 }
    }

    /// The name of the table, with dots; empty at the top.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// A key with the names of its tables before it.
    pub(crate) fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    /// Where the table starts.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// Whether the key is there at all.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where the value of a key starts; where the table starts when there is none.
    pub(crate) fn offset_of(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.offset, |value| value.span().start)
    }

    /// Whether the key is there as a table.
    pub(crate) fn is_section(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| matches!(value.get_ref(), DeValue::Table(_)))
    }

    /// Every key with its place, and whether it is a table.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (Placed<&'t str>, bool)> {
        self.table.iter().map(|(key, value)| {
            let placed = Placed { value: key.get_ref().as_ref(), offset: key.span().start };
            (placed, matches!(value.get_ref(), DeValue::Table(_)))
        })
    }

    /// Notes every key that is not among those that are read.
    pub(crate) fn check_keys(&self, known: &[&'static str], report: &mut Report<'_>) {
        for (key, _) in self.keys() {
            if !known.contains(&key.value) {
                self.add_unknown_key(key, known, report);
            }
        }
    }

    /// Notes that a key is not read.
    pub(crate) fn add_unknown_key(&self, key: Placed<&str>, known: &[&'static str], report: &mut Report<'_>) {
        let problem = SettingProblem::UnknownKey {
            key: key.value.to_owned(),
            section: self.name.clone(),
            nearest: nearest(key.value, known.iter().copied()),
            known: known.to_vec(),
        };
        report.add(key.offset, problem);
    }

    /// A table inside this one.
    pub(crate) fn section(&self, key: &str, report: &mut Report<'_>) -> Option<Section<'t>> {
        let value = self.table.get(key)?;
        self.as_section(key, value, report)
    }

    fn as_section(&self, key: &str, value: &'t Spanned<DeValue<'t>>, report: &mut Report<'_>) -> Option<Section<'t>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Section { name: self.path(key), table, offset: value.span().start }),
            _ => self.wrong_type(key, value, "a table", report),
        }
    }

    /// The tables of an array of tables.
    pub(crate) fn sections(&self, key: &str, report: &mut Report<'_>) -> Vec<Section<'t>> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            return self.wrong_type(key, value, "an array of tables", report).unwrap_or_default();
        };
        items.iter().filter_map(|item| self.as_section(key, item, report)).collect()
    }

    /// A text.
    pub(crate) fn text(&self, key: &str, report: &mut Report<'_>) -> Option<Placed<&'t str>> {
        self.text_as(key, "a string", report)
    }

    fn text_as(&self, key: &str, expected: &'static str, report: &mut Report<'_>) -> Option<Placed<&'t str>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::String(_) => self.as_text(key, value, report),
            _ => self.wrong_type(key, value, expected, report),
        }
    }

    /// An array of texts.
    pub(crate) fn texts(&self, key: &str, report: &mut Report<'_>) -> Option<Vec<Placed<&'t str>>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Array(items) => Some(self.as_texts(key, items.iter(), report)),
            _ => self.wrong_type(key, value, "an array of strings", report),
        }
    }

    /// A text or an array of texts.
    pub(crate) fn text_or_texts(&self, key: &str, report: &mut Report<'_>) -> Option<Vec<Placed<&'t str>>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::String(_) => Some(self.as_texts(key, std::iter::once(value), report)),
            DeValue::Array(items) => Some(self.as_texts(key, items.iter(), report)),
            _ => self.wrong_type(key, value, "a string or an array of strings", report),
        }
    }

    fn as_texts(
        &self,
        key: &str,
        values: impl Iterator<Item = &'t Spanned<DeValue<'t>>>,
        report: &mut Report<'_>,
    ) -> Vec<Placed<&'t str>> {
        values.filter_map(|value| self.as_text(key, value, report)).collect()
    }

    fn as_text(&self, key: &str, value: &'t Spanned<DeValue<'t>>, report: &mut Report<'_>) -> Option<Placed<&'t str>> {
        let DeValue::String(text) = value.get_ref() else {
            return self.wrong_type(key, value, "an array of strings only", report);
        };
        let offset = value.span().start;
        if text.contains('\0') {
            report.add(offset, SettingProblem::HoldsNul { key: self.path(key) });
            return None;
        }
        Some(Placed { value: text.as_ref(), offset })
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&self, key: &str, report: &mut Report<'_>) -> Option<bool> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(boolean) => Some(*boolean),
            _ => self.wrong_type(key, value, "true or false", report),
        }
    }

    /// A date and time with offset, as RFC 3339 writes it.
    pub(crate) fn instant(&self, key: &str, report: &mut Report<'_>) -> Option<String> {
        const EXPECTED: &str = "a date and time with offset, such as 2026-11-22T09:00:00Z";
        let value = self.table.get(key)?;
        let DeValue::Datetime(datetime) = value.get_ref() else {
            return self.wrong_type(key, value, EXPECTED, report);
        };
        if datetime.date.is_none() || datetime.time.is_none() || datetime.offset.is_none() {
            let given = Placed { value: datetime.to_string(), offset: value.span().start };
            self.bad_value(key, &given, EXPECTED, report);
            return None;
        }
        Some(datetime.to_string())
    }

    /// A date, a time or both, as it is written.
    pub(crate) fn datetime(
        &self,
        key: &str,
        expected: &'static str,
        report: &mut Report<'_>,
    ) -> Option<Placed<String>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Datetime(datetime) => Some(Placed { value: datetime.to_string(), offset: value.span().start }),
            _ => self.wrong_type(key, value, expected, report),
        }
    }

    /// A text that stands for something else.
    pub(crate) fn parsed<T>(
        &self,
        key: &str,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        report: &mut Report<'_>,
    ) -> Option<T> {
        let text = self.text_as(key, expected, report)?;
        let parsed = parse(text.value);
        if parsed.is_none() {
            self.bad_value(key, &text, expected, report);
        }
        parsed
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, key: &str, words: &[(&str, T)], report: &mut Report<'_>) -> Option<T> {
        let text = self.text(key, report)?;
        let found = words.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let listed: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            let problem = SettingProblem::BadValue {
                key: self.path(key),
                value: text.value.to_owned(),
                expected: listed.join(" or "),
                nearest: nearest(text.value, words.iter().map(|(word, _)| *word)),
            };
            report.add(text.offset, problem);
        }
        found.map(|(_, value)| *value)
    }

    /// Every limit of a `[limits]` table.
    pub(crate) fn limits(&self, report: &mut Report<'_>) -> LimitSection {
        self.check_keys(&Limit::ALL.map(Limit::key), report);
        let mut limits = LimitSection::default();
        for limit in Limit::ALL {
            if let Some(value) = self.limit(limit, report) {
                limits.set(limit, value);
            }
        }
        limits
    }

    fn limit(&self, limit: Limit, report: &mut Report<'_>) -> Option<u64> {
        let key = limit.key();
        match limit.unit() {
            LimitUnit::Milliseconds => {
                let parse = |text: &str| unit::parse_duration(text)?.as_millis().try_into().ok();
                self.parsed(key, unit::DURATION_EXPECTED, parse, report)
            }
            LimitUnit::Bytes => self.parsed(key, unit::SIZE_EXPECTED, unit::parse_size, report),
            LimitUnit::Count => self.count(key, report),
        }
    }

    fn count(&self, key: &str, report: &mut Report<'_>) -> Option<u64> {
        let value = self.table.get(key)?;
        let DeValue::Integer(integer) = value.get_ref() else {
            return self.wrong_type(key, value, "a whole number", report);
        };
        let parsed = u64::from_str_radix(integer.as_str(), integer.radix()).ok();
        if parsed.is_none() {
            let given = Placed { value: integer.to_string(), offset: value.span().start };
            self.bad_value(key, &given, "a whole number from 0 on", report);
        }
        parsed
    }

    /// Notes that a value cannot be used.
    pub(crate) fn bad_value<T: ToString>(&self, key: &str, given: &Placed<T>, expected: &str, report: &mut Report<'_>) {
        let problem = SettingProblem::BadValue {
            key: self.path(key),
            value: given.value.to_string(),
            expected: expected.to_owned(),
            nearest: None,
        };
        report.add(given.offset, problem);
    }

    fn wrong_type<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &'static str,
        report: &mut Report<'_>,
    ) -> Option<T> {
        let found = type_name(value.get_ref());
        report.add(value.span().start, SettingProblem::WrongType { key: self.path(key), expected, found });
        None
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}
