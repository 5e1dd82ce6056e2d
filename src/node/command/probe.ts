import type { ProbeOptions } from '../options/probe-options.ts';
import { textOptions } from '../output/terminal.ts';
import { writeStdout } from '../output/write-output.ts';
import { probe } from '../probe/probe.ts';
import { probeReport } from '../probe/probe-report.ts';
import { probeText } from '../probe/probe-text.ts';
import { TOOL } from '../tool.ts';
import { type Complain, EXIT, type Exit, isFound, orComplain } from './exit.ts';

/** Runs `coalescope probe`: sends the requests and prints the responses and the verdict, or why it cannot connect. */
export function runProbe(options: ProbeOptions, complain: Complain): Promise<Exit> {
  return orComplain(complain, async () => {
    const report = probeReport(options.target, await probe(options.target), TOOL);
    const text =
      options.format === 'json'
        ? `${JSON.stringify(report)}\n`
        : probeText(report, textOptions(null, options));
    await writeStdout([text]);
    return isFound([report.verdict], options.failOn) ? EXIT.found : EXIT.done;
  });
}
