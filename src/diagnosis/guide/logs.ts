import { productName } from '../products.ts';
import type { LogSource, ServerLog } from './product.ts';
import { productGuide } from './products/catalogue.ts';
import { ofTheAttempt, type Situation } from './situation.ts';
import type { GuideQuestion, GuideStep } from './step.ts';
import { type LogTime, logTime } from './times.ts';

/** Where the packages of common servers log; for a 421 of which nobody knows who wrote it. */
const USUAL_FOLDERS = '/var/log/nginx /var/log/apache2 /var/log/httpd /var/log/caddy /var/log/haproxy.log';

/** The line to look for in the server's log: no browser sees it, so there is always something to run. */
export function logsStep(situation: Situation): GuideStep {
  const { attempt, request } = situation;
  const time = logTime(attempt.startedAt ?? request.record.startedAt);
  const sent =
    time === null
      ? []
      : [ofTheAttempt(situation, `What got the 421 was sent at ${time.text}, by the browser's clock.`)];
  return { topic: 'logs', known: sent, missing: question(situation, time), references: [] };
}

function question(situation: Situation, time: LogTime | null): GuideQuestion {
  const { advised, about } = situation;
  const sender = advised?.sender ?? null;
  const product = sender?.product ?? null;
  if (product === null) {
    return {
      text: 'Which server answered is not known, so neither is the line.',
      command: `grep -rE '${time === null ? '' : `${time.minutes}.*`} 421 ' ${USUAL_FOLDERS} 2>/dev/null`,
      expect: 'On the server: which log has a 421 of that minute.',
    };
  }
  const guide = productGuide(product);
  const name = productName(product);
  const behind =
    sender?.behind == null
      ? ''
      : ` It stands behind ${productName(sender.behind)}: look there, in its own log.`;
  const reason = advised?.log == null ? null : (guide?.reason ?? null);
  const log = reason ?? guide?.access ?? null;
  if (log === null) {
    const whose =
      guide !== null && guide.version === null ? 'Only its operator has the log.' : 'No line is known.';
    return { text: `What ${name} noted. ${advised?.log ?? whose}${behind}`, command: null, expect: null };
  }
  const line =
    reason !== null && advised?.log != null ? advised.log : 'The line of the request in its access log.';
  return {
    text: `What ${name} noted. ${line}${behind}`,
    command: logCommand(log, time, about?.host ?? null),
    expect: `On the server. ${expectation(log, time)}`,
  };
}

/** Prints the lines of that moment about that host; every part of it is ours or plain. */
function logCommand(
  { source, words, namesHost }: ServerLog,
  time: LogTime | null,
  host: string | null,
): string {
  const wanted = [words, ...(namesHost && host !== null ? [host] : [])];
  const [first, ...more] = wanted.map((text) => `grep -F '${text}'`);
  if (source.kind !== 'file') return [read(source, time), first, ...more].join(' | ');
  const when = time === null ? [] : [`grep -E '${time.minutes}'`];
  return [`${first} ${source.path}`, ...more, ...when].join(' | ');
}

function read(source: Exclude<LogSource, { kind: 'file' }>, time: LogTime | null): string {
  if (source.kind === 'journal') {
    const span = time === null ? '' : ` --since '${time.since}' --until '${time.until}'`;
    return `journalctl -u ${source.unit}${span}`;
  }
  const span = time === null ? '' : ` --since '${iso(time.since)}' --until '${iso(time.until)}'`;
  return `docker logs${span} ${source.name} 2>&1`;
}

/** docker takes RFC 3339 only. */
function iso(text: string): string {
  return text.replace(' UTC', 'Z').replace(' ', 'T');
}

function expectation({ source, namesHost }: ServerLog, time: LogTime | null): string {
  const about = namesHost ? 'The line names the host.' : 'The line does not name the host.';
  if (time === null || source.kind !== 'file') return about;
  return `${about} Where the two clocks differ by more than seconds, leave out the last grep.`;
}
