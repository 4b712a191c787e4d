//! x
use crate::workspace::Workspace;
/// x
pub(crate) fn tidy(_w: &Workspace) -> anyhow::Result<()> {
    Ok(())
}
