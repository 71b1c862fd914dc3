import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { isIP } from "node:net";

/** A certificate with its key, both PEM. */
export interface Certified {
  cert: string;
  key: string;
}

/** An authority of one's own, that vouches for whom it is asked to. */
export interface Authority extends Certified {
  /** A certificate for these host names and addresses; a client's needs none. */
  issue(name: string, hosts?: readonly string[]): Certified;
}

const OID = {
  commonName: "0603550403",
  ecdsaWithSha256: "06082a8648ce3d040302",
  basicConstraints: "0603551d13",
  alternativeName: "0603551d11",
};
const VERSION_3 = Buffer.from("a003020102", "hex");
const ALGORITHM = tlv(0x30, Buffer.from(OID.ecdsaWithSha256, "hex"));

/**
 * An authority and certificates of its making, valid until 2049, put together byte by byte since
 * Node reads certificates and writes none.
 */
export function makeAuthority(name = "Autoridade de teste"): Authority {
  const own = makeKeys();
  const isAuthority = extension(OID.basicConstraints, tlv(0x30, tlv(0x01, Buffer.from([0xff]))));
  return {
    ...write({ name, ...own }, { name, key: own.privateKey }, [isAuthority]),
    issue: (subject, hosts = []) =>
      write(
        { name: subject, ...makeKeys() },
        { name, key: own.privateKey },
        hosts.length > 0 ? [extension(OID.alternativeName, tlv(0x30, ...hosts.map(toName)))] : [],
      ),
  };
}

const makeKeys = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });

let serial = 1;
function write(
  subject: { name: string; publicKey: KeyObject; privateKey: KeyObject },
  issuer: { name: string; key: KeyObject },
  extensions: readonly Uint8Array[],
): Certified {
  serial += 1;
  const time = (text: string) => tlv(0x17, Buffer.from(text));
  const body = tlv(
    0x30,
    VERSION_3,
    tlv(0x02, Buffer.from([serial & 0x7f])),
    ALGORITHM,
    commonName(issuer.name),
    tlv(0x30, time("200101000000Z"), time("491231000000Z")),
    commonName(subject.name),
    subject.publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length > 0 ? [tlv(0xa3, tlv(0x30, ...extensions))] : []),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign("sha256", body, issuer.key));
  return {
    cert: toPem("CERTIFICATE", tlv(0x30, body, ALGORITHM, signature)),
    key: subject.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  return Buffer.concat([
    Buffer.from(length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 255]),
    body,
  ]);
}

const commonName = (name: string) =>
  tlv(0x30, tlv(0x31, tlv(0x30, Buffer.from(OID.commonName, "hex"), tlv(0x0c, Buffer.from(name)))));

const extension = (oid: string, value: Uint8Array) =>
  tlv(0x30, Buffer.from(oid, "hex"), tlv(0x04, value));

const toName = (host: string) =>
  isIP(host) ? tlv(0x87, Buffer.from(host.split(".").map(Number))) : tlv(0x82, Buffer.from(host));

const toPem = (label: string, der: Uint8Array) =>
  `-----BEGIN ${label}-----\n${(
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? []
  ).join("\n")}\n-----END ${label}-----\n`;
