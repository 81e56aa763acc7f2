//! Writes what a look found: sessions and what they mean for codes, in one
//! transaction.

use std::collections::{HashMap, HashSet};

use simpul_kernel::ids::VoucherId;
use simpul_kernel::{Result, Source};

use super::book::{Book, Ended, Key, Open};
use super::names::UserRow;
use super::store;
use super::vouchers::{self, Account};
use super::watch::{Look, Memory, Watch};
use crate::db::Tx;
use crate::network::{self, RouterAccess, SessionKind};
use crate::provisioning::{self, UsageSeen, rules};

impl Watch {
    /// Writes a look; how many codes were told of, or `None` when another process
    /// wrote meanwhile: then nothing was written and everything is read again.
    pub(super) async fn keep(&self, access: &RouterAccess, memory: &mut Memory, look: Look) -> Result<Option<usize>> {
        // Until it is committed, memory and table may differ: a failure leaves no book.
        let Some(mut book) = memory.book.take() else { return Ok(None) };
        let due = book.due(look.at);
        let Look { at, mut changes, rows } = look;
        if rows.is_empty() && changes.opened.is_empty() && changes.ended.is_empty() && due.is_empty() {
            memory.book = Some(book);
            return Ok(Some(0));
        }
        let holder = &self.app.installation.holder;
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        if !network::lease_holds(&mut tx, access.router_id, holder).await?
            || store::watch_take(&mut tx, access, holder).await?.as_deref() != Some(holder)
        {
            return Ok(None);
        }
        let rows = self.ours(&mut tx, rows).await?;
        complete(&mut changes.ended, &rows, &memory.accounts, &book);
        let seen = told(memory, &book, &rows, &due);
        owners(memory, &mut book, &changes.opened, &due);
        let begun = sessions_write(&mut tx, access, &mut book, &changes.opened, changes.ended, &due).await?;
        if !seen.is_empty() {
            self.books.usage_seen(&mut tx, at, access.router_id, &seen).await?;
        }
        if begun {
            tx.touch("usage");
        }
        tx.commit().await?;
        memory.book = Some(book);
        Ok(Some(seen.len()))
    }

    /// Those of these rows that are copies of our codes: name, id and batch agree.
    async fn ours(&self, tx: &mut Tx, rows: Vec<UserRow>) -> Result<Vec<UserRow>> {
        if rows.is_empty() {
            return Ok(rows);
        }
        let ids: Vec<VoucherId> = rows.iter().map(|row| row.voucher_id).collect();
        let installations = provisioning::installation_codes(tx).await?;
        let wishes = self.books.users(tx, &ids).await?;
        let wishes: HashMap<VoucherId, _> = wishes.iter().map(|wish| (wish.voucher_id, wish)).collect();
        let is_copy = |row: &UserRow| {
            wishes.get(&row.voucher_id).is_some_and(|wish| rules::is_copy_of(&row.as_user(), wish, &installations))
        };
        Ok(rows.into_iter().filter(is_copy).collect())
    }
}

/// Fills in what the rows read after the end say of sessions that ended.
fn complete(ended: &mut [Ended], rows: &[UserRow], accounts: &HashMap<String, Account>, book: &Book) {
    let by_name: HashMap<&str, &UserRow> = rows.iter().map(|row| (row.name.as_str(), row)).collect();
    let mut at_once: HashMap<String, usize> = HashMap::new();
    for e in ended.iter().filter(|e| e.session.kind == SessionKind::Hotspot) {
        *at_once.entry(e.session.username.clone()).or_default() += 1;
    }
    let online = vouchers::by_name(book);
    for e in ended.iter_mut().filter(|e| e.session.kind == SessionKind::Hotspot) {
        let name = e.session.username.as_str();
        let Some(row) = by_name.get(name) else { continue };
        let is_only = at_once.get(name) == Some(&1) && !online.contains_key(name);
        e.session.voucher_id = Some(row.voucher_id);
        vouchers::complete(e, row, accounts.get(name), is_only);
    }
}

/// What is to be told of our codes: those whose rows were read, and those online
/// whose counters are due. Remembers the rows.
fn told(memory: &mut Memory, book: &Book, rows: &[UserRow], due: &[Key]) -> Vec<UsageSeen> {
    let online = vouchers::by_name(book);
    let mut seen: HashMap<VoucherId, UsageSeen> = HashMap::new();
    for row in rows {
        let sessions = online.get(row.name.as_str()).map_or(&[][..], Vec::as_slice);
        let account = Account::read(row, sessions);
        let usage = account.usage(sessions);
        if sessions.is_empty() {
            memory.accounts.remove(&row.name);
            let now = (usage.uptime_s, usage.bytes_in, usage.bytes_out);
            if now.0 == 0 || memory.told.insert(row.voucher_id, now) == Some(now) {
                continue;
            }
        } else {
            memory.told.remove(&row.voucher_id);
            memory.accounts.insert(row.name.clone(), account);
        }
        seen.insert(row.voucher_id, usage);
    }
    for name in due.iter().filter_map(|key| book.get(key)).map(|open| open.username.as_str()) {
        if let (Some(account), Some(sessions)) = (memory.accounts.get(name), online.get(name)) {
            seen.entry(account.voucher_id).or_insert_with(|| account.usage(sessions));
        }
    }
    if memory.accounts.len() > online.len() {
        memory.accounts.retain(|name, _| online.contains_key(name.as_str()));
    }
    let mut seen: Vec<UsageSeen> = seen.into_values().collect();
    // In id order: two workers then lock the vouchers alike.
    seen.sort_unstable_by_key(|usage| usage.voucher_id);
    seen
}

/// Writes into sessions whose code they are, where that is known now.
fn owners(memory: &Memory, book: &mut Book, opened: &[Key], due: &[Key]) {
    for key in opened.iter().chain(due).filter(|(kind, _)| *kind == SessionKind::Hotspot) {
        if let Some(open) = book.get_mut(key)
            && let Some(account) = memory.accounts.get(&open.username)
        {
            open.voucher_id = Some(account.voucher_id);
        }
    }
}

/// Writes sessions; whether one began or ended. Those that ended go first: their ids
/// on the router may have been given again.
async fn sessions_write(
    tx: &mut Tx,
    access: &RouterAccess,
    book: &mut Book,
    opened: &[Key],
    ended: Vec<Ended>,
    due: &[Key],
) -> Result<bool> {
    let (stored, brief): (Vec<Ended>, Vec<Ended>) = ended.into_iter().partition(|e| e.session.id.is_some());
    store::sessions_end(tx, &stored).await?;
    // One after the other where an id was given twice between two looks.
    for mut e in brief.iter().cloned() {
        let begun = store::sessions_open(tx, access, &[&e.session]).await?;
        e.session.id = begun.first().map(|(_, id)| *id);
        store::sessions_end(tx, std::slice::from_ref(&e)).await?;
    }
    let begun: Vec<&Open> = opened.iter().filter_map(|key| book.get(key)).collect();
    for (key, id) in store::sessions_open(tx, access, &begun).await? {
        if let Some(open) = book.get_mut(&key) {
            open.id = Some(id);
        }
    }
    let fresh: HashSet<&Key> = opened.iter().collect();
    let running: Vec<&Open> = due.iter().filter(|key| !fresh.contains(key)).filter_map(|key| book.get(key)).collect();
    store::sessions_count(tx, &running).await?;
    Ok(!opened.is_empty() || !stored.is_empty() || !brief.is_empty())
}
