//! The accountant's pack.

use crate::answer::Answer;
use crate::args::PackArgs;
use crate::desk::Session;
use crate::print;
use commands::PackPlace;
use commands::view::{Code, Problem};

/// Makes the pack of the days that the arguments name.
pub(crate) async fn run(session: &Session, args: PackArgs) -> Result<Answer, Problem> {
    let after = args
        .to
        .succ_opt()
        .ok_or_else(|| Problem::new(Code::InvalidInput, "That is no period."))?;
    let place = PackPlace::File {
        path: args.out,
        replace: args.force,
    };
    let made = session
        .pack(&args.from.to_string(), &after.to_string(), args.bom, &place)
        .await?;
    Answer::new(&made, print::pack::made(&made))
}
