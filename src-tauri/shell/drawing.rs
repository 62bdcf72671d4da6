//! How the webview draws. On Linux on the processor, always: our pages are text that mostly stands
//! still, the graphics driver takes more memory than the whole program, and some drivers leave
//! WebKitGTK's window empty. So the window looks on every machine as it does where it is tested.

/// To be called first of all: WebKitGTK looks at it when its first process starts. Its setting of a
/// webview comes too late: a page that has begun to load with a graphics card takes no more turns of
/// the mouse's wheel once it is taken away. Whoever sets the variable decides otherwise.
#[cfg(target_os = "linux")]
pub(crate) fn without_graphics_card() {
    // An error only says that the name or the value is not one that a variable may have.
    let _ = glib::setenv("WEBKIT_DISABLE_COMPOSITING_MODE", "1", false);
}

/// Elsewhere the system's webview decides.
#[cfg(not(target_os = "linux"))]
pub(crate) fn without_graphics_card() {}
