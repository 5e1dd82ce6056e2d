// Over 250 lines: the store is tested as a whole, because its parts only make sense together.
import { signal } from '@preact/signals';
import { expect, test, vi } from 'vitest';
import type { EvidenceBatch, LiveHost, LiveState, PanelHost } from '../host.ts';
import type { ImportWorker } from '../import/importer.ts';
import type { ImportReply } from '../import/messages.ts';
import { requestEvidence, shopEvidence } from '../testing/shop.ts';
import { ENGINE } from './engine.ts';
import { createStore } from './store.ts';

class FakeLive implements LiveHost {
  readonly hasDeepCapture = true;
  readonly state = signal<LiveState>({
    recording: true,
    keepLog: false,
    deep: { state: 'off' },
    link: 'connected',
  });
  readonly calls: string[] = [];
  #listener: ((batch: EvidenceBatch) => void) | null = null;

  subscribe(listener: (batch: EvidenceBatch) => void) {
    this.#listener = listener;
    return () => {
      this.#listener = null;
    };
  }

  emit(before: EvidenceBatch['before'], events: EvidenceBatch['events']) {
    this.#listener?.({ before, events });
  }

  setRecording(on: boolean) {
    this.calls.push(`record ${on}`);
  }

  setKeepLog(on: boolean) {
    this.calls.push(`keep ${on}`);
  }

  setDeepCapture(on: boolean) {
    this.calls.push(`deep ${on}`);
  }

  clear() {
    this.calls.push('clear');
  }

  reloadPage() {
    this.calls.push('reload');
  }
}

class FakeWorker implements ImportWorker {
  onmessage: ImportWorker['onmessage'] = null;
  onerror: ImportWorker['onerror'] = null;
  ended = false;

  postMessage() {
    this.ended = false;
  }

  terminate() {
    this.ended = true;
  }

  answer(reply: ImportReply) {
    this.onmessage?.({ data: reply } as MessageEvent<ImportReply>);
  }
}

function setUp(engine = ENGINE) {
  const live = new FakeLive();
  const host: PanelHost = {
    shell: 'devtools',
    theme: signal('light'),
    live,
    saveFile: () => Promise.resolve(),
  };
  const frames: (() => void)[] = [];
  const workers: FakeWorker[] = [];
  const store = createStore({
    host,
    engine,
    spawnWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    defer: (callback) => {
      frames.push(callback);
      return () => frames.splice(frames.indexOf(callback), 1);
    },
  });
  const frame = () => {
    // The scheduler skips frames after slow work.
    while (frames.length > 0) frames.shift()?.();
  };
  return { live, store, frame, workers };
}

const file = (name: string) => new File(['{}'], name);

test('evidence of one frame is analysed once', () => {
  const analyze = vi.fn(ENGINE.analyze);
  const { live, store, frame } = setUp({ ...ENGINE, analyze });
  for (const event of shopEvidence()) live.emit('nothing', [event]);
  expect(store.analysis.value).toBeNull();
  frame();
  expect(analyze).toHaveBeenCalledTimes(1);
  expect(store.analysis.value?.summary.requests).toBe(4);
  expect(store.findings.value.length).toBeGreaterThan(0);
});

test('clear and reset drop the selection, and only reset forgets connections', () => {
  const { live, store, frame } = setUp();
  live.emit('nothing', shopEvidence());
  frame();
  store.activate({ kind: 'request', request: 'r3' });
  expect(store.detailsOpen.value).toBe(true);
  live.emit('clear', requestEvidence('9', 'GET', 'https://img.shop.test/b.png', [['87', 200]]));
  frame();
  expect(store.selection.value).toBeNull();
  expect(store.detailsOpen.value).toBe(false);
  expect(store.analysis.value?.capture.connections[0]?.openedFor).toBe('https://www.shop.test');
  live.emit('reset', requestEvidence('9', 'GET', 'https://img.shop.test/b.png', [['87', 200]]));
  frame();
  expect(store.analysis.value?.capture.connections[0]?.openedFor).toBeNull();
});

test('a file is shown while the live capture continues in the background', () => {
  const { live, store, frame, workers } = setUp();
  live.emit('nothing', shopEvidence());
  frame();
  store.importer.start([file('a.har')]);
  expect(store.importer.progress.value?.name).toBe('a.har');
  workers[0]?.answer({
    kind: 'events',
    events: requestEvidence('1', 'GET', 'https://a.test/', [['1', 200]]),
  });
  workers[0]?.answer({ kind: 'done' });
  frame();
  expect(store.captures.shown.value).toEqual({ kind: 'file', name: 'a.har', sample: false, reading: false });
  expect(store.analysis.value?.summary.requests).toBe(1);
  live.emit('nothing', requestEvidence('5', 'GET', 'https://www.shop.test/5', [['87', 200]]));
  frame();
  expect(store.analysis.value?.summary.requests).toBe(1);
  store.captures.backToLive();
  expect(store.captures.shown.value).toEqual({ kind: 'live' });
  frame();
  expect(store.analysis.value?.summary.requests).toBe(5);
});

test('a cancelled import changes nothing, even if its worker still sends events', () => {
  const { store, frame, workers } = setUp();
  store.importer.start([file('a.har')]);
  store.importer.cancel();
  expect(workers[0]?.ended).toBe(true);
  expect(store.importer.progress.value).toBeNull();
  workers[0]?.answer({ kind: 'events', events: shopEvidence() });
  workers[0]?.answer({ kind: 'done' });
  frame();
  expect(store.analysis.value).toBeNull();
});

