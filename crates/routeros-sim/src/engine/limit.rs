//! Rate limits of profiles, and the simple queues they become.

use super::Router;
use crate::table::Row;
use crate::value::time::{SECOND, format_duration, parse_duration};
use crate::value::{Value, parse_number};

/// A profile's `rate-limit`: `rx/tx [burst rx/tx] [threshold] [time] [priority] [min rx/tx]`.
///
/// `rx` is what the router receives: what the customer sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RateLimit {
    /// Bits per second: from the customer, to the customer. 0 stands for no limit.
    pub max: (u64, u64),
    burst: (u64, u64),
    threshold: (u64, u64),
    burst_time: (u64, u64),
    priority: u64,
    min: (u64, u64),
}

fn two<T: Copy>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<(T, T)> {
    match text.split_once('/') {
        Some((a, b)) => Some((read(a)?, read(b)?)),
        None => read(text).map(|both| (both, both)),
    }
}

impl RateLimit {
    /// Reads the text of a profile; `None` when it limits nothing or is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace();
        let bits = |t: &str| parse_number(t.as_bytes(), 1000);
        let max = two(words.next()?, bits)?;
        let mut limit = Self { max, priority: 8, ..Self::default() };
        if let Some(word) = words.next() {
            limit.burst = two(word, bits)?;
            limit.threshold = match words.next() {
                Some(word) => two(word, bits)?,
                None => limit.max,
            };
            limit.burst_time = match words.next() {
                Some(word) => two(word, |t| parse_duration(t.as_bytes()))?,
                None => (SECOND, SECOND),
            };
        }
        if let Some(word) = words.next() {
            limit.priority = word.parse().ok().filter(|p| (1..=8).contains(p))?;
        }
        if let Some(word) = words.next() {
            limit.min = two(word, bits)?;
        }
        Some(limit)
    }

    /// The smaller of a rate and the limit, for both directions.
    pub(crate) fn cap(&self, (up, down): (u64, u64)) -> (u64, u64) {
        let least = |rate: u64, most: u64| if most == 0 { rate } else { rate.min(most) };
        (least(up, self.max.0), least(down, self.max.1))
    }
}

impl Router {
    /// The rate limit a profile sets, with the profile's queue settings kept apart.
    pub(crate) fn rate_limit(&self, menu: usize, profile: &Row) -> Option<RateLimit> {
        RateLimit::parse(&self.text(menu, profile, "rate-limit"))
    }

    /// Makes the dynamic queue of a session, before all others: behind them it
    /// would never match.
    pub(crate) fn dynamic_queue(
        &mut self,
        name: &str,
        target: String,
        limit: &RateLimit,
        profile: (usize, &Row),
    ) -> u32 {
        let pair = |(a, b): (u64, u64)| -> Value { format!("{a}/{b}").into() };
        let queue = self.at.queue;
        let mut values: Vec<(&str, Value)> = vec![
            ("name", name.to_owned().into()),
            ("target", target.into()),
            ("max-limit", pair(limit.max)),
            ("dynamic", Self::yes(true)),
        ];
        if limit.burst != (0, 0) {
            let times = (format_duration(limit.burst_time.0), format_duration(limit.burst_time.1));
            values.push(("burst-limit", pair(limit.burst)));
            values.push(("burst-threshold", pair(limit.threshold)));
            values.push(("burst-time", format!("{}/{}", times.0, times.1).into()));
        }
        if limit.min != (0, 0) {
            values.push(("limit-at", pair(limit.min)));
        }
        if limit.priority != 8 {
            values.push(("priority", pair((limit.priority, limit.priority))));
        }
        let (menu, row) = profile;
        values.extend(self.stored(menu, row, "parent-queue").map(|parent| ("parent", parent)));
        if let Some(kind) = self.stored(menu, row, "queue-type") {
            let kind = String::from_utf8_lossy(&self.resolve("/queue/type", &kind)).into_owned();
            values.push(("queue", format!("{kind}/{kind}").into()));
        }
        let id = self.insert(queue, &values);
        let first = self.table(queue).first().map(|row| row.id);
        self.table_mut(queue).move_before(id, first.filter(|f| *f != id));
        id
    }

    /// Counts what passed through a session's queue, and shows the present rate.
    pub(crate) fn count_queue(&mut self, id: u32, bytes: (u64, u64), rate: (u64, u64)) {
        let menu = self.at.queue;
        let Some(row) = self.table(menu).get(id) else { return };
        let old =
            |name: &str| -> (u64, u64) { two(&self.text(menu, row, name), |t| t.parse().ok()).unwrap_or_default() };
        let (all, packets) = (old("bytes"), old("packets"));
        let pair = |a: u64, b: u64| -> Value { format!("{a}/{b}").into() };
        let values = [
            ("bytes", pair(all.0 + bytes.0, all.1 + bytes.1)),
            ("packets", pair(packets.0 + bytes.0.div_ceil(300), packets.1 + bytes.1.div_ceil(900))),
            ("rate", pair(rate.0, rate.1)),
            ("packet-rate", pair(rate.0 / 2_400, rate.1 / 7_200)),
        ];
        self.count(menu, id, &values);
    }

    /// Puts an address on the address-lists a profile names; gives the rows.
    pub(crate) fn list_address(&mut self, lists: &str, address: &str) -> Vec<u32> {
        let menu = self.at.address_list;
        let now = self.clock.utc().to_string();
        let lists: Vec<String> = lists.split(',').map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
        lists
            .into_iter()
            .map(|list| {
                let values: [(&str, Value); 4] = [
                    ("list", list.into()),
                    ("address", address.to_owned().into()),
                    ("dynamic", Self::yes(true)),
                    ("creation-time", now.clone().into()),
                ];
                self.insert(menu, &values)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_rate_limit_is_read() {
        let whole = RateLimit::parse("1M/2M 2M/4M 512k/1M 10/12 5 256k/512k").unwrap();
        assert_eq!(whole.max, (1_000_000, 2_000_000));
        assert_eq!(whole.burst, (2_000_000, 4_000_000));
        assert_eq!(whole.threshold, (512_000, 1_000_000));
        assert_eq!(whole.burst_time, (10 * SECOND, 12 * SECOND));
        assert_eq!((whole.priority, whole.min), (5, (256_000, 512_000)));
        assert_eq!(RateLimit::parse("2M").unwrap().max, (2_000_000, 2_000_000));
        assert_eq!(RateLimit::parse(""), None);
        assert_eq!(RateLimit::parse("fast"), None);
        assert_eq!(RateLimit::parse("0/1M").unwrap().cap((7, 9_000_000)), (7, 1_000_000));
    }
}
