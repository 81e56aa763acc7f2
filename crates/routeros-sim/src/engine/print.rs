//! Showing rows: what a row shows, which rows are meant, and in which portions.

use std::sync::Arc;

use super::Router;
use super::policy::Caller;
use super::request::Request;
use crate::error::Trap;
use crate::query::Query;
use crate::schema::Kind;
use crate::table::Row;
use crate::value::Value;
use crate::value::time::{format_date, format_time};
use crate::wire::Replies;

/// Arguments of `print` that change nothing on the wire, or are handled here.
const ARGUMENTS: [&str; 33] = [
    ".proplist",
    "active",
    "append",
    "as-value",
    "brief",
    "bytes",
    "comments",
    "count-only",
    "detail",
    "dynamic",
    "file",
    "follow",
    "follow-only",
    "follow-strict",
    "from",
    "group-by",
    "headers-on-every-screen",
    "inactive",
    "interval",
    "limits",
    "on-event",
    "packets",
    "proplist",
    "rate",
    "show-ids",
    "show-sensitive",
    "static",
    "stats",
    "terse",
    "timestamp",
    "value-list",
    "where",
    "without-paging",
];

#[derive(Clone, Copy, Debug)]
enum Prop {
    Id,
    Field(usize),
}

/// Which rows of a menu, and which of their properties.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The menu.
    pub menu: usize,
    props: Option<Vec<Prop>>,
    query: Query,
    sensitive: bool,
}

/// Rows on their way out, in portions.
#[derive(Debug)]
pub struct Rows {
    /// What is shown of them.
    pub selection: Selection,
    rows: std::vec::IntoIter<Arc<Row>>,
    any: bool,
}

impl Rows {
    /// How many rows are still to come.
    #[must_use]
    pub fn left(&self) -> usize {
        self.rows.len()
    }
}

impl Router {
    /// What a print asks for.
    ///
    /// # Errors
    /// `unknown parameter …` for an argument that print does not have.
    pub(crate) fn selection(&self, menu: usize, request: &Request, caller: &Caller) -> Result<Selection, Trap> {
        for (name, _) in &request.args {
            if !ARGUMENTS.contains(&name.as_str()) {
                return Err(Trap::unknown_parameter(name));
            }
        }
        if request.bad_query {
            return Err(Trap::plain("invalid query"));
        }
        let list = request.text(".proplist").or_else(|| request.text("proplist"));
        let props = list.filter(|l| !l.is_empty()).map(|list| {
            list.split(',')
                .filter_map(|name| match name.trim() {
                    ".id" => Some(Prop::Id),
                    name => self.menu(menu).field(name).map(Prop::Field),
                })
                .collect()
        });
        let sensitive = caller.may("sensitive");
        Ok(Selection { menu, props, query: request.query.clone(), sensitive })
    }

    /// What a row shows for a property; `None` when it is absent.
    pub(crate) fn shown(&self, menu: usize, row: &Row, field: usize, sensitive: bool) -> Option<Value> {
        let spec = &self.menu(menu).fields[field];
        if !spec.shows_in(self.persona.release) || matches!(spec.kind, Kind::Hidden) {
            return None;
        }
        let stored = match row.get(field) {
            Some(value) => value.clone(),
            None => Value::copy_from_slice(spec.default.as_ref()?.as_bytes()),
        };
        Some(match &spec.kind {
            Kind::Secret if !sensitive => Value::new(),
            Kind::Ref { menu, .. } => self.resolve(menu, &stored),
            Kind::AddrPool => self.resolve("/ip/pool", &stored),
            Kind::Date if menu == self.at.log || spec.name == "next-run" => self.short_date(&stored),
            Kind::Date => self.local_date(&stored),
            Kind::Set(all) if menu == self.at.group => negated(&stored, all),
            _ => stored,
        })
    }

    /// A stored moment in the router's zone and date shape.
    fn local_date(&self, stored: &Value) -> Value {
        let utc = std::str::from_utf8(stored).ok().and_then(|t| t.parse::<i64>().ok());
        let Some(utc) = utc else { return stored.clone() };
        let local = utc + i64::from(self.zone_minutes()) * 60;
        format!("{} {}", format_date(local, self.persona.dates), format_time(local)).into()
    }

    /// A moment as releases before 7.10 show it in the log and of the scheduler:
    /// today without its date, this year without its year.
    fn short_date(&self, stored: &Value) -> Value {
        use crate::value::time::{DateShape, civil};
        let Some(utc) = std::str::from_utf8(stored).ok().and_then(|t| t.parse::<i64>().ok()) else {
            return stored.clone();
        };
        if self.persona.dates == DateShape::Iso {
            return self.local_date(stored);
        }
        let zone = i64::from(self.zone_minutes()) * 60;
        let (local, now) = (utc + zone, self.clock.utc() + zone);
        let (day, today) = (local.div_euclid(86_400), now.div_euclid(86_400));
        if day == today {
            return format_time(local).into();
        }
        let date = format_date(local, self.persona.dates);
        let same_year = civil(day).0 == civil(today).0;
        let date = if same_year { date.get(..6).unwrap_or(&date) } else { &date };
        format!("{date} {}", format_time(local)).into()
    }

