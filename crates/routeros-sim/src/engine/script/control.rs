//! Statements: blocks, conditions, loops, variables.

use std::collections::HashMap;
use std::sync::Arc;

use super::ast::{Action, Arg, Block, Call, Expr, Statement};
use super::builtin::function;
use super::value::Val;
use super::{Failure, Flow, Kind, Machine};
use crate::engine::Router;

/// A value under a name of an argument.
fn named<'a>(call: &'a Call, name: &str) -> Option<&'a Expr> {
    call.args.iter().find(|arg| arg.name.as_deref() == Some(name)).and_then(|arg| arg.value.as_ref())
}

fn unnamed(call: &Call, index: usize) -> Option<&Expr> {
    call.args.iter().filter(|arg| arg.name.is_none()).nth(index).and_then(|arg| arg.value.as_ref())
}

fn code<'a>(call: &'a Call, name: &str) -> Option<&'a Block> {
    match named(call, name) {
        Some(Expr::Code(block)) => Some(block),
        _ => None,
    }
}

impl Machine {
    pub(super) fn act(&mut self, router: &mut Router, statement: &Statement) -> Result<Flow, Failure> {
        match &statement.action {
            Action::Scope(block) => {
                self.push(Arc::clone(block), Kind::Once, HashMap::new());
                Ok(Flow::Value(Val::Nothing))
            }
            Action::Value(expr) => self.eval(router, expr).map(Flow::Value),
            Action::Menu(call) => self.menu_call(router, call).map(Flow::Value),
            Action::Builtin(call) => self.builtin(router, call),
        }
    }

    fn builtin(&mut self, router: &mut Router, call: &Call) -> Result<Flow, Failure> {
        match call.name {
            "if" => return self.condition(router, call),
            "foreach" | "for" | "while" | "do" => return self.loops(router, call),
            "local" | "global" | "set" => return self.assignment(router, call),
            "delay" => {
                let time = self.first(router, call)?.micros().ok_or_else(|| self.fail("invalid delay time"))?;
                return Ok(Flow::Sleep(time));
            }
            "return" => return Ok(Flow::Return(self.first(router, call)?)),
            "quit" => return Ok(Flow::Return(Val::Nothing)),
            "error" => {
                let message = self.first(router, call)?.shown();
                return Err(self.fail(&message));
            }
            "put" => {
                let value = self.first(router, call)?;
                self.output.extend_from_slice(&value.bytes());
                self.output.extend_from_slice(b"\r\n");
            }
            "log" => {
                let topic = unnamed(call, 0).map(|e| self.eval(router, e)).transpose()?.unwrap_or_default().shown();
                let message = match named(call, "message").or_else(|| unnamed(call, 1)) {
                    Some(expr) => self.eval(router, expr)?.shown(),
                    None => return Err(self.fail("missing value(s) of argument(s) message")),
                };
                if !["info", "warning", "error", "debug"].contains(&topic.as_str()) {
                    return Err(self.fail(&format!("bad command name {topic}")));
                }
                router.log(&format!("script,{topic}"), &message);
            }
            name => {
                let mut values = Vec::new();
                for Arg { value, .. } in &call.args {
                    if let Some(expr) = value {
                        values.push(self.eval(router, expr)?);
                    }
                }
                let value = function(router, name, &values).map_err(|message| self.fail(&message))?;
                return Ok(Flow::Value(value));
            }
        }
        Ok(Flow::Value(Val::Nothing))
    }

    fn first(&mut self, router: &mut Router, call: &Call) -> Result<Val, Failure> {
        let expr = call.args.first().and_then(|arg| arg.value.as_ref());
        // A bare word of a command without a menu has the type it looks like.
        match expr.map(|e| self.eval(router, e)).transpose()?.unwrap_or_default() {
            Val::Text(text) if matches!(expr, Some(Expr::Literal(_))) && call.name == "delay" => {
                Ok(Val::word(&String::from_utf8_lossy(&text)))
            }
            value => Ok(value),
        }
    }

    fn holds(&mut self, router: &mut Router, expr: &Expr) -> Result<bool, Failure> {
        let value = self.eval(router, expr)?;
        value.truth().ok_or_else(|| self.fail("conditional not boolean"))
    }

    fn condition(&mut self, router: &mut Router, call: &Call) -> Result<Flow, Failure> {
        let Some(condition) = unnamed(call, 0) else {
            return Err(self.fail("missing value(s) of argument(s) condition"));
        };
        let branch = if self.holds(router, condition)? { "do" } else { "else" };
        if let Some(block) = code(call, branch) {
            self.push(Arc::clone(block), Kind::Once, HashMap::new());
        }
        Ok(Flow::Value(Val::Nothing))
    }

