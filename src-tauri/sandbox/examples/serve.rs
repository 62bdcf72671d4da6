//! Runs the practice Stripe until it is interrupted: `cargo run -p sandbox --example serve -- [ADDRESS] [practice|empty|N]`.
//! For pointing a client at it by hand; the program itself starts it in its own process.

use sandbox::{Options, Seed};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut options = Options {
        seed: Seed::Practice,
        ..Options::default()
    };
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "practice" => options.seed = Seed::Practice,
            "empty" => options.seed = Seed::Empty,
            other => match other.parse() {
                Ok(invoices) => options.seed = Seed::Size(invoices),
                Err(_) => options.listen = other.parse()?,
            },
        }
    }
    let begun = std::time::Instant::now();
    let running = sandbox::start(options).await?;
    println!(
        "{} key {} ready in {:?}",
        running.url(),
        running.key(),
        begun.elapsed()
    );
    tokio::signal::ctrl_c().await?;
    running.stop().await;
    Ok(())
}
