import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Said where tests are left out because certutil is missing. */
export const noCertutil = 'certutil is not installed (Debian: libnss3-tools)';

export function findCertutil(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'certutil')).find((file) => existsSync(file)) ?? null;
}

/**
 * What Chromium's profile says so that it shows the only certificate it has to every server that asks, as the policy
 * AutoSelectCertificateForUrls would; without that it asks the person.
 */
export const autoSelectCertificate = { '*,*': { setting: { filters: [{}] } } };

/**
 * Puts a certificate for clients with its key into a home folder, where Chromium on Linux looks for the person's own
 * (the NSS database below `.pki`). Throws when certutil is missing.
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
  // certutil wants random input, and would ask the keyboard for it.
  const noise = join(home, 'noise');
  await writeFile(noise, randomBytes(1024));
  const kind = ['-k', 'ec', '-q', 'nistp256', '--extKeyUsage', 'clientAuth'];
  run('-S', '-x', '-n', 'shopper', '-s', 'CN=shopper', '-t', 'u,u,u', '-z', noise, ...kind);
}
