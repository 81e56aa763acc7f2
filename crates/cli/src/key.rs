//! `simpul key`: whether this installation opens the secrets of the database.

use std::process::ExitCode;

use serde_json::{Value, json};
use simpul_api::Door;
use simpul_kernel::{Ctx, Source};

use crate::args::{Global, KeyCommand};
use crate::failure::Failure;
use crate::words::Lang;
use crate::{boot, call, output};

/// Shows how it stands, or joins.
///
/// # Errors
/// `recovery_code_wrong`, `key_file_unusable`, or what is wrong with the database.
pub async fn run(global: &Global, command: &KeyCommand, lang: Lang) -> Result<ExitCode, Failure> {
    if let KeyCommand::Renew { user } = command {
        return renew(global, user, lang).await;
    }
    let prompt = lang.pick("Kode pemulihan: ", "Recovery code: ");
    let code = match command {
        KeyCommand::Join => Some(call::ask("SIMPUL_RECOVERY_CODE", prompt)?),
        KeyCommand::Status | KeyCommand::Renew { .. } => None,
    };
    let running = boot::quiet(global, lang).await?;
    let door = Door::new(running.app.clone(), Source::Cli);
    let nobody = Ctx::nobody(Source::Cli, running.app.clock.now());
    let joined = match code {
        Some(code) => {
            let input = json!({ "recovery_code": code.expose() });
            door.call_as(&nobody, "installation_join", input).await.map(|_| ())
        }
        None => Ok(()),
    };
    let status = door.call_as(&nobody, "system_status", Value::Null).await;
    let is_available = running.app.keys.is_available();
    running.close().await?;
    joined?;
    let stage = status?["stage"].clone();
    if global.json {
        output::json(&json!({ "is_available": is_available, "stage": stage }));
    } else {
        output::line(match (is_available, stage.as_str()) {
            (true, _) => lang.pick("Kunci data ada di sini.", "The data key is here."),
            (false, Some("first_owner")) => {
                lang.pick("Belum ada akun, jadi belum ada kunci.", "There is no account yet, so there is no key.")
            }
            (false, _) => lang.pick(
                "Kunci data tidak ada di sini: simpul key join dengan kode pemulihan.",
                "The data key is not here: simpul key join with the recovery code.",
            ),
        });
    }
    Ok(if is_available || stage == "first_owner" { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes a new recovery code and prints it, this once.
async fn renew(global: &Global, user: &str, lang: Lang) -> Result<ExitCode, Failure> {
    let password = call::ask("SIMPUL_PASSWORD", lang.pick("Kata sandi: ", "Password: "))?;
    let running = boot::quiet(global, lang).await?;
    let input = json!({ "password": password.expose() });
    let answer = call::as_person(&running.app, user, &password, "installation_recovery_renew", input).await;
    running.close().await?;
    let made = answer?;
    if global.json {
        output::json(&made);
        return Ok(ExitCode::SUCCESS);
    }
    output::progress(lang.pick(
        "Kode lama tidak berlaku lagi. Catat yang ini sekarang; ia tidak ditampilkan lagi.",
        "The old code is void. Write this one down now; it is not shown again.",
    ));
    output::line(made["recovery_code"].as_str().unwrap_or_default());
    Ok(ExitCode::SUCCESS)
}
