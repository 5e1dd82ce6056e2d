import type { Analysis } from '../../src/analysis/analysis.ts';
import { CaptureScript, pseudoRandom } from './capture-script.ts';

/** Many requests on many connections; one in fifty is misdirected and sent again. */
export function largeAnalysis(requests: number, connections: number): Analysis {
  const script = new CaptureScript();
  const random = pseudoRandom(42);
  const whole = 10 * connections + requests;
  const opened = Array.from({ length: connections }, (_, i) => {
    const at = (whole * 0.8 * i) / connections;
    script.connection(String(100 + i), at, {
      openedFor: `https://host${i % 40}.large.test`,
      remote: { address: `198.51.${i % 7}.${i % 60}`, port: 443 },
      protocol: i % 5 === 0 ? 'http/1.1' : i % 7 === 0 ? 'h3' : 'h2',
    });
    return at;
  });
  for (let i = 0; i < requests; i++) {
    const connection = Math.floor(random() ** 1.5 * connections);
    const start = (opened[connection] ?? 0) + 30 + random() * whole * 0.2;
    const length = 5 + random() ** 3 * 300;
    const host = random() < 0.6 ? connection % 40 : Math.floor(random() * 40);
    const last = { on: String(100 + connection), at: start, for: length };
    const next = String(100 + ((connection + 13) % connections));
    const misdirected = { ...last, for: 15 + random() * 20, status: 421 };
    const attempts = i % 50 === 0 ? [misdirected, { ...last, on: next, at: start + 40 }] : [last];
    script.request(`https://host${host}.large.test/item/${i}`, attempts);
  }
  return script.analysis();
}
