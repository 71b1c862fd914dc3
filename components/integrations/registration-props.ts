import { type ReactNode } from "react";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { OpenedIntegration } from "@/lib/admin/integrations/read-integration.ts";
import type {
  BranchChoice,
  RegistrationChoices,
} from "@/lib/admin/integrations/read-registration-choices.ts";
import { type FormPayload } from "./form-values.ts";

/** What a connection test found. */
export type TestResult =
  | { ok: true; message: string }
  | { ok: false; kind: string; message: string; settings: string[] };

/** Server actions of the form. */
export interface RegistrationActions {
  save: (payload: FormPayload) => Promise<Outcome<{ id: number; version: number }>>;
  testConnection: (payload: FormPayload) => Promise<Outcome<TestResult>>;
  loadBranches: (organizationId: number) => Promise<Outcome<BranchChoice[]>>;
  preview: (asked: {
    connectorId: string;
    key: string;
    values: Record<string, string>;
  }) => Promise<Outcome<string[]>>;
}

/** A message over the form. */
export interface FormBanner {
  tone: "success" | "error" | "warning" | "info";
  title: ReactNode;
  text?: ReactNode;
  /** Says that fields are wrong: once they all are put right it has nothing more to say. */
  aboutFields?: boolean;
}

export interface RegistrationProps {
  /** null = a new one. */
  opened: OpenedIntegration | null;
  choices: RegistrationChoices;
  readOnly: boolean;
  timeZone: string;
  /** Whose draft it is: another person at the same browser must not be given it. */
  personId: number;
  /** Preselected in a new form; its type may come from the catalogue's link (`?tipo=`). */
  organizationId?: number | null;
  /** Path of the first tab. */
  base: string;
  actions: RegistrationActions;
  children: ReactNode;
}
