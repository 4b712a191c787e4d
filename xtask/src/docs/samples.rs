//! Code samples of the documentation: counts those that are tested, and writes files for TypeScript.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use samples::{Page, Sample};

use crate::output::Output;
use crate::process::{empty, write};
use crate::workspace::Workspace;

/// Languages that stage `types` checks; their names are also the file extensions.
const PROGRAMS: &[&str] = &["ts", "tsx", "js", "jsx"];
/// The language that the journeys open in a browser.
const HTML: &str = "html";
/// The language that stage `host` compiles.
const RUST: &str = "rust";
/// Languages that are not run: commands, settings and responses.
const PLAIN: &[&str] = &["sh", "toml", "json", "http", "text"];

/// Prints the number of tested samples; an error for a language that is in none of these lists.
pub(super) fn count(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let pages = pages(workspace)?;
    let [mut programs, mut html, mut rust, mut plain, mut untested] = [0_u32; 5];
    let mut findings = Vec::new();
    for (page, sample) in of(&pages) {
        let language = sample.language.as_str();
        let counter = match language {
            _ if !sample.is_tested => &mut untested,
            HTML => &mut html,
            RUST => &mut rust,
            _ if PROGRAMS.contains(&language) => &mut programs,
            _ if PLAIN.contains(&language) => &mut plain,
            _ => {
                findings.push(finding(page, &sample));
                continue;
            }
        };
        *counter += 1;
    }
    if !findings.is_empty() {
        bail!("{}", findings.join("\n"));
    }
    let tested = programs + html + rust;
    output.say(&format!(
        "{tested} samples are tested ({programs} by TypeScript, {html} in a browser, {rust} in Rust), {untested} are \
         marked untested, {plain} are commands or text"
    ))
}

fn finding(page: &Page, sample: &Sample) -> String {
    let Sample { language, line, .. } = sample;
    let what = if language.is_empty() {
        "a block of code without a language".to_owned()
    } else {
        format!("no test for samples in `{language}`")
    };
    format!("{}:{line}: {what}\n    write ```{language} untested, or another language", page.path)
}

/// Writes each program to a file of its own, for `tests/types/samples.json`. Returns how many there are.
pub(crate) fn write_programs(workspace: &Workspace) -> Result<usize> {
    let folder = workspace.intermediate("samples");
    empty(&folder)?;
    let pages = pages(workspace)?;
    let mut written = 0;
    for (page, sample) in of(&pages) {
        if sample.is_tested && PROGRAMS.contains(&sample.language.as_str()) {
            write(&folder.join(file_name(page, &sample)), &sample.text)?;
            written += 1;
        }
    }
    Ok(written)
}

/// A file name that shows in compiler errors where the sample is.
fn file_name(page: &Page, sample: &Sample) -> PathBuf {
    let path = page.path.trim_end_matches(".md").replace('/', ".");
    format!("{path}.line-{}.{}", sample.line, sample.language).into()
}

fn pages(workspace: &Workspace) -> Result<Vec<Page>> {
    samples::read(workspace.root()).context("cannot read the documentation")
}

fn of(pages: &[Page]) -> impl Iterator<Item = (&Page, Sample)> {
    pages.iter().flat_map(|page| page.samples().into_iter().map(move |sample| (page, sample)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_without_a_test_has_to_say_so() {
        let page =
            Page { path: "docs/a.md".to_owned(), text: "```php\nf();\n```\n\n```\nb\n```\n".to_owned() };
        let findings: Vec<_> = page.samples().iter().map(|sample| finding(&page, sample)).collect();
        assert!(
            findings.iter().any(|finding| finding.starts_with("docs/a.md:1: no test for samples in `php`"))
        );
        assert!(findings.iter().any(|finding| finding.starts_with("docs/a.md:5: a block of code without")));
    }

    #[test]
    fn a_file_names_the_sample() {
        let page = Page { path: "docs/guides/a.md".to_owned(), text: "\n```ts\nf();\n```\n".to_owned() };
        let names: Vec<_> = page.samples().iter().map(|sample| file_name(&page, sample)).collect();
        assert_eq!(names, [PathBuf::from("docs.guides.a.line-2.ts")]);
    }
}
