//! Links of the documentation: each leads to a file of the repository and to a heading in it.
//!
//! Pages of the site link only to pages of the site, because nothing else is rendered. External pages are never
//! requested: only the syntax of their addresses is checked.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::output::Output;
use crate::process::{Command, read};
use crate::workspace::Workspace;

/// The folder of the site.
const SITE: &str = "docs/";
/// Its table of contents.
const SUMMARY: &str = "docs/SUMMARY.md";
/// Pages that are shown outside the repository.
const ALONE: &[&str] = &["npm/README.md", "npm/create.md"];
/// Directory of files for other projects: links of a template resolve from the place of its copy.
const TEMPLATES: &str = "examples/";

/// The demo's pages, which link to pages of the rendered site.
const DEMO: &str = "www/";

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    /// Counted from one.
    line: usize,
    target: String,
}

/// The checked parts of a page.
#[derive(Debug, Default)]
struct Page {
    links: Vec<Link>,
    anchors: Vec<String>,
    /// Lines with a link in HTML, which is not checked.
    html: Vec<usize>,
}

/// Checks every Markdown file that git knows; the error has all findings.
pub(super) fn check(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let list = Command::new("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let list =
        list.dir(workspace.root()).read().context("the links are those of the files that git lists")?;
    let files: Vec<&str> = list.lines().filter(|path| workspace.path(path).is_file()).collect();
    let mut pages = BTreeMap::new();
    for path in files.iter().filter(|path| path.ends_with(".md") && !path.starts_with(TEMPLATES)) {
        pages.insert((*path).to_owned(), parse(&read(&workspace.path(path))?));
    }
    for path in files.iter().filter(|path| path.starts_with(DEMO) && path.ends_with(".html")) {
        pages.insert((*path).to_owned(), parse_demo(&read(&workspace.path(path))?));
    }
    let links: usize = pages.values().map(|page| page.links.len()).sum();
    let findings = findings(&pages, &|path| workspace.path(path).exists());
    if !findings.is_empty() {
        bail!("{} links are wrong:\n{}", findings.len(), findings.join("\n"));
    }
    output.say(&format!("{links} links of {} pages lead somewhere", pages.len()))
}

fn parse(text: &str) -> Page {
    let mut page = Page::default();
    let mut heading: Option<String> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let line = text.get(..range.start).unwrap_or_default().matches('\n').count() + 1;
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let anchor = slug(&heading.take().unwrap_or_default());
                let again = page.anchors.iter().filter(|other| without_number(other) == anchor).count();
                page.anchors.push(if again == 0 { anchor } else { format!("{anchor}-{again}") });
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&part);
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.links.push(Link { line, target: dest_url.into_string() });
            }
            Event::Html(html) | Event::InlineHtml(html)
                if html.contains("href=") || html.contains("src=") =>
            {
                page.html.push(line);
            }
            _ => {}
        }
    }
    page
}

/// Parses a page of the demo: its links to the rendered site, as links to the sources.
fn parse_demo(html: &str) -> Page {
    let mut page = Page::default();
    for (index, line) in html.lines().enumerate() {
        for link in line.split("href=\"/docs/").skip(1) {
            let inside = link.split('"').next().unwrap_or_default();
            let target =
                if inside.is_empty() { "README.md".to_owned() } else { inside.replace(".html", ".md") };
            page.links.push(Link { line: index + 1, target: format!("../{SITE}{target}") });
        }
    }
    page
}

/// A heading's anchor, as GitHub and mdBook write it.
fn slug(heading: &str) -> String {
    heading
        .trim()
        .to_lowercase()
        .chars()
        .filter(|character| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_'))
        .map(|character| if character == ' ' { '-' } else { character })
        .collect()
}

/// An anchor without the number that distinguishes it from an earlier one.
fn without_number(anchor: &str) -> &str {
    match anchor.rsplit_once('-') {
        Some((before, number)) if !number.is_empty() && number.chars().all(|it| it.is_ascii_digit()) => {
            before
        }
        _ => anchor,
    }
}

fn findings(pages: &BTreeMap<String, Page>, exists: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, page) in pages {
        for link in &page.links {
            if let Some(what) = wrong(path, page, &link.target, pages, exists) {
                findings.push(format!("{path}:{}: {}: {what}", link.line, link.target));
            }
        }
        findings.extend(page.html.iter().map(|line| format!("{path}:{line}: write the link as Markdown")));
        let is_listed = |summary: &Page| {
            let own = path.strip_prefix(SITE).unwrap_or(path);
            summary.links.iter().any(|link| link.target == own)
        };
        if path.starts_with(SITE) && path != SUMMARY && !pages.get(SUMMARY).is_some_and(is_listed) {
            findings.push(format!("{path}:1: the page is not in {SUMMARY}: add it there"));
        }
    }
    findings
}

