import { crc32 } from 'node:zlib';

/** Places of white space; 32 would do, were each of them to change another bit. */
const PLACES = 48;

/** What changes when a place has another white space: the checksum, and which places those are. */
interface Change {
  checksum: number;
  places: bigint;
}

/**
 * A body with this CRC-32, made of two parts and white space between them. The checksum is linear: each place changes
 * certain bits of it, whatever is at the others, so that those which give the wanted bits are found by elimination.
 */
export function withChecksum(wanted: number, before: string, after: string): Buffer {
  const bodyOf = (places: bigint) => {
    const spaces = Array.from({ length: PLACES }, (_, at) => ((places >> BigInt(at)) & 1n ? '\t' : ' '));
    return Buffer.from(before + spaces.join('') + after);
  };
  const plain = crc32(bodyOf(0n));
  const basis: Change[] = [];
  for (let at = 0n; at < BigInt(PLACES); at += 1n) {
    const places = 1n << at;
    const change = reduced({ checksum: crc32(bodyOf(places)) ^ plain, places }, basis);
    if (change.checksum) basis.push(change);
    basis.sort((a, b) => b.checksum - a.checksum);
  }
  const { checksum: rest, places } = reduced({ checksum: wanted ^ plain, places: 0n }, basis);
  if (rest) throw new Error('The white space has too few places for this checksum.');
  return bodyOf(places);
}

/** The change with all that the basis explains taken out of its checksum. */
function reduced({ checksum, places }: Change, basis: readonly Change[]): Change {
  let rest = checksum >>> 0;
  let changed = places;
  for (const step of basis) {
    const next = (rest ^ step.checksum) >>> 0;
    if (next >= rest) continue;
    rest = next;
    changed ^= step.places;
  }
  return { checksum: rest, places: changed };
}
