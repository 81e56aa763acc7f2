//! The real window: until somebody can use it, and what it costs while nobody does.

use serde_json::Value;

use crate::Options;
use crate::figures::{Outcome, Row};
use crate::peers;

/// The rows about the window; where it could not be built or opened they say so.
pub async fn rows(options: &Options) -> Vec<Row> {
    let found = match peers::window(options.quick).await {
        Ok(answer) => told(&answer),
        Err(why) => Err(why),
    };
    found.unwrap_or_else(|why| vec![Row::not_run("window usable", why)])
}

/// Shares are of one core; memory that several processes share counts once.
fn told(answer: &Value) -> Outcome<Vec<Row>> {
    let idle = |name: &str| answer["idle"][name].as_f64().ok_or_else(|| format!("nothing is said about {name}"));
    let start = |what: &str, name: &str, goal: &str| -> Outcome<Row> {
        let ours = peers::seconds(answer, name)?.told();
        Ok(Row { what: what.into(), ours, goal: goal.into(), ..Row::default() })
    };
    let left = |what: &str, ours: String, theirs: String, goal: &str| Row {
        what: format!("window left alone, {} routers watched: {what}", answer["idle"]["routers"]),
        ours,
        rival: "its database server".into(),
        theirs,
        goal: goal.into(),
        ..Row::default()
    };
    Ok(vec![
        start("very first start: window usable", "first", "< 8 s")?,
        start("warm start: window usable", "warm", "< 2.5 s")?,
        left(
            "processor",
            format!("{:.1} % of one core", idle("app_cpu")?),
            format!("{:.1} %", idle("postgres_cpu")?),
            "< 1 %",
        ),
        left(
            "memory, web view apart",
            format!("{:.0} MB", idle("app_mb")?),
            format!("{:.0} MB", idle("postgres_mb")?),
            "< 150 MB; server < 120 MB",
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_becomes_rows_and_half_of_one_does_not() {
        let mut answer = serde_json::json!({ "first": [3.0], "warm": [1.0, 2.0, 3.0], "idle": {
            "app_cpu": 0.44, "app_mb": 112.3, "postgres_cpu": 0.5, "postgres_mb": 43.0, "routers": 5 } });
        let rows = told(&answer).unwrap();
        assert_eq!(rows[1].ours, "2.00 s (1.00 s…3.00 s)");
        assert_eq!((rows[2].ours.as_str(), rows[3].theirs.as_str()), ("0.4 % of one core", "43 MB"));
        assert!(rows[3].what.contains("5 routers"));
        answer["warm"] = Value::Null;
        assert!(told(&answer).is_err());
    }
}
