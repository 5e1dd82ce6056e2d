import { createHash, KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import './reflect-metadata.ts';
import * as x509 from '@peculiar/x509';

/** One certificate of the lab, in the forms that servers need. */
export interface Leaf {
  names: readonly string[];
  context: SecureContext;
  /** PEM, for servers other than Node's: the certificate with its root, and its key. */
  chain: string;
  key: string;
}

/** The lab's own certificate authority and the certificates it signed. They exist in memory only, and nothing trusts them. */
export interface Authority {
  /** The CA's certificate, PEM: the `ca` option of a Node client. */
  pem: string;
  /**
   * base64 SHA-256 of the CA's public key. In Chromium's `--ignore-certificate-errors-spki-list` it makes every chain
   * with this certificate valid. Coalescing requires valid certificates.
   */
  spki: string;
  leaves: ReadonlyMap<string, Leaf>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const validity = () => ({
  notBefore: new Date(Date.now() - day),
  notAfter: new Date(Date.now() + 30 * day),
  // The first bit is 0, because a serial number is a positive integer (RFC 5280 4.1.2.2).
  serialNumber: `01${randomBytes(15).toString('hex')}`,
});

async function createRoot(keys: CryptoKeyPair): Promise<x509.X509Certificate> {
  return x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: 'CN=Coalescope Lab Root, O=Coalescope Lab',
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
}

async function createLeaf(
  names: readonly string[],
  root: x509.X509Certificate,
  rootKey: CryptoKey,
): Promise<Leaf> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(),
    subject: `CN=${names[0] ?? 'nameless'}`,
    issuer: root.subject,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: rootKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
    ],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  const chain = `${certificate.toString('pem')}\n${root.toString('pem')}\n`;
  return { names, context: createSecureContext({ key, cert: chain }), chain, key };
}

/** Creates a CA and one leaf for each entry of `wanted`: its id and its DNS names, the first of which is its subject. */
export async function createAuthority(
  wanted: Readonly<Record<string, readonly string[]>>,
): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const keys = await newKeys();
  const root = await createRoot(keys);
  const leaves = new Map<string, Leaf>();
  for (const [id, names] of Object.entries(wanted))
    leaves.set(id, await createLeaf(names, root, keys.privateKey));
  const spki = createHash('sha256').update(Buffer.from(root.publicKey.rawData)).digest('base64');
  return { pem: root.toString('pem'), spki, leaves };
}
