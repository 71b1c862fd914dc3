/**
 * One drawing a type of integration, made for the hub: what the partner does, never its logo.
 * Strokes on a grid of 24 by 24; see {@link ConnectorIcon} for how they are drawn.
 */
export const ICON_PATHS: Readonly<Record<string, string>> = {
  // A card with a heart: a benefit.
  naapyes: "M3 7h18v11H3zM12 15.5l-2.6-2.4a1.6 1.6 0 0 1 2.3-2.2l.3.3.3-.3a1.6 1.6 0 0 1 2.3 2.2z",
  // Three shops joined.
  unifabra:
    "M12 4l3 3-3 3-3-3zM5 14l3 3-3 3-3-3zM19 14l3 3-3 3-3-3zM12 10v4M12 14l-4.5 2M12 14l4.5 2",
  // A price tag with a percent.
  propz: "M4 4h8l8 8-8 8-8-8zM8 8h.01M10.5 14.5l4-4M11 11h.01M14 14h.01",
  // A basket with an arrow into it.
  webcompras: "M4 10h16l-2 10H6zM12 3v10M9 10l3 3 3-3",
  // A window with a tick: what the shop controls.
  "control-shop": "M4 4h16v16H4zM4 9h16M8 15l2.5 2.5L16 12",
  // A card and its twin, to be reconciled.
  boavista: "M3 6h13v8H3zM3 9h13M8 14v4h13v-8h-5",
  // A tag on a ruler.
  pricefy: "M3 12l8-8h7v7l-8 8zM14.5 7.5h.01M3 20h18M6 20v-2M18 20v-3",
  // Two links of a chain around a cross.
  "linked-farma": "M9 8H7a4 4 0 0 0 0 8h2M15 8h2a4 4 0 0 1 0 8h-2M12 9.5v5M9.5 12h5",
  // A curve that finds its point.
  proffer: "M4 4v16h16M7 16c3 0 3-8 6-8s3 4 6 4M13 8v.01M13 11v6",
  // A person and what is said to them.
  dito: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 20v-2a4 4 0 0 1 4-4h2a4 4 0 0 1 4 4v2M14 4h7v6h-4l-3 2z",
  // A flyer with an offer on it.
  smarket: "M5 3h10l4 4v14H5zM15 3v4h4M9 16l6-6M9.5 10.5h.01M14.5 15.5h.01",
  // A telephone between two waves.
  ligo: "M7 4h3l1.5 4-2 1.5a11 11 0 0 0 5 5l1.5-2 4 1.5v3a2 2 0 0 1-2 2A15 15 0 0 1 5 6a2 2 0 0 1 2-2zM15 4a5 5 0 0 1 5 5",
  // A shelf of boxes.
  "linx-wms": "M3 4v16M21 4v16M3 12h18M3 20h18M6 8h4v4H6zM13 7h5v5h-5zM7 15h5v5H7z",
  // Three points on their way to one.
  trivio:
    "M4 6h.01M4 12h.01M4 18h.01M7 6h4l4 6M7 12h8M7 18h4l4-6M15 12h2M20 12a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z",
  // A receipt under a lens.
  audit:
    "M5 3h11v7M5 3v18l2.5-1.5L10 21M8 7h5M8 11h3M18.5 15.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM17.5 18l3 3",
  // A capsule behind a shield.
  sngpc:
    "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM9.2 14.8a2 2 0 0 1 0-2.8l2.8-2.8a2 2 0 0 1 2.8 2.8L12 14.8a2 2 0 0 1-2.8 0zM10.6 10.6l2.8 2.8",
  // A box, exactly placed.
  "exact-wms": "M3 8V3h5M16 3h5v5M21 16v5h-5M8 21H3v-5M8 9l4-2 4 2v6l-4 2-4-2zM8 9l4 2 4-2M12 11v6",
  // A box on a pallet.
  "fisoft-wms": "M6 4h12v11H6zM10 4v4h4V4M3 18h18M5 18v3M12 18v3M19 18v3",
  // A lorry at the dock.
  "delage-wms":
    "M2 6h11v10H2zM13 9h4l4 4v3h-8M7.5 18a1.8 1.8 0 1 1-3.6 0 1.8 1.8 0 0 1 3.6 0zM18.5 18a1.8 1.8 0 1 1-3.6 0 1.8 1.8 0 0 1 3.6 0z",
  // Columns of a panel on a sheet.
  iqvia: "M5 3h10l4 4v14H5zM15 3v4h4M9 17v-3M12 17v-6M15 17v-4",
  // The same columns between braces.
  "iqvia-api":
    "M7 4H6a2 2 0 0 0-2 2v4l-2 2 2 2v4a2 2 0 0 0 2 2h1M17 4h1a2 2 0 0 1 2 2v4l2 2-2 2v4a2 2 0 0 1-2 2h-1M9 16v-3M12 16V8M15 16v-5",
  // A bar code with a spark: what is known of it.
  cosmos:
    "M4 7v11M7 7v8M10 7v11M13 11v7M16 14v4M18 3l1.2 2.8L22 7l-2.8 1.2L18 11l-1.2-2.8L14 7l2.8-1.2z",
  // A receipt on its way, an offer on its way back.
  scanntech:
    "M4 3h9v12l-2-1.2L8.5 15 6 13.8 4 15zM7 7h3M7 10h3M16 8h4v12h-8M15 17l-3 3 3 3M16 8l2-2M16 8l2 2",
  // A house from which three ways lead.
  "multi-cv": "M3 11l6-6 6 6v8H3zM7 19v-5h4v5M15 15h2M17 9v11M17 9h4M17 15h4M17 20h4",
};
