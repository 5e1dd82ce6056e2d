import { MISDIRECTED } from '../../model/misdirected.ts';
import { knowledgeOf, productName } from '../products/catalogue.ts';
import { showServer } from './commands.ts';
import type { VersionChange } from './product-guide.ts';
import type { Situation } from './situation.ts';
import { type GuideStatement, type GuideStep, known } from './step.ts';
import { isWithin, versionIn } from './version.ts';

/** Whether the version that answered has a known fault. */
export function updatesStep(situation: Situation): GuideStep {
  const product = situation.advised?.sender?.product ?? null;
  const guide = knowledgeOf(product)?.guide ?? null;
  if (product === null || guide === null) return unknownServer(situation, product);
  const name = productName(product);
  const { version } = guide;
  if (version === null) {
    const text = `${name} is a service: you have no version to update.`;
    return step([known(text, 'inferred', situation.advised?.sender?.confidence)], null, []);
  }
  const fitting = guide.changes.filter(({ fits }) =>
    fits({ always: situation.always, protocol: situation.connection?.protocol ?? null }),
  );
  const found =
    (version.inServer === null ? null : foundVersion(situation, version.inServer)) ??
    inPage(situation, version.inPage);
  for (const fork of found === null ? (version.forks ?? []) : []) {
    const ofFork = foundVersion(situation, fork.inServer);
    if (ofFork !== null) return forkKnown(fork.name, name, ofFork);
  }
  if (found !== null) return versionKnown(name, found, fitting, situation.advised?.sender?.confidence ?? 0);
  const changes = fitting.map(({ text }) => text).join(' ');
  const none = 'No version of it is known to answer 421 wrongly.';
  return step(
    [],
    {
      text: `Which version of ${name} answered: the response does not show it. ${changes || none}`,
      command: version.command,
      expect: `Run it on the server. It prints the version${fitting.length === 0 ? ', to look up in the changelog' : ''}.`,
    },
    fitting,
  );
}

function step(
  statements: readonly GuideStatement[],
  missing: GuideStep['missing'],
  changes: readonly VersionChange[],
): GuideStep {
  const references = changes.map(({ reference }) => reference);
  return { topic: 'updates', known: statements, missing, references };
}

function unknownServer({ about }: Situation, product: string | null): GuideStep {
  const text =
    product === null
      ? 'Which server answered, and in which version.'
      : `Which version of ${productName(product)} answered. No version of it is known to answer 421 wrongly.`;
  const command = about === null ? null : showServer(about);
  return step(
    [],
    {
      text,
      command,
      expect: command && "It prints the server's name, and its version if the response has it.",
    },
    [],
  );
}

interface FoundVersion {
  readonly version: string;
  /** It is on the 421 itself, not only on the response to the re-send. */
  readonly on421: boolean;
}

/** A statement about a version is as certain as the sender. */
function versionKnown(
  name: string,
  { version, on421 }: FoundVersion,
  fitting: readonly VersionChange[],
  confidence: number,
): GuideStep {
  const where = on421 ? 'The 421' : 'The response to the re-send';
  const concerned = fitting.filter(({ from, until }) => isWithin(version, from, until));
  const none = concerned.length > 0 ? '' : ' No known fault of this version fits.';
  return step(
    [
      known(`${where} names ${name} ${version}.${none}`),
      ...concerned.map(({ text }) => known(text, 'inferred', confidence)),
    ],
    null,
    concerned,
  );
}

/** The changes of the product do not apply: a fork counts its versions itself. */
function forkKnown(fork: string, product: string, { version, on421 }: FoundVersion): GuideStep {
  const where = on421 ? 'The 421' : 'The response to the re-send';
  const text = `${where} names ${fork} ${version}, a fork of ${product} with version numbers of its own. No version of it is known to answer 421 wrongly.`;
  return step([known(text)], null, []);
}

/** The page of a 421 that the page got; no source has that of a hidden one. */
function inPage({ request: { record } }: Situation, pattern: RegExp | undefined): FoundVersion | null {
  const version = record.status === MISDIRECTED ? pattern?.exec(record.responseBody ?? '')?.[1] : undefined;
  return version === undefined ? null : { version, on421: true };
}

function foundVersion(situation: Situation, pattern: RegExp): FoundVersion | null {
  const { attempt, request, resent } = situation;
  const { record } = request;
  const index = request.attempts.indexOf(attempt);
  const hidden = record.attempts[index]?.answerHeaders ?? null;
  const ofThe421 = versionIn(
    resent === null || resent.attempt.misdirected ? (hidden ?? record.responseHeaders) : hidden,
    pattern,
  );
  if (ofThe421 !== null) return { version: ofThe421, on421: true };
  const later = versionIn(record.responseHeaders, pattern);
  return later === null ? null : { version: later, on421: false };
}
