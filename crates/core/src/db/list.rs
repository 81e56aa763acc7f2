//! The one builder of lists: allow-listed columns, bound values, pages by keyset
//! with the id as tie-break.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Datelike as _, NaiveDate};
use simpul_kernel::error::InputError;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Error, Page, Paged, Result};
use sqlx::postgres::PgRow;
use sqlx::{Encode, FromRow, PgConnection, Postgres, QueryBuilder, Type};

/// A column a list may be sorted by.
#[derive(Debug, Clone, Copy)]
pub struct SortColumn {
    /// SQL expression over the list's tables; never NULL.
    pub expression: &'static str,
    /// SQL type the cursor's text is cast to.
    pub sql_type: &'static str,
    /// SQL expression of the id, the tie-break.
    pub id: &'static str,
}

/// A row that knows where it stands in the order.
pub trait KeysetRow {
    /// Value of the sort expression as text, and the id.
    fn key(&self) -> (String, i64);
}

/// The most days that one question adds up: a leap year and the day it is asked.
pub const DAYS_MAX: i64 = 367;

/// Business days a list is narrowed to, both included; either may be open.
#[derive(Debug, Clone, Copy, Default)]
pub struct DaySpan {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl DaySpan {
    /// From and to, as `from_on` and `to_on` of an input.
    ///
    /// # Errors
    /// `input_invalid` for a day nobody means, and for days turned round.
    pub fn new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Self> {
        let mut v = Validator::new();
        for (day, field) in [(from, "from_on"), (to, "to_on")] {
            if let Some(day) = day {
                v.range(day.year(), 2000, 2200, field);
            }
        }
        v.finish()?;
        if let (Some(from), Some(to)) = (from, to) {
            let days = [("min", from.to_string().into()), ("max", "2200-12-31".into())];
            v.check_with(from <= to, "to_on", "out_of_range", &days).finish()?;
        }
        Ok(Self { from, to })
    }
}

/// Builds one list query.
pub struct List {
    query: QueryBuilder<Postgres>,
    has_where: bool,
}

impl std::fmt::Debug for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("List")
    }
}

impl List {
    /// Begins with `SELECT … FROM …`, fixed text of the store.
    #[must_use]
    pub fn new(select: &'static str) -> Self {
        Self { query: QueryBuilder::new(select), has_where: false }
    }

    /// The query built so far, for what a store adds by hand.
    pub fn condition(&mut self) -> &mut QueryBuilder<Postgres> {
        self.query.push(if self.has_where { " AND " } else { " WHERE " });
        self.has_where = true;
        &mut self.query
    }

    /// `AND <sql> <value>`, when there is a value.
    pub fn and<T>(&mut self, sql: &'static str, value: Option<T>) -> &mut Self
    where
        T: 'static + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send,
    {
        if let Some(value) = value {
            self.condition().push(sql).push(" ").push_bind(value);
        }
        self
    }

    /// `AND <sql>`, when `on`.
    pub fn and_if(&mut self, on: bool, sql: &'static str) -> &mut Self {
        if on {
            self.condition().push(sql);
        }
        self
    }

    /// Rows whose instant `at` is of one of these days in the time zone `zone` of their place; both
    /// are fixed text of the store.
    pub fn days(&mut self, at: &'static str, zone: &'static str, days: DaySpan) -> &mut Self {
        // What no zone reaches is left out by an index on the instant alone.
        let far = |day: Option<NaiveDate>| day.map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
        let behind = days.to.and_then(|day| day.succ_opt());
        let from = (" >= ", days.from, days.from.and_then(|day| day.pred_opt()));
        let until = (" < ", behind, behind.and_then(|day| day.succ_opt()));
        for (compare, day, beyond) in [from, until] {
            if let (Some(day), Some(far)) = (day, far(beyond)) {
                let query = self.condition();
                query.push(at).push(compare).push_bind(far).push(" AND ").push(at).push(compare).push_bind(day);
                query.push("::DATE::TIMESTAMP AT TIME ZONE ").push(zone);
            }
        }
        self
    }

    /// Fetches sums over the rows; `group` is fixed text of the store.
    ///
    /// # Errors
    /// Of the database alone.
    pub async fn grouped<R>(mut self, conn: &mut PgConnection, group: &'static str) -> Result<Vec<R>>
    where
        R: for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        self.query.push(" GROUP BY ").push(group);
        Ok(self.query.build_query_as().fetch_all(conn).await?)
    }

    /// Fetches one page in the order of `sort`.
    ///
    /// # Errors
    /// `input_malformed` for a cursor that is none of ours.
    pub async fn fetch<R>(
        mut self,
        conn: &mut PgConnection,
        sort: SortColumn,
        descending: bool,
        page: &Page,
    ) -> Result<Paged<R>>
    where
        R: KeysetRow + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let (compare, direction) = if descending { (" < ", " DESC") } else { (" > ", " ASC") };
        if let Some(cursor) = &page.after {
            let (value, id) = decode(cursor)?;
            let query = self.condition();
            query.push(format_args!("({}, {})", sort.expression, sort.id)).push(compare).push("(");
            query.push_bind(value).push("::TEXT::").push(sort.sql_type).push(", ").push_bind(id).push(")");
        }
        let limit = page.rows();
        self.query.push(format_args!(" ORDER BY {}{direction}, {}{direction} LIMIT ", sort.expression, sort.id));
        self.query.push_bind(limit + 1);
        let found = self.query.build_query_as().fetch_all(conn).await;
        let mut rows: Vec<R> = found.map_err(|error| match &error {
            // The cursor of another order: its value does not fit this column's type.
            sqlx::Error::Database(cause)
                if page.after.is_some() && cause.code().is_some_and(|code| code.starts_with("22")) =>
            {
                Error::from(not_ours())
            }
            _ => Error::from(error),
        })?;
        let next = if rows.len() as i64 > limit {
            rows.pop();
            rows.last().map(|row| encode(&row.key()))
        } else {
            None
        };
        Ok(Paged { rows, next })
    }
}

fn encode((value, id): &(String, i64)) -> String {
    URL_SAFE_NO_PAD.encode(format!("{id}:{value}"))
}

fn not_ours() -> InputError {
    InputError::Malformed { message: "not a cursor of this list".to_owned() }
}

fn decode(cursor: &str) -> Result<(String, i64), InputError> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| not_ours())?;
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or_else(not_ours)?;
    let (id, value) = text.split_once(':').ok_or_else(not_ours)?;
    Ok((value.to_owned(), id.parse().map_err(|_| not_ours())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_read_back_and_strangers_are_refused() {
        let key = ("2026-11-21 07:00:00:5+00".to_owned(), 42);
        assert_eq!(decode(&encode(&key)).unwrap(), key);
        for bad in ["", "!!", "AAAA", &URL_SAFE_NO_PAD.encode("x:y"), &URL_SAFE_NO_PAD.encode("1:\0")] {
            assert!(decode(bad).is_err(), "{bad}");
        }
    }
}
