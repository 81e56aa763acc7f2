//! Safe mode: changes that are taken back when the session that took it ends.

use std::sync::Arc;

use super::Router;
use super::policy::Caller;
use crate::error::Trap;
use crate::schema::Access;
use crate::table::Row;

/// What the router held when safe mode was taken.
#[derive(Debug)]
pub(crate) struct SafeMode {
    session: u64,
    user: String,
    menus: Vec<(usize, Vec<Arc<Row>>)>,
}

impl Router {
    /// `/safe-mode/take`, `release` and `unroll`, since 7.18.
    pub(super) fn safe_mode(&mut self, command: &str, caller: &Caller) -> Result<(), Trap> {
        if self.persona.release < (7, 18) {
            return Err(Trap::no_such_directory("safe-mode"));
        }
        caller.check("/safe-mode", "set")?;
        let mine = self.safe.as_ref().is_some_and(|safe| safe.session == caller.session);
        match command {
            "take" if mine => Err(Trap::failure("safe mode already taken")),
            "take" => {
                if let Some(safe) = &self.safe {
                    return Err(Trap::failure(&format!("safe mode is held by {}", safe.user)));
                }
                self.safe =
                    Some(SafeMode { session: caller.session, user: caller.user.clone(), menus: self.kept_rows() });
                self.log("system,info", &format!("safe mode taken by {}", caller.user));
                Ok(())
            }
            _ if !mine => Err(Trap::failure("safe mode not taken")),
            "release" => {
                self.safe = None;
                self.log("system,info", &format!("safe mode released by {}", caller.user));
                Ok(())
            }
            "unroll" => {
                self.unroll();
                Ok(())
            }
            _ => Err(Trap::no_such_command(false)),
        }
    }

    /// A session ended without releasing: what it held is taken back.
    pub(crate) fn session_ended(&mut self, session: u64) {
        if self.safe.as_ref().is_some_and(|safe| safe.session == session) {
            self.unroll();
        }
    }

    fn kept_rows(&self) -> Vec<(usize, Vec<Arc<Row>>)> {
        let volatile = self.volatile_menus();
        let menus = (0..self.menu_count()).filter(|menu| !volatile.contains(menu) && !self.menu(*menu).is_command);
        let rows = |menu: usize| {
            let dynamic = self.menu(menu).field("dynamic").is_some();
            let rows = self.table(menu).iter().filter(|row| !dynamic || !self.flag(menu, row, "dynamic"));
            (menu, rows.cloned().collect())
        };
        menus.map(rows).collect()
    }

    /// Every change since is undone; what counters counted stays counted.
    fn unroll(&mut self) {
        let Some(safe) = self.safe.take() else { return };
        for (menu, old) in safe.menus {
            let (_, now) = (menu, self.kept_rows_of(menu));
            for row in now.iter().filter(|row| !old.iter().any(|o| o.id == row.id)) {
                self.delete(menu, row.id);
            }
            for row in old {
                self.put_back(menu, &row);
            }
        }
        self.plan_all();
        self.log("system,info", &format!("safe mode of {} unrolled", safe.user));
    }

    fn kept_rows_of(&self, menu: usize) -> Vec<Arc<Row>> {
        let dynamic = self.menu(menu).field("dynamic").is_some();
        let rows = self.table(menu).iter().filter(|row| !dynamic || !self.flag(menu, row, "dynamic"));
        rows.cloned().collect()
    }

    fn put_back(&mut self, menu: usize, old: &Arc<Row>) {
        let Some(now) = self.table(menu).get(old.id).cloned() else {
            self.table_mut(menu).insert(old.as_ref().clone(), Some(old.id));
            self.notify(menu, old.id, false);
            return;
        };
        if now == *old {
            return;
        }
        let mut row = old.as_ref().clone();
        for (index, field) in self.menu(menu).fields.iter().enumerate() {
            if field.access == Access::Read {
                row.put(index, now.get(index).cloned());
            }
        }
        if row != *now {
            self.table_mut(menu).update(old.id, |place| *place = row);
            self.notify(menu, old.id, false);
        }
    }
}
