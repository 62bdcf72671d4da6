// The host inside the window: one command that carries all others, and a few events. The only code here that says `tauri`.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { News } from "./contract";
import type { Host } from "./host";

/** The window's host. */
export function tauriHost(): Host {
  const hear = <T>(name: string, listener: (payload: T) => void): (() => void) => {
    const stop = listen<T>(name, (event) => listener(event.payload));
    return () => void stop.then((end) => end());
  };
  // Windows serves custom schemes as http sub-domains of localhost; WebKit knows them as they are.
  const root = navigator.userAgent.includes("Windows") ? "http://preview.localhost/" : "preview://localhost/";
  return {
    call: (name, request) => invoke("call", { name, request }),
    changed: (listener) => hear<string[]>("changed", listener),
    news: (listener) => hear<News>("news", listener),
    pressed: (listener) => hear<News>("pressed", listener),
    preview: (path) => root + path.replace(/^\//u, ""),
    open: (url) => invoke("open", { url }),
    openMail: ({ noun, id }) => invoke("open_mail", { noun, id }),
    showSaved: (name) => invoke("show_saved", { name }),
    takeCard: (wanted) => invoke("take_card", { wanted }),
  };
}
