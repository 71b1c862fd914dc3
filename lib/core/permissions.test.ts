import { expect, it } from "vitest";
import { can, PERMISSION_LABEL, PERMISSIONS } from "./permissions.ts";

it("every permission has a name and a help on the profile screen", () => {
  expect(Object.keys(PERMISSION_LABEL)).toEqual([...PERMISSIONS]);
  for (const { label, help } of Object.values(PERMISSION_LABEL))
    expect([label, help]).not.toContain("");
  expect(new Set(Object.values(PERMISSION_LABEL).map(({ label }) => label)).size).toBe(
    PERMISSIONS.length,
  );
});

it("a profile allows exactly what it names", () => {
  for (const permission of PERMISSIONS) {
    expect(can({ permissions: new Set([permission]) }, permission)).toBe(true);
    expect(
      can(
        { permissions: new Set(PERMISSIONS.filter((other) => other !== permission)) },
        permission,
      ),
    ).toBe(false);
  }
});
