/** Characters that every file system takes and no header has to escape. */
export function safeFileName(name: string): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/\.{2,}/g, ".")
    .replace(/^[.-]+|[.-]+$/g, "");
  return plain.slice(0, 150) || "arquivo";
}

/** Headers of a download that a browser saves and never shows, under a name safe by RFC 6266. */
export function attachmentHeaders(name: string, contentType: string): Record<string, string> {
  const safe = safeFileName(name);
  return {
    "content-type": contentType,
    "content-disposition": `attachment; filename="${safe}"; filename*=UTF-8''${encodeURIComponent(safe)}`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
}
