import { PartnerError } from "@/lib/core/errors.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { done, type Step, stuck } from "@/lib/engine/flows/define-flow.ts";
import { listRequiredFields } from "../cv/developments.ts";
import { type CvPerson, findPerson } from "../cv/find-person.ts";
import type { CvClient } from "../cv/open-cv.ts";
import type { ReservationPerson } from "../cv/reservation-shape.ts";
import { savePerson } from "../cv/save-person.ts";
import { loadMaps } from "../load-maps.ts";
import { openTerminal, readHub } from "../read-sides.ts";
import { checkPeople, choosePhone } from "../rules/check-people.ts";
import { refuseShares } from "../rules/refuse-shares.ts";
import { hashParts } from "../rules/reservation-parts.ts";

/** The people as the terminal numbers them. */
export interface PeopleReading {
  holderId: number;
  associates: Array<{ personId: number; kindId: number; share: number | null }>;
  /** The parts as they were taken from the Hub. */
  used?: { holder: string; associates: string };
}

/** Registers holder and associates, or brings them up to date: everything is checked before anything is written. */
export const registerPeople: Step<PeopleReading> = {
  name: "register-people",
  label: RESERVATION_STEP_LABEL["register-people"],
  system: "terminal",
  async run(ctx) {
    const { cv, environment, place } = openTerminal(ctx);
    const hub = await readHub(ctx);
    const { holder, associates } = hub;
    const required = await listRequiredFields(cv, place.developmentId);
    const participants = [
      { role: "Titular", person: holder },
      ...associates.map((person) => ({ role: person.kind || "sem tipo", person })),
    ];
    const problems = checkPeople(participants, required);
    if (problems.length > 0)
      return stuck(`${problems.join(" ")} Corrija o cadastro no Hub e repita a etapa.`);
    const shares = refuseShares(participants.map(({ person }) => person.share));
    if (shares) return stuck(shares);
    const twice = participants.find(
      ({ person }, index) =>
        participants.findIndex((other) => other.person.document === person.document) !== index,
    );
    if (twice)
      return stuck(
        `A mesma pessoa está duas vezes na reserva (${twice.role}). Corrija os associados no Hub e repita a etapa.`,
      );
    const maps = await loadMaps(ctx, environment);
    const kinds = associates.map(({ kind, kindId }) =>
      maps.find("association", { id: kindId, name: kind }),
    );
    const unmapped = associates[kinds.indexOf(null)];
    if (unmapped)
      return stuck(
        `O tipo de associação “${unmapped.kind}” não tem correspondente confirmado em ${environment.name}. Confirme-o em Mapeamentos › Tipos de associação e repita a etapa.`,
        null,
        "settings",
      );
    const holderId = await register(cv, holder);
    const registered: PeopleReading["associates"] = [];
    for (const [index, person] of associates.entries())
      registered.push({
        personId: await register(cv, person),
        kindId: Number(kinds[index]),
        share: person.share,
      });
    const used = hashParts(hub);
    return done({
      holderId,
      associates: registered,
      used: { holder: used.holder, associates: used.associates },
    });
  },
};

/**
 * One person by document: written only when absent or different, and read back, since CV answers no
 * id and may not have stored.
 */
async function register(cv: CvClient, person: ReservationPerson): Promise<number> {
  const phone = choosePhone(person) ?? "";
  const found = await findPerson(cv, person.document);
  if (found && isSame(found, person, phone)) return found.id;
  // The terminal's own code may be the customer's number in Sienge: it is never replaced.
  await savePerson(
    cv,
    { ...person, phone },
    found?.code ?? person.code ?? `HUB-${person.id ?? person.document}`,
  );
  const saved = await findPerson(cv, person.document);
  if (!saved)
    throw new PartnerError(
      "unexpected_shape",
      `${cv.label} aceitou o cadastro de uma pessoa, mas não a encontra depois. Confira no terminal e repita a etapa.`,
    );
  return saved.id;
}

function isSame(found: CvPerson, person: ReservationPerson, phone: string): boolean {
  const digits = found.phone.replace(/\D/g, "");
  return (
    found.name === person.name &&
    (found.email === "" || found.email === person.email) &&
    (digits === "" || digits === phone)
  );
}
