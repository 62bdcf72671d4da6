// What keeps Stripe from answering until its owner does something about it. The strip above every place says it, so it is
// not said again as a remark; that the network is down is none of it, because that mends itself.
import type { Code, Problem } from "../bridge/contract";

const OWNERS: ReadonlySet<Code> = new Set<Code>(["keyring_missing", "keyring_locked", "key_refused", "permission_missing", "disk", "damaged"]);

/** Whether the strip above every place says this. */
export function isOwners(problem: Problem | null | undefined): problem is Problem {
  return problem !== null && problem !== undefined && OWNERS.has(problem.code);
}
