// The host of a page in a browser: commands as POST requests to where the page came from, changes as an event stream.
// It is how the screen tests drive the same user interface on the real core; it is never shipped with a server.
import type { News } from "./contract";
import type { Host } from "./host";

/** The browser's host. */
export function httpHost(): Host {
  const host: Host = {
    async call(name, request) {
      const answer = await fetch(`/call/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      });
      const body: unknown = await answer.json();
      if (!answer.ok) throw body;
      return body;
    },
    changed(listener) {
      const stream = new EventSource("/changes");
      stream.addEventListener("message", (event: MessageEvent<string>) => listener(JSON.parse(event.data) as string[]));
      return () => stream.close();
    },
    news(listener) {
      const stream = new EventSource("/changes");
      stream.addEventListener("news", (event: MessageEvent<string>) => listener(JSON.parse(event.data) as News));
      return () => stream.close();
    },
    // A browser shows nothing on the desktop, so nothing can be pressed there.
    pressed: () => () => undefined,
    preview: (path) => `/preview/${path.replace(/^\//u, "")}`,
    async open(url) {
      window.open(url, "_blank", "noopener");
    },
    // A page in a browser opens no mail program; the draft is written and noted all the same.
    async openMail(of) {
      await host.call("mail.draft", of);
      await host.call("mail.opened", of);
    },
    // Nor a file manager.
    showSaved: () => Promise.resolve(),
    // Nor has it a payment window; what would be asked for is looked up, and refused where no card can be taken.
    async takeCard(wanted) {
      await host.call("till.question", wanted);
      return { state: "open", message: "Cards are taken in the program's own window." };
    },
  };
  return host;
}
