//! `simpul owner`: the way back in for an owner who is locked out.

use std::process::ExitCode;

use serde_json::json;
use simpul_core::identity::ops::{OwnerPasswordReset, owner_password_reset};
use simpul_core::identity::rules;
use simpul_kernel::Source;

use crate::args::{Global, OwnerCommand};
use crate::failure::Failure;
use crate::words::Lang;
use crate::{boot, call, output};

/// Gives an owner a new password.
///
/// # Errors
/// `owner_url_missing`, `user_not_found`, `owner_ambiguous`, `input_invalid`, or what
/// is wrong with the database.
pub async fn run(global: &Global, command: &OwnerCommand, lang: Lang) -> Result<ExitCode, Failure> {
    let OwnerCommand::ResetPassword { user, prompt } = command;
    // On an embedded server whoever reads the folder owns the database. The login of
    // an outside server proves nothing of the kind: its owner role does.
    if boot::outside(global)?.is_some_and(|chosen| chosen.owner.is_none()) {
        return Err(Failure::new("owner_url_missing", "an outside server: its owner role has to be given"));
    }
    let password = if *prompt {
        call::ask("SIMPUL_NEW_PASSWORD", lang.pick("Kata sandi baru: ", "New password: "))?
    } else {
        rules::password_new()
    };
    let running = boot::quiet(global, lang).await?;
    let input = OwnerPasswordReset { username: user.clone(), password: password.clone() };
    let done = owner_password_reset(&running.app, &running.app.machine_ctx(Source::Cli), input).await;
    running.close().await?;
    let username = done?;
    let drawn = (!prompt).then(|| password.expose());
    if global.json {
        output::json(&json!({ "username": username, "password": drawn }));
        return Ok(ExitCode::SUCCESS);
    }
    output::progress(lang.pick(
        "Kata sandi diganti; semua sesi orang ini diakhiri.",
        "The password is changed; all sessions of this person have ended.",
    ));
    match drawn {
        Some(drawn) => {
            output::progress(lang.pick("Ganti lagi setelah masuk.", "Change it again after signing in."));
            output::line(format!("{username} / {drawn}"));
        }
        None => output::line(username),
    }
    Ok(ExitCode::SUCCESS)
}
