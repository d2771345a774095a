const allowed = /^[A-Z][A-Z0-9.-]{0,15}$/;

/**
 * The code under which an activity is an item here: capitals, digits, dots and dashes, at most 16. What does not fit gets a
 * code made of its letters' hash, so that the same activity of the next file is found again.
 */
export function toItemCode(code: string): string {
  const plain = code.toUpperCase().replaceAll(/[_/ ]/g, '-');
  if (allowed.test(plain)) return plain;
  const numbered = `A${plain}`;
  if (/^\d/.test(plain) && allowed.test(numbered)) return numbered;
  return `X${hashText(code)}`;
}

/** FNV-1a, twice with different seeds: 64 bits are enough to tell 200,000 codes apart. */
function hashText(text: string): string {
  const half = (seed: number): string => {
    let hash = seed;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return (hash >>> 0).toString(36).toUpperCase().padStart(7, '0');
  };
  return half(0x811c9dc5) + half(0x9dc5811c);
}
