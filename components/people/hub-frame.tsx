"use client";

import type { ReactNode } from "react";
import { AppFrame, type AppFrameProps } from "../frame/app-frame.tsx";
import { ClientSwitcher, type ClientChoice } from "./client-switcher.tsx";

/** Props of {@link HubFrame}. */
export interface HubFrameProps extends Pick<AppFrameProps, "person" | "nav" | "menuCollapsed"> {
  /** null for a client's own people, who have nothing to choose. */
  clients: ClientChoice[] | null;
  focusedClient: number | null;
  searchPlaces: NonNullable<AppFrameProps["searchPalette"]>;
  leave: () => Promise<void>;
  children: ReactNode;
}

/** The frame with what only the browser can do: choosing a client, and leaving with a clean page. */
export function HubFrame({
  clients,
  focusedClient,
  searchPlaces,
  leave,
  children,
  ...frame
}: HubFrameProps) {
  async function signOut() {
    await leave();
    // A full load on purpose: pages kept in memory by the router must not outlive the session.
    window.location.assign("/entrar?saiu=1");
  }
  return (
    <AppFrame
      {...frame}
      searchPalette={searchPlaces}
      signOut={signOut}
      clientSwitcher={clients && <ClientSwitcher clients={clients} focused={focusedClient} />}
    >
      {children}
    </AppFrame>
  );
}
