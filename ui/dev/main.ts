// The user interface on made-up records, to look at screens without the core (`npm run dev`, then /dev/index.html).
// Not shipped: the build knows only ../index.html.
import "@fontsource-variable/inter/wght.css";
import "../src/styles/base.css";
import "../src/styles/tokens.css";
import "../src/styles/controls.css";
import { mount } from "svelte";
import { useHost } from "../src/bridge/call";
import App from "../src/views/App.svelte";
import { cannedHost } from "./canned";

useHost(cannedHost());
const theme = new URLSearchParams(location.search).get("theme");
if (theme) document.documentElement.dataset["theme"] = theme;
mount(App, { target: document.body });
