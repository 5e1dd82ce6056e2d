import type { AttemptRecord, EpochMs, Millis, Phases, RequestRecord } from '../model/capture.ts';

/** When the request reached the network stack: its start without the browser's own queue. */
export function networkStart(request: RequestRecord, attempt: AttemptRecord): EpochMs | null {
  const start = request.startedAt ?? attempt.startedAt;
  if (start === null) return null;
  return request.attemptsComplete ? (attempt.startedAt ?? start) : start + (attempt.phases?.queued ?? 0);
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
