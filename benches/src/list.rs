//! The list of a million vouchers as a person has it before them: Chromium on the pages
//! that `simpul serve` gives, over a database that holds them.

use serde_json::Value;

use crate::Options;
use crate::figures::{Outcome, Row, Section, duration, timed};
use crate::shop::{self, Shop};
use crate::{lookups, peers, served, start};

/// Runs the benchmark.
pub async fn run(options: &Options) -> Outcome<Section> {
    let vouchers = if options.quick { 100_000 } else { 1_000_000 };
    let rows = match measured(vouchers, options.quick).await {
        Ok(answer) => told(&answer)?,
        Err(why) => vec![Row::not_run("list drawn and scrolled", why)],
    };
    let note = format!(
        "{vouchers} vouchers in the database, `simpul serve` before it, Chromium without a display at 1366 × 768. First rows: \
         from the key `v` of `g v` on the dashboard until the first row has been painted, in a page loaded anew each time. \
         Search: from the fifth sign of a code, typed after a pause. Scrolled by 400 turns of the wheel as fast as they are \
         taken, by keys and by dragging; script and layout are the processor's time between two frames, from \
         Chromium's own trace."
    );
    Ok(Section { title: format!("A list over {vouchers} rows"), note, rows })
}

async fn measured(vouchers: u32, quick: bool) -> Outcome<Value> {
    let shop = Shop::open().await?;
    let (took, ()) = timed(lookups::fill(&shop, vouchers)).await?;
    crate::table::say(&format!("   {vouchers} vouchers were made in {}", duration(took.as_secs_f64())));
    let (mut program, address) = served::serve(&shop).await?;
    let answer = peers::list(&address, shop::USERNAME, shop::PASSWORD, quick).await;
    start::stop(&mut program).await?;
    shop.close().await?;
    answer
}

fn told(answer: &Value) -> Outcome<Vec<Row>> {
    let number = |name: &str| answer[name].as_f64().ok_or_else(|| format!("nothing is said about {name}"));
    let of =
        |what: &str, ours: String, goal: &str| Row { what: what.into(), ours, goal: goal.into(), ..Row::default() };
    Ok(vec![
        Row::percentiles("first rows after the key press", &peers::seconds(answer, "first")?, "< 100 ms"),
        Row::percentiles("rows of a search after its last sign", &peers::seconds(answer, "search")?, "p95 < 50 ms"),
        of(
            "script and layout of a frame while scrolled",
            format!(
                "p50 {:.1} ms, p95 {:.1} ms, most {:.1} ms of {} frames",
                number("frame_p50")?,
                number("frame_p95")?,
                number("frame_most")?,
                answer["frames"]
            ),
            "< 8 ms",
        ),
        of(
            "tasks over 50 ms while scrolled",
            format!(
                "{} by the processor, {} by the clock, of {}; longest {:.0} ms",
                answer["long_cpu"],
                answer["long_wall"],
                answer["tasks"],
                number("longest_cpu")?
            ),
            "none",
        ),
        of("elements in the page", answer["elements"].to_string(), "< 1,500"),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_becomes_rows_and_half_of_one_does_not() {
        let mut answer = serde_json::json!({ "first": [0.08, 0.09, 0.1], "search": [0.3], "frames": 700, "frame_p50": 2.0,
            "frame_p95": 5.5, "frame_most": 12.3, "tasks": 9000, "long_wall": 2, "long_cpu": 0, "longest_wall": 60.0,
            "longest_cpu": 31.0, "elements": 620 });
        let rows = told(&answer).unwrap();
        assert_eq!(rows[0].ours, "p50 90.0 ms, p95 100 ms");
        assert_eq!(rows[2].ours, "p50 2.0 ms, p95 5.5 ms, most 12.3 ms of 700 frames");
        assert_eq!(rows[3].ours, "0 by the processor, 2 by the clock, of 9000; longest 31 ms");
        answer["first"] = Value::Null;
        assert!(told(&answer).is_err());
    }
}
