import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../testing/bytes.ts';
import { typeAtEnd } from './type-at-end.ts';

describe('the type at the end of an event', () => {
  it.each([
    ['{"phase":0,"type":170}', 170],
    ['{"type":0}', 0],
    ['{"params":{"type":3},"time":"1","type":12}', 12],
    ['{"type":3,"time":"1"}', -1],
    ['{"params":{"type":3}}', -1],
    ['{"type": 3}', -1],
    ['{"subtype":3}', -1],
    ['{"type":}', -1],
    ['{}', -1],
    ['}', -1],
    ['', -1],
  ])('of %s is %s', (text, type) => {
    const bytes = bytesOf(`"type":${text},`);
    expect(typeAtEnd(bytes, 7, bytes.length - 1)).toBe(type);
  });
});