    fn passes(&self, selection: &Selection, row: &Row) -> bool {
        if selection.query.is_empty() {
            return true;
        }
        let menu = selection.menu;
        selection.query.matches(|name| {
            if name == ".id" {
                return Some((Value::from(self.id_of(menu, row.id)), Kind::Hidden));
            }
            let field = self.menu(menu).field(name)?;
            let value = self.shown(menu, row, field, selection.sensitive)?;
            Some((value, self.menu(menu).fields[field].kind.clone()))
        })
    }

    /// The rows a selection means, and how many were looked at to find them.
    pub(crate) fn select(&self, selection: &Selection) -> (Vec<Arc<Row>>, usize) {
        let table = self.table(selection.menu);
        let pass = |row: &&Arc<Row>| self.passes(selection, row);
        if let Some(id) = selection.query.must_equal(".id") {
            let row = self.parse_id_of(selection.menu, id).and_then(|id| table.get(id));
            return (row.into_iter().filter(pass).cloned().collect(), 1);
        }
        // Looking a row up is sound where a value equals itself alone: in names,
        // comments and addresses, as they are kept.
        let fields = self.menu(selection.menu).fields.iter().enumerate();
        for (field, spec) in fields.filter(|(field, _)| table.looks_up(*field)) {
            let asked = selection.query.must_equal(&spec.name);
            if let Some(value) = asked.filter(|v| spec.default.as_ref().is_none_or(|d| d.as_bytes() != *v)) {
                let rows = match spec.kind {
                    Kind::Mac => table.holding(field, &value.to_ascii_uppercase()),
                    _ => table.holding(field, value),
                };
                let scanned = rows.len().max(1);
                return (rows.into_iter().filter(pass).cloned().collect(), scanned);
            }
        }
        (table.iter().filter(pass).cloned().collect(), table.len())
    }

    /// Rows to be sent in portions.
    pub(crate) fn rows(&self, selection: Selection) -> (Rows, usize) {
        let (rows, scanned) = self.select(&selection);
        (Rows { any: !rows.is_empty(), rows: rows.into_iter(), selection }, scanned)
    }

    /// Writes up to `limit` more rows; with `done` the last portion ends with the
    /// final reply. Gives how many rows were written, and whether that was all.
    pub fn next_rows(&self, rows: &mut Rows, limit: usize, done: bool, out: &mut Replies) -> (usize, bool) {
        let mut count = 0;
        for row in rows.rows.by_ref().take(limit) {
            self.emit(&rows.selection, &row, None, out);
            count += 1;
        }
        let finished = rows.rows.len() == 0;
        if finished && done {
            if !rows.any && self.persona.has_empty && !self.menu(rows.selection.menu).single {
                out.sentence("!empty", []);
            }
            out.done();
        }
        (count, finished)
    }

    /// Writes one row.
    pub(crate) fn emit(&self, selection: &Selection, row: &Row, section: Option<u64>, out: &mut Replies) {
        let menu = self.menu(selection.menu);
        let id = self.id_of(selection.menu, row.id);
        let section = section.map(|n| n.to_string());
        let mut values: Vec<(&str, Value)> = Vec::with_capacity(menu.fields.len() + 1);
        let shown = |field: usize| {
            let value = self.shown(selection.menu, row, field, selection.sensitive)?;
            Some((menu.fields[field].name.as_str(), value))
        };
        if let Some(section) = section {
            values.push((".section", section.into()));
        }
        match &selection.props {
            None => {
                if !menu.single {
                    values.push((".id", id.into()));
                }
                values.extend((0..menu.fields.len()).filter_map(shown));
            }
            Some(props) => values.extend(props.iter().filter_map(|prop| match prop {
                Prop::Id if menu.single => None,
                Prop::Id => Some((".id", id.clone().into())),
                Prop::Field(field) => shown(*field),
            })),
        }
        out.sentence("!re", values.iter().map(|(n, v)| (*n, v.as_ref())));
    }

    /// Writes one change as `listen` reports it: the row, or `.dead=true`.
    pub fn emit_change(&self, selection: &Selection, change: super::Change, out: &mut Replies) {
        if change.dead {
            let id = self.id_of(selection.menu, change.id);
            let values = [(".id", id.as_bytes()), (".dead", b"true".as_slice())];
            out.sentence("!re", values);
        } else if let Some(row) = self.table(selection.menu).get(change.id).cloned()
            && self.passes(selection, &row)
        {
            self.emit(selection, &row, None, out);
        }
    }

    /// Writes all rows of a selection once more, as `print interval` does.
    pub fn repeat(&mut self, selection: &Selection, section: u64, out: &mut Replies) -> usize {
        self.refresh(selection.menu);
        let (rows, _) = self.select(selection);
        for row in &rows {
            self.emit(selection, row, Some(section), out);
        }
        rows.len()
    }
}

/// A group's policies with the missing ones negated, as groups print them.
fn negated(stored: &Value, all: &[String]) -> Value {
    let on: Vec<&[u8]> = stored.split(|b| *b == b',').collect();
    let words: Vec<String> =
        all.iter().map(|w| if on.contains(&w.as_bytes()) { w.clone() } else { format!("!{w}") }).collect();
    words.join(",").into()
}
