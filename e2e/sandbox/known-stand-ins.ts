/** Types of the stand-ins that a test speaks to by name; what only the suite and the demo use needs no line. */
export interface KnownStandIns {
  smarket: (typeof import("./smarket/stand-in.ts"))["standIn"];
  audit: (typeof import("./audit/stand-in.ts"))["standIn"];
  scanntech: (typeof import("./scanntech/stand-in.ts"))["standIn"];
  sienge: (typeof import("./sienge/stand-in.ts"))["standIn"];
  cv: (typeof import("./cv/stand-in.ts"))["standIn"];
  "exact-wms": (typeof import("./exact-wms/stand-in.ts"))["standIn"];
  "delage-wms": (typeof import("./delage-wms/stand-in.ts"))["standIn"];
  mail: (typeof import("./mail/stand-in.ts"))["standIn"];
  dito: (typeof import("./dito/stand-in.ts"))["standIn"];
  proffer: (typeof import("./proffer/stand-in.ts"))["standIn"];
  naapyes: (typeof import("./naapyes/stand-in.ts"))["standIn"];
  trivio: (typeof import("./trivio/stand-in.ts"))["standIn"];
  sngpc: (typeof import("./sngpc/stand-in.ts"))["standIn"];
  webcompras: (typeof import("./webcompras/stand-in.ts"))["standIn"];
}
