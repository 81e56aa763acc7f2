//! Commands of menus in scripts.

use std::sync::Arc;

use bytes::Bytes;

use super::ast::{Arg, Expr, MenuCall, Operator};
use super::eval::{for_row, property};
use super::value::Val;
use super::{Failure, Machine};
use crate::engine::Router;
use crate::engine::request::Request;
use crate::error::Trap;
use crate::table::Row;
use crate::wire::Replies;

/// Values of a call, worked out.
type Values = Vec<(Option<String>, Option<Val>)>;

impl Machine {
    pub(super) fn menu_call(&mut self, router: &mut Router, call: &MenuCall) -> Result<Val, Failure> {
        let mut values = Values::new();
        for Arg { name, value } in &call.args {
            let value = value.as_ref().map(|e| self.eval(router, e)).transpose()?;
            values.push((name.clone(), value));
        }
        let path = format!("{}/{}", call.path, call.command);
        match path.as_str() {
            "/system/script/run" => return self.run_named(router, call, &values),
            "/import" | "/execute" | "/ping" | "/tool/ping" | "/system/reboot" | "/system/backup/save" => {
                return self.root_command(router, call, &values);
            }
            _ => {}
        }
        let Some(menu) = router.menu_at(&call.path).filter(|menu| !router.menu(*menu).is_command) else {
            return Err(self.fail(&format!("bad command name {}", call.command)));
        };
        self.caller.check(&call.path, &call.command).map_err(|t| self.trap(&t, &call.path, &call.command))?;
        match call.command.as_str() {
            "find" => {
                let rows = self.rows(router, menu, call)?;
                Ok(Val::list(rows.iter().map(|row| Val::Id(router.id_of(menu, row.id)))))
            }
            "get" => self.get(router, menu, call, &values),
            "print" => self.print(router, menu, call, &values),
            _ => self.change(router, menu, call, &values),
        }
    }

