import type { AttemptRecord, EpochMs, Millis, Phases, RequestRecord } from '../../model/capture.ts';
import { setupTime } from '../../model/phases.ts';

/** When the request reached the network stack. For a single known attempt, that is its start after the browser's own queue. */
export function networkStart(request: RequestRecord, attempt: AttemptRecord): EpochMs | null {
  const { startedAt, phases } = attempt;
  if (request.attemptsComplete && startedAt !== null) {
    return startedAt - (phases === null ? 0 : beforeSending(phases));
  }
  const start = request.startedAt ?? startedAt;
  return start === null ? null : start + (phases?.queued ?? 0);
}

/** When the connection that this attempt waited for could be used: the end of its setup. */
export function readyAt(request: RequestRecord, attempt: AttemptRecord): EpochMs | null {
  const start = networkStart(request, attempt);
  if (start === null || attempt.phases === null) return null;
  return start + beforeSending(attempt.phases);
}

/** From the network stack's start to the moment the request could be sent. */
function beforeSending(phases: Phases): Millis {
  return (phases.stalled ?? 0) + (phases.proxy ?? 0) + setupTime(phases);
}
