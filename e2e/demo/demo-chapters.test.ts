import { expect, test } from "vitest";
import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { CHAPTERS } from "./demo-chapters.ts";

test("every type of integration runs in the demo, for the client that the demo's customer sees", () => {
  const told = CHAPTERS.filter(
    ({ organization, active = true }) => organization === MAIN_CLIENT && active,
  ).map(({ connectorId }) => connectorId);
  expect(told.toSorted()).toEqual([...new Set(told)].toSorted());
  // The reservation flow is no partner of a pharmacy: it has a client and a story of its own.
  expect(
    CONNECTORS.map(({ id }) => id).filter((id) => id !== "multi-cv" && !told.includes(id)),
  ).toEqual([]);
});
