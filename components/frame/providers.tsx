"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { useState, type ReactNode } from "react";
import { Toaster } from "../ui/toaster.tsx";
import { TooltipProvider } from "../ui/tooltip.tsx";

/** What every page stands on: theme, URL state, server data, tooltips and toasts. */
export function Providers({
  nonce: givenNonce,
  children,
}: {
  nonce?: string;
  children: ReactNode;
}) {
  // One client a browser tab; on the server one a request, so that no data crosses between people.
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 1, gcTime: 60_000 } } }),
  );
  // The policy in force is that of the document: a later refresh brings another nonce, which it would refuse.
  const [nonce] = useState(() => {
    if (typeof window !== "undefined" && givenNonce)
      Object.assign(window, { __webpack_nonce__: givenNonce });
    return givenNonce;
  });
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      nonce={nonce}
    >
      <QueryClientProvider client={queries}>
        <NuqsAdapter>
          <TooltipProvider>
            {children}
            <Toaster />
          </TooltipProvider>
        </NuqsAdapter>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
