import type { ReactNode } from "react";
import { LogoMark } from "@/components/ui/logo.tsx";

/** The quiet page around signing in: one column, the mark above. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main id="conteudo" className="grid min-h-dvh place-items-center bg-background px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex items-center gap-2.5">
          <LogoMark className="size-8 text-primary" />
          <span className="text-xl font-semibold tracking-tight">Enlace</span>
        </div>
        {children}
      </div>
    </main>
  );
}
