import { createEndToken } from './end-token.ts';
import type { Mail, MailParts, RenderedReport } from './parts.ts';

/** A report's mail: plain text and the same as HTML, without a picture, a script or anything that tells it was read. */
export function writeMail(
  parts: Pick<MailParts, 'origin' | 'endKey'>,
  about: { id: string; principal: string; project: string; month: string; to: string },
  { letter, pdf }: RenderedReport,
): Mail {
  const openUrl = `${parts.origin}/invest/${about.project}/report?month=${about.month}`;
  const endUrl = `${parts.origin}/subscriptions/end#${createEndToken(parts.endKey, about.principal, about.project)}`;
  const paragraphs = pdf === null ? letter.paragraphs : [...letter.paragraphs, letter.attached];
  const text = [
    ...paragraphs,
    letter.rows.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    `${letter.open}: ${openUrl}`,
    `${letter.why}\n${letter.end}: ${endUrl}`,
  ].join('\n\n');
  const rows = letter.rows.map(
    ({ label, value }) =>
      `<tr><td style="padding:4px 24px 4px 0;color:#555c65">${escape(label)}</td><td style="padding:4px 0;font-weight:600">${escape(value)}</td></tr>`,
  );
  const html = [
    `<!doctype html><html lang="${escape(letter.language)}"><head><meta charset="utf-8"><title>${escape(letter.subject)}</title></head>`,
    '<body style="margin:0;padding:24px;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;color:#14181d;background:#ffffff">',
    ...paragraphs.map((one) => `<p style="margin:0 0 16px">${escape(one)}</p>`),
    `<table style="border-collapse:collapse;margin:0 0 16px">${rows.join('')}</table>`,
    `<p style="margin:0 0 24px"><a href="${escape(openUrl)}" style="color:#00707f">${escape(letter.open)}</a></p>`,
    `<p style="margin:0;font-size:13px;color:#555c65">${escape(letter.why)} <a href="${escape(endUrl)}" style="color:#555c65">${escape(letter.end)}</a></p>`,
    '</body></html>',
  ].join('\n');
  const attachment = pdf === null ? null : { name: `${about.project}-${about.month}.pdf`, bytes: pdf };
  return { id: about.id, to: about.to, subject: letter.subject, text: `${text}\n`, html, endUrl, attachment };
}

function escape(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? '');
}
