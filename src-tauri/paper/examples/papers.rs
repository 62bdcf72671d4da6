//! Draws the sample papers into a folder, as PDF and as SVG, to look at:
//! `cargo run -p paper --example papers -- FOLDER`. Not a test.
#![allow(clippy::expect_used, reason = "the samples are shared with the tests")]

use std::path::PathBuf;

#[path = "../tests/paper/samples.rs"]
mod samples;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .ok_or("name a folder to draw into")?,
    );
    std::fs::create_dir_all(&folder)?;
    let started = std::time::Instant::now();
    let fonts = paper::Fonts::with_system()?;
    println!("{fonts:?} found in {:.1?}", started.elapsed());
    let letter = paper::Sheet {
        page_size: paper::PageSize::Letter,
        ..samples::quote()
    };
    let emoji = "Party \u{1f389}, flags \u{1f1e9}\u{1f1ea} and a family";
    let festive = paper::Sheet {
        header: Some(emoji.into()),
        ..samples::quote()
    };
    let papers = [
        ("festive", festive),
        ("quote", samples::quote()),
        ("letter", letter),
        ("invoice", samples::invoice(60)),
        ("scripts", samples::many_scripts()),
        ("arabic", samples::arabic()),
        ("unruly", samples::unruly()),
    ];
    for (name, sheet) in papers {
        let started = std::time::Instant::now();
        let layout = paper::lay_out(&sheet, &fonts)?;
        let laid_out = started.elapsed();
        let pdf = paper::pdf(&layout, &fonts)?;
        let painted = started.elapsed() - laid_out;
        std::fs::write(folder.join(name).with_extension("pdf"), &pdf)?;
        for page in 0..layout.pages.len() {
            let svg = paper::svg(&layout, page)?;
            std::fs::write(folder.join(format!("{name}-{}.svg", page + 1)), svg)?;
        }
        let (pages, size) = (layout.pages.len(), pdf.len() / 1024);
        let missing = paper::missing_glyphs(&layout, &fonts);
        println!(
            "{name}: {pages} pages, {size} KB, laid out in {laid_out:.1?}, painted in {painted:.1?}, missing {missing:?}"
        );
    }
    Ok(())
}
