/** Reads an address of this server; null where it is not there. */
export type ReadOwn = (address: string) => Promise<{ type: string; bytes: Buffer } | null>;

/** What the file itself forbids wherever it is opened: script, and asking anybody for anything. */
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:">`;

/**
 * A page of ours as one file that needs nothing else: its scripts are left out, its styles, fonts and pictures are put
 * in. It stands still: it shows what was there when it was made, on a plane or on paper.
 */
export async function toSelfContained(html: string, readOwn: ReadOwn): Promise<string> {
  let page = html
    .replace('</title>', `</title>${policy}`)
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '')
    .replace(/<link\b[^>]*rel="(?:modulepreload|preload|manifest|alternate|icon)"[^>]*>/g, '');
  page = await replaceEach(page, /<link\b[^>]*href="([^"]+\.css)"[^>]*>/g, async (whole, href) => {
    const address = resolveOwn(href, '/');
    const sheet = address === null ? null : await readOwn(address);
    if (!sheet || address === null) return whole.includes('stylesheet') ? '' : whole;
    return `<style>${await inlineFonts(sheet.bytes.toString('utf8'), address, readOwn)}</style>`;
  });
  page = await replaceEach(page, /(<style\b[^>]*>)([\s\S]*?)(<\/style>)/g, async (_whole, before, css, after) => {
    return `${before}${await inlineFonts(css ?? '', '/', readOwn)}${after}`;
  });
  return replaceEach(page, /(<img\b[^>]*\ssrc=")([^"]+)(")/g, async (whole, before, source, after) => {
    const data = await toDataUrl(resolveOwn(source ?? '', '/'), readOwn);
    return data === null ? whole : `${before}${data}${after}`;
  });
}

async function inlineFonts(css: string, sheet: string, readOwn: ReadOwn): Promise<string> {
  return replaceEach(css, /url\((['"]?)([^'")]+)\1\)/g, async (whole, _quote, source) => {
    const data = await toDataUrl(resolveOwn(source ?? '', sheet), readOwn);
    return data === null ? whole : `url("${data}")`;
  });
}

async function toDataUrl(address: string | null, readOwn: ReadOwn): Promise<string | null> {
  const file = address === null ? null : await readOwn(address);
  return file && `data:${file.type};base64,${file.bytes.toString('base64')}`;
}

/** The path of a reference on this server; null for any other place. */
function resolveOwn(reference: string, base: string): string | null {
  if (/^[a-z]+:|^\/\//i.test(reference)) return null;
  return new URL(reference, `http://own.invalid${base}`).pathname;
}

async function replaceEach(
  text: string,
  pattern: RegExp,
  toText: (whole: string, ...groups: string[]) => Promise<string>,
): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, ...groups] = match;
    parts.push(text.slice(end, match.index), await toText(whole, ...groups));
    end = match.index + whole.length;
  }
  return [...parts, text.slice(end)].join('');
}
