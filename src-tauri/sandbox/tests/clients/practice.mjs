// What the scripts of this folder begin with: Stripe's own Node client, unmodified, pointed at the practice
// Stripe, and the words in which they say what has to come of a call. The server's address and key come
// from the environment (PRACTICE_URL, PRACTICE_KEY), the client from COUNTERFOIL_TEST_NODE_MODULES.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.COUNTERFOIL_TEST_NODE_MODULES, 'here.js'));
const Stripe = require('stripe').default ?? require('stripe');
export const url = new URL(process.env.PRACTICE_URL);
export const stripe = new Stripe(process.env.PRACTICE_KEY, { host: url.hostname, port: url.port, protocol: 'http', maxNetworkRetries: 0 });

let held = 0;
export function expect(what, got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
  }
  held += 1;
}

export async function refused(what, asked, code) {
  try {
    await asked;
  } catch (error) {
    return expect(what, error.code, code);
  }
  throw new Error(`${what}: was not refused`);
}

export function done(what) {
  console.log(`${what} by stripe ${Stripe.PACKAGE_VERSION} on node ${process.version}: ${held} expectations held`);
}
