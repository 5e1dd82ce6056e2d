import type { AnalysedAttempt, AnalysedRequest, Analysis } from '../../analysis/analysis.ts';
import type { ConnectionRecord } from '../../model/capture.ts';
import { type Certainty, weakerCertainty } from '../../model/certainty.ts';
import type { Finding } from '../finding.ts';
import { type PlainOrigin, plainAddress, plainOrigin } from '../plain-names.ts';
import { type GuideStatement, known } from './step.ts';

/** What a finding says about the response. */
export type Advised = Pick<Finding, 'sender' | 'cause' | 'fixes' | 'log' | 'verify'>;

/** One misdirected request with everything that its guide needs. */
export interface Situation {
  readonly request: AnalysedRequest;
  /** Its first attempt that was answered 421, and the connection that carried it. */
  readonly attempt: AnalysedAttempt;
  readonly connection: ConnectionRecord | null;
  /** Its last attempt, if that is another one. */
  readonly resent: { readonly attempt: AnalysedAttempt; readonly connection: ConnectionRecord | null } | null;
  /** Over TLS: without it there is no certificate, and no connection is shared. */
  readonly secure: boolean;
  /** The host's own connection got 421 as well, so sharing is not the reason. */
  readonly always: boolean;
  /** The host's name, as text. */
  readonly host: string;
  /** Same, for commands; null when the name is not safe there. */
  readonly about: PlainOrigin | null;
  /** What the connection was opened for, if that is another host and known. */
  readonly other: PlainOrigin | null;
  /** The address that answered 421, for commands. */
  readonly address: string | null;
  /** Null when no finding is about the request. */
  readonly advised: Advised | null;
  readonly analysis: Analysis;
}

/** Null if no attempt of the request was answered 421. */
export function situationOf(
  request: AnalysedRequest,
  analysis: Analysis,
  advised: Advised | null,
): Situation | null {
  const attempt = request.attempts.find(({ misdirected }) => misdirected);
  const last = request.attempts.at(-1);
  if (attempt === undefined || last === undefined) return null;
  const carrier = ({ connection }: AnalysedAttempt): ConnectionRecord | null =>
    analysis.connections.get(connection ?? '')?.record ?? null;
  const { origin } = request.record;
  const connection = carrier(attempt);
  const openedFor = connection?.openedFor ?? null;
  const remote = connection?.remote ?? (last.misdirected ? request.record.remote : null);
  return {
    request,
    attempt,
    connection,
    resent: last === attempt ? null : { attempt: last, connection: carrier(last) },
    secure: origin?.startsWith('https:') ?? true,
    always: attempt.coalesced === false || (last !== attempt && last.misdirected),
    host: origin === null ? 'the host' : origin.replace(/^https?:\/\//, ''),
    about: plainOrigin(origin),
    other: openedFor === origin ? null : plainOrigin(openedFor),
    address: plainAddress(remote?.address),
    advised,
    analysis,
  };
}

/**
 * A statement about the attempt that was answered 421, or about the connection that carried it. It is no more certain
 * than that this attempt took place on this connection.
 */
export function ofTheAttempt(
  { attempt, connection }: Situation,
  text: string,
  certainty: Certainty = 'observed',
): GuideStatement {
  const placed = connection?.reconstructed === true ? weakerCertainty(certainty, 'inferred') : certainty;
  const counted = attempt.certainty === 'inferred' ? attempt.confidence : null;
  return known(text, weakerCertainty(attempt.certainty, placed), counted);
}
