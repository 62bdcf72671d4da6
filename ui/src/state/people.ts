// The customers as a field looks into them: by what is typed of a name, an e-mail or a place.
import { call } from "../bridge/call";

/** Customers that answer what was typed, as proposals; the most recent for nothing typed. */
export async function findPeople(text: string): Promise<{ id: string; title: string; detail: string | undefined }[]> {
  const { rows } = await call("customers.pick", { text, currency: null });
  return rows.map((row) => ({ id: row.id, title: row.title, detail: row.subtitle || undefined }));
}
