//! The contract as TypeScript, made from the list of commands; committed as
//! `ui/src/bridge/contract.ts` and never edited by hand.

use crate::list::{COMMANDS, Tag, with_commands};
use crate::requests::{
    Accept, AddPrice, Attend, BeforeAct, ById, CapturePayment, ChargeCard, CheckKey, CollectAmount,
    ConnectAccount, CreateProduct, Extend, Find, Found, LetPass, ListPage, ListSummary, LookAgain,
    MakePack, Nothing, OfCard, OfRecord, OpenDraft, PackDays, PaidOutOfBand, PauseSubscription,
    Pick, PreviewPages, PutCustomer, ReadAmount, Reading, RefundPayment, Repair, SavedFile,
    SyncNow, UseCard,
};
use engine::view;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use ts_rs::{Config, TS, TypeVisitor};

/// Collects the declarations of a type and of all that it is made of.
struct Collector<'a> {
    config: &'a Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Collector<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            // A built-in or a container: only what it holds is of interest.
            return;
        }
        let name = T::ident(self.config);
        if !self.found.contains_key(&name) {
            self.found.insert(name, T::decl(self.config));
            T::visit_dependencies(self);
        }
    }
}

/// The whole contract, ready to be written to a file.
pub fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut collector = Collector {
        config: &config,
        found: BTreeMap::new(),
    };
    let mut calls = String::new();

    macro_rules! describe {
        ($($kind:ident $name:literal $module:ident :: $handler:ident ($request:ty) -> $reply:ty [$($tag:ident)*];)*) => {
            $(
                collector.visit::<$request>();
                collector.visit::<$reply>();
                <$request as TS>::visit_generics(&mut collector);
                <$reply as TS>::visit_generics(&mut collector);
                let _ = writeln!(
                    calls,
                    "  {:?}: [{}, {}];",
                    $name,
                    <$request as TS>::name(&config),
                    <$reply as TS>::name(&config),
                );
            )*
        };
    }
    with_commands!(describe);
    collector.visit::<view::Problem>();
    collector.visit::<view::News>();
    collector.visit::<Tag>();

    let mut out = String::from(
        "// Generated from the list of commands by `cargo xtask contract`; not to be edited.\n\
         // One file, long as it is: it is written whole from one list, and read a name at a time.\n\
         // Times are unix seconds in UTC; amounts are minor units of the named currency.\n\n",
    );
    for declaration in collector.found.values() {
        let _ = writeln!(out, "export {declaration}\n");
    }
    let _ = writeln!(out, "export interface Commands {{\n{calls}}}\n");
    out.push_str(
        "export const TAGS: { [K in keyof Commands]: { writes: boolean; tags: Tag[] } } = {\n",
    );
    for command in COMMANDS {
        let tags: Vec<String> = command
            .tags
            .iter()
            .map(|tag| serde_json::to_string(tag).unwrap_or_default())
            .collect();
        let _ = writeln!(
            out,
            "  {:?}: {{ writes: {}, tags: [{}] }},",
            command.name,
            command.writes,
            tags.join(", ")
        );
    }
    out.push_str("};\n");
    out
}
