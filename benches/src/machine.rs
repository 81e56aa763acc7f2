//! The machine a figure was taken on.

use std::fs::read_to_string;

/// Processor, memory, system and build, in one line.
pub fn described() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{cores} × {}, {}, {} {}, release build without link-time optimisation",
        processor(),
        memory(),
        system(),
        std::env::consts::ARCH
    )
}

fn processor() -> String {
    let info = read_to_string("/proc/cpuinfo").unwrap_or_default();
    value(&info, "model name").unwrap_or_else(|| "unknown processor".into())
}

fn memory() -> String {
    let info = read_to_string("/proc/meminfo").unwrap_or_default();
    let kib: Option<f64> = value(&info, "MemTotal").and_then(|text| text.split(' ').next()?.parse().ok());
    kib.map_or_else(|| "unknown memory".into(), |kib| format!("{:.0} GiB", kib / 1_048_576.0))
}

fn system() -> String {
    let release = read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).map(|name| name.trim_matches('"'));
    name.unwrap_or(std::env::consts::OS).to_owned()
}

/// The value of `name : value`.
fn value(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| Some(line.strip_prefix(name)?.trim_start().strip_prefix(':')?.trim().to_owned()))
}

/// Processor time a process has used, in seconds; nothing where that is not told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cpu(f64);

impl Cpu {
    /// This process.
    pub fn of_self() -> Self {
        Self::read("/proc/self/stat")
    }

    /// A process.
    pub fn of(pid: i32) -> Self {
        Self::read(&format!("/proc/{pid}/stat"))
    }

    /// A process and its children, those that ended too.
    pub fn of_family(pid: i32) -> Self {
        let children = std::fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|entry| {
            let child: i32 = entry.file_name().to_str()?.parse().ok()?;
            (parent_of(child) == Some(pid)).then(|| Self::of(child))
        });
        let ended = fields(&read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default());
        let waited_for = ticks(&ended, 13) + ticks(&ended, 14);
        children.chain([Self::of(pid), Self(waited_for)]).sum()
    }

    fn read(path: &str) -> Self {
        let stat = fields(&read_to_string(path).unwrap_or_default());
        Self(ticks(&stat, 11) + ticks(&stat, 12))
    }

    /// Seconds used since another reading.
    pub fn since(self, before: Self) -> f64 {
        self.0 - before.0
    }
}

impl std::iter::Sum for Cpu {
    fn sum<I: Iterator<Item = Self>>(each: I) -> Self {
        Self(each.map(|cpu| cpu.0).sum())
    }
}

/// What follows the name in parentheses of `/proc/<pid>/stat`: the state is field 0.
fn fields(stat: &str) -> Vec<String> {
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    rest.split_whitespace().map(str::to_owned).collect()
}

/// A field of processor time; Linux counts it in hundredths of a second.
fn ticks(fields: &[String], place: usize) -> f64 {
    fields.get(place).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0) / 100.0
}

/// The process that started one.
pub fn parent_of(pid: i32) -> Option<i32> {
    fields(&read_to_string(format!("/proc/{pid}/stat")).ok()?).get(1)?.parse().ok()
}

/// Bytes of memory this process holds now.
pub fn memory_held() -> u64 {
    let statm = read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_whatever_the_spaces() {
        let text = "processor\t: 0\nmodel name\t: Some CPU @ 2.4 GHz\nMemTotal:       24576 kB\n";
        assert_eq!(value(text, "model name").as_deref(), Some("Some CPU @ 2.4 GHz"));
        assert_eq!(value(text, "MemTotal").as_deref(), Some("24576 kB"));
        assert_eq!(value(text, "model"), None);
    }
}
