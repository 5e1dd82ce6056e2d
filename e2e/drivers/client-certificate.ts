import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The reason for skipping tests when certutil is missing. */
export const noCertutil = 'certutil is not installed (Debian: libnss3-tools)';

export function findCertutil(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'certutil')).find((file) => existsSync(file)) ?? null;
}

/**
 * The setting in Chromium's profile that presents its only certificate to every server that requests one, like the
 * policy AutoSelectCertificateForUrls. Without it Chromium asks the user.
 */
export const autoSelectCertificate = { '*,*': { setting: { filters: [{}] } } };

/**
 * Adds a client certificate and its key to the NSS database below `.pki` of a home folder, where Chromium on Linux looks
 * for the user's certificates. Throws when certutil is missing.
 */
export async function createClientCertificate(home: string): Promise<void> {
  const certutil = findCertutil();
  if (certutil === null) throw new Error(noCertutil);
  const database = join(home, '.pki', 'nssdb');
  await mkdir(database, { recursive: true });
  const run = (...args: readonly string[]): void => {
    execFileSync(certutil, ['-d', `sql:${database}`, ...args], { stdio: 'pipe' });
  };
  run('-N', '--empty-password');
  // certutil needs random input, and would otherwise ask for it on the keyboard.
  const noise = join(home, 'noise');
  await writeFile(noise, randomBytes(1024));
  const kind = ['-k', 'ec', '-q', 'nistp256', '--extKeyUsage', 'clientAuth'];
  run('-S', '-x', '-n', 'shopper', '-s', 'CN=shopper', '-t', 'u,u,u', '-z', noise, ...kind);
}
