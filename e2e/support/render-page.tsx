import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { useEffect, useMemo, useState, type ReactElement } from "react";
import { vi } from "vitest";
import { TooltipProvider } from "@/components/ui/tooltip.tsx";

/** What a component asked of the router. */
export const router = { push: vi.fn(), replace: vi.fn(), refresh: vi.fn(), prefetch: vi.fn() };

/** Stands in for `next/navigation`: the address bar of the test's window, as Next follows it. */
export function fakeNavigation() {
  const useAddress = () => {
    const [address, setAddress] = useState(window.location.href);
    useEffect(() => followAddress(setAddress), []);
    return address;
  };
  return {
    useRouter: () => router,
    usePathname: () => new URL(useAddress()).pathname,
    useSearchParams: () => {
      const address = useAddress();
      return useMemo(() => new URL(address).searchParams, [address]);
    },
  };
}

const followers = new Set<(address: string) => void>();

function followAddress(follow: (address: string) => void): () => void {
  followers.add(follow);
  return () => followers.delete(follow);
}

for (const name of ["pushState", "replaceState"] as const) {
  const write = window.history[name].bind(window.history);
  window.history[name] = (...args) => {
    write(...args);
    for (const follow of followers) follow(window.location.href);
  };
}

/** Renders what a page shows at an address, with a query client of its own. */
export function renderPage(page: ReactElement, address = "/") {
  window.history.replaceState(null, "", address);
  const client = new QueryClient({ defaultOptions: { queries: { retryDelay: 0 } } });
  return render(
    <QueryClientProvider client={client}>
      <TooltipProvider>{page}</TooltipProvider>
    </QueryClientProvider>,
  );
}
