//! What is measured, and how it is told.

use std::time::{Duration, Instant};

/// What a benchmark answers with.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Times of one thing done several times, seconds.
#[derive(Debug, Default, Clone)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// Times measured elsewhere, seconds.
    pub fn of(seconds: Vec<f64>) -> Self {
        Self(seconds)
    }

    /// Adds one.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64());
    }

    /// Adds those of another.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    /// The value below which `share` of the samples lie (nearest rank).
    pub fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank within the samples")]
        let rank = (share * sorted.len() as f64).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }

    /// The middle one, or the mean of the middle two.
    pub fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        match sorted.len() {
            0 => f64::NAN,
            n if n % 2 == 1 => sorted[n / 2],
            n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
        }
    }

    /// Median, and the shortest and longest where there are several.
    pub fn told(&self) -> String {
        let median = duration(self.median());
        if self.0.len() < 2 {
            return median;
        }
        let (least, most) = (self.quantile(0.0), self.quantile(1.0));
        format!("{median} ({}…{})", duration(least), duration(most))
    }

    /// Things per second at the median, and at the slowest and fastest sample.
    pub fn told_as_rate(&self, things: f64) -> String {
        let rate = |seconds: f64| format!("{:.0}", things / seconds);
        let median = rate(self.median());
        if self.0.len() < 2 {
            return format!("{median}/s");
        }
        format!("{median}/s ({}…{})", rate(self.quantile(1.0)), rate(self.quantile(0.0)))
    }
}

/// Runs something and says how long it took.
pub async fn timed<T>(work: impl Future<Output = Outcome<T>>) -> Outcome<(Duration, T)> {
    let begun = Instant::now();
    let made = work.await?;
    Ok((begun.elapsed(), made))
}

/// A time as people read it.
pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s.is_nan() => "–".into(),
        s if s >= 10.0 => format!("{s:.0} s"),
        s if s >= 1.0 => format!("{s:.2} s"),
        s if s >= 0.1 => format!("{:.0} ms", s * 1e3),
        s if s >= 0.01 => format!("{:.1} ms", s * 1e3),
        s => format!("{:.2} ms", s * 1e3),
    }
}

/// How many times one is the other.
pub fn ratio(one: f64, other: f64) -> String {
    match one / other {
        r if !r.is_finite() => "–".into(),
        r if r >= 100.0 => format!("{r:.0}×"),
        r if r >= 10.0 => format!("{r:.1}×"),
        r => format!("{r:.2}×"),
    }
}

/// One line of a table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What was done.
    pub what: String,
    /// What Simpul needed.
    pub ours: String,
    /// What it is held against.
    pub rival: String,
    /// What that needed.
    pub theirs: String,
    /// One by the other.
    pub ratio: String,
    /// What must be reached.
    pub goal: String,
}

impl Row {
    /// Our time by theirs: the smaller the better.
    pub fn against(what: impl Into<String>, ours: &Samples, rival: &str, theirs: &Samples, goal: &str) -> Self {
        Self {
            what: what.into(),
            ours: ours.told(),
            rival: rival.into(),
            theirs: theirs.told(),
            ratio: ratio(ours.median(), theirs.median()),
            goal: goal.into(),
        }
    }

    /// Their time by ours: the greater the better.
    pub fn faster_than(what: impl Into<String>, ours: &Samples, rival: &str, theirs: &Samples, goal: &str) -> Self {
        let ratio = ratio(theirs.median(), ours.median());
        Self { ratio: format!("{ratio} faster"), ..Self::against(what, ours, rival, theirs, goal) }
    }

    /// Median and 95th percentile of something held against nothing.
    pub fn percentiles(what: impl Into<String>, ours: &Samples, goal: &str) -> Self {
        let told = format!("p50 {}, p95 {}", duration(ours.median()), duration(ours.quantile(0.95)));
        Self { what: what.into(), ours: told, goal: goal.into(), ..Self::default() }
    }

    /// Something that could not be measured, and why.
    pub fn not_run(what: impl Into<String>, why: impl std::fmt::Display) -> Self {
        let why = why.to_string();
        let first = why.lines().next().unwrap_or_default();
        Self { what: what.into(), ours: format!("not run: {first}"), ..Self::default() }
    }
}

/// The table of one benchmark.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// What one has to know to read it.
    pub note: String,
    /// Its lines.
    pub rows: Vec<Row>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_quantiles_are_those_of_the_samples() {
        let samples = Samples::of(vec![0.4, 0.1, 0.3, 0.2]);
        assert!((samples.median() - 0.25).abs() < 1e-9);
        assert!((samples.quantile(0.95) - 0.4).abs() < 1e-9);
        assert!((samples.quantile(0.5) - 0.2).abs() < 1e-9);
        assert_eq!(samples.told(), "250 ms (100 ms…400 ms)");
        assert_eq!(samples.told_as_rate(100.0), "400/s (250…1000)");
        assert!(Samples::default().median().is_nan());
    }

    #[test]
    fn ratios_say_which_side_is_better() {
        let (ours, theirs) = (Samples::of(vec![0.2]), Samples::of(vec![2.0]));
        assert_eq!(Row::against("x", &ours, "floor", &theirs, "").ratio, "0.10×");
        assert_eq!(Row::faster_than("x", &ours, "serial", &theirs, "").ratio, "10.0× faster");
    }
}
