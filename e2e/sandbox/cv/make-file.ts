/** A PDF of exactly so many bytes that says which file it is: the same each time it is made. */
export function makePdf(label: string, bytes: number): Uint8Array {
  const text = label.replace(/[()\\]/g, "");
  const head = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R>>endobj\n4 0 obj<</Length ${text.length + 30}>>stream\nBT /F1 12 Tf 20 50 Td (${text}) Tj ET\nendstream endobj\n`;
  const tail = "trailer<</Root 1 0 R>>\n%%EOF\n";
  const padding = Math.max(0, bytes - Buffer.byteLength(head) - Buffer.byteLength(tail) - 2);
  return Buffer.concat([
    Buffer.from(head),
    Buffer.from("%"),
    Buffer.alloc(padding, 0x20),
    Buffer.from("\n"),
    Buffer.from(tail),
  ]);
}
