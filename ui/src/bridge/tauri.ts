// The host inside the window: one command that carries all others, and one event. The only code here that says `tauri`.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { News } from "./contract";
import type { Host } from "./host";

/** The window's host. */
export function tauriHost(): Host {
  // Windows serves custom schemes as http sub-domains of localhost; WebKit knows them as they are.
  const root = navigator.userAgent.includes("Windows") ? "http://preview.localhost/" : "preview://localhost/";
  return {
    call: (name, request) => invoke("call", { name, request }),
    changed(listener) {
      const stop = listen<string[]>("changed", (event) => listener(event.payload));
      return () => void stop.then((end) => end());
    },
    news(listener) {
      const stop = listen<News>("news", (event) => listener(event.payload));
      return () => void stop.then((end) => end());
    },
    preview: (path) => root + path.replace(/^\//u, ""),
    open: (url) => invoke("open", { url }),
    openMail: ({ noun, id }) => invoke("open_mail", { noun, id }),
    takeCard: (wanted) => invoke("take_card", { wanted }),
  };
}
