import { crc32, deflateRawSync } from "node:zlib";

/** 1980-01-01 00:00, the earliest a zip can say: the same content must always give the same bytes. */
const NO_DATE = 0x0021_0000;

/** A zip archive with one deflated file, the same bytes every time. The name is ASCII. */
export function zipOne(name: string, content: Uint8Array): Uint8Array {
  const packed = deflateRawSync(content, { level: 9 });
  const label = Buffer.from(name, "latin1");
  const local = header(0x04034b50, [
    [20, 2],
    [0, 2],
    [8, 2],
    [NO_DATE, 4],
    [crc32(content), 4],
    [packed.length, 4],
    [content.length, 4],
    [label.length, 2],
    [0, 2],
  ]);
  const central = header(0x02014b50, [
    [20, 2],
    [20, 2],
    [0, 2],
    [8, 2],
    [NO_DATE, 4],
    [crc32(content), 4],
    [packed.length, 4],
    [content.length, 4],
    [label.length, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
    [0, 4],
  ]);
  const end = header(0x06054b50, [
    [0, 2],
    [0, 2],
    [1, 2],
    [1, 2],
    [central.length + label.length, 4],
    [local.length + label.length + packed.length, 4],
    [0, 2],
  ]);
  return Buffer.concat([local, label, packed, central, label, end]);
}

/** Little-endian fields after a signature. */
function header(
  signature: number,
  fields: ReadonlyArray<readonly [value: number, bytes: 2 | 4]>,
): Buffer {
  const out = Buffer.alloc(4 + fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  out.writeUInt32LE(signature, 0);
  let at = 4;
  for (const [value, bytes] of fields) {
    if (bytes === 2) out.writeUInt16LE(value, at);
    else out.writeUInt32LE(value, at);
    at += bytes;
  }
  return out;
}
