//! The name that somebody meant who typed another.

/// The one of `known` that takes the fewest edits to get to from `name`; `None` when none is near.
pub(crate) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let candidates = known.iter().map(|candidate| (distance(name, candidate), *candidate));
    let (distance, best) = candidates.min_by_key(|(distance, _)| *distance)?;
    (distance <= best.len().div_ceil(3)).then_some(best)
}

/// Levenshtein's distance, in ASCII characters whose case does not count.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (1..=to.len()).collect();
    for (at, a) in from.bytes().enumerate() {
        let (mut diagonal, mut left) = (at, at + 1);
        for (cell, b) in row.iter_mut().zip(to.bytes()) {
            let replaced = diagonal + usize::from(!a.eq_ignore_ascii_case(&b));
            left = replaced.min(*cell + 1).min(left + 1);
            diagonal = *cell;
            *cell = left;
        }
    }
    row.pop().unwrap_or(from.len())
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
