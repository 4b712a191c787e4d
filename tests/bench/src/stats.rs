//! Medians and quartiles.

use serde::Serialize;

/// Summary of a sample of measurements, in their unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Summary {
    pub(crate) median: f64,
    /// The first quartile.
    pub(crate) lower: f64,
    /// The third quartile.
    pub(crate) upper: f64,
}

impl Summary {
    /// Summarizes a sample; `None` if it is empty.
    pub(crate) fn of(sample: &[f64]) -> Option<Self> {
        let mut sorted = sample.to_vec();
        sorted.sort_by(f64::total_cmp);
        Some(Self {
            median: quantile(&sorted, 2)?,
            lower: quantile(&sorted, 1)?,
            upper: quantile(&sorted, 3)?,
        })
    }
}

/// The quartile of a sorted sample, interpolated between two values if necessary.
fn quantile(sorted: &[f64], quarters: usize) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? * quarters;
    let (whole, rest) = (place / 4, place % 4);
    let below = *sorted.get(whole)?;
    let above = sorted.get(whole + 1).copied().unwrap_or(below);
    Some(below + (above - below) * f64::from(u8::try_from(rest).ok()?) / 4.0)
}

#[cfg(test)]
mod tests {
    use super::Summary;

    #[test]
    fn a_sample_has_its_median_and_its_quartiles() {
        let of = |sample: &[f64]| Summary::of(sample).map(|it| (it.lower, it.median, it.upper));
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7.0]), Some((7.0, 7.0, 7.0)));
        assert_eq!(of(&[4.0, 1.0, 3.0, 2.0, 5.0]), Some((2.0, 3.0, 4.0)));
        assert_eq!(of(&[1.0, 2.0, 3.0, 4.0]), Some((1.75, 2.5, 3.25)));
    }
}
