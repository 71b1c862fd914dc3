import { expect, test } from "vitest";
import { parsePlaceKey, placeKey, placeOfField, settingField } from "./setting-place.ts";

test.each([
  { key: "senha", branchId: 0 },
  { key: "id_local", branchId: 1204 },
  // Neither has happened, and neither may be cut in the wrong spot.
  { key: "token.2", branchId: 7 },
  { key: "token:x", branchId: 7 },
])("the text of $key, $branchId names that place again", (place) => {
  expect(parsePlaceKey(placeKey(place))).toEqual(place);
  expect(placeOfField(settingField(place))).toEqual(place);
});

test("screens, addresses and browser tests know the texts as they are", () => {
  expect(placeKey({ key: "id_local", branchId: 12 })).toBe("id_local.12");
  expect(settingField({ key: "id_local", branchId: 12 })).toBe("settings.id_local.12");
  expect(placeOfField("description")).toBeNull();
});

test("a version that was saved with a colon is still read", () => {
  expect(parsePlaceKey("id_local:12")).toEqual({ key: "id_local", branchId: 12 });
});

test("a text that names no place is refused", () => {
  for (const text of ["", "senha", "senha.", "senha.x", ".3"])
    expect(() => parsePlaceKey(text)).toThrow("no place");
});
