//! The log in memory: the last thousand lines.

use super::Router;

/// How many lines the memory buffer keeps.
const LINES: usize = 1000;

impl Router {
    /// Adds a line; `topics` as RouterOS prints them (`hotspot,info,debug`).
    pub fn log(&mut self, topics: &str, message: &str) {
        let menu = self.at.log;
        let now = self.clock.utc().to_string();
        self.insert(
            menu,
            &[
                ("time", now.into()),
                ("topics", topics.to_owned().into()),
                ("message", message.to_owned().into()),
                ("buffer", "memory".into()),
            ],
        );
        // A line that falls off the end is no event: listeners hear of new lines only.
        while self.table(menu).len() > LINES {
            let Some(oldest) = self.table(menu).first().map(|row| row.id) else { break };
            self.table_mut(menu).remove(oldest);
        }
    }
}
