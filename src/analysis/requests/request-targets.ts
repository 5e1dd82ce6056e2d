import type { Capture, RequestRecord } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import { type Steps, stepping } from '../../model/steps.ts';

/** What a request asks for: its method and its whole URL with the query. */
export function targetOf({ method, url }: RequestRecord): string {
  return `${method} ${url}`;
}

/** The requests for each of the `wanted` targets, in order of start. */
export function* requestsByTarget(
  capture: Capture,
  wanted: ReadonlySet<string>,
): Steps<Map<string, readonly RequestRecord[]>> {
  const groups = new Map<string, RequestRecord[]>();
  yield* stepping(capture.requests, (request) => {
    const target = targetOf(request);
    if (wanted.has(target)) append(groups, target, request);
  });
  for (const group of groups.values()) group.sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
  return groups;
}
