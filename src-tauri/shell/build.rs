//! Declares the window's commands, so that no page may call any other.
fn main() {
    let _ = std::fs::create_dir_all("ui/dist");
    tauri_build::build();
}
