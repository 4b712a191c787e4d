//! Replacing parts of a text by their spans.

use std::ops::Range;

use oxc::span::Span;

/// What stands in the place of a part of the text; of an empty part, to insert.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub(super) span: Span,
    pub(super) text: String,
}

impl Edit {
    pub(super) fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    pub(super) fn insert(at: u32, text: impl Into<String>) -> Self {
        Self::replace(Span::new(at, at), text)
    }

    pub(super) fn remove(from: u32, to: u32) -> Self {
        Self::replace(Span::new(from, to), "")
    }

    fn range(&self) -> Range<usize> {
        range(self.span)
    }
}

/// A part of the text with those of the edits that are inside it. The edits come in order; one inside another, or
/// that reaches over the part's end, does nothing.
pub(super) fn apply<'e>(source: &str, part: Span, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let Range { start: mut from, end } = range(part);
    let mut text = String::new();
    for edit in edits {
        let Range { start, end: after } = edit.range();
        if start >= from && after <= end {
            text.push_str(source.get(from..start).unwrap_or_default());
            text.push_str(&edit.text);
            from = after;
        }
    }
    text.push_str(source.get(from..end).unwrap_or_default());
    text
}

/// Where a span's text is.
pub(super) fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
