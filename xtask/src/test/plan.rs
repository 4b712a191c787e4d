//! Selection of stages from the words on the command line.

use anyhow::{Result, bail};

use super::{Stage, When};

/// The stages that `names` selects and their dependencies, each once, in the order of the table.
pub(super) fn plan<'a>(stages: &'a [Stage], names: &[String]) -> Result<Vec<&'a Stage>> {
    let mut wanted: Vec<&str> = Vec::new();
    if names.is_empty() {
        wanted.extend(of(stages, When::Always));
    }
    for name in names {
        match name.as_str() {
            "all" => wanted.extend(stages.iter().map(|stage| stage.name)),
            "rest" => wanted.extend(of(stages, When::Rest)),
            name => match stages.iter().find(|stage| stage.name == name) {
                Some(stage) => wanted.push(stage.name),
                None => {
                    let known: Vec<_> = stages.iter().map(|stage| stage.name).collect();
                    bail!("there is no stage `{name}`; there are: {}, all, rest", known.join(", "))
                }
            },
        }
    }
    // A dependency precedes its dependents, so one pass from the back finds indirect dependencies.
    for stage in stages.iter().rev() {
        if wanted.contains(&stage.name) {
            wanted.extend(stage.needs);
        }
    }
    Ok(stages.iter().filter(|stage| wanted.contains(&stage.name)).collect())
}

fn of(stages: &[Stage], when: When) -> impl Iterator<Item = &str> {
    stages.iter().filter(move |stage| stage.when == when).map(|stage| stage.name)
}

#[cfg(test)]
mod tests {
    use super::super::STAGES;
    use super::*;

    fn names(words: &[&str]) -> Vec<&'static str> {
        let words: Vec<_> = words.iter().map(ToString::to_string).collect();
        plan(STAGES, &words).map(|plan| plan.iter().map(|stage| stage.name).collect()).unwrap_or_default()
    }

    #[test]
    fn a_need_comes_along_and_comes_first() {
        assert_eq!(names(&["size"]), ["build", "size"]);
    }

    #[test]
    fn all_is_the_default_and_the_rest() {
        let all = names(&["all"]);
        assert_eq!(all.len(), STAGES.len());
        assert!(names(&[]).iter().chain(&names(&["rest"])).all(|name| all.contains(name)));
        assert!(!names(&[]).contains(&"webkit"));
        assert!(names(&["rest"]).contains(&"webkit"));
    }

    #[test]
    fn an_unknown_stage_names_those_there_are() {
        let error = plan(STAGES, &["sise".to_owned()]).map(|_| ()).map_err(|error| error.to_string());
        assert!(error.is_err_and(|error| error.contains("`sise`") && error.contains("size, types")));
    }

    #[test]
    fn needs_stand_before_what_needs_them() {
        for (at, stage) in STAGES.iter().enumerate() {
            for need in stage.needs {
                assert!(
                    STAGES.iter().take(at).any(|before| before.name == *need),
                    "{} needs {need}",
                    stage.name
                );
            }
        }
    }
}
