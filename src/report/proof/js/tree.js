// The Merkle tree of RFC 9162 (src/evidence/merkle.rs). Places and sizes are BigInt: a log may be larger than 2^53.
const leafHash = (bytes) => sha256(Uint8Array.of(0), bytes);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

// The largest power of two below `size`, which is at least 2.
const split = (size) => 1n << BigInt((size - 1n).toString(2).length - 1);

// RFC 9162 §2.1.3.1: the subtrees whose roots make the proof, the leaf's sibling first; null when the leaf is not in it.
const inclusionPath = (index, size) => {
  if (index >= size) return null;
  const path = [];
  let [start, end] = [0n, size];
  while (end - start > 1n) {
    const middle = start + split(end - start);
    if (index < middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  return path.reverse();
};

// RFC 9162 §2.1.4.1; empty for equal sizes and for 0, null when the older is the larger.
const consistencyPath = (older, newer) => {
  if (older > newer) return null;
  if (older === 0n || older === newer) return [];
  const path = [];
  let [start, end, entire] = [0n, newer, true];
  while (older !== end) {
    const middle = start + split(end - start);
    if (older <= middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
      entire = false;
    }
  }
  if (!entire) path.push({ start, end });
  return path.reverse();
};

// Gives null, or what is wrong: { kind: "index" | "length" | "root", detail }.
const verifyInclusion = async (leaf, index, size, proof, root) => {
  const path = inclusionPath(index, size);
  if (path === null) return { kind: "index", detail: `index ${index} is not below size ${size}` };
  if (path.length !== proof.length) return wrongLength(path, proof);
  let node = leaf;
  for (const [at, span] of path.entries()) {
    node = span.start > index ? await nodeHash(node, proof[at]) : await nodeHash(proof[at], node);
  }
  return same(node, root) ? null : OTHER_ROOT;
};

const verifyConsistency = async (older, olderRoot, newer, newerRoot, proof) => {
  const path = consistencyPath(older, newer);
  if (path === null) return { kind: "root", detail: `the older size ${older} is above the newer ${newer}` };
  if (path.length !== proof.length) return wrongLength(path, proof);
  if (older === newer) return same(olderRoot, newerRoot) ? null : OTHER_ROOT;
  if (older === 0n) return same(olderRoot, await sha256()) ? null : OTHER_ROOT;
  // Where the older tree is a whole subtree of the newer one, its root is the start and stands in no proof.
  const given = path[0].start < older;
  let oldNode = given ? proof[0] : olderRoot;
  let newNode = oldNode;
  for (let at = given ? 1 : 0; at < path.length; at += 1) {
    if (path[at].start >= older) {
      newNode = await nodeHash(newNode, proof[at]);
    } else {
      oldNode = await nodeHash(proof[at], oldNode);
      newNode = await nodeHash(proof[at], newNode);
    }
  }
  return same(oldNode, olderRoot) && same(newNode, newerRoot) ? null : OTHER_ROOT;
};

const wrongLength = (path, proof) => ({
  kind: "length",
  detail: `the proof has ${proof.length} hashes, ${path.length} belong to it`,
});
const OTHER_ROOT = { kind: "root", detail: "the proof leads to another root" };
