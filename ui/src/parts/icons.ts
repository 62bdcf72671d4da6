// The drawings behind Icon.svelte: one hand, one stroke width, a 16-unit square. Not a sprite sheet and not an icon set.

/** Path data by name; a drawing is one or more subpaths, never filled. */
export const drawings = {
  mark: "M1.7 3.6a1 1 0 0 1 1-1h10.6a1 1 0 0 1 1 1v8.8a1 1 0 0 1-1 1H2.7a1 1 0 0 1-1-1zM6 2.6v1.6M6 5.6v1.6M6 8.8v1.6M6 11.8v1.6M8.4 6.3H12M8.4 8.7h2.3",
  today: "M2.5 7 8 2.5 13.5 7v6.5h-11zM6.4 13.5V9.6h3.2v3.9",
  quote: "M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3M5.8 8h4.4M5.8 10.6h3",
  invoice: "M3.5 1.5v13l1.5-1 1.5 1 1.5-1 1.5 1 1.5-1 1.5 1v-13zM6 5.5h4M6 8.5h4",
  subscription: "M13.5 8a5.5 5.5 0 1 1-1.8-4.1M13.5 1.8v2.6h-2.6",
  schedule: "M2.5 3.2h11v10.3h-11zM2.5 6.4h11M5.4 1.7v2.6M10.6 1.7v2.6M8 8.4v2.1l1.5.9",
  customer: "M8 2.7a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2zM2.8 14c.5-3 2.5-4.4 5.2-4.4s4.7 1.4 5.2 4.4",
  catalogue: "M2.3 5 8 2l5.7 3v6L8 14l-5.7-3zM2.3 5 8 8l5.7-3M8 8v6",
  pack: "M2.5 5.5h11v8h-11zM2.5 5.5 4.5 2.5h7l2 3M8 2.5v5.2M6.2 7.7h3.6",
  outbox: "M2.5 9.5v4h11v-4M8 10V2.5M5 5.3 8 2.3l3 3",
  settings: "M8 5.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4",
  find: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.4 10.4 14 14",
  filter: "M2 3.5h12M4.2 8h7.6M6.6 12.5h2.8",
  plus: "M8 3v10M3 8h10",
  cross: "m4 4 8 8M12 4l-8 8",
  check: "m3.2 8.6 3.1 3.1 6.5-7",
  warning: "M8 2.3 14.2 13.3H1.8zM8 6.4v3.4M8 11.4v.3",
  more: "M3.4 8h.2M7.9 8h.2M12.4 8h.2",
  down: "m4 6.2 4 4 4-4",
  back: "M9.8 3.6 5.4 8l4.4 4.4M5.4 8h8.2",
  up: "m4 9.8 4-4 4 4",
  left: "m9.8 4-4 4 4 4",
  right: "m6.2 4 4 4-4 4",
  copy: "M5.5 5.5V2.8h7.7v7.7h-2.7M2.8 5.5h7.7v7.7H2.8z",
  open: "M8.8 2.8h4.4v4.4M13.2 2.8 7.4 8.6M6.4 3.6H2.8v9.6h9.6V9.6",
  save: "M8 2.3v7.6M5 7.1l3 3 3-3M2.8 12.9h10.4",
  bin: "M2.8 4.2h10.4M6.2 4V2.4h3.6V4M4.2 4.4l.6 9h6.4l.6-9",
  sync: "M13.4 7.2A5.5 5.5 0 0 0 3.6 4.6L2.5 5.8M2.5 2.6v3.2h3.2M2.6 8.8a5.5 5.5 0 0 0 9.8 2.6l1.1-1.2M13.5 13.4v-3.2h-3.2",
  keyboard: "M1.7 4.2h12.6v7.6H1.7zM4.2 6.9h.2M6.7 6.9h.2M9.2 6.9h.2M11.7 6.9h.2M5.2 9.4h5.6",
  mail: "M1.9 3.6h12.2v8.8H1.9zM2.2 4.2 8 8.8l5.8-4.6",
  key: "M10.3 2.6a3.1 3.1 0 1 1-2.6 4.9L2.6 12.6v1h2v-1.4h1.5v-1.5l1.9-1.9M10.9 5.3h.1",
  card: "M1.7 3.8h12.6v8.4H1.7zM1.7 6.6h12.6M4.2 9.6h2.6",
  calendar: "M2.5 3.2h11v10.3h-11zM2.5 6.4h11M5.4 1.7v2.6M10.6 1.7v2.6",
  globe: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM2.2 8h11.6M8 2c3.4 3.4 3.4 8.6 0 12M8 2c-3.4 3.4-3.4 8.6 0 12",
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof drawings;
