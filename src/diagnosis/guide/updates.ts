import type { Header } from '../../model/capture.ts';
import { fieldValue } from '../../model/header-fields.ts';
import { productName } from '../products.ts';
import { showServer } from './commands.ts';
import type { ProductGuide, VersionChange } from './product.ts';
import { productGuide } from './products/catalogue.ts';
import type { Situation } from './situation.ts';
import { type GuideStatement, type GuideStep, known } from './step.ts';
import { isWithin } from './version.ts';

/** Whether the version that answered has a known fault. */
export function updatesStep(situation: Situation): GuideStep {
  const product = situation.advised?.sender?.product ?? null;
  const guide = productGuide(product);
  if (product === null || guide === null) return unknownServer(situation, product);
  const name = productName(product);
  const { version } = guide;
  if (version === null) {
    const text = `${name} is a service: there is no version of yours to update.`;
    return step([known(text, 'inferred', situation.advised?.sender?.confidence)], null, []);
  }
  const fitting = guide.changes.filter(({ fits }) =>
    fits({ always: situation.always, protocol: situation.connection?.protocol ?? null }),
  );
  const told = knownVersion(situation, guide);
  if (told !== null) return versionKnown(name, told, fitting, situation.advised?.sender?.confidence ?? 0);
  const changes = fitting.map(({ text }) => text).join(' ');
  const none = 'No version of it is known here that answers 421 wrongly.';
  return step(
    [],
    {
      text: `Which version of ${name} answered: its answer does not tell. ${changes || none}`,
      command: version.command,
      expect: `On the server: the version${fitting.length === 0 ? ', to look it up in its changelog' : ''}.`,
    },
    fitting,
  );
}

function step(
  told: readonly GuideStatement[],
  missing: GuideStep['missing'],
  changes: readonly VersionChange[],
): GuideStep {
  const references = changes.map(({ reference }) => reference);
  return { topic: 'updates', known: told, missing, references };
}

function unknownServer({ about }: Situation, product: string | null): GuideStep {
  const text =
    product === null
      ? 'Which server answered, and so its version.'
      : `Which version of ${productName(product)} answered; none is known here that answers 421 wrongly.`;
  const command = about === null ? null : showServer(about);
  return step([], { text, command, expect: command && 'Its name, and its version where it tells it.' }, []);
}

interface KnownVersion {
  readonly version: string;
  /** On the 421 itself, not only on the answer to the re-send. */
  readonly onIt: boolean;
}

/** What a version does is as sure as it is that this product answered. */
function versionKnown(
  name: string,
  told: KnownVersion,
  fitting: readonly VersionChange[],
  confidence: number,
): GuideStep {
  const { version, onIt } = told;
  const where = onIt ? 'The 421' : 'The answer to the re-send';
  const concerned = fitting.filter(({ from, until }) => isWithin(version, from, until));
  const none = concerned.length > 0 ? '' : ' No fault of it is known here that fits.';
  return step(
    [
      known(`${where} says ${name} ${version}.${none}`),
      ...concerned.map(({ text }) => known(text, 'inferred', confidence)),
    ],
    null,
    concerned,
  );
}

function knownVersion(situation: Situation, { version }: ProductGuide): KnownVersion | null {
  const pattern = version?.told ?? null;
  if (pattern === null) return null;
  const { attempt, request, resent } = situation;
  const { record } = request;
  const index = request.attempts.indexOf(attempt);
  const hidden = record.attempts[index]?.answerHeaders ?? null;
  const onIt = versionIn(
    resent === null || resent.attempt.misdirected ? (hidden ?? record.responseHeaders) : hidden,
    pattern,
  );
  if (onIt !== null) return { version: onIt, onIt: true };
  const later = versionIn(record.responseHeaders, pattern);
  return later === null ? null : { version: later, onIt: false };
}

/** Servers write their names from the outside in, joined by commas. */
function versionIn(headers: readonly Header[] | null, pattern: RegExp): string | null {
  const names = fieldValue(headers ?? [], 'server')?.split(/,\s*/) ?? [];
  return names.map((name) => pattern.exec(name)?.[1]).findLast((version) => version !== undefined) ?? null;
}
