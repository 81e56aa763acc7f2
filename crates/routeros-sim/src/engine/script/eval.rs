//! Values of expressions.

use super::ast::{Expr, Operator, Part};
use super::value::Val;
use super::{Failure, Machine};
use crate::engine::Router;
use crate::table::Row;

impl Machine {
    /// The value of an expression outside filters.
    pub(super) fn eval(&mut self, router: &mut Router, expr: &Expr) -> Result<Val, Failure> {
        Ok(match expr {
            Expr::Literal(value) => value.clone(),
            Expr::Variable(name) => self.variable(router, name).unwrap_or_default(),
            Expr::Text(parts) => {
                let mut text = Vec::new();
                for part in parts {
                    match part {
                        Part::Text(piece) => text.extend_from_slice(piece),
                        Part::Value(expr) => text.extend_from_slice(&self.eval(router, expr)?.bytes()),
                    }
                }
                Val::Text(text)
            }
            Expr::Command(block) => self.run_block(router, block)?,
            Expr::List(values) => {
                let mut list = Vec::new();
                for (key, expr) in values {
                    list.push((key.clone(), self.eval(router, expr)?));
                }
                Val::List(list)
            }
            Expr::Code(_) => Val::Nothing,
            Expr::Property(name) => Val::text(name),
            Expr::Not(inner) => {
                let value = self.eval(router, inner)?;
                Val::Bool(!value.truth().ok_or_else(|| self.fail("cannot invert value"))?)
            }
            Expr::Negative(inner) => {
                let value = self.eval(router, inner)?.number();
                Val::Number(-value.ok_or_else(|| self.fail("cannot negate value"))?)
            }
            Expr::Binary(operator, a, b) => {
                let a = self.eval(router, a)?;
                // The second is not looked at when the first decides.
                match (operator, a.truth()) {
                    (Operator::And, Some(false)) => return Ok(Val::Bool(false)),
                    (Operator::Or, Some(true)) => return Ok(Val::Bool(true)),
                    _ => {}
                }
                let b = self.eval(router, b)?;
                binary(*operator, &a, &b).map_err(|message| self.fail(&message))?
            }
        })
    }

    /// A filter with everything worked out that is the same for every row.
    pub(super) fn fold(&mut self, router: &mut Router, expr: &Expr) -> Result<Expr, Failure> {
        if !expr.needs_row() {
            return self.eval(router, expr).map(Expr::Literal);
        }
        Ok(match expr {
            Expr::Not(inner) => Expr::Not(Box::new(self.fold(router, inner)?)),
            Expr::Negative(inner) => Expr::Negative(Box::new(self.fold(router, inner)?)),
            Expr::Binary(operator, a, b) => {
                Expr::Binary(*operator, Box::new(self.fold(router, a)?), Box::new(self.fold(router, b)?))
            }
            other => other.clone(),
        })
    }
}

/// The value of a folded filter for one row.
pub(super) fn for_row(router: &Router, menu: usize, row: &Row, expr: &Expr) -> Result<Val, String> {
    Ok(match expr {
        Expr::Literal(value) => value.clone(),
        Expr::Property(name) => property(router, menu, row, name),
        Expr::Not(inner) => {
            let value = for_row(router, menu, row, inner)?;
            Val::Bool(!value.truth().unwrap_or_else(|| value.length() > 0))
        }
        Expr::Binary(operator, a, b) => {
            let a = for_row(router, menu, row, a)?;
            match operator {
                // A property that stands alone asks whether it is there.
                Operator::And | Operator::Or => {
                    let holds = |value: &Val| value.truth().unwrap_or_else(|| value.length() > 0);
                    let first = holds(&a);
                    if first == (*operator == Operator::Or) {
                        return Ok(Val::Bool(first));
                    }
                    Val::Bool(holds(&for_row(router, menu, row, b)?))
                }
                _ => binary(*operator, &a, &for_row(router, menu, row, b)?)?,
            }
        }
        _ => Val::Nothing,
    })
}

