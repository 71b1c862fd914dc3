"use client";

import { useEffect } from "react";

/** After leaving: what this tab remembered of the person's work (drafts, recent places) goes too. */
export function ForgetTab() {
  useEffect(() => window.sessionStorage.clear(), []);
  return null;
}
