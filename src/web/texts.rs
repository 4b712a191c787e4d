//! Putting texts together. The standard library's `concat` does the same, and may panic, which takes half a kilobyte.

/// The texts in a row.
#[inline(never)]
pub(super) fn join(texts: &[&str]) -> String {
    let mut joined = String::new();
    for text in texts {
        joined.push_str(text);
    }
    joined
}
