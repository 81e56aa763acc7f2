//! Pure rules of reports: periods, and rows side by side.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use simpul_kernel::Result;
use simpul_kernel::validate::Validator;

use super::error::ReportError;
use super::types::{ReportBy, ReportGet, ReportKind};
use super::view::{ReportRow, ReportRows, Sums};
use crate::db::list::DAYS_MAX;

/// First and last day, both included.
pub type Period = (NaiveDate, NaiveDate);

/// Judges what is asked.
///
/// # Errors
/// `input_invalid`, `report_by_unusable`.
pub fn question_valid(input: &ReportGet) -> Result<()> {
    let days = (input.to_on - input.from_on).num_days() + 1;
    let far = NaiveDate::from_ymd_opt(2000, 1, 1).is_some_and(|first| input.from_on < first)
        || NaiveDate::from_ymd_opt(2200, 1, 1).is_some_and(|last| input.to_on >= last);
    let bounds = [("min", 1.into()), ("max", DAYS_MAX.into())];
    let mut v = Validator::new();
    v.check_with(!far && (1..=DAYS_MAX).contains(&days), "to_on", "out_of_range", &bounds);
    v.finish()?;
    if may_be_by(input.kind).contains(&input.by) { Ok(()) } else { Err(ReportError::ByUnusable.into()) }
}

/// By what a kind is told apart.
#[must_use]
pub const fn may_be_by(kind: ReportKind) -> &'static [ReportBy] {
    match kind {
        ReportKind::Sales => {
            &[ReportBy::Day, ReportBy::Plan, ReportBy::Cashier, ReportBy::Place, ReportBy::Method, ReportBy::Hour]
        }
        ReportKind::Truths => &[ReportBy::Day, ReportBy::Plan, ReportBy::Vendor, ReportBy::Cashier, ReportBy::Place],
        ReportKind::Unsold => &[ReportBy::Day, ReportBy::Plan, ReportBy::Vendor, ReportBy::Place],
        ReportKind::Vendors => &[ReportBy::Vendor, ReportBy::Day, ReportBy::Plan, ReportBy::Place],
        ReportKind::Shifts => &[ReportBy::Shift, ReportBy::Day, ReportBy::Cashier, ReportBy::Place],
    }
}

/// The period a report is compared with: of a whole month the month before, of the
/// beginning of a month as many of its first days, else as many days as there are, just
/// before.
#[must_use]
pub fn before((from, to): Period) -> Period {
    let month_before = |day: NaiveDate| day.with_day(1).and_then(|first| first.pred_opt()?.with_day(1));
    let is_month = from.day() == 1 && (from.year(), from.month()) == (to.year(), to.month());
    if is_month
        && from < to
        && let Some(first) = month_before(from)
        && let Some(last) = from.pred_opt()
    {
        let is_whole = to.succ_opt().is_none_or(|next| next.month() != to.month());
        let same = first.with_day(to.day()).unwrap_or(last);
        return (first, if is_whole { last } else { same });
    }
    let length = to - from + TimeDelta::days(1);
    (from - length, to - length)
}

/// A row as the store answers it.
#[derive(Debug, Clone)]
pub struct Found<S> {
    /// What it is of; of days the days since 1970.
    pub key: i64,
    /// Its name.
    pub name: String,
    /// Its sums.
    pub sums: S,
}

/// Days since 1970, as the queries count them.
#[must_use]
pub fn day_number(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days()
}

