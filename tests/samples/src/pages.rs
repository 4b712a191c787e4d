//! Pages and their fences. The build script includes this file as well.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// Files and folders of the documentation, from the repository's root.
pub const ROOTS: [&str; 3] = ["README.md", "npm/README.md", "docs"];

/// The word that excludes a sample from testing.
const UNTESTED: &str = "untested";

/// A page of the documentation.
#[derive(Clone, Debug)]
pub struct Page {
    /// Path from the repository's root, with `/`.
    pub path: String,
    /// Its Markdown.
    pub text: String,
}

/// One block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The fence's first word; empty without one.
    pub language: String,
    /// Whether the fence does not contain `untested`.
    pub is_tested: bool,
    /// The line of its fence, starting at one.
    pub line: usize,
    /// The code; each line includes its line break.
    pub text: String,
}

/// Reads every page, sorted by path.
///
/// # Errors
/// If one cannot be read.
pub fn read(root: &Path) -> io::Result<Vec<Page>> {
    let mut files = Vec::new();
    for path in ROOTS {
        collect(&root.join(path), &mut files)?;
    }
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let inside = file.strip_prefix(root).unwrap_or(&file);
            Ok(Page { path: inside.to_string_lossy().replace('\\', "/"), text: fs::read_to_string(&file)? })
        })
        .collect()
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() && path.extension().is_some_and(|extension| extension == "md") {
        files.push(path.to_owned());
    }
    Ok(())
}

impl Page {
    /// Its blocks of code.
    #[must_use]
    pub fn samples(&self) -> Vec<Sample> {
        let mut samples: Vec<Sample> = Vec::new();
        let mut is_inside = false;
        for (event, range) in Parser::new(&self.text).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = match &kind {
                        CodeBlockKind::Fenced(info) => info.as_ref(),
                        CodeBlockKind::Indented => "",
                    };
                    let mut words = info.split_whitespace();
                    let before = self.text.get(..range.start).unwrap_or_default();
                    samples.push(Sample {
                        language: words.next().unwrap_or_default().to_owned(),
                        is_tested: !words.any(|word| word == UNTESTED),
                        line: before.matches('\n').count() + 1,
                        text: String::new(),
                    });
                    is_inside = true;
                }
                Event::End(pulldown_cmark::TagEnd::CodeBlock) => is_inside = false,
                Event::Text(text) if is_inside => {
                    if let Some(sample) = samples.last_mut() {
                        sample.text.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        samples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_fences_with_their_language_and_what_is_left_out() {
        let text = "a\n\n```js\nf();\n```\n\n- b\n\n  ```ts untested\n  g();\n  h();\n  ```\n";
        let page = Page { path: "a.md".to_owned(), text: text.to_owned() };
        let sample = |language: &str, is_tested, line, text: &str| Sample {
            language: language.to_owned(),
            is_tested,
            line,
            text: text.to_owned(),
        };
        assert_eq!(page.samples(), [sample("js", true, 3, "f();\n"), sample("ts", false, 9, "g();\nh();\n")]);
    }
}
