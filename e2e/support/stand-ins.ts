import type { ConnectorUse } from "../sandbox/control/define-stand-in.ts";
import { type SandboxAccess, STAND_INS as ALL } from "../sandbox/stand-ins.ts";

/** How a connector reaches its stand-in, which has the same id. */
export interface StandIn extends Omit<ConnectorUse<never>, "settings"> {
  partner: string;
  settings(access: SandboxAccess): Record<string, string>;
}

/** The stand-ins that a connector talks to, by the connector's id. */
export const STAND_INS: Readonly<Record<string, StandIn>> = Object.fromEntries(
  Object.entries(ALL).flatMap(([id, { connector }]) =>
    connector
      ? [
          [
            id,
            {
              ...connector,
              partner: id,
              settings: (access: Readonly<Record<string, object>>) =>
                connector.settings(access[id]!),
            },
          ],
        ]
      : [],
  ),
);