const fileEvents = (...keys: string[]) =>
  keys.flatMap((key) => requestEvidence(key, 'GET', `https://a.test/${key}`, [['1', 200]]));

test('a file is shown while it is read, and grows', () => {
  const { store, frame, workers } = setUp();
  store.importer.start([file('a.har')]);
  workers[0]?.answer({ kind: 'events', events: fileEvents('1') });
  frame();
  expect(store.captures.shown.value).toMatchObject({ kind: 'file', name: 'a.har', reading: true });
  expect(store.analysis.value?.summary.requests).toBe(1);
  workers[0]?.answer({ kind: 'events', events: fileEvents('2', '3') });
  frame();
  expect(store.analysis.value?.summary.requests).toBe(3);
  workers[0]?.answer({ kind: 'done' });
  expect(store.captures.shown.value).toMatchObject({ reading: false });
  expect(store.importer.progress.value).toBeNull();
});

test("a file's first request is shown even if it arrives while the live capture is analysed", () => {
  let duringAnalysis: (() => void) | null = null;
  const { live, store, frame, workers } = setUp({
    ...ENGINE,
    *analyze(capture) {
      duringAnalysis?.();
      duringAnalysis = null;
      return yield* ENGINE.analyze(capture);
    },
  });
  live.emit('nothing', shopEvidence());
  store.importer.start([file('a.har')]);
  duringAnalysis = () => workers[0]?.answer({ kind: 'events', events: fileEvents('1') });
  frame();
  expect(store.captures.shown.value).toMatchObject({ kind: 'file', reading: true });
  expect(store.analysis.value?.summary.requests).toBe(1);
});

test('cancelling immediately shows the previous capture, and says so', () => {
  const { live, store, frame, workers } = setUp();
  live.emit('nothing', shopEvidence());
  frame();
  const before = store.analysis.value;
  store.importer.start([file('a.har')]);
  workers[0]?.answer({ kind: 'events', events: fileEvents('1') });
  frame();
  expect(store.analysis.value?.summary.requests).toBe(1);
  store.importer.cancel();
  expect(store.captures.shown.value).toEqual({ kind: 'live' });
  expect(store.analysis.value).toBe(before);
  expect(store.notices.list.value[0]?.text).toContain('The live capture is shown again.');
});

test('a second import replaces the first; cancelling it shows the capture from before both', () => {
  const { store, frame, workers } = setUp();
  store.importer.start([file('old.har')]);
  workers[0]?.answer({ kind: 'events', events: fileEvents('1', '2') });
  workers[0]?.answer({ kind: 'done' });
  frame();
  store.importer.start([file('a.har')]);
  workers[1]?.answer({ kind: 'events', events: fileEvents('1') });
  frame();
  store.importer.start([file('b.har')]);
  expect(workers[1]?.ended).toBe(true);
  workers[2]?.answer({ kind: 'events', events: fileEvents('1', '2', '3') });
  frame();
  expect(store.captures.shown.value).toMatchObject({ name: 'b.har' });
  expect(store.analysis.value?.summary.requests).toBe(3);
  store.importer.cancel();
  frame();
  expect(store.captures.shown.value).toMatchObject({ name: 'old.har', reading: false });
  expect(store.analysis.value?.summary.requests).toBe(2);
});

test('a file with too many requests says how many are shown', () => {
  const { store, frame, workers } = setUp();
  store.importer.start([file('a.har')]);
  workers[0]?.answer({
    kind: 'events',
    events: [...fileEvents('1'), { kind: 'problem', problem: { code: 'capture-full', message: 'Full.' } }],
  });
  workers[0]?.answer({ kind: 'done' });
  frame();
  expect(store.notices.list.value.map(({ text }) => text)).toEqual([
    expect.stringContaining('a.har contains more than 100,000 requests. The first 100,000 are shown'),
  ]);
});

test('a file without requests is refused with a reason, and the view stays', () => {
  const { live, store, frame, workers } = setUp();
  live.emit('nothing', shopEvidence());
  frame();
  store.importer.start([file('b.har')]);
  workers[0]?.answer({
    kind: 'events',
    events: [{ kind: 'problem', problem: { code: 'not-har', message: 'This is not a HAR.' } }],
  });
  workers[0]?.answer({ kind: 'done' });
  expect(store.notices.list.value[0]).toMatchObject({
    kind: 'error',
    text: 'b.har could not be opened. This is not a HAR.',
  });
  expect(store.analysis.value?.summary.requests).toBe(4);
});

test('a file that breaks off shows what could be read and says so', () => {
  const { store, frame, workers } = setUp();
  store.importer.start([file('c.har')]);
  workers[0]?.answer({ kind: 'events', events: shopEvidence() });
  workers[0]?.answer({ kind: 'failed', message: 'gzip ended' });
  frame();
  expect(store.analysis.value?.summary.requests).toBe(4);
  expect(store.notices.list.value[0]?.kind).toBe('warning');
});

test('a bug in the engine leaves the last view and says so', () => {
  let broken = false;
  const quiet = vi.spyOn(console, 'error').mockReturnValue();
  const { live, store, frame } = setUp({
    ...ENGINE,
    analyze: (capture) => {
      if (broken) throw new Error('no');
      return ENGINE.analyze(capture);
    },
  });
  live.emit('nothing', shopEvidence());
  frame();
  broken = true;
  live.emit('nothing', requestEvidence('5', 'GET', 'https://www.shop.test/5', [['87', 200]]));
  frame();
  expect(store.analysis.value?.summary.requests).toBe(4);
  expect(store.notices.list.value[0]).toMatchObject({ id: 'engine', kind: 'error' });
  quiet.mockRestore();
});
