import { z } from "zod";
import { type SettingSpec, refuseSetting } from "@/lib/connectors/settings.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { findConnector } from "@/lib/registry.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";

/**
 * What a file would look like with what is typed, of invented records: nobody's data and no secret takes
 * part. A value that is not right yet is told by its sentence.
 */
export const previewSetting = defineUseCase({
  name: "preview-setting",
  permission: "view",
  input: z.object({
    connectorId: z.string().max(100),
    key: z.string().max(100),
    values: z.record(z.string().max(100), z.string().max(100_000)),
  }),
  run: async ({ input }): Promise<string[]> => {
    const connector = findConnector(input.connectorId);
    const chosen = connector?.settings.find(({ key, previewed }) => key === input.key && previewed);
    if (!connector?.preview || !chosen)
      notFound("Este tipo de integração não tem prévia para esta chave.");
    const plain = new Map(
      connector.settings
        .filter(({ kind, perBranch }) => kind !== "secret" && !perBranch)
        .map((spec) => [spec.key, valueOf(spec, input.values)]),
    );
    const sentence = refuseSetting(chosen, plain.get(chosen.key) ?? "");
    if (sentence) throw new Refusal({ kind: "invalid", message: sentence });
    const text = (key: string) => plain.get(key) ?? "";
    try {
      return connector.preview(
        { text, integer: (key) => Number(text(key)), flag: (key) => text(key) === "sim" },
        chosen.key,
      );
    } catch (error) {
      if (error instanceof PartnerError && error.kind === "settings")
        throw new Refusal({ kind: "invalid", message: error.detail });
      throw error;
    }
  },
});

/** What is typed where it is right, else the type's own. */
function valueOf(spec: SettingSpec, values: Readonly<Record<string, string>>): string {
  const typed = values[spec.key] ?? "";
  return typed !== "" && (spec.kind === "table" || refuseSetting(spec, typed) === null)
    ? typed
    : spec.defaultValue;
}
