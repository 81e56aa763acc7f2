//! The last things of a feed, numbered so that a screen asks for what is new.

use std::collections::VecDeque;

/// Numbered things; the oldest leave when there are too many.
#[derive(Debug)]
pub struct Ring<T> {
    kept: VecDeque<(i64, T)>,
    most: usize,
}

impl<T: Clone> Ring<T> {
    /// Keeps this many.
    pub fn new(most: usize) -> Self {
        Self { kept: VecDeque::new(), most }
    }

    /// Adds a thing; numbers go up.
    pub fn push(&mut self, seq: i64, thing: T) {
        if self.kept.len() >= self.most {
            self.kept.pop_front();
        }
        self.kept.push_back((seq, thing));
    }

    /// What has a higher number than `after`, at most the last `most`; oldest first.
    pub fn since(&self, after: Option<i64>, most: usize) -> Vec<(i64, T)> {
        let from = after.map_or(0, |after| self.kept.partition_point(|(seq, _)| *seq <= after));
        let from = from.max(self.kept.len().saturating_sub(most));
        self.kept.iter().skip(from).cloned().collect()
    }

    /// The number of the newest.
    pub fn last(&self) -> Option<i64> {
        self.kept.back().map(|(seq, _)| *seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_kept_and_asked_for_by_number() {
        let mut ring = Ring::new(3);
        for seq in 1..=5 {
            ring.push(seq, seq * 10);
        }
        assert_eq!(ring.since(None, 10), [(3, 30), (4, 40), (5, 50)]);
        assert_eq!(ring.since(Some(4), 10), [(5, 50)]);
        assert_eq!(ring.since(Some(5), 10), []);
        assert_eq!(ring.since(Some(0), 2), [(4, 40), (5, 50)]);
        assert_eq!(ring.last(), Some(5));
    }
}
