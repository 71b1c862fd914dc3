import type { ConnectorUse } from "./control/define-stand-in.ts";
import { type SandboxAccess, STAND_INS } from "./stand-ins.ts";

/** How a connector reaches its stand-in, which has the same id. */
interface ReachedStandIn extends Omit<ConnectorUse<never>, "settings"> {
  partner: string;
  settings(access: SandboxAccess): Record<string, string>;
}

/** How the connectors that have a stand-in reach it, by the connector's id. */
export const CONNECTOR_USES: Readonly<Record<string, ReachedStandIn>> = Object.fromEntries(
  Object.entries(STAND_INS).flatMap(([id, { connector }]) =>
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