    fn loops(&mut self, router: &mut Router, call: &Call) -> Result<Flow, Failure> {
        let nothing = Ok(Flow::Value(Val::Nothing));
        if call.name == "do" {
            let Some(Expr::Code(block)) = unnamed(call, 0) else {
                return Err(self.fail("missing value(s) of argument(s) command"));
            };
            let kind = match (code(call, "on-error"), named(call, "while")) {
                (Some(handler), _) => Kind::Try { handler: Arc::clone(handler) },
                (None, Some(condition)) => Kind::While { condition: condition.clone() },
                (None, None) => Kind::Once,
            };
            self.push(Arc::clone(block), kind, HashMap::new());
            return nothing;
        }
        let Some(block) = code(call, "do").cloned() else {
            return Err(self.fail("missing value(s) of argument(s) do"));
        };
        let kind = match call.name {
            "while" => {
                let Some(condition) = unnamed(call, 0).cloned() else {
                    return Err(self.fail("missing value(s) of argument(s) condition"));
                };
                Kind::While { condition }
            }
            "for" => {
                let name = self.name_of(router, call, 0)?;
                let mut bound = |name: &str, otherwise: Option<i64>| -> Result<i64, Failure> {
                    let value = named(call, name).map(|e| self.eval(router, e)).transpose()?;
                    let number = value.as_ref().and_then(Val::number).or(otherwise);
                    number.ok_or_else(|| self.fail(&format!("missing value(s) of argument(s) {name}")))
                };
                let (from, to) = (bound("from", None)?, bound("to", None)?);
                let step = bound("step", Some(if from <= to { 1 } else { -1 }))?;
                Kind::Count { name, now: from, to, step: if step == 0 { 1 } else { step } }
            }
            _ => {
                let names = self.name_of(router, call, 0)?.split(',').map(|n| n.trim().to_owned()).collect();
                let values = match named(call, "in").map(|e| self.eval(router, e)).transpose()? {
                    Some(Val::List(values)) => values,
                    Some(Val::Nothing) | None => Vec::new(),
                    Some(value) => vec![(None, value)],
                };
                Kind::Each { names, values: values.into_iter() }
            }
        };
        // The frame is entered at its end: the first round begins like all others.
        let next = block.len();
        self.frames.push(super::Frame { body: block, next, variables: HashMap::new(), kind });
        nothing
    }

    fn name_of(&mut self, router: &mut Router, call: &Call, index: usize) -> Result<String, Failure> {
        match unnamed(call, index) {
            Some(Expr::Variable(name)) => Ok(name.clone()),
            Some(expr) => Ok(self.eval(router, expr)?.shown()),
            None => Err(self.fail("missing value(s) of argument(s) name")),
        }
    }

    /// The frame on top has come to its end: leaves it, or begins its next round.
    pub(super) fn next_round(&mut self, router: &mut Router) -> Result<(), Failure> {
        let Some(mut frame) = self.frames.pop() else { return Ok(()) };
        let mut variables = HashMap::new();
        let again = match &mut frame.kind {
            Kind::Once | Kind::Try { .. } => false,
            Kind::While { condition } => {
                let condition = condition.clone();
                self.holds(router, &condition)?
            }
            Kind::Count { name, now, to, step } => {
                let inside = if *step > 0 { *now <= *to } else { *now >= *to };
                variables.insert(name.clone(), Val::Number(*now));
                *now = now.saturating_add(*step);
                inside
            }
            Kind::Each { names, values } => match values.next() {
                Some((key, value)) => {
                    match names.as_slice() {
                        [one] => {
                            variables.insert(one.clone(), value);
                        }
                        [first, second, ..] => {
                            variables.insert(first.clone(), key.map_or(Val::Nothing, |k| Val::text(&k)));
                            variables.insert(second.clone(), value);
                        }
                        [] => {}
                    }
                    true
                }
                None => false,
            },
        };
        if again {
            self.frames.push(super::Frame { next: 0, variables, ..frame });
        }
        Ok(())
    }

    fn assignment(&mut self, router: &mut Router, call: &Call) -> Result<Flow, Failure> {
        let name = match call.args.first() {
            // `:local name=value` is understood too.
            Some(Arg { name: Some(name), value: Some(value) }) => {
                let value = self.eval(router, value)?;
                self.put_variable(router, call.name, name, Some(value));
                return Ok(Flow::Value(Val::Nothing));
            }
            _ => self.name_of(router, call, 0)?,
        };
        let value = match unnamed(call, 1) {
            Some(expr) => Some(self.eval(router, expr)?),
            None => None,
        };
        self.put_variable(router, call.name, &name, value);
        Ok(Flow::Value(Val::Nothing))
    }

    fn put_variable(&mut self, router: &mut Router, how: &str, name: &str, value: Option<Val>) {
        match (how, value) {
            ("local", value) => self.declare(name, value.unwrap_or_default()),
            ("global", None) => {
                router.globals.entry(name.to_owned()).or_default();
            }
            ("global", Some(value)) => {
                router.globals.insert(name.to_owned(), value);
            }
            (_, value) => self.assign(router, name, value.unwrap_or_default()),
        }
    }
}
