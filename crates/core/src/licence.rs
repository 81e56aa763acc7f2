//! What a RouterOS licence allows: facts that several areas ask for, and no area's own.

/// The most sessions a licence level allows, of hotspot and of PPPoE (domain §5);
/// `None` = as many as the machine bears, as on level 6 and on a CHR.
#[must_use]
pub fn ceilings(level: &str) -> (Option<i64>, Option<i64>) {
    match level.trim().trim_start_matches(['L', 'l']) {
        "0" | "1" => (Some(1), Some(1)),
        "3" => (Some(1), Some(200)),
        "4" => (Some(200), Some(200)),
        "5" => (Some(500), Some(500)),
        _ => (None, None),
    }
}

/// Whether that many sessions are so near the ceiling that somebody must know: at
/// nine tenths of it.
#[must_use]
pub fn is_near_ceiling(active: i64, most: Option<i64>) -> bool {
    most.is_some_and(|most| active * 10 >= most * 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_have_ceilings_and_nine_tenths_of_one_is_near() {
        assert_eq!(ceilings("L3"), (Some(1), Some(200)));
        assert_eq!(ceilings("4"), (Some(200), Some(200)));
        assert_eq!(ceilings("5"), (Some(500), Some(500)));
        for unlimited in ["6", "p1", "free", "p-unlimited", ""] {
            assert_eq!(ceilings(unlimited), (None, None), "{unlimited}");
        }
        assert!(!is_near_ceiling(179, Some(200)) && is_near_ceiling(180, Some(200)) && is_near_ceiling(201, Some(200)));
        assert!(!is_near_ceiling(0, Some(1)) && is_near_ceiling(1, Some(1)) && !is_near_ceiling(9999, None));
    }
}
