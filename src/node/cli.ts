import { runAnalyze } from './command/analyze.ts';
import { runAttach } from './command/attach.ts';
import { EXIT, type Exit, orComplain } from './command/exit.ts';
import { runProbe } from './command/probe.ts';
import { runRecord } from './command/record.ts';
import { stopOnSignal } from './command/stop-on-signal.ts';
import { HELP, USAGE } from './options/help.ts';
import { readInvocation } from './options/read-command-line.ts';
import { writeStdout } from './output/write-output.ts';
import { TOOL } from './tool.ts';

function complain(message: string): void {
  // Escaped, because file names and text quoted from a file could otherwise send control codes to the terminal.
  const printable = message.replace(/[\p{Cc}\p{Cf}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
  process.stderr.write(`${TOOL.name}: ${printable}\n`);
}

async function main(): Promise<Exit> {
  const invocation = readInvocation(process.argv.slice(2), !process.stdin.isTTY);
  switch (invocation.run) {
    case 'help':
      return print(HELP);
    case 'version':
      return print(`${TOOL.version}\n`);
    case 'wrong':
      complain(invocation.reason);
      process.stderr.write(`${USAGE}\nTry '${TOOL.name} --help'.\n`);
      return EXIT.unreadable;
    case 'analyze':
      stopOnSignal(complain);
      return runAnalyze(invocation.options, complain);
    case 'record':
      return runRecord(invocation.options, complain);
    case 'attach':
      return runAttach(invocation.options, complain);
    case 'probe':
      stopOnSignal(complain);
      return runProbe(invocation.options, complain);
  }
}

function print(text: string): Promise<Exit> {
  return orComplain(complain, async () => {
    await writeStdout([text]);
    return EXIT.done;
  });
}

/** Node itself would exit with 1, which here means that --fail-on found something. */
function bug(error: unknown): void {
  complain(`This is a bug in ${TOOL.name}, not a problem with your file:`);
  console.error(error);
  process.exitCode = EXIT.unreadable;
}

/** `writeStdout` reports the same error where it writes, and an error on standard error can be reported nowhere. */
const reportedElsewhere = () => undefined;
process.stdout.on('error', reportedElsewhere);
process.stderr.on('error', reportedElsewhere);
process.on('uncaughtException', (error) => {
  bug(error);
  process.exit();
});

/** Explicitly, because a name that is still looked up, for example, would keep the process alive. */
function end(exit: Exit): void {
  process.exitCode = exit;
  process.stderr.write('', () => process.exit());
}

// Until the command has ended: a promise that nothing settles must not look like success.
process.exitCode = EXIT.unreadable;
main().then(end, (error: unknown) => {
  bug(error);
  end(EXIT.unreadable);
});
