// The theme is this window's own: what is put on is worn again after a start, and what nobody can wear is not.
import { beforeEach, expect, it } from "vitest";
import { wear, worn } from "./theme";

const scheme = (): string => document.documentElement.style.colorScheme;

beforeEach(() => localStorage.clear());

it("begins as the system has it, and keeps what is chosen", () => {
  expect(worn()).toBe("system");
  wear("dark");
  expect([worn(), scheme()]).toEqual(["dark", "dark"]);
  wear("system");
  expect([worn(), scheme()], "the system's own choice between two").toEqual(["system", "light dark"]);
});

it("takes nothing for a theme that is none", () => {
  localStorage.setItem("counterfoil.theme", "plaid");
  expect(worn()).toBe("system");
});
