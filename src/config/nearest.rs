//! The name that somebody meant who typed another.

/// The one of `known` that takes the fewest edits to get to from `name`; `None` when none is near.
pub(crate) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let (distance, best) = known.iter().map(|candidate| (distance(name, candidate), *candidate)).min()?;
    (distance <= best.len().div_ceil(3)).then_some(best)
}

/// Levenshtein's distance, in ASCII characters whose case does not count.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, a) in from.bytes().enumerate() {
        let mut diagonal = at;
        let mut left = at.saturating_add(1);
        for (cell, b) in row.iter_mut().zip(std::iter::once(None).chain(to.bytes().map(Some))) {
            let above = *cell;
            if let Some(b) = b {
                let replaced = diagonal.saturating_add(usize::from(!a.eq_ignore_ascii_case(&b)));
                left = replaced.min(above.saturating_add(1)).min(left.saturating_add(1));
            }
            *cell = left;
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let known = ["appId", "apiBase", "region", "jwtUrl", "getJwt"];
        for (typed, meant) in [
            ("appID", "appId"),
            ("app_id", "appId"),
            ("apibase", "apiBase"),
            ("regoin", "region"),
            ("jwtURL", "jwtUrl"),
        ] {
            assert_eq!(nearest(typed, &known), Some(meant), "{typed}");
        }
        assert_eq!(nearest("customLauncherSelector", &known), None);
        assert_eq!(nearest("", &known), None);
        assert_eq!(nearest("x", &[]), None);
    }

    #[test]
    fn distances_are_levenshteins() {
        for (from, to, expected) in
            [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("abc", "ABC", 0)]
        {
            assert_eq!(distance(from, to), expected, "{from} {to}");
        }
    }
}
