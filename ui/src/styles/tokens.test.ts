// The colours: every text colour reads at 4.5:1 on every surface it is used on, in light and in dark.
import { expect, it } from "vitest";
import css from "./tokens.css?raw";

type Lch = [number, number, number];

function pair(name: string): { light: Lch; dark: Lch } {
  const found = new RegExp(`--${name}: light-dark\\(oklch\\(([^)]*)\\), oklch\\(([^)]*)\\)\\)`, "u").exec(css);
  if (!found) throw new Error(`no colour named ${name}`);
  const read = (text: string | undefined): Lch => (text ?? "").split(" ").map(Number) as Lch;
  return { light: read(found[1]), dark: read(found[2]) };
}

/** Relative luminance (WCAG 2) of an oklch colour; linear light is what both sides need, so no gamma is involved. */
function luminance([lightness, chroma, hue]: Lch): number {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number): number => Math.min(1, Math.max(0, value));
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Lch, other: Lch): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ["desk", "paper", "paper-2", "green-soft"];
const pairs: [string, string][] = [
  ...["ink", "ink-2", "ink-3", "green", "red"].flatMap((ink) => surfaces.map((surface): [string, string] => [ink, surface])),
  ["ink-3", "grey-soft"],
  ["ink-2", "grey-soft"],
  ["blue", "blue-soft"],
  ["amber", "amber-soft"],
  ["red", "red-soft"],
  ["ink-2", "red-soft"],
  ["ink-2", "amber-soft"],
  ["on-green", "green"],
  ["on-green", "green-deep"],
  ["on-red", "red"],
];

it.each(pairs)("%s on %s", (ink, surface) => {
  for (const mode of ["light", "dark"] as const) {
    expect(contrast(pair(ink)[mode], pair(surface)[mode]), mode).toBeGreaterThanOrEqual(4.5);
  }
});