    /// The rows a filter lets through.
    fn rows(&mut self, router: &mut Router, menu: usize, call: &MenuCall) -> Result<Vec<Arc<Row>>, Failure> {
        router.refresh(menu);
        let filter = call.filter.as_ref().map(|f| self.fold(router, f)).transpose()?;
        let Some(filter) = filter else { return Ok(router.table(menu).iter().cloned().collect()) };
        let candidates: Vec<Arc<Row>> = match looked_up(router, menu, &filter) {
            Some(ids) => ids.iter().filter_map(|id| router.table(menu).get(*id)).cloned().collect(),
            None => router.table(menu).iter().cloned().collect(),
        };
        let mut rows = Vec::new();
        for row in candidates {
            let value = for_row(router, menu, &row, &filter).map_err(|message| self.fail(&message))?;
            if value.truth().unwrap_or_else(|| value.length() > 0) {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    fn get(&mut self, router: &mut Router, menu: usize, call: &MenuCall, values: &Values) -> Result<Val, Failure> {
        router.refresh(menu);
        let mut unnamed = values.iter().filter(|(name, _)| name.is_none()).filter_map(|(_, v)| v.as_ref());
        let named = |name: &str| values.iter().find(|(n, _)| n.as_deref() == Some(name)).and_then(|(_, v)| v.as_ref());
        let missing = |what: &str| self.trap(&Trap::no_such_item(), &call.path, what);
        let row = if router.menu(menu).single {
            router.table(menu).first().cloned()
        } else {
            let which = named("number").or_else(|| named(".id")).or_else(|| unnamed.next());
            let which = which.map(Val::argument).unwrap_or_default();
            router.item(menu, &which).and_then(|id| router.table(menu).get(id)).cloned()
        };
        let row = row.ok_or_else(|| missing("get"))?;
        match named("value-name").or_else(|| unnamed.next()).map(Val::shown) {
            Some(name) if name != ".id" && router.menu(menu).field(&name).is_none() => {
                Err(self.trap(&Trap::no_match("value-name"), &call.path, "get"))
            }
            Some(name) => Ok(property(router, menu, &row, &name)),
            None => Ok(as_list(router, menu, &row)),
        }
    }

    fn print(&mut self, router: &mut Router, menu: usize, call: &MenuCall, values: &Values) -> Result<Val, Failure> {
        let flag = |name: &str| values.iter().any(|(n, _)| n.as_deref() == Some(name));
        let rows = self.rows(router, menu, call)?;
        if flag("count-only") {
            return Ok(Val::Number(i64::try_from(rows.len()).unwrap_or(i64::MAX)));
        }
        if flag("as-value") {
            return Ok(Val::list(rows.iter().map(|row| as_list(router, menu, row))));
        }
        for row in &rows {
            let Val::List(shown) = as_list(router, menu, row) else { continue };
            let shown = shown.iter().map(|(name, v)| format!("{}={}", name.as_deref().unwrap_or_default(), v.shown()));
            let line = shown.collect::<Vec<_>>().join(" ");
            self.output.extend_from_slice(line.as_bytes());
            self.output.extend_from_slice(b"\r\n");
        }
        Ok(Val::Nothing)
    }

    /// `add`, `set`, `remove` and whatever else changes rows.
    fn change(&mut self, router: &mut Router, menu: usize, call: &MenuCall, values: &Values) -> Result<Val, Failure> {
        let command = call.command.as_str();
        let trap = |machine: &Self, trap: &Trap| machine.trap(trap, &call.path, command);
        if !router.offers(menu, command) {
            return Err(self.fail(&format!("bad command name {command}")));
        }
        let mut request = Request::new(&format!("{}/{command}", call.path), &[]);
        let selects = !matches!(command, "add" | "info" | "warning" | "error" | "debug") && !router.menu(menu).single;
        let mut nothing_meant = false;
        let mut unnamed = 0;
        for (name, value) in values {
            let name = match (name, unnamed) {
                (Some(name), _) => name.clone(),
                (None, 0) if selects => "numbers".to_owned(),
                (None, 0) if matches!(command, "info" | "warning" | "error" | "debug") => "message".to_owned(),
                (None, 1) if command == "comment" => "comment".to_owned(),
                (None, 1) if command == "move" => "destination".to_owned(),
                (None, _) => return Err(self.fail("expected end of command")),
            };
            unnamed += usize::from(name == "numbers");
            // An empty list of rows is a wish for nothing.
            nothing_meant |= name == "numbers" && matches!(value, Some(Val::List(list)) if list.is_empty());
            let value = value.as_ref().map(|v| Bytes::from(v.argument()));
            request.args.push((name, value));
        }
        if nothing_meant {
            return Ok(Val::Nothing);
        }
        self.written += 1;
        let caller = self.caller.clone();
        if command == "add" {
            let id = router.add(menu, &request, &caller).map_err(|t| trap(self, &t))?;
            return Ok(Val::Id(router.id_of(menu, id)));
        }
        let mut replies = Replies::default();
        router.exec_write(menu, command, &caller, &request, &mut replies).map_err(|t| trap(self, &t))?;
        Ok(Val::Nothing)
    }

    /// `/system script run NAME`: a script in a script.
    fn run_named(&mut self, router: &mut Router, call: &MenuCall, values: &Values) -> Result<Val, Failure> {
        let name = values.first().and_then(|(_, v)| v.as_ref()).map(Val::argument).unwrap_or_default();
        let script = router.script_named(&name).ok_or_else(|| self.trap(&Trap::no_such_item(), &call.path, "run"))?;
        let source = router.begin_script(script, &self.caller).map_err(|t| self.trap(&t, &call.path, "run"))?;
        self.run_inside(router, &source).map(|()| Val::Nothing)
    }

    /// Runs another text to its end, as part of this script.
    fn run_inside(&mut self, router: &mut Router, source: &[u8]) -> Result<(), Failure> {
        let mut inner = Self::new(router, source, &self.caller, &[]).map_err(|e| self.fail(&e.to_string()))?;
        inner.nested = self.nested + 1;
        if inner.nested > super::NESTED {
            return Err(self.fail("scripts start each other without end"));
        }
        inner.run(router, super::STEPS_INSIDE);
        self.output.append(&mut inner.output);
        self.written += inner.written;
        match inner.over {
            Some(Err(failure)) => Err(failure),
            Some(Ok(_)) => Ok(()),
            None => Err(self.fail("script runs for too long")),
        }
    }

    fn root_command(&mut self, router: &mut Router, call: &MenuCall, values: &Values) -> Result<Val, Failure> {
        let find = |names: &[&str]| {
            let named = values.iter().find(|(n, _)| n.as_deref().is_some_and(|n| names.contains(&n)));
            named.or_else(|| values.iter().find(|(n, _)| n.is_none())).and_then(|(_, v)| v.as_ref())
        };
        let text = |names: &[&str]| find(names).map(Val::argument).unwrap_or_default();
        let flag = |name: &str| {
            values.iter().any(|(n, v)| n.as_deref() == Some(name) && !matches!(v, Some(Val::Text(t)) if t == b"no"))
        };
        self.caller.check(&call.path, &call.command).map_err(|t| self.trap(&t, &call.path, &call.command))?;
        match call.command.as_str() {
            "import" => {
                let source = router.file_contents(&text(&["file-name"]));
                let source = source.ok_or_else(|| self.fail("Cannot open import file, file does not exist"))?;
                if flag("dry-run") {
                    let read = Self::new(router, &source, &self.caller, &[]);
                    return match read {
                        Ok(_) => Ok(Val::Bool(true)),
                        Err(error) => {
                            self.output.extend_from_slice(format!("{error}\r\n").as_bytes());
                            Err(self.fail("found 1 error(s) in import file"))
                        }
                    };
                }
                self.run_inside(router, &source).map(|()| Val::Bool(true))
            }
            "execute" => {
                let caller = self.caller.clone();
                let id = router.start_background(&text(&["script"]), &caller, &[], "execute", None);
                Ok(Val::Id(id))
            }
            "reboot" => {
                router.reboot_wanted = true;
                Ok(Val::Nothing)
            }
            "save" => {
                router.save_backup(&String::from_utf8_lossy(&text(&["name"])));
                Ok(Val::Nothing)
            }
            _ => {
                let count = find(&["count"]).and_then(Val::number).unwrap_or(4);
                let host = text(&["address"]);
                let up = router.reachable(&String::from_utf8_lossy(&host));
                Ok(Val::Number(if up { count } else { 0 }))
            }
        }
    }
}

/// The rows of the name a filter insists on, when it does.
fn looked_up(router: &Router, menu: usize, filter: &Expr) -> Option<Vec<u32>> {
    let key = router.menu(menu).key?;
    let name = router.menu(menu).fields[key].name.as_str();
    match filter {
        Expr::Binary(Operator::And, a, b) => looked_up(router, menu, a).or_else(|| looked_up(router, menu, b)),
        Expr::Binary(Operator::Equal, a, b) => match (a.as_ref(), b.as_ref()) {
            // A number in a filter may be written in more than one way.
            (Expr::Property(property), Expr::Literal(Val::Text(value))) if property == name => {
                Some(router.table(menu).named(value).to_vec())
            }
            _ => None,
        },
        _ => None,
    }
}

fn as_list(router: &Router, menu: usize, row: &Row) -> Val {
    let id = (!router.menu(menu).single).then(|| (Some(".id".to_owned()), Val::Id(router.id_of(menu, row.id))));
    let fields = router.menu(menu).fields.iter().map(|field| field.name.as_str());
    let values = fields.map(|name| (Some(name.to_owned()), property(router, menu, row, name)));
    Val::List(id.into_iter().chain(values.filter(|(_, v)| *v != Val::Nothing)).collect())
}