/// Puts a period and the one before side by side: every day or hour once, with nothing
/// where there was nothing; else what was in either, the largest first.
#[must_use]
pub fn side_by_side<S: Sums>(
    by: ReportBy,
    (period, earlier): (Period, Period),
    found: Vec<Found<S>>,
    found_before: Vec<Found<S>>,
) -> ReportRows<S> {
    let add = |sum: S, f: &Found<S>| sum.plus(f.sums);
    let (total, before) = (found.iter().fold(S::default(), add), found_before.iter().fold(S::default(), add));
    let of: BTreeMap<i64, Found<S>> = found.into_iter().map(|f| (f.key, f)).collect();
    let mut of_before: BTreeMap<i64, Found<S>> = found_before.into_iter().map(|f| (f.key, f)).collect();
    let sums = |map: &BTreeMap<i64, Found<S>>, key: i64| map.get(&key).map_or_else(S::default, |f| f.sums);
    let rows = match by {
        ReportBy::Day => {
            let days = (period.1 - period.0).num_days();
            let days_before = (earlier.1 - earlier.0).num_days();
            let row = |i: i64| {
                let day = period.0 + TimeDelta::days(i);
                let there = (i <= days_before).then(|| day_number(earlier.0) + i);
                ReportRow {
                    key: day_number(day),
                    day: Some(day),
                    name: String::new(),
                    sums: sums(&of, day_number(day)),
                    before: there.map_or_else(S::default, |key| sums(&of_before, key)),
                }
            };
            (0..=days).map(row).collect()
        }
        ReportBy::Hour => (0..24)
            .map(|key| ReportRow {
                key,
                day: None,
                name: String::new(),
                sums: sums(&of, key),
                before: sums(&of_before, key),
            })
            .collect(),
        _ => {
            let mut rows: Vec<ReportRow<S>> = of
                .into_values()
                .map(|f| {
                    let before = of_before.remove(&f.key).map_or_else(S::default, |b| b.sums);
                    ReportRow { key: f.key, day: None, name: f.name, sums: f.sums, before }
                })
                .collect();
            // What was there before and is gone is told too, except shifts, which end.
            if by != ReportBy::Shift {
                rows.extend(of_before.into_values().map(|f| ReportRow {
                    key: f.key,
                    day: None,
                    name: f.name,
                    sums: S::default(),
                    before: f.sums,
                }));
                rows.sort_by(|a, b| b.sums.weight().cmp(&a.sums.weight()).then_with(|| a.name.cmp(&b.name)));
            }
            rows
        }
    };
    ReportRows { rows, total, before }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::SalesSums;
    use simpul_kernel::Money;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_compared_with_the_one_before_it() {
        let of = |from, to| {
            let (from, to) = before((day(from), day(to)));
            (from.to_string(), to.to_string())
        };
        let is = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(of("2026-11-21", "2026-11-21"), is("2026-11-20", "2026-11-20"));
        assert_eq!(of("2026-11-16", "2026-11-22"), is("2026-11-09", "2026-11-15"));
        assert_eq!(of("2026-11-01", "2026-11-30"), is("2026-10-01", "2026-10-31"));
        assert_eq!(of("2026-11-01", "2026-11-21"), is("2026-10-01", "2026-10-21"));
        assert_eq!(of("2026-03-01", "2026-03-30"), is("2026-02-01", "2026-02-28"), "there is no 30th of February");
        assert_eq!(of("2026-01-01", "2026-01-31"), is("2025-12-01", "2025-12-31"));
        assert_eq!(of("2026-11-01", "2026-11-01"), is("2026-10-31", "2026-10-31"), "one day is a day, not a month");
        assert_eq!(of("2026-10-15", "2026-11-14"), is("2026-09-14", "2026-10-14"));
    }

    #[test]
    fn questions_have_a_length_and_a_way() {
        let ask = |kind, by, from, to| {
            let input = ReportGet {
                kind,
                by,
                from_on: day(from),
                to_on: day(to),
                location_id: None,
                plan_id: None,
                user_id: None,
                unexplained_only: false,
            };
            question_valid(&input).map_err(|e| e.code())
        };
        let (sales, shifts) = (ReportKind::Sales, ReportKind::Shifts);
        assert_eq!(ask(sales, ReportBy::Day, "2026-01-01", "2027-01-01"), Ok(()));
        assert_eq!(ask(sales, ReportBy::Day, "2026-01-01", "2027-01-03"), Err("input_invalid"));
        assert_eq!(ask(sales, ReportBy::Day, "2026-01-02", "2026-01-01"), Err("input_invalid"));
        assert_eq!(ask(sales, ReportBy::Day, "0001-01-01", "0001-01-01"), Err("input_invalid"));
        assert_eq!(ask(sales, ReportBy::Vendor, "2026-01-01", "2026-01-01"), Err("report_by_unusable"));
        assert_eq!(ask(ReportKind::Vendors, ReportBy::Vendor, "2026-01-01", "2026-01-01"), Ok(()));
        assert_eq!(ask(ReportKind::Vendors, ReportBy::Method, "2026-01-01", "2026-01-01"), Err("report_by_unusable"));
        assert_eq!(ask(shifts, ReportBy::Plan, "2026-01-01", "2026-01-01"), Err("report_by_unusable"));
    }

    fn found(key: i64, name: &str, net: i64) -> Found<SalesSums> {
        let sums = SalesSums { sold: 1, net_amount: Money::whole(net), ..SalesSums::default() };
        Found { key, name: name.to_owned(), sums }
    }

    #[test]
    fn every_day_stands_once_beside_its_day_before() {
        let periods = ((day("2026-03-01"), day("2026-03-31")), (day("2026-02-01"), day("2026-02-28")));
        let now = vec![found(day_number(day("2026-03-02")), "", 5)];
        let then = vec![found(day_number(day("2026-02-02")), "", 7), found(day_number(day("2026-02-28")), "", 1)];
        let table = side_by_side(ReportBy::Day, periods, now, then);
        assert_eq!(table.rows.len(), 31);
        let second = &table.rows[1];
        assert_eq!((second.sums.net_amount, second.before.net_amount), (Money::whole(5), Money::whole(7)));
        assert_eq!(table.rows[27].before.net_amount, Money::whole(1));
        assert_eq!(table.rows[30].before, SalesSums::default(), "February has no 31st");
        assert_eq!((table.total.net_amount, table.before.net_amount), (Money::whole(5), Money::whole(8)));
    }

    #[test]
    fn the_largest_first_and_what_is_gone_is_told() {
        let periods = ((day("2026-03-01"), day("2026-03-31")), (day("2026-02-01"), day("2026-02-28")));
        let now = vec![found(1, "Harian", 5), found(2, "Bulanan", 9)];
        let table = side_by_side(ReportBy::Plan, periods, now, vec![found(3, "Mingguan", 4), found(1, "Harian", 2)]);
        let names: Vec<_> = table.rows.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names, ["Bulanan", "Harian", "Mingguan"]);
        assert_eq!(table.rows[1].before.net_amount, Money::whole(2));
    }
}
