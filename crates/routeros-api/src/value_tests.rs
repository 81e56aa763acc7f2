use proptest::prelude::*;

use super::*;

#[test]
fn booleans() {
    for (text, value) in [
        ("true", Some(true)),
        ("yes", Some(true)),
        ("false", Some(false)),
        ("no", Some(false)),
        ("", None),
        ("auto", None),
    ] {
        assert_eq!(parse_bool(text), value, "{text}");
    }
}

#[test]
fn durations_of_all_shapes() {
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    let table = [
        ("0s", seconds(0)),
        ("5s", seconds(5)),
        ("1w2d3h4m5s", seconds(788_645)),
        ("2d20h12m20s", seconds(245_540)),
        ("1d02:15:30", seconds(94_530)),
        ("1w2d10:00:00", seconds(813_600)),
        ("01:22:53", seconds(4973)),
        ("00:00:00", seconds(0)),
        ("86400", seconds(86_400)),
        ("1s500ms", Some(Duration::from_millis(1500))),
        ("114us", Some(Duration::from_micros(114))),
        ("1ms2us3ns", Some(Duration::from_nanos(1_002_003))),
        ("00:00:01.25", Some(Duration::from_millis(1250))),
        ("", None),
        ("none", None),
        ("unlimited", None),
        ("5", seconds(5)),
        ("5x", None),
        ("s", None),
        ("5s5h", None),
        ("5s3", None),
        ("1:2", None),
        ("00:61:00", None),
        ("-5s", None),
        ("99999999999999999999999999999999999999999w", None),
        ("99999999999999w", None),
    ];
    for (text, value) in table {
        if text == "99999999999999w" {
            // 6·10¹⁹ seconds do not fit into 64 bits.
            assert_eq!(parse_duration(text), None, "{text}");
        }
        assert_eq!(parse_duration(text), value, "{text}");
    }
}

#[test]
fn durations_are_written_as_the_router_prints_them() {
    for (duration, text) in [
        (Duration::ZERO, "0s"),
        (Duration::from_secs(788_645), "1w2d3h4m5s"),
        (Duration::from_secs(86_400), "1d"),
        (Duration::from_millis(1500), "1s500ms"),
        (Duration::from_micros(114), "114us"),
    ] {
        assert_eq!(format_duration(duration), text);
    }
}

#[test]
fn timeouts_keep_words() {
    assert_eq!(Timeout::parse("2m"), Timeout::After(Duration::from_secs(120)));
    assert_eq!(Timeout::parse("none").to_string(), "none");
    assert_eq!(Timeout::from(Duration::from_secs(90)).to_string(), "1m30s");
}

#[test]
fn bytes() {
    for (text, value) in [
        ("0", Some(0)),
        ("5368709120", Some(5_368_709_120)),
        ("18446744073709551615", Some(u64::MAX)),
        ("10M", Some(10_000_000)),
        ("512k", Some(512_000)),
        ("1.5GiB", Some(1_610_612_736)),
        ("15.9MiB", Some(16_672_358)),
        ("", None),
        ("M", None),
        ("-1", None),
        ("-1M", None),
        ("1eM", None),
        ("infM", None),
        ("1e300M", None),
        ("99999999999999T", None),
    ] {
        assert_eq!(parse_bytes(text), value, "{text}");
    }
}

#[test]
fn pairs() {
    assert_eq!(parse_pair("512000/1000000", parse_bytes), Some((512_000, 1_000_000)));
    assert_eq!(parse_pair("512k/1M", parse_bytes), Some((512_000, 1_000_000)));
    let seconds = Duration::from_secs;
    assert_eq!(parse_pair("30m/10s", parse_duration), Some((seconds(1800), seconds(10))));
    assert_eq!(parse_pair("512000", parse_bytes), None);
    assert_eq!(parse_pair("a/b", parse_bytes), None);
}

#[test]
fn offsets() {
    for (text, value) in [
        ("+07:00", Some(25_200)),
        ("-03:30", Some(-12_600)),
        ("+00:00", Some(0)),
        ("+07:00:00", Some(25_200)),
        ("", None),
        ("+7", None),
        ("+25:00", None),
        ("é", None),
    ] {
        assert_eq!(UtcOffset::parse(text), value.map(UtcOffset), "{text}");
    }
    assert_eq!(UtcOffset(-12_600).to_string(), "-03:30");
}

#[test]
fn dates_in_both_styles() {
    for (text, value) in [
        ("jan/02/1970", Some((1970, 1, 2))),
        ("sep/29/2022", Some((2022, 9, 29))),
        ("Sep/29/2022", Some((2022, 9, 29))),
        ("2024-05-17", Some((2024, 5, 17))),
        ("2024-02-29", Some((2024, 2, 29))),
        ("2023-02-29", None),
        ("2024-13-01", None),
        ("2024-00-01", None),
        ("xyz/02/1970", None),
        ("2024-05", None),
        ("", None),
    ] {
        assert_eq!(parse_date(text), value, "{text}");
    }
    assert_eq!(DateStyle::of("dec/04/2020 14:19:51"), Some(DateStyle::MonthName));
    assert_eq!(DateStyle::of("2026-01-01"), Some(DateStyle::Iso));
    assert_eq!(DateStyle::of("soon"), None);
}

#[test]
fn times_become_seconds() {
    for (text, unix) in [
        ("1970-01-01 00:00:00", 0),
        ("sep/29/2022 07:09:24", 1_664_435_364),
        ("2026-01-01 00:00:00", 1_767_225_600),
        ("2024-02-29 23:59:59", 1_709_251_199),
        ("2000-03-01 00:00:00", 951_868_800),
    ] {
        assert_eq!(DateTime::parse(text).map(|time| time.to_unix()), Some(unix), "{text}");
    }
    for wrong in ["2026-01-01", "2026-01-01 24:00:00", "2026-01-01 1:2", "2026-01-01 00:00:00:00"] {
        assert_eq!(DateTime::parse(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn any_duration_comes_back(seconds in 0_u64..1 << 40, micros in 0_u32..1_000_000) {
        let duration = Duration::new(seconds, micros * 1000);
        prop_assert_eq!(parse_duration(&format_duration(duration)), Some(duration));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,30}", shaped in "[0-9a-z:./+ -]{0,24}") {
        for text in [text, shaped] {
            let _ = (parse_duration(&text), parse_bytes(&text), DateTime::parse(&text));
            let _ = (UtcOffset::parse(&text), parse_pair(&text, parse_bytes), DateStyle::of(&text));
        }
    }
}