/// The problem of a link of the page at `from`, and its fix.
fn wrong(
    from: &str,
    page: &Page,
    target: &str,
    pages: &BTreeMap<String, Page>,
    exists: &dyn Fn(&str) -> bool,
) -> Option<String> {
    if let Some((scheme, rest)) = target.split_once(':') {
        let host = rest.strip_prefix("//").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
        return match (scheme, host) {
            ("https" | "http", Some(host)) if is_host(host) => None,
            ("mailto", None) if rest.contains('@') => None,
            _ => Some("no address of the web: write https://host/path".to_owned()),
        };
    }
    let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
    let (path, page) = if file.is_empty() {
        (from.to_owned(), page)
    } else {
        if ALONE.contains(&from) {
            return Some(
                "this page is shown outside of the repository: name the file instead of linking it"
                    .to_owned(),
            );
        }
        let Some(path) = resolve(from, file) else {
            return Some("it leads out of the repository".to_owned());
        };
        if !exists(&path) {
            return Some("there is no such file".to_owned());
        }
        if from.starts_with(SITE) && !path.starts_with(SITE) {
            return Some(
                "the site has the pages of docs/ only: name the file instead of linking it".to_owned(),
            );
        }
        let Some(page) = pages.get(&path) else {
            return anchor.map(|_| "only pages have headings: leave the part from # out".to_owned());
        };
        (path, page)
    };
    let anchor = anchor?;
    let known = page.anchors.iter().any(|known| known == anchor);
    (!known).then(|| format!("{path} has no such heading; it has: {}", page.anchors.join(", ")))
}

fn is_host(host: &str) -> bool {
    !host.is_empty() && host.chars().all(|it| it.is_ascii_alphanumeric() || ".-:[]".contains(it))
}

/// The path from the repository's root to a file that a page names; `None` outside the repository.
fn resolve(from: &str, file: &str) -> Option<String> {
    let mut path = PathBuf::new();
    let folder = Path::new(from).parent()?;
    for part in folder.components().chain(Path::new(file).components()) {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !path.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path.to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &str); 4] = [
        (SUMMARY, "[A](a.md) [B](b/b.md)"),
        ("docs/a.md", "# A `b()`, c\n\n## Twice\n\n## Twice\n"),
        (
            "docs/b/b.md",
            "[a](../a.md#a-b-c) [t](../a.md#twice-1) [w](https://example.com/a) ![i](../i.png)\n",
        ),
        ("README.md", "[a](docs/a.md#twice) [own](#x)\n\n# X\n"),
    ];

    fn found(path: &str, text: &str) -> Vec<String> {
        let mut pages: BTreeMap<_, _> =
            FILES.iter().map(|(path, text)| ((*path).to_owned(), parse(text))).collect();
        pages.insert(path.to_owned(), parse(text));
        let files: Vec<_> = pages.keys().cloned().collect();
        findings(&pages, &|path| {
            path == "docs/i.png" || path == "src" || files.iter().any(|file| file == path)
        })
    }

    #[test]
    fn links_to_pages_headings_and_the_web_are_right() {
        assert_eq!(
            found("README.md", "[a](docs/a.md#twice-1) [src](src) [m](mailto:a@example.com)"),
            [""; 0]
        );
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        for link in [
            "no.md",
            "docs/a.md#no",
            "#no",
            "../a.md",
            "/docs/a.md",
            "src#a",
            "https:example.com",
            "javascript:f",
        ] {
            let found = found("README.md", &format!("a\n\n[x]({link})"));
            assert!(
                matches!(&*found, [one] if one.starts_with(&format!("README.md:3: {link}: "))),
                "{link}: {found:?}"
            );
        }
        assert_eq!(found("README.md", "<a href=\"docs/a.md\">a</a>").len(), 1);
    }

    #[test]
    fn the_demo_links_to_pages_that_are_rendered() {
        let links =
            |html: &str| parse_demo(html).links.into_iter().map(|link| link.target).collect::<Vec<_>>();
        let html = "<a href=\"/docs/\"><a href=\"/app\"><a href=\"/docs/guides/a.html#b\">";
        assert_eq!(links(html), ["../docs/README.md", "../docs/guides/a.md#b"]);
    }

    #[test]
    fn the_site_links_to_itself_alone_and_lists_its_pages() {
        assert_eq!(found("docs/a.md", "# A b, c\n\n# Twice\n\n# Twice\n\n[r](../README.md)").len(), 1);
        assert_eq!(found("docs/new.md", "").len(), 1);
        assert_eq!(found("npm/README.md", "[r](../README.md)").len(), 1);
    }
}
