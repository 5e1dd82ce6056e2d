import { describe, expect, it } from 'vitest';
import type { Selection } from '../../selection.ts';
import { CaptureScript } from '../../testing/capture-script.ts';
import { examplePageAnalysis } from '../../testing/example-page.ts';
import { barOf, computeLayout, selectionOf } from '../layout/layout.ts';
import { commandOf, type Move, moved } from './keyboard.ts';

const layout = computeLayout(examplePageAnalysis());
const walk = (start: Selection, ...moves: Move[]) =>
  moves.reduce((selection, move) => moved(layout, selection, move), start);
const url = (selection: Selection) => barOf(layout, selection)?.request.record.url.replace(/^https:\/\//, '');
const first = (id: string): Selection => {
  const bar = layout.laneOf.get(id)?.bars[0];
  return bar === undefined ? null : selectionOf(bar);
};

describe('commandOf', () => {
  const key = (name: string, held = {}) =>
    commandOf({ key: name, altKey: false, ctrlKey: false, metaKey: false, ...held });

  it('knows the keys', () => {
    expect(key('ArrowLeft')).toEqual({ kind: 'move', move: 'left' });
    expect(key('Enter')).toEqual({ kind: 'open' });
    expect(['+', '=', '-', '0', 'Escape'].map((name) => key(name)?.kind)).toEqual([
      'zoom-in',
      'zoom-in',
      'zoom-out',
      'fit',
      'clear',
    ]);
  });

  it('leaves all other keys, and those of the browser, alone', () => {
    expect(key('/')).toBeNull();
    expect(key('Tab')).toBeNull();
    expect(key('0', { ctrlKey: true })).toBeNull();
    expect(key('ArrowLeft', { altKey: true })).toBeNull();
  });
});

describe('moved', () => {
  it('starts at the first attempt', () => {
    expect(url(walk(null, 'right'))).toBe('cdn.shop.test/late.js');
  });

  it('goes along a lane by time across its sub-rows, and stops at its ends', () => {
    expect(url(walk(first('87'), 'right'))).toBe('www.shop.test/app.css');
    expect(url(walk(first('87'), 'right', 'right', 'right', 'left'))).toBe('www.shop.test/app.js');
    expect(url(walk(first('87'), 'left'))).toBe('www.shop.test/');
    expect(url(walk(first('87'), 'last', 'right'))).toBe('admin.shop.test/flags');
  });

  it('goes to the attempt of the next lane that is nearest in time', () => {
    expect(url(walk(first('108'), 'up'))).toBe('auth.shop.test/login?next=%2Fcart');
    expect(barOf(layout, walk(first('108'), 'up'))?.index).toBe(0);
    expect(walk(first('108'), 'up', 'up', 'up', 'up')).toEqual(walk(first('108'), 'up', 'up'));
  });

  it('goes from one misdirected attempt to the next, and wraps around', () => {
    const seen = ['next-421', 'next-421', 'next-421', 'next-421'] as const;
    let at: Selection = null;
    const visited = seen.map((move) => {
      at = moved(layout, at, move);
      return barOf(layout, at)?.attempt?.status;
    });
    expect(visited).toEqual([421, 421, 421, 421]);
    expect(moved(layout, at, 'next-421')).toEqual(walk(null, 'next-421'));
    expect(walk(null, 'next-421', 'previous-421')).toEqual(at);
  });

  it('selects a connection that carried nothing', () => {
    const script = new CaptureScript().connection('idle', 30, {});
    script.request('https://a.test/', [{ on: 'used', at: 0, for: 10 }]);
    const two = computeLayout(script.analysis());
    const below = moved(two, moved(two, null, 'right'), 'down');
    expect(below).toEqual({ kind: 'connection', connection: 'idle' });
    expect(moved(two, below, 'up')).toMatchObject({ kind: 'attempt' });
  });

  it('selects nothing in an empty capture', () => {
    const empty = computeLayout(new CaptureScript().analysis());
    for (const move of ['left', 'down', 'last', 'next-421'] as const)
      expect(moved(empty, null, move)).toBeNull();
  });
});
