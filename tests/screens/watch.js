// Remembers what went wrong in the page, for the screen tests to read. It runs
// before every other script and belongs to the tests' server alone.
window.wentWrong = [];
addEventListener("error", (event) => window.wentWrong.push(`error: ${event.message ?? `could not load ${event.target?.src ?? event.target?.href}`}`), true);
addEventListener("unhandledrejection", (event) => window.wentWrong.push(`nobody heard: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) => window.wentWrong.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`));
for (const level of ["error", "warn"]) {
  const plain = console[level].bind(console);
  console[level] = (...words) => {
    window.wentWrong.push(`${level}: ${words.map(String).join(" ")}`);
    plain(...words);
  };
}
