import { defineStandIn } from "../control/define-stand-in.ts";
import { startConvenio } from "../convenio/start-convenio.ts";
import { fixedSales, makePayment } from "@/lib/connectors/conformance/fixed-day.ts";

export const standIn = defineStandIn({
  port: 31,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startConvenio({ port, folder }),
  connector: {
    operation: "sales",
    collects: ["members", "rules", "closings"],
    credential: "token",
    doubled: "Autorizações repetidas",
    callPerRecord: true,
    sales: () =>
      fixedSales().map((sale) => ({
        ...sale,
        program: "agreement",
        payments: [
          makePayment({ method: "05", amountCents: sale.totalCents, nsu: `90${sale.number}` }),
        ],
      })),
    settings: (naapyes) => ({
      url_base: naapyes.url,
      token: naapyes.token,
      cd_convenio: naapyes.agreement,
    }),
    demo: { place: 15, description: "NaapYes – convênios", intervalMinutes: 120 },
  },
});
