// Reproducible random numbers, for tests with random input.

/** Calls `use` this many times, each with other random numbers; a failure names the iteration. */
export function randomly(times, use) {
  for (let seed = 1; seed <= times; seed += 1) {
    try {
      use(chanceOf(seed));
    } catch (error) {
      error.message += ` (seed ${seed})`;
      throw error;
    }
  }
}

/** mulberry32: fast, and uniform enough for tests. */
function chanceOf(seed) {
  let state = Math.imul(seed, 0x9e3779b1);
  const below = (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) % limit;
  };
  const one = (list) => list[below(list.length)];
  // Values that are hard for readers, and any character.
  const words = ["user_id", "toString", "__proto__", "null", "eyJ"];
  const odd = [...'{}[]":,\\./?#@<>0123456789eE+-_ \n\t\0\u00a0\u212a\ufeff\ud800', ...words];
  const piece = () => (below(3) ? one(odd) : String.fromCharCode(below(0x10000)));
  return { below, one, text: () => Array.from({ length: below(12) }, piece).join("") };
}

/** A text in which up to three characters were replaced, inserted or removed, with some of `alphabet`. */
export function damaged(chance, text, alphabet) {
  const characters = [...text];
  for (let edits = 1 + chance.below(3); edits > 0; edits -= 1) {
    const put = chance.below(3) ? [chance.one([...alphabet])] : [];
    characters.splice(chance.below(characters.length + 1), chance.below(2), ...put);
  }
  return characters.join("");
}
