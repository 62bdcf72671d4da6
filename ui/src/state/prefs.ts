// Small habits of this window that are nobody else's business: which tab a list was left on. Not settings, not records.

/** What was kept under a name, or the fallback. A full or forbidden storage is no reason to fail. */
export function recall(name: string, fallback: string): string {
  try {
    return localStorage.getItem(`counterfoil.${name}`) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Keeps a habit. */
export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`counterfoil.${name}`, value);
  } catch {
    // A private window has no storage; the habit is then lost with it.
  }
}
