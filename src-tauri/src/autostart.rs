//! Starting with the system: one entry of this user, where their system looks for
//! such entries. The entry is the setting; nothing else remembers it.
//!
//! Written here and not by a plugin: a path with a blank, `XDG_CONFIG_HOME` and an
//! entry that was switched off elsewhere are ours to get right.

use std::path::PathBuf;

use simpul_kernel::Result;

use crate::failure::Failure;
use crate::files::write_whole;
use crate::launch::Launch;

/// How a start by the system is told from one by a person.
pub const AT_LOGIN: &str = "--at-login";

/// What starts the program with the system.
#[derive(Debug)]
pub struct Autostart {
    entry: Option<Entry>,
}

#[derive(Debug)]
struct Entry {
    place: Place,
    command: Vec<String>,
}

/// Where the entry lies.
#[derive(Debug)]
enum Place {
    /// A file of the desktop (Linux) or of launchd (macOS).
    File(PathBuf, fn(&[String]) -> String),
    /// A value of the user's `Run` key.
    #[cfg_attr(not(windows), allow(dead_code, reason = "there is a registry on Windows only"))]
    Registry(String),
}

impl Autostart {
    /// The entry for a program that was started like this. None where it could not
    /// be started the same way again: an outside database's password does not
    /// belong into such an entry.
    #[must_use]
    pub fn of(launch: &Launch) -> Self {
        if launch.demo || launch.database_url.is_some() {
            return Self { entry: None };
        }
        let entry = program().zip(place(&name_of(launch))).map(|(program, place)| {
            let mut command = vec![program];
            for (option, path) in [("--data-dir", &launch.data_dir), ("--key-file", &launch.key_file)] {
                if let Some(path) = path {
                    let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                    command.extend([option.to_owned(), path.to_string_lossy().into_owned()]);
                }
            }
            command.push(AT_LOGIN.to_owned());
            Entry { place, command }
        });
        Self { entry }
    }

    /// Whether there can be an entry.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        self.entry.is_some()
    }

    /// Whether the system starts the program.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| match &entry.place {
            Place::File(path, _) => std::fs::read_to_string(path).is_ok_and(|text| is_live(&text)),
            Place::Registry(name) => registry(&["query", RUN, "/v", name]).is_ok(),
        })
    }

    /// Writes the entry or takes it away.
    ///
    /// # Errors
    /// `autostart_failed`, `file_not_written`.
    pub fn set(&self, on: bool) -> Result<()> {
        let failed = |cause: &str| Failure::new("autostart_failed", cause);
        let entry = self.entry.as_ref().ok_or_else(|| failed("not for a program that was started like this"))?;
        match (&entry.place, on) {
            (Place::File(path, text), true) => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(|error| failed(&error.to_string()))?;
                }
                write_whole(path, text(&entry.command).as_bytes())
            }
            (Place::File(path, _), false) => match std::fs::remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(&error.to_string()).into()),
                _ => Ok(()),
            },
            (Place::Registry(name), true) => {
                let command = command_line(&entry.command);
                Ok(registry(&["add", RUN, "/f", "/t", "REG_SZ", "/v", name, "/d", &command]).map_err(|e| failed(&e))?)
            }
            (Place::Registry(_), false) if !self.is_on() => Ok(()),
            (Place::Registry(name), false) => Ok(registry(&["delete", RUN, "/f", "/v", name]).map_err(|e| failed(&e))?),
        }
    }
}

/// This program, where it will be found again: an AppImage runs from a folder that
/// is gone when it ends.
fn program() -> Option<String> {
    let image = std::env::var_os("APPIMAGE").map(PathBuf::from);
    let program = image.or_else(|| std::env::current_exe().ok())?;
    Some(program.to_string_lossy().into_owned())
}

/// Another data folder is another shop, with an entry of its own.
fn name_of(launch: &Launch) -> String {
    launch.mark().map_or_else(|| "simpul".to_owned(), |mark| format!("simpul-{mark}"))
}

fn place(name: &str) -> Option<Place> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if cfg!(windows) {
        return Some(Place::Registry(name.to_owned()));
    }
    let home = variable("HOME")?;
    if cfg!(target_os = "macos") {
        let path = home.join("Library/LaunchAgents").join(format!("net.simpul.{name}.plist"));
        return Some(Place::File(path, launch_agent));
    }
    let config = variable("XDG_CONFIG_HOME").filter(|path| path.is_absolute()).unwrap_or_else(|| home.join(".config"));
    Some(Place::File(config.join("autostart").join(format!("{name}.desktop")), desktop_entry))
}

/// An entry can be there and switched off, by the desktop's own settings.
fn is_live(text: &str) -> bool {
    let off = ["Hidden=true", "X-GNOME-Autostart-enabled=false"];
    !text.lines().any(|line| off.contains(&line.trim()))
}

