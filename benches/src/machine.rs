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
