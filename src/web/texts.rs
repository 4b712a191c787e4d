//! Concatenation of texts. The standard library's `concat` does the same, but may panic, which takes half a kilobyte.

/// The texts, concatenated.
#[inline(never)]
pub(super) fn join(texts: &[&str]) -> String {
    let mut joined = String::new();
    for text in texts {
        joined.push_str(text);
    }
    joined
}
