//! Records that cannot be used, or are not wanted as they are.

use crate::answer::Answer;
use crate::desk::Session;
use crate::print::care;
use commands::view::{Care, Problem, Repaired};
use commands::{Nothing, Repair};

pub(crate) async fn run(
    session: &Session,
    restore: Option<String>,
    afresh: bool,
) -> Result<Answer, Problem> {
    if restore.is_none() && !afresh {
        let found: Care = session.ask("care.look", &Nothing {}).await?;
        let problem = found.problem.clone();
        return Ok(Answer::new(&found, care::look(&found))?.but(problem));
    }
    let request = Repair { backup: restore };
    let done: Repaired = session.ask("care.repair", &request).await?;
    Answer::new(&done, care::repaired(&done))
}
