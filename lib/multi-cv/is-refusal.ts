import { PartnerError } from "@/lib/core/errors.ts";
import { SealedSecretError } from "@/lib/engine/open-sealed.ts";

/** Whether a failure says something of a system or its data: not a defect of ours, a lost key or an abort. */
export function isRefusal(error: unknown): error is PartnerError {
  return (
    error instanceof PartnerError &&
    !(error instanceof SealedSecretError) &&
    error.kind !== "internal" &&
    error.kind !== "cancelled"
  );
}
