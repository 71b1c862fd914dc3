import { expect, test } from "vitest";
import type { VersionRow } from "@/db/queries/integrations/integration-versions.ts";
import { readSide } from "./compare-versions.ts";

test("secrets of a version that was saved with colons are found by today's places", () => {
  const version = { snapshot: {}, secrets: { "ftp_senha:0": "k1.a", "token.7": "k1.b" } };
  expect(readSide(version as unknown as VersionRow).secrets).toEqual({
    "ftp_senha.0": "k1.a",
    "token.7": "k1.b",
  });
});
