import { describe, expect, it } from 'vitest';
import { linkTo } from './link-header.js';

describe('the Link header', () => {
  it.each([
    ['<https://a.test/?p=2>; rel="next"', 'https://a.test/?p=2'],
    ['<https://a.test/?p=2>;rel=next', 'https://a.test/?p=2'],
    ['</?p=1>; rel="prev", </?p=3>; rel="next"', '/?p=3'],
    ['</?a=1,2;3>; rel="next"; title="a, b"', '/?a=1,2;3'],
    ['</?p=3>; title="<x>; rel=\\"prev\\""; REL = "last NEXT"', '/?p=3'],
    ['</?p=3>; results="true"; rel="next"; cursor="0:1:0"', '/?p=3'],
    ['</?p=1>; title="; rel=next", </?p=2>; rel=next', '/?p=2'],
    ['</?p=1>; rel="prev"; rel="next"', undefined],
    ['</?p=1>; rel="nextish"', undefined],
    ['</?p=1>', undefined],
    ['rel="next"', undefined],
    ['', undefined],
  ])('%s leads to %s', (header, target) => {
    expect(linkTo('next', header)).toBe(target);
  });

  it.each(['<', '<>;', '<>; rel', '<>; rel="', '<>;  ', '<>; a=b', '<>;"\\'])(
    'takes no longer for %s without end',
    (piece) => {
      const startedAt = performance.now();
      expect(linkTo('next', piece.repeat(20_000 / piece.length))).toBeUndefined();
      expect(linkTo('next', piece + ' '.repeat(20_000))).toBeUndefined();
      expect(performance.now() - startedAt).toBeLessThan(500);
    },
  );
});
