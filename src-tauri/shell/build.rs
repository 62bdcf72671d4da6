//! Declares the main window's five commands: without that, any page in the window
//! might call any command.

fn main() {
    // A first build may come before the user interface was ever built.
    if let Err(error) = std::fs::create_dir_all("ui/dist") {
        println!("cargo::warning=ui/dist could not be made: {error}");
    }
    // The pages are built into the program; without this line it would keep the old ones.
    println!("cargo::rerun-if-changed=ui/dist");
    let attributes =
        tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(&[
            "call",
            "open",
            "open_mail",
            "show_saved",
            "take_card",
        ]));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