/// A property of a row with its type.
pub(super) fn property(router: &Router, menu: usize, row: &Row, name: &str) -> Val {
    if name == ".id" {
        return Val::Id(router.id_of(menu, row.id));
    }
    let Some(field) = router.menu(menu).field(name) else { return Val::Nothing };
    let Some(value) = router.shown(menu, row, field, true) else { return Val::Nothing };
    let text = String::from_utf8_lossy(&value);
    use crate::schema::Kind;
    match &router.menu(menu).fields[field].kind {
        Kind::Bool | Kind::Time { .. } => Val::word(&text),
        Kind::Int { .. } | Kind::Bytes => text.parse().map_or_else(|_| Val::Text(value.to_vec()), Val::Number),
        _ => Val::Text(value.to_vec()),
    }
}

fn binary(operator: Operator, a: &Val, b: &Val) -> Result<Val, String> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let order = || a.compare(b);
    Ok(match operator {
        Operator::Or | Operator::And => {
            let (x, y) = (a.truth(), b.truth());
            let (x, y) = x.zip(y).ok_or("cannot compare if values are true")?;
            Val::Bool(if operator == Operator::Or { x || y } else { x && y })
        }
        Operator::Equal => Val::Bool(order() == Equal),
        Operator::Unequal => Val::Bool(order() != Equal),
        Operator::Less => Val::Bool(order() == Less),
        Operator::More => Val::Bool(order() == Greater),
        Operator::AtMost => Val::Bool(order() != Greater),
        Operator::AtLeast => Val::Bool(order() != Less),
        Operator::In => Val::Bool(a.within(b)),
        Operator::Matches => {
            let pattern = regex::bytes::Regex::new(&b.shown()).map_err(|_| "invalid regular expression".to_owned())?;
            Val::Bool(pattern.is_match(&a.bytes()))
        }
        Operator::Join => Val::Text([a.bytes(), b.bytes()].concat()),
        Operator::Append => {
            let values = |v: &Val| match v {
                Val::List(values) => values.clone(),
                Val::Nothing => Vec::new(),
                other => vec![(None, other.clone())],
            };
            Val::List([values(a), values(b)].concat())
        }
        Operator::Pick => pick(a, b),
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Divide | Operator::Rest => {
            arithmetic(operator, a, b)?
        }
    })
}

fn pick(list: &Val, key: &Val) -> Val {
    let Val::List(values) = list else { return Val::Nothing };
    let found = match key {
        Val::Number(index) => usize::try_from(*index).ok().and_then(|i| values.get(i)),
        key => values.iter().find(|(k, _)| k.as_deref() == Some(key.shown().as_str())),
    };
    found.map_or(Val::Nothing, |(_, value)| value.clone())
}

fn arithmetic(operator: Operator, a: &Val, b: &Val) -> Result<Val, String> {
    let verb = match operator {
        Operator::Plus => "add",
        Operator::Minus => "subtract",
        Operator::Times => "multiply",
        _ => "divide",
    };
    let wrong = || format!("cannot {verb} {} to {}", b.kind(), a.kind());
    let times = matches!(a, Val::Time(_)) || matches!(b, Val::Time(_));
    if times && matches!(operator, Operator::Plus | Operator::Minus) {
        let (x, y) = a.micros().zip(b.micros()).ok_or_else(wrong)?;
        return Ok(Val::Time(if operator == Operator::Plus { x.saturating_add(y) } else { x.saturating_sub(y) }));
    }
    let (x, y) = a.number().zip(b.number()).ok_or_else(wrong)?;
    let result = match operator {
        Operator::Plus => x.checked_add(y),
        Operator::Minus => x.checked_sub(y),
        Operator::Times => x.checked_mul(y),
        Operator::Divide => return x.checked_div(y).map(Val::Number).ok_or_else(|| "division by zero".to_owned()),
        _ => return x.checked_rem(y).map(Val::Number).ok_or_else(|| "division by zero".to_owned()),
    };
    result.map(Val::Number).ok_or_else(|| "number out of range".to_owned())
}
