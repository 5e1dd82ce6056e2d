import { type Lab, startLab } from './lab.ts';
import { readOptions, usage } from './options.ts';
import { logPath } from './server.ts';

/** As a POSIX shell reads it. */
const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text}'`);

function describe(lab: Lab, roundTrip: number): string {
  const hosts = lab.site.hosts.map((host) => `  ${lab.origin(host.name).padEnd(42)} ${host.story}`);
  const flags = [...lab.chromiumArgs, '--user-data-dir="$(mktemp -d)"'];
  return [
    `The lab's page   ${lab.url}   (${roundTrip} ms round trip added)`,
    `Its log          ${new URL(logPath, lab.url).href}`,
    '',
    ...hosts,
    '',
    'Its certificates are made anew at each start. A Chromium that trusts them, for this run only:',
    '',
    `  chromium ${flags.map((flag) => (flag.includes('$(') ? flag : quote(flag))).join(' ')} ${lab.url}`,
    '',
    'Ctrl-C ends it.',
  ].join('\n');
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  // A person reloads the page and wants to see the stories again.
  const lab = await startLab({ ...options, fresh: true });
  console.log(describe(lab, options.roundTrip));
  const end = () => void lab.close();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
});