/// As the Desktop Entry Specification wants it.
fn desktop_entry(command: &[String]) -> String {
    let exec: Vec<String> = command.iter().map(|part| desktop_quoted(part)).collect();
    format!(
        "[Desktop Entry]\nType=Application\nName=Simpul\nIcon=simpul-desktop\nExec={}\nTerminal=false\n\
         StartupNotify=false\nX-GNOME-Autostart-enabled=true\n",
        exec.join(" ")
    )
}

/// One argument of an `Exec` line: quoted, and what the quoting itself uses escaped
/// once for the argument and once for the value of the key.
fn desktop_quoted(part: &str) -> String {
    let mut out = String::from("\"");
    for sign in part.chars() {
        match sign {
            '"' | '`' | '$' => out.extend(["\\\\", &sign.to_string()]),
            '\\' => out.push_str("\\\\\\\\"),
            '%' => out.push_str("%%"),
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}

/// As launchd wants it.
fn launch_agent(command: &[String]) -> String {
    let escape = |part: &String| part.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let parts: String = command.iter().map(|part| format!("    <string>{}</string>\n", escape(part))).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  <string>net.simpul.desktop</string>\n  \
         <key>ProgramArguments</key>\n  <array>\n{parts}  </array>\n  <key>RunAtLoad</key>\n  <true/>\n</dict>\n</plist>\n"
    )
}

/// Where Windows looks.
const RUN: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";

/// One line for Windows. A path holds no quotes there, but one that ends in a
/// backslash would take the closing quote with it.
fn command_line(command: &[String]) -> String {
    let quoted: Vec<String> = command
        .iter()
        .map(|part| {
            let end = &part[part.trim_end_matches('\\').len()..];
            format!("\"{part}{end}\"")
        })
        .collect();
    quoted.join(" ")
}

#[cfg(windows)]
fn registry(arguments: &[&str]) -> std::result::Result<(), String> {
    use std::os::windows::process::CommandExt as _;
    // No console window.
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    let mut command = std::process::Command::new("reg.exe");
    let ended = command.args(arguments).creation_flags(CREATE_NO_WINDOW).output().map_err(|error| error.to_string())?;
    let said = || String::from_utf8_lossy(&ended.stderr).trim().to_owned();
    if ended.status.success() { Ok(()) } else { Err(said()) }
}

#[cfg(not(windows))]
fn registry(_arguments: &[&str]) -> std::result::Result<(), String> {
    Err("there is no registry here".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn at(path: &Path) -> Autostart {
        let command = vec!["/opt/My Simpul/simpul".to_owned(), AT_LOGIN.to_owned()];
        Autostart { entry: Some(Entry { place: Place::File(path.to_owned(), desktop_entry), command }) }
    }

    #[test]
    fn the_entry_is_the_setting() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config/autostart/simpul.desktop");
        let autostart = at(&path);
        assert!(!autostart.is_on());
        autostart.set(true).unwrap();
        autostart.set(true).unwrap();
        assert!(autostart.is_on());
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("Exec=\"/opt/My Simpul/simpul\" \"--at-login\"\n"), "{text}");
        std::fs::write(&path, text.replace("enabled=true", "enabled=false")).unwrap();
        assert!(!autostart.is_on(), "switched off in the desktop's own settings");
        autostart.set(true).unwrap();
        assert!(autostart.is_on());
        autostart.set(false).unwrap();
        autostart.set(false).unwrap();
        assert!(!autostart.is_on() && !path.exists());
    }

    #[test]
    fn what_cannot_be_written_is_said_by_code() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("a file");
        std::fs::write(&taken, "").unwrap();
        assert_eq!(at(&taken.join("x.desktop")).set(true).unwrap_err().code(), "autostart_failed");
        let never = Autostart::of(&Launch { demo: true, ..Launch::default() });
        assert!(!never.is_possible() && !never.is_on());
        assert_eq!(never.set(true).unwrap_err().code(), "autostart_failed");
    }

    #[test]
    fn every_system_reads_a_path_as_it_is() {
        let command = ["/a b/$x`\"\\%f".to_owned(), "--at-login".to_owned()];
        let exec = desktop_entry(&command).lines().find(|line| line.starts_with("Exec=")).map(str::to_owned);
        assert_eq!(exec.unwrap(), r#"Exec="/a b/\\$x\\`\\"\\\\%%f" "--at-login""#);
        assert!(launch_agent(&["/a & b".to_owned()]).contains("<string>/a &amp; b</string>"));
        let windows = ["C:\\Program Files\\Simpul\\simpul.exe".to_owned(), "--data-dir".to_owned(), "D:\\".to_owned()];
        assert_eq!(command_line(&windows), r#""C:\Program Files\Simpul\simpul.exe" "--data-dir" "D:\\""#);
    }

    #[test]
    fn another_folder_has_an_entry_of_its_own() {
        assert_eq!(name_of(&Launch::default()), "simpul");
        let launch = Launch { data_dir: Some("/srv/a shop".into()), ..Launch::default() };
        assert_ne!(name_of(&launch), "simpul");
        let command = Autostart::of(&launch).entry.map(|entry| entry.command).unwrap_or_default();
        assert_eq!(command[1..], ["--data-dir", "/srv/a shop", AT_LOGIN]);
    }
}
