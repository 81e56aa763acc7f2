//! `simpul call`: any operation, JSON in, JSON out.

use std::io::Read as _;
use std::process::ExitCode;

use serde_json::{Value, json};
use simpul_api::{Door, SessionChange};
use simpul_core::App;
use simpul_kernel::{Secret, Source};

use crate::args::{CallArgs, Global};
use crate::failure::Failure;
use crate::words::Lang;
use crate::{boot, output};

/// Calls the operation and prints its answer.
///
/// # Errors
/// The operation's, by code.
pub async fn run(global: &Global, args: &CallArgs, lang: Lang) -> Result<ExitCode, Failure> {
    let Some(name) = &args.operation else {
        simpul_api::table().iter().for_each(|operation| output::line(operation.name));
        return Ok(ExitCode::SUCCESS);
    };
    let input = input(args.input.as_deref())?;
    let password = args.user.as_ref().map(|_| ask("SIMPUL_PASSWORD", lang.pick("Kata sandi: ", "Password: ")));
    let password = password.transpose()?;
    let running = boot::quiet(global, lang).await?;
    let answer = match (&args.user, password) {
        (Some(user), Some(password)) => as_person(&running.app, user, &password, name, input).await,
        _ => as_machine(&running.app, name, input).await,
    };
    running.close().await?;
    output::json(&answer?);
    Ok(ExitCode::SUCCESS)
}

/// Calls as this installation: whoever reads its folder has its key anyway.
///
/// # Errors
/// The operation's, by code.
pub async fn as_machine(app: &App, name: &str, input: Value) -> Result<Value, Failure> {
    let door = Door::new(app.clone(), Source::Cli);
    Ok(door.call_as(&app.machine_ctx(Source::Cli), name, input).await?)
}

/// Calls as a person, in a session that ends with the call.
///
/// # Errors
/// `sign_in_failed`, or the operation's, by code.
pub async fn as_person(app: &App, user: &str, password: &Secret, name: &str, input: Value) -> Result<Value, Failure> {
    let door = Door::new(app.clone(), Source::Cli);
    let sign_in = json!({ "username": user, "password": password.expose(), "device_name": "simpul call" });
    let signed_in = door.call(None, "session_sign_in", sign_in).await;
    signed_in.result?;
    let SessionChange::Begin(token) = signed_in.session else {
        return Err(Failure::internal("signing in began no session"));
    };
    let answer = door.call(Some(&token), name, input).await.result;
    // A session that does not end now ends by itself.
    let _ = door.call(Some(&token), "session_sign_out", Value::Null).await;
    Ok(answer?)
}

fn input(given: Option<&str>) -> Result<Value, Failure> {
    let text = match given {
        None => return Ok(Value::Null),
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(|e| Failure::new("input_malformed", e))?;
            text
        }
        Some(text) => text.to_owned(),
    };
    // Only the place: the text may hold a password.
    serde_json::from_str(&text)
        .map_err(|e| Failure::new("input_malformed", format!("no JSON: line {}, column {}", e.line(), e.column())))
}

/// A secret from the environment, or typed without being shown.
///
/// # Errors
/// `secret_not_given` where there is no terminal to ask at.
pub fn ask(variable: &str, prompt: &str) -> Result<Secret, Failure> {
    if let Ok(secret) = std::env::var(variable) {
        return Ok(Secret::new(secret));
    }
    rpassword::prompt_password(prompt)
        .map(Secret::new)
        .map_err(|e| Failure::new("secret_not_given", format!("{variable} is not set, and there is no terminal: {e}")))
}
