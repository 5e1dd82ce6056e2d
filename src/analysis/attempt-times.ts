import type { AttemptRecord, EpochMs, Millis, Phases, RequestRecord } from '../model/capture.ts';

/** When the request reached the network stack: for its only known attempt its start without the browser's own queue. */
export function networkStart(request: RequestRecord, attempt: AttemptRecord): EpochMs | null {
  const { startedAt, phases } = attempt;
  if (request.attemptsComplete && startedAt !== null) {
    return startedAt - (phases === null ? 0 : beforeSending(phases));
  }
  const start = request.startedAt ?? startedAt;
  return start === null ? null : start + (phases?.queued ?? 0);
}

/** When the connection that this attempt waited for could be used: the end of its set-up. */
export function readyAt(request: RequestRecord, attempt: AttemptRecord): EpochMs | null {
  const start = networkStart(request, attempt);
  if (start === null || attempt.phases === null) return null;
  return start + beforeSending(attempt.phases);
}

/** From the network stack's start to the moment the request could be sent. */
function beforeSending({ stalled, proxy, dns, connect, tls }: Phases): Millis {
  return (stalled ?? 0) + (proxy ?? 0) + (dns ?? 0) + (connect ?? 0) + (tls ?? 0);
}
