// Measures how the time of an analysis grows with the number of connections to one address, where each request could
// have been misdirected on any of the connections before it. The baseline of the same run sorts and groups the
// connections by address, which every analysis needs. Each round measures both in turn.
import { analyze } from '../../src/analysis/analyze.ts';
import { rulesOf } from '../../src/analysis/browsers/rules-by-family.ts';
import { indexConnections } from '../../src/analysis/connections/connection-index.ts';
import type { Capture } from '../../src/model/capture.ts';
import { oneAddress, SHAPES } from './captures.ts';

const SIZES = [5_000, 10_000, 20_000, 40_000];
const ROUNDS = 3;

interface Times {
  readonly index: number;
  readonly analysis: number;
}

console.log(row(['connections', '', 'index', 'analyze', 'analyze/index', 'exponent']));
for (const shape of SHAPES) {
  let smaller: Times | null = null;
  for (const size of SIZES) {
    const times = measured(() => oneAddress(shape, size));
    const { index, analysis } = times;
    // Time grows with the connections to this power: 1 is linear, 2 is quadratic.
    const exponent = smaller === null ? '' : Math.log2(analysis / smaller.analysis).toFixed(2);
    const cells = [
      shape.name,
      String(size),
      ms(index),
      ms(analysis),
      (analysis / index).toFixed(1),
      exponent,
    ];
    console.log(row(cells));
    smaller = times;
  }
}

/** The best of several rounds. What was concluded from a capture is remembered, so each round has one of its own. */
function measured(make: () => Capture): Times {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const capture = make();
    const rules = rulesOf(capture.browser);
    return {
      index: timeOf(() => indexConnections(capture, rules)),
      analysis: timeOf(() => analyze(capture)),
    };
  });
  return {
    index: Math.min(...rounds.map(({ index }) => index)),
    analysis: Math.min(...rounds.map(({ analysis }) => analysis)),
  };
}

/** CPU time in ms, which other load on the machine affects less. */
function timeOf(act: () => void): number {
  const started = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000;
}

function ms(time: number): string {
  return `${time.toFixed(0)} ms`;
}

function row([name = '', ...cells]: readonly string[]): string {
  return name.padEnd(20) + cells.map((cell) => cell.padStart(15)).join('');
}
