// Where the user interface begins: styles, and the frame of the window in the page's body.
import "@fontsource-variable/inter/wght.css";
import "./styles/base.css";
import "./styles/tokens.css";
import "./styles/controls.css";
import { mount } from "svelte";
import { wear, worn } from "./state/theme";
import App from "./views/App.svelte";

// Before anything is drawn, so that a window opened in the dark does not begin with a flash.
wear(worn());
mount(App, { target: document.body });
