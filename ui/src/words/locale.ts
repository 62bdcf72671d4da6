// Which English is spoken: the system's own when it is one, so that dates come in the order its owner is used to.

function choose(languages: readonly string[]): string {
  return languages.find((language) => /^en\b/iu.test(language)) ?? "en-US";
}

/** The locale of every number and date that is shown. */
export const locale = choose(typeof navigator === "undefined" ? [] : (navigator.languages ?? []));
