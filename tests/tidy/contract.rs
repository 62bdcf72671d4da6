//! The TypeScript side of the command list is the one that the list gives today.

use crate::house::root;

#[test]
fn the_contract_is_fresh() {
    let path = root().join("ui/src/bridge/contract.ts");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let fresh = commands::typescript();
    let differs = committed
        .lines()
        .zip(fresh.lines())
        .position(|(ours, wanted)| ours != wanted);
    assert!(
        committed == fresh,
        "ui/src/bridge/contract.ts is not what the command list gives (first in line {}): run \
         `cargo xtask contract`, so that the window and the core speak of the same things",
        differs.map_or(
            committed.lines().count().min(fresh.lines().count()),
            |line| line
        ) + 1
    );
}

#[test]
fn every_command_is_in_the_contract() {
    let fresh = commands::typescript();
    let absent: Vec<&str> = commands::COMMANDS
        .iter()
        .map(|command| command.name)
        .filter(|name| !fresh.contains(&format!("\"{name}\"")))
        .collect();
    assert!(absent.is_empty(), "the window could not call {absent:?}");
}
