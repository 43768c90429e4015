import { createHash } from "node:crypto";
import "reflect-metadata"; // @peculiar/x509 resolves its parts through it
import * as x509 from "@peculiar/x509";

const hosts = ["go.xero.com", "login.xero.com", "identity.xero.com", "api.xero.com", "reporting.xero.com", "localhost"];
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

export interface Certificate {
  keyPem: string;
  /** The server's certificate followed by its authority's. */
  chainPem: string;
  caPem: string;
  /** base64 SHA-256 of the server's public key: what --ignore-certificate-errors-spki-list takes. */
  spkiHash: string;
}

/** A new authority and one certificate of it for all of Xero's hosts, for this run only. The authority's key is thrown away. */
export async function newCertificate(now: Date): Promise<Certificate> {
  x509.cryptoProvider.set(crypto);
  const caKeys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const notBefore = new Date(now.getTime() - 86_400_000);
  const notAfter = new Date(now.getTime() + 30 * 86_400_000);
  const name = "CN=Stand-in authority (not Xero)";
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01", name, notBefore, notAfter, signingAlgorithm: algorithm, keys: caKeys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true)],
  });
  const server = await x509.X509CertificateGenerator.create({
    serialNumber: "02", subject: "CN=Stand-in, not Xero", issuer: name, notBefore, notAfter, signingAlgorithm: algorithm,
    publicKey: keys.publicKey, signingKey: caKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([...hosts.map((value) => ({ type: "dns" as const, value })), { type: "ip", value: "127.0.0.1" }]),
    ],
  });
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey));
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const caPem = ca.toString("pem");
  return {
    keyPem: `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join("\n") ?? ""}\n-----END PRIVATE KEY-----\n`,
    chainPem: `${server.toString("pem")}\n${caPem}\n`,
    caPem,
    spkiHash: createHash("sha256").update(spki).digest("base64"),
  };
}
