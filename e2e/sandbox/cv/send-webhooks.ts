import { triggerOf } from "./answer-webhooks.ts";
import { renderReservation } from "./render-reservation.ts";
import type { Tenant } from "./tenant.ts";

const PATIENCE_MS = 10_000;
const KEPT = 500;

/** One delivery; CV does not try again. */
export interface CvDelivery {
  at: string;
  tenant: string;
  reservationId: number;
  situationId: number;
  outcome: string;
  milliseconds: number;
}

/** CV's sender: tells ids only, at once, never again; some accounts tell the same several times. */
export class WebhookSender {
  readonly deliveries: CvDelivery[] = [];
  #transaction = 990;

  /** Tells every registration of this situation. Resolves when all have ended. */
  async fire(
    tenant: Tenant,
    reservationId: number,
    situationId: number,
    copies = tenant.quirks.webhookCopies,
  ): Promise<void> {
    if (!tenant.quirks.webhooksWork) return;
    const hooks = tenant.store
      .list("webhooks")
      .filter(
        ({ value }) =>
          value.active && value.area === "RS" && value.trigger === triggerOf(situationId),
      );
    await Promise.all(
      hooks.flatMap(({ value }) =>
        Array.from({ length: copies }, () =>
          this.#post(tenant, value.address, reservationId, situationId),
        ),
      ),
    );
  }

  clear(): void {
    this.deliveries.length = 0;
  }

  async #post(
    tenant: Tenant,
    address: string,
    reservationId: number,
    situationId: number,
  ): Promise<void> {
    this.#transaction += 1;
    const row = tenant.store.get("reservations", reservationId);
    const whole =
      tenant.quirks.fullWebhooks && row
        ? renderReservation(tenant, reservationId, row, {
            conditions: true,
            additionalFields: true,
            commissions: false,
          })
        : {};
    const started = performance.now();
    let outcome: string;
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "cvcrm",
          "x-cv-tenant": tenant.name,
        },
        // Ids come as number or as text, as accounts do it.
        body: JSON.stringify({
          ...whole,
          idreserva: tenant.name === "a" ? String(reservationId) : reservationId,
          idtransacao: this.#transaction,
        }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await answer.arrayBuffer();
      outcome = String(answer.status);
    } catch (error) {
      outcome = error instanceof Error ? error.name : "failed";
    }
    this.deliveries.push({
      at: new Date().toISOString(),
      tenant: tenant.name,
      reservationId,
      situationId,
      outcome,
      milliseconds: Math.round(performance.now() - started),
    });
    if (this.deliveries.length > KEPT) this.deliveries.shift();
  }
}
