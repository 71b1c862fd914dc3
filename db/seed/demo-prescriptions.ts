import { addDays, type Day } from "@/lib/core/period.ts";
import type { DayBook } from "./day-book.ts";
import { demoPerson } from "./demo-people.ts";
import type { DemoBranch } from "./demo-sales.ts";

/** A prescription of an invented doctor for an invented patient who buys it in person; `kind` is Anvisa's. */
export function addPrescription(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  { key, saleKey, kind }: { key: string; saleKey: string; kind: "1" | "2" | "5" },
  random: () => number,
): void {
  const [prescriber, patient] = [
    demoPerson(900_000 + Math.floor(random() * 40)),
    demoPerson(Math.floor(random() * 5_000) + 100_000),
  ];
  const identity = String(20_000_000 + Math.floor(random() * 70_000_000));
  book.prescriptions.push({
    organizationId,
    branchId: branch.id,
    key,
    saleKey,
    kind,
    day,
    use: "1",
    notificationNumber: kind === "2" ? String(100_000 + Math.floor(random() * 900_000)) : "",
    issuedOn: addDays(day, -Math.floor(random() * (kind === "5" ? 9 : 25))),
    prescriberName: prescriber.name,
    prescriberCouncil: "CRM",
    prescriberNumber: String(10_000 + Math.floor(random() * 150_000)),
    prescriberState: branch.state,
    patientName: patient.name,
    patientAge: patient.age,
    patientAgeUnit: "1",
    patientSex: patient.gender === "male" ? "1" : "2",
    patientCid: "",
    buyerName: patient.name,
    buyerDocumentType: "2",
    buyerDocument: identity,
    buyerDocumentIssuer: "SSP",
    buyerDocumentState: branch.state,
  });
}
