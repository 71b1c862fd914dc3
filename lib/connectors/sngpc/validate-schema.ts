import {
  type ErrorDetail,
  XmlDocument,
  XmlParseError,
  XmlValidateError,
  XsdValidator,
} from "libxml2-wasm";
import { SNGPC_SCHEMA } from "./schema.ts";

/** Element names of an error, without their namespace. */
const NAME = /'\{[^}]*\}([A-Za-z]+)'/;

/**
 * What the schema finds wrong with a message, one sentence each; empty when nothing is. The validator's own
 * texts quote values, which are people's names and documents: only element and line are told.
 */
export function findSchemaErrors(xml: Uint8Array): string[] {
  let schema: XmlDocument | null = null;
  let validator: XsdValidator | null = null;
  let message: XmlDocument | null = null;
  try {
    // Memory of the library is its own: what is not given back is lost for the life of the process.
    schema = XmlDocument.fromString(SNGPC_SCHEMA);
    validator = XsdValidator.fromDoc(schema);
    message = XmlDocument.fromBuffer(xml);
    validator.validate(message);
    return [];
  } catch (error) {
    if (!(error instanceof XmlValidateError || error instanceof XmlParseError)) throw error;
    const details =
      error.details.length > 0 ? error.details : [{ message: "", line: 0 } as ErrorDetail];
    return details.slice(0, 20).map(describeDetail);
  } finally {
    message?.dispose();
    validator?.dispose();
    schema?.dispose();
  }
}

function describeDetail({ message, line }: ErrorDetail): string {
  const name = NAME.exec(message)?.[1];
  return name
    ? `O elemento ${name} (linha ${line}) não segue o esquema 2.5 da Anvisa.`
    : `O XML não pôde ser lido na linha ${line}.`;
}
