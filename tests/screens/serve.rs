//! Serves the user interface on a practice account, for looking at it in a
//! browser: `cargo run -p tests --example screens -- [PORT] [HOME]`.

#![expect(clippy::print_stdout, reason = "the address is what it is started for")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a shop that cannot be opened has nothing to serve"
)]

mod server;
#[path = "../shop.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod shop;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port = arguments
        .next()
        .and_then(|port| port.parse().ok())
        .unwrap_or(0);
    let home = arguments.next().map(std::path::PathBuf::from);
    let shop = match home {
        Some(home) => shop::Shop::at(home, sandbox::Seed::Practice).await,
        None => shop::Shop::open(sandbox::Seed::Practice).await,
    };
    println!(
        "{}",
        server::serve(shop.desk(), shop::ui_dist(), port).await?
    );
    tokio::signal::ctrl_c().await?;
    shop.close().await;
    Ok(())
}
