//! `/file`: small files the router keeps.

use bytes::Bytes;

use super::Router;
use super::request::Request;
use crate::error::Trap;
use crate::table::{id_text, parse_id};
use crate::value::Value;

/// From this many bytes on contents are too long (measured on 7.24.4: 60,416 are
/// taken, 61,440 are not).
const TOO_LONG: usize = 61_440;
/// Releases before 7 take no more than this.
const TOO_LONG_V6: usize = 4096;
/// From about here on the router closes the connection instead of refusing
/// (measured on 7.24.4: 62,464 bytes are refused, 102,400 end the connection).
const DEADLY: usize = 100_000;

const DIGITS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A file's id on 7.24: a token that depends on the file's name alone.
fn token(name: &[u8]) -> String {
    let mut out = String::from("**");
    let mut carry: u32 = 0x2E;
    for byte in name {
        carry = carry.wrapping_mul(31).wrapping_add(u32::from(*byte)) % 62_000;
        for digit in [carry % 62, u32::from(*byte) % 62] {
            out.push(char::from(DIGITS[digit as usize]));
        }
    }
    out
}

impl Router {
    /// A row's id as the release shows it: files have tokens since 7.24.
    #[must_use]
    pub fn id_of(&self, menu: usize, id: u32) -> String {
        if menu == self.at.file && self.persona.release >= (7, 24) {
            let name = self.table(menu).get(id).map(|row| self.text(menu, row, "name"));
            return token(name.unwrap_or_default().as_bytes());
        }
        id_text(id)
    }

    /// The row an id names, in whichever shape the release shows ids.
    pub(crate) fn parse_id_of(&self, menu: usize, text: &[u8]) -> Option<u32> {
        if menu == self.at.file && text.starts_with(b"**") {
            let table = self.table(menu);
            let row = table.iter().find(|row| token(self.text(menu, row, "name").as_bytes()).as_bytes() == text);
            return row.map(|row| row.id);
        }
        parse_id(text)
    }

    /// What a file holds.
    pub(crate) fn file_contents(&self, name: &[u8]) -> Option<Vec<u8>> {
        let menu = self.at.file;
        let table = self.table(menu);
        let with_ending = [name, b".rsc"].concat();
        let id = table.named(name).first().or_else(|| table.named(&with_ending).first())?;
        let row = table.get(*id)?;
        Some(self.stored(menu, row, "contents").unwrap_or_default().to_vec())
    }

    /// Makes or replaces a file.
    pub(crate) fn put_file(&mut self, name: &str, kind: Option<&str>, contents: Vec<u8>) {
        let menu = self.at.file;
        let size = contents.len().to_string();
        let now = self.clock.utc().to_string();
        let kind = kind.map_or_else(|| kind_of(name), str::to_owned);
        let id = self.table(menu).named(name.as_bytes()).first().copied();
        let id = id.unwrap_or_else(|| self.insert(menu, &[("name", name.to_owned().into())]));
        for (property, value) in [("type", kind), ("size", size), (self.file_date(), now)] {
            self.write(menu, id, property, Some(value.into()));
        }
        self.write(menu, id, "contents", Some(contents.into()));
    }

    fn file_date(&self) -> &'static str {
        if self.persona.release >= (7, 8) { "last-modified" } else { "creation-time" }
    }

    /// Whether a command's contents are so large that the router ends the connection.
    #[must_use]
    pub fn is_deadly(&self, request: &Request) -> bool {
        request.path.starts_with("/file/") && request.arg("contents").is_some_and(|c| c.len() >= DEADLY)
    }

    /// Refuses contents that are too long, and completes what was given.
    pub(crate) fn before_file(&self, row: &mut crate::table::Row, request: &Request) -> Result<(), Trap> {
        let menu = self.at.file;
        let most = if self.persona.release < (7, 0) { TOO_LONG_V6 } else { TOO_LONG };
        if request.arg("contents").is_some_and(|c| c.len() >= most) {
            return Err(Trap::failure("contents too long"));
        }
        let name = self.text(menu, row, "name");
        let kind = self.text(menu, row, "type");
        let directory = kind == "directory";
        let put =
            |row: &mut crate::table::Row, name: &str, value: Option<Value>| row.put(self.field(menu, name), value);
        if !directory {
            put(row, "type", Some(kind_of(&name).into()));
            let contents = row.get(self.field(menu, "contents")).cloned().unwrap_or_else(Bytes::new);
            put(row, "size", Some(contents.len().to_string().into()));
            put(row, "contents", Some(contents));
        }
        put(row, self.file_date(), Some(self.clock.utc().to_string().into()));
        Ok(())
    }

    /// `/system/backup/save`.
    pub(crate) fn save_backup(&mut self, name: &str) {
        let identity = self.table(self.at.identity).first().map(|row| self.text(self.at.identity, row, "name"));
        let stamp = self.clock.utc();
        let name = match name {
            "" => format!("{}-{stamp}", identity.unwrap_or_default()),
            name => name.trim_end_matches(".backup").to_owned(),
        };
        let rows: usize = (0..self.menu_count()).map(|menu| self.table(menu).len()).sum();
        let name = format!("{name}.backup");
        self.put_file(&name, Some("backup"), Vec::new());
        // Nobody can read a backup; its size grows with what the router holds.
        if let Some(id) = self.table(self.at.file).named(name.as_bytes()).first().copied() {
            self.write(self.at.file, id, "size", Some((20_000 + rows * 40).to_string().into()));
            self.write(self.at.file, id, "contents", None);
        }
        self.log("system,info", "Configuration backup saved");
    }
}

/// What a file's name says about its kind.
fn kind_of(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, "rsc")) => "script".to_owned(),
        Some((_, "backup")) => "backup".to_owned(),
        Some((_, ending)) => format!(".{ending} file"),
        None => "file".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_decides_the_token() {
        assert_eq!(token(b"a.rsc"), token(b"a.rsc"));
        assert_ne!(token(b"a.rsc"), token(b"b.rsc"));
        assert!(token(b"skins").starts_with("**"));
    }

    #[test]
    fn endings_have_kinds() {
        assert_eq!(kind_of("x.rsc"), "script");
        assert_eq!(kind_of("x.txt"), ".txt file");
        assert_eq!(kind_of("x"), "file");
    }
}
