// Records a log of Firefox with ORIGIN frames, and the servers' own log of the same requests:
// npx tsx e2e/netlogs/record-firefox.ts [FOLDER]
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launchFirefox } from '../drivers/firefox.ts';
import { startLab } from '../lab/lab.ts';
import { originSite } from './sites.ts';

const [folder = 'src/sources/fixtures/firefox'] = process.argv.slice(2);
const work = await mkdtemp(join(tmpdir(), 'coalescope-moz-log-'));
const log = join(work, 'log');
const lab = await startLab({ site: originSite, roundTrip: 10 });
const firefox = await launchFirefox({
  ca: lab.ca,
  env: { MOZ_LOG: 'timestamp,sync,nsHttp:3', MOZ_LOG_FILE: log },
});
try {
  await firefox.goto(lab.url);
  for (const wanted of ['good/1', 'unlisted/1', 'picky/1', 'picky/2', 'good/2']) {
    const [name = '', path = ''] = wanted.split('/');
    const fetched = "await fetch(args[0], { credentials: 'include' }).catch(() => null);";
    await firefox.inPage(fetched, `${lab.origin(name)}/${path}`);
  }
} finally {
  await firefox.close();
  await lab.close();
}
const pack = (name: string, text: string) =>
  writeFile(join(folder, `origin.${name}.gz`), gzipSync(text, { level: 9 }));
await pack('moz_log', await readFile(`${log}.moz_log`, 'utf8'));
await pack('truth.json', JSON.stringify({ port: lab.port, ...lab.log }));
await rm(work, { recursive: true });
console.log(`${lab.log.attempts.length} attempts`);
process.exit(0);
