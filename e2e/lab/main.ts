import { readOptions, usage } from './command-options.ts';
import { type Lab, startLab } from './lab.ts';
import { logPath } from './server.ts';

/** Quotes a text for a POSIX shell. */
const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text}'`);

function describe(lab: Lab, roundTrip: number): string {
  const hosts = lab.site.hosts.map((host) => `  ${lab.origin(host.name).padEnd(42)} ${host.story}`);
  const flags = [...lab.chromiumArgs, '--user-data-dir="$(mktemp -d)"'];
  return [
    `Page   ${lab.url}   (${roundTrip} ms round trip added)`,
    `Log    ${new URL(logPath, lab.url).href}`,
    '',
    ...hosts,
    '',
    'The certificates are new at each start. To start a Chromium that trusts them:',
    '',
    `  chromium ${flags.map((flag) => (flag.includes('$(') ? flag : quote(flag))).join(' ')} ${lab.url}`,
    '',
    'Press Ctrl-C to stop the lab.',
  ].join('\n');
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  // A reload by a person should repeat the stories.
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
