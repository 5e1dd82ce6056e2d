import type { Millis } from '../../src/model/capture.ts';

/** The fields of a Chromium trace event that are read. Times are microseconds; `tdur` is thread time. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The CPU time of each task on the main thread of the busiest page. */
export function mainThreadTasks(trace: string): readonly Millis[] {
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(trace);
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(placeOf),
  );
  const tasks = new Map<string, Millis[]>();
  for (const event of traceEvents) {
    const place = placeOf(event);
    if (event.ph !== 'X' || !event.name.endsWith('RunTask') || !threads.has(place)) continue;
    const list = tasks.get(place) ?? [];
    list.push((event.tdur ?? 0) / 1_000);
    tasks.set(place, list);
  }
  const [busiest = []] = [...tasks.values()].sort((a, b) => sum(b) - sum(a));
  return busiest;
}

function placeOf({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
