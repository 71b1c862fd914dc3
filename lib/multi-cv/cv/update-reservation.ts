import { type NewAssociate, toAssociateBody } from "./create-reservation.ts";
import type { CvClient } from "./open-cv.ts";

/** CV's letters of a commission rule, as its API names them. */
export interface CommissionRule {
  tipo_comissao: "C" | "P" | "E";
  tipo_valor: "V" | "P" | "VSC" | "PRT";
  para: "IR" | "IC" | "CO" | "CR" | "CC" | "CP" | "UA" | "UI";
  quem?: number;
  para_pagamento?: "DU" | "DF";
  ordem?: number;
  valor_comissao: number;
  comissao_pagamento_tipo?: "VGV" | "VP";
  comissao_juros?: "S" | "N";
  descricao?: string;
}

/** What the PUT can change; payment conditions are not among it. */
export interface ReservationChange {
  associates?: readonly (NewAssociate & { spouseId?: number })[];
  commissionRules?: readonly CommissionRule[];
  additionalFields?: ReadonlyArray<{ id: number; value: string }>;
  personId?: number;
  brokerId?: number;
}

/**
 * Completes a reservation: all its associates, commission rules, additional fields. Repeating it
 * writes the same again.
 */
export async function updateReservation(
  cv: CvClient,
  id: number,
  change: ReservationChange,
): Promise<void> {
  await cv.call({
    method: "PUT",
    path: "/api/v1/comercial/reservas",
    idempotent: true,
    body: {
      idreserva_cv: id,
      ...(change.personId ? { idpessoa_cv: change.personId } : {}),
      ...(change.brokerId ? { idcorretor_cv: change.brokerId } : {}),
      ...(change.associates
        ? {
            associados: change.associates.map((associate) => ({
              ...toAssociateBody(associate),
              ...(associate.spouseId ? { idconjuge_cv: associate.spouseId } : {}),
            })),
          }
        : {}),
      ...(change.commissionRules ? { regras_comissao: change.commissionRules } : {}),
      ...(change.additionalFields
        ? {
            campos_adicionais: change.additionalFields.map(
              ({ id: idcampo_adicional, value: valor }) => ({ idcampo_adicional, valor }),
            ),
          }
        : {}),
    },
  });
}
