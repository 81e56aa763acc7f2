//! What a printer may be.

use simpul_kernel::Result;
use simpul_kernel::validate::Validator;

use super::types::{PrintTemplate, PrinterKind, PrinterPaper, PrinterSpec};

/// The port raw bytes go to where none is named.
pub(super) const RAW_PORT: u16 = 9100;
/// How far a printer may be off, millimetres.
const MOST_OFF: f64 = 20.0;

/// A description that can be kept; names and targets without the spaces around them.
pub(super) fn spec_valid(mut spec: PrinterSpec) -> Result<PrinterSpec> {
    spec.name = spec.name.trim().to_owned();
    spec.target = spec.target.trim().to_owned();
    let is_roll = spec.paper != PrinterPaper::Sheet;
    let mut v = Validator::new();
    v.length(&spec.name, 1, 60, "printer.name");
    v.length(&spec.target, 1, 200, "printer.target");
    let target = match spec.kind {
        PrinterKind::Network => host_and_port(&spec.target).is_some(),
        PrinterKind::File => is_device_name(&spec.target),
        PrinterKind::System => is_queue_name(&spec.target),
    };
    v.check(target || spec.target.is_empty(), "printer.target", "bad_format");
    let least = if is_roll { 0.0 } else { -MOST_OFF };
    v.range(spec.offset_x_mm, least, MOST_OFF, "printer.offset_x_mm");
    v.range(spec.offset_y_mm, least, MOST_OFF, "printer.offset_y_mm");
    v.check(!is_roll || !spec.prints.contains(&PrintTemplate::Sheet), "printer.prints", "unknown");
    v.finish()?;
    Ok(spec)
}

/// `192.168.1.50`, `kasir.lan:9101`, `[fe80::1]:9100`.
pub(super) fn host_and_port(target: &str) -> Option<(&str, u16)> {
    let is_port = |port: &str| port.parse::<u16>().ok().filter(|port| *port > 0);
    let (host, port) = if let Some(rest) = target.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        let port = if rest.is_empty() { RAW_PORT } else { is_port(rest.strip_prefix(':')?)? };
        (host, port)
    } else {
        match target.split_once(':') {
            None => (target, RAW_PORT),
            Some((_, rest)) if rest.contains(':') => (target, RAW_PORT),
            Some((host, port)) => (host, is_port(port)?),
        }
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._:".contains(c);
    (!host.is_empty() && host.chars().all(plain)).then_some((host, port))
}

/// A device of this kind of computer: never a file that could be written over. What
/// stands at the path is looked at again before anything is written.
fn is_device_name(target: &str) -> bool {
    if target.contains("..") || target.chars().any(char::is_control) {
        return false;
    }
    target.starts_with('/') || on_windows(target).is_some()
}

/// The path by which this kind of computer opens a device. `None`: it has none of this name.
pub(super) fn device_path(target: &str, is_windows: bool) -> Option<String> {
    if is_windows { on_windows(target) } else { target.starts_with('/').then(|| target.to_owned()) }
}

/// A port, or a printer another computer shares. Never a path into a share, which may be a file, nor the system's own
/// namespace (`\\.\PhysicalDrive0`, `\\?\C:\x`) beyond the ports in it.
fn on_windows(target: &str) -> Option<String> {
    let rest = target.strip_prefix(r"\\");
    let name = rest.and_then(|rest| rest.strip_prefix(r".\")).unwrap_or(target);
    let port = name.trim_end_matches(':').to_ascii_uppercase();
    let is_port = ["LPT", "COM", "USB"].iter().any(|kind| {
        port.strip_prefix(kind)
            .is_some_and(|digits| (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
    });
    if is_port {
        // By its bare name COM10 is a file.
        return Some(format!(r"\\.\{port}"));
    }
    let (server, share) = rest?.split_once('\\')?;
    let is_named = |part: &str| !part.is_empty() && !part.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|']);
    (is_named(server) && server != "." && is_named(share)).then(|| target.to_owned())
}

/// Names that cannot be taken for an option or a second argument.
fn is_queue_name(target: &str) -> bool {
    !target.starts_with('-') && !target.chars().any(|c| c.is_control() || "\"'`$;|&<>/\\".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(host_and_port("192.168.1.50"), Some(("192.168.1.50", 9100)));
        assert_eq!(host_and_port("kasir.lan:9101"), Some(("kasir.lan", 9101)));
        assert_eq!(host_and_port("[fe80::1]:9102"), Some(("fe80::1", 9102)));
        assert_eq!(host_and_port("fe80::1"), Some(("fe80::1", 9100)));
        for wrong in ["", ":9100", "kasir:0", "kasir:x", "a b", "http://kasir", "[fe80::1", "kasir/x"] {
            assert_eq!(host_and_port(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_device_is_opened_by_the_name_its_system_has_for_it() {
        for (target, path) in [
            ("com3:", Some(r"\\.\COM3")),
            ("COM10", Some(r"\\.\COM10")),
            (r"\\.\LPT1", Some(r"\\.\LPT1")),
            (r"\\kasir\thermal", Some(r"\\kasir\thermal")),
            ("/dev/usb/lp0", None),
        ] {
            assert_eq!(device_path(target, true).as_deref(), path, "{target}");
        }
        assert_eq!(device_path("/dev/usb/lp0", false).as_deref(), Some("/dev/usb/lp0"));
        assert_eq!(device_path("LPT1", false), None);
    }

    #[test]
    fn devices_and_queues() {
        for good in ["/dev/usb/lp0", r"\\kasir\thermal", "LPT1", "com3:", r"\\.\COM12", "USB001"] {
            assert!(is_device_name(good), "{good}");
        }
        for wrong in [
            "lp0",
            "/dev/../etc/passwd",
            r"C:\nota.txt",
            r"\\kasir",
            "LPT",
            "COMX",
            r"\\.\PhysicalDrive0",
            r"\\.\C:",
            r"\\?\C:\x.txt",
            r"\\?\COM1",
            r"\\kasir\berkas\nota.txt",
            r"\\kasir\berkas/nota.txt",
        ] {
            assert!(!is_device_name(wrong), "{wrong}");
        }
        assert!(is_queue_name("EPSON L3210 Series"));
        for wrong in ["-o raw", "a;b", "a\"b", "$x"] {
            assert!(!is_queue_name(wrong), "{wrong}");
        }
    }
}
