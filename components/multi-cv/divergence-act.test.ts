import { expect, test } from "vitest";
import { DIVERGENCES } from "@/lib/multi-cv/words/divergences.ts";
import { findAct } from "./divergence-act.tsx";

test.each([...DIVERGENCES])(
  "%s has an act, with and without a reservation that is followed",
  (kind) => {
    for (const subjectId of [12, null]) {
      const act = findAct({ kind, subjectId, unit: "Torre A 301", contractNumber: null }, 7);
      expect(act.label).not.toBe("");
      // Without a reservation nothing can be run: it leads somewhere.
      if (subjectId === null) expect(act).toHaveProperty("href");
      if ("href" in act) expect(act.href).toMatch(/^\/reservas/);
    }
  },
);

test("a second sale of a unit is never acted upon by a button", () => {
  const act = findAct(
    { kind: "unit_sold_twice", subjectId: 12, unit: "", contractNumber: null },
    7,
  );
  expect(act).toEqual({ label: "Abrir a reserva", href: "/reservas/12" });
});
