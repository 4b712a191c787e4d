/** The alignment of each operator from 40 (`i32.load`) to 62, as a power of two. */
const ALIGNMENTS = "23230011001122232301012";

/**
 * The module of a text that `encode` in encode/mod.rs wrote; the rule is described there and in streams.rs.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function decode(text) {
  // All streams one behind the other, and where each begins.
  const bytes = new Uint8Array(text.length);
  /** @type {number[]} */
  const places = [];
  let size = 0;
  let table = bytes;
  for (const part of text.split("|")) {
    let at = 0;
    // These begin with a table, which holds for the next ones too.
    if ([0, 1, 2, 6].includes(places.length)) {
      table = read(part);
      at = 64;
    }
    places.push(size);
    for (let prefix = 0; at < part.length; at++) {
      const code = part.charCodeAt(at);
      if (code > 124) {
        prefix = (code - 124) << 7;
      } else {
        bytes[size++] = table[prefix + code];
        prefix = 0;
      }
    }
  }

  const [, after, , jumps, , , before, calls] = places;
  const out = new Uint8Array(2 * size);
  const code = calls - before + 1;
  out.set(bytes.subarray(before, calls));
  out[code - 1] = 10;
  size = code;
  /**
   * Puts its length before what stands from here on.
   *
   * @param {number} start
   */
  const measure = (start) => {
    for (let rest = size - start; ; rest >>= 7) {
      out.copyWithin(start + 1, start, size++);
      out[start++] = rest > 127 ? rest | 128 : rest;
      if (rest < 128) {
        break;
      }
    }
  };

  let start = 0;
  let depth = 0;
  for (;;) {
    let stream = 2;
    let count = 1;
    if (depth) {
      // How many operands follow this operator, and in which stream; most have none.
      const operator = (out[size++] = bytes[places[1]++]);
      stream = 1;
      if (operator > 39 && operator < 63) {
        out[size++] = ALIGNMENTS.charCodeAt(operator - 40) & 3;
        stream = 5;
      } else if (operator > 31 && operator < 35) {
        stream = 4;
      } else if (operator === 65 || operator === 66) {
        stream = 8;
      } else if (operator === 16 || operator === 17 || operator === 0xd2) {
        stream = 7;
        count = operator === 17 ? 2 : 1;
      } else if (operator > 11 && operator < 15) {
        stream = 3;
        count = operator === 14 ? bytes[places[3]] + 2 : 1;
      } else if (operator > 1 && operator < 5) {
        depth++;
      } else if (operator === 0xfc) {
        const second = (out[size++] = bytes[places[1]++]);
        count = second < 8 ? 0 : second === 10 ? 2 : 1;
      } else if (operator === 68) {
        // The bytes of a float are no number in LEB128.
        out.set(bytes.subarray(places[8], (places[8] += 8)), size);
        size += 8;
        count = 0;
      } else if ((operator < 35 || operator > 64) && operator !== 0xd0) {
        count = 0;
        if (operator === 11 && !--depth) {
          measure(start);
        }
      }
    } else if (!start) {
      // The number of functions.
      start = size;
    } else if (places[2] < jumps) {
      start = size;
      depth = 1;
      count = 2 * bytes[places[2]] + 1;
    } else {
      break;
    }
    for (; count; count--) {
      while ((out[size++] = bytes[places[stream]++]) > 127) {
        // A number in LEB128 goes on.
      }
    }
  }
  measure(code);
  out.set(bytes.subarray(0, after), size);
  return out.subarray(0, size + after);
}

/**
 * What the characters of a stream stand for; 128 and 256 are added for what follows the prefixes `}` and `~`.
 *
 * @param {string} head
 */
function read(head) {
  /** @param {number} char */
  const stands = (char) => char > 31 && char < 124 && char !== 34 && (char & 31) !== 28;
  const table = new Uint8Array(384);
  /** @type {number[][]} Byte values that take two characters, and those that take one other than their own. */
  const others = [[], []];
  for (let byte = 0; byte < 256; byte++) {
    const frequent = (head.charCodeAt(byte >> 2) >> (byte & 3)) & 1;
    if (frequent && stands(byte)) {
      table[byte] = byte;
    } else {
      others[frequent].push(byte);
    }
  }
  const order = others[1].concat(others[0]);
  for (let code = 32, next = 0; code < 380; code++) {
    if (stands(code & 127) && !table[code]) {
      table[code] = order[next++];
    }
  }
  return table;
}
