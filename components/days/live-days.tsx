"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { useLiveEvents } from "../hooks/use-live-events.ts";

/** The page of an integration's days is drawn again as its tasks go on. */
export function LiveDays({ integrationId }: { integrationId: number }) {
  const router = useRouter();
  useLiveEvents(
    "tasks",
    integrationId,
    useCallback(() => router.refresh(), [router]),
  );
  return null;
}
