//! Packages of the operating system: installed on Debian and its kin when we
//! may, named exactly when we may not.

use crate::place::Place;
use crate::shell::Shell;
use crate::{Fallible, console};

/// To build the window, and to run it with an icon in the tray: that library is
/// opened when the window starts, and missed by nothing else.
pub const WINDOW: &[&str] =
    &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "librsvg2-dev", "libayatana-appindicator3-1"];

/// To run the tests: raster and read sheets, drive a browser and the window.
pub const TESTS: &[&str] = &[
    "poppler-utils",
    "zbar-tools",
    "chromium",
    "xvfb",
    "xauth",
    "webkit2gtk-driver",
    "dbus-daemon",
    "imagemagick",
    "fonts-liberation",
    "openssl",
];

/// A server of another making and another version, to play the outside server over TLS.
const OUTSIDE_SERVER: &[&str] = &["postgresql-15", "util-linux"];

/// To make a Python environment, where Python is Debian's own.
pub const PYTHON: &[&str] = &["python3", "python3-venv"];

/// Installs what is missing of `packages`, or says what to do.
pub fn ensure(place: &Place, packages: &[&str]) -> Fallible {
    if !has_apt() {
        return Ok(());
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !is_root() {
        return Err(format!(
            "these packages are missing; install them and start again:\n    sudo apt-get update && sudo apt-get install --no-install-recommends {list}"
        ));
    }
    console::line(&format!("   installing {list}"));
    apt(place, "apt-update", &["update", "-q"])?;
    let mut args = vec!["install", "-q", "-y", "--no-install-recommends"];
    args.extend(&missing);
    apt(place, "apt-install", &args)
}

/// Installs PostgreSQL as Debian brings it; without the cluster that Debian would make of it and start.
pub fn outside_server(place: &Place) -> Fallible {
    let settings = std::path::Path::new("/etc/postgresql-common/createcluster.d");
    if has_apt() && is_root() && !installed(OUTSIDE_SERVER[0]) {
        std::fs::create_dir_all(settings)
            .and_then(|()| std::fs::write(settings.join("50-simpul.conf"), "create_main_cluster = false\n"))
            .map_err(|cause| format!("cannot write to {}: {cause}", settings.display()))?;
    }
    ensure(place, OUTSIDE_SERVER)
}

fn apt(place: &Place, log: &str, args: &[&str]) -> Fallible {
    Shell::new("apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive").quiet_or_fail(&place.logs, log).map(drop)
}

/// Whether the window can be built here; the error says what to install.
pub fn window_can_be_built(place: &Place) -> Fallible {
    ensure(place, WINDOW)?;
    if window_libraries() {
        return Ok(());
    }
    Err("the window needs the development files of WebKitGTK 4.1 and librsvg; install them and start again:\n    \
         Fedora: sudo dnf install gcc pkgconf-pkg-config webkit2gtk4.1-devel librsvg2-devel\n    \
         Arch:   sudo pacman -S --needed base-devel webkit2gtk-4.1 librsvg\n    \
         others: the packages that provide webkit2gtk-4.1.pc and librsvg-2.0.pc"
        .into())
}

/// Whether the system libraries of the window are there.
pub fn window_libraries() -> bool {
    !cfg!(target_os = "linux") || Shell::new("pkg-config").args(["--exists", "webkit2gtk-4.1"]).answer().is_some()
}

/// Whether packages come by apt.
pub fn has_apt() -> bool {
    cfg!(target_os = "linux") && Shell::new("apt-get").args(["--version"]).answer().is_some()
}

fn installed(package: &str) -> bool {
    Shell::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status}", package])
        .answer()
        .is_some_and(|status| status == "installed")
}

/// Whether this process may install packages.
pub fn is_root() -> bool {
    cfg!(unix) && Shell::new("id").args(["-u"]).answer().is_some_and(|id| id == "0")
}
