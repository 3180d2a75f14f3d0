import { isOurs, PEERS, type PeerName } from "./peers/peers.ts";

/** How far results are from each other: the largest difference as a share of the largest value. */
export function difference(result: Float32Array, other: Float32Array): number {
  if (result.length !== other.length) return Infinity;
  let [largest, furthest] = [0, 0];
  for (let i = 0; i < other.length; i++) {
    const distance = Math.abs(result[i]! - other[i]!);
    if (Number.isNaN(distance)) return Infinity;
    largest = Math.max(largest, Math.abs(other[i]!));
    furthest = Math.max(furthest, distance);
  }
  return furthest === 0 ? 0 : furthest / largest;
}

/** Whose result the others are held to: that of no peer of ours, if there is one. */
export function trusted(peers: readonly PeerName[]): PeerName | undefined {
  const inOrder = PEERS.filter((name) => peers.includes(name));
  return inOrder.find((name) => !isOurs(name)) ?? inOrder[0];
}
