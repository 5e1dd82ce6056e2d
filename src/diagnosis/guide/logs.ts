import { knowledgeOf, productName } from '../products/catalogue.ts';
import type { LogSource, ServerLog } from './product-guide.ts';
import { ofTheAttempt, type Situation } from './situation.ts';
import type { GuideQuestion, GuideStep } from './step.ts';
import { type LogTime, logTime } from './times.ts';
import { isRedHat } from './version.ts';

/** Where the packages of common servers log; for a 421 whose sender is unknown. */
const USUAL_FOLDERS = '/var/log/nginx /var/log/apache2 /var/log/httpd /var/log/caddy /var/log/haproxy.log';

/** The line to look for in the server's log. No browser sees that log, so there is always a command to run. */
export function logsStep(situation: Situation): GuideStep {
  const { attempt, request } = situation;
  const time = logTime(attempt.startedAt ?? request.record.startedAt);
  const sent =
    time === null
      ? []
      : [
          ofTheAttempt(
            situation,
            `The request that got the 421 was sent at ${time.text}, by the browser's clock.`,
          ),
        ];
  return { topic: 'logs', known: sent, missing: question(situation, time), references: [] };
}

function question(situation: Situation, time: LogTime | null): GuideQuestion {
  const { advised, about } = situation;
  const sender = advised?.sender ?? null;
  const product = sender?.product ?? null;
  if (product === null) {
    return {
      text: 'The line that the server logged. It is unknown which server answered.',
      command: `grep -rE '${time === null ? '' : `${time.minutes}.*`} 421 ' ${USUAL_FOLDERS} 2>/dev/null`,
      expect:
        time === null
          ? 'Run it on the server. It shows which log has a 421.'
          : 'Run it on the server. It shows which log has a 421 in that minute.',
    };
  }
  const guide = knowledgeOf(product)?.guide ?? null;
  const name = productName(product);
  const behind =
    sender?.behind == null
      ? ''
      : ` It is behind ${productName(sender.behind)}, so search the log of ${name}, not that of ${productName(sender.behind)}.`;
  const reason = advised?.log == null ? null : (guide?.reason ?? null);
  const log = reason ?? guide?.access ?? null;
  if (log === null) {
    const whose =
      guide !== null && guide.version === null ? 'Only its operator has the log.' : 'No log line is known.';
    return { text: `What ${name} logged. ${advised?.log ?? whose}${behind}`, command: null, expect: null };
  }
  const redHat = isRedHat(situation.request.record);
  const line =
    reason !== null && advised?.log != null ? advised.log : 'The line of the request is in its access log.';
  return {
    text: `What ${name} logged. ${line}${behind}`,
    command: logCommand(log, time, { host: about?.host ?? null, redHat }),
    expect: `Run it on the server. ${expectation(log, time, redHat)}`,
  };
}

/** Prints the lines about that host at that time. The time and the host are safe in a shell. */
function logCommand(
  { source, words, namesHost }: ServerLog,
  time: LogTime | null,
  { host, redHat }: { readonly host: string | null; readonly redHat: boolean },
): string {
  const wanted = [words, ...(namesHost && host !== null ? [host] : [])];
  const [first, ...more] = wanted.map((text) => `grep -F '${text}'`);
  if (source.kind !== 'file') return [read(source, time), first, ...more].join(' | ');
  const when = time === null ? [] : [`grep -E '${time.minutes}'`];
  const path = redHat ? (source.redHat ?? source.path) : source.path;
  return [`${first} ${path}`, ...more, ...when].join(' | ');
}

function read(source: Exclude<LogSource, { kind: 'file' }>, time: LogTime | null): string {
  if (source.kind === 'journal') {
    const span = time === null ? '' : ` --since '${time.since}' --until '${time.until}'`;
    return `journalctl -u ${source.unit}${span}`;
  }
  const span = time === null ? '' : ` --since '${iso(time.since)}' --until '${iso(time.until)}'`;
  return `docker logs${span} ${source.name} 2>&1`;
}

/** docker accepts only RFC 3339. */
function iso(text: string): string {
  return text.replace(' UTC', 'Z').replace(' ', 'T');
}

function expectation({ source, namesHost }: ServerLog, time: LogTime | null, redHat: boolean): string {
  const elsewhere =
    source.kind === 'file' && source.redHat !== undefined && !redHat
      ? ` On Red Hat's distributions the file is ${source.redHat}.`
      : '';
  const about = `${namesHost ? 'The line names the host.' : 'The line does not name the host.'}${elsewhere}`;
  if (time === null || source.kind !== 'file') return about;
  return `${about} If the two clocks differ by more than a few seconds, omit the last grep.`;
}
