// Remembers what went wrong in the page, for the screen tests to read. It runs
// before every other script and belongs to the tests' server alone.
window.wentWrong = [];
// A browser says this when sizes that are watched settle in the next frame instead of this one. Nothing failed and
// nothing is lost by it; whether it comes depends on how busy the machine is.
const SETTLES = "ResizeObserver loop completed with undelivered notifications.";
addEventListener("error", (event) => event.message === SETTLES || window.wentWrong.push(`error: ${event.message ?? `could not load ${event.target?.src ?? event.target?.href}`}`), true);
addEventListener("unhandledrejection", (event) => window.wentWrong.push(`nobody heard: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) => window.wentWrong.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`));
for (const level of ["error", "warn"]) {
  const plain = console[level].bind(console);
  console[level] = (...words) => {
    window.wentWrong.push(`${level}: ${words.map(String).join(" ")}`);
    plain(...words);
  };
}
