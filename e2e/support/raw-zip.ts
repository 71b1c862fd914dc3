import { crc32 } from "node:zlib";

/** An entry of a zip as its bytes are to be. */
export interface RawEntry {
  name: string | Buffer;
  data: string | Buffer;
  /** 0 = stored. The data is written as it is, whatever is said here. */
  method?: number;
  flags?: number;
}

/** What of a zip's index is to be odd. */
export interface RawZipOptions {
  /** Written in place of the number of entries. */
  count?: number;
  zip64?: boolean;
}

/** A zip byte by byte, for what no well-behaved program writes. */
export function rawZip(entries: readonly RawEntry[], options: RawZipOptions = {}): Buffer {
  const parts: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const { name, data, method = 0, flags = 0 } of entries) {
    const bytes = Buffer.from(data as string);
    const named = Buffer.from(name as string);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(options.zip64 ? 45 : 20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(named.length, 22);
    parts.push(u32(0x04034b50), common, named, bytes);
    // In the index the sizes and the place stand in a field of their own when it is zip64.
    const extra = options.zip64
      ? Buffer.concat([u16(1), u16(24), u64(bytes.length), u64(bytes.length), u64(offset)])
      : Buffer.alloc(0);
    const told = Buffer.from(common);
    if (options.zip64) told.fill(0xff, 14, 22);
    told.writeUInt16LE(extra.length, 24);
    index.push(
      u32(0x02014b50),
      u16(45),
      told,
      Buffer.alloc(10),
      u32(options.zip64 ? 0xffffffff : offset),
      named,
      extra,
    );
    offset += 30 + named.length + bytes.length;
  }
  const size = index.reduce((sum, { length }) => sum + length, 0);
  const count = options.count ?? entries.length;
  const end64 = options.zip64
    ? [
        u32(0x06064b50),
        u64(44),
        u16(45),
        u16(45),
        u32(0),
        u32(0),
        u64(count),
        u64(count),
        u64(size),
        u64(offset),
        u32(0x07064b50),
        u32(0),
        u64(offset + size),
        u32(1),
      ]
    : [];
  const small = options.zip64 ? 0xffff : count;
  const end = [
    u32(0x06054b50),
    // Windows and others write it so where the real number stands in the zip64 record.
    u16(options.zip64 ? 0xffff : 0),
    u16(options.zip64 ? 0xffff : 0),
    u16(small),
    u16(small),
    u32(options.zip64 ? 0xffffffff : size),
    u32(options.zip64 ? 0xffffffff : offset),
    u16(0),
  ];
  return Buffer.concat([...parts, ...index, ...end64, ...end]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
