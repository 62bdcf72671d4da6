// Where the user interface begins: styles, and the frame of the window in the page's body.
import "@fontsource-variable/inter/wght.css";
import "./styles/base.css";
import "./styles/tokens.css";
import "./styles/controls.css";
import { mount } from "svelte";
import { wearAgain } from "./state/theme";
import App from "./views/App.svelte";

wearAgain();
mount(App, { target: document.body });
