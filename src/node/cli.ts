import { runAnalyze } from './command/analyze.ts';
import { runAttach } from './command/attach.ts';
import { EXIT, type Exit } from './command/exit.ts';
import { runProbe } from './command/probe.ts';
import { runRecord } from './command/record.ts';
import { HELP, USAGE } from './options/help.ts';
import { readInvocation } from './options/read-command-line.ts';
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
      process.stdout.write(HELP);
      return EXIT.done;
    case 'version':
      process.stdout.write(`${TOOL.version}\n`);
      return EXIT.done;
    case 'wrong':
      complain(invocation.reason);
      process.stderr.write(`${USAGE}\nTry '${TOOL.name} --help'.\n`);
      return EXIT.unreadable;
    case 'analyze':
      return runAnalyze(invocation.options, complain);
    case 'record':
      return runRecord(invocation.options, complain);
    case 'attach':
      return runAttach(invocation.options, complain);
    case 'probe':
      return runProbe(invocation.options, complain);
  }
}

// A reader that closes the pipe early (`| head`) ends the output; that is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main().then(
  (exit) => {
    process.exitCode = exit;
  },
  (error: unknown) => {
    // Node itself would exit with 1, which here means that --fail-on found something.
    complain(`This is a bug in ${TOOL.name}, not a problem with your file:`);
    console.error(error);
    process.exitCode = EXIT.unreadable;
  },
);
