const pageWidth = 595;
const pageHeight = 842;
const margin = 64;

/**
 * One page of plain lines as a PDF 1.4; the first line is the title. Latin text alone: the built-in fonts have no other.
 */
export function toSamplePdf(lines: readonly string[]): Buffer {
  const [title = '', ...rest] = lines;
  const text = [
    'BT',
    `/F2 20 Tf ${margin} ${pageHeight - margin - 20} Td (${escape(title)}) Tj`,
    '/F1 11 Tf 0 -34 Td 16 TL',
    ...rest.map((line) => `(${escape(line)}) Tj T*`),
    'ET',
  ].join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pageWidth} ${pageHeight}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>`,
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>',
  ];
  let body = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const start = body.length;
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    'latin1',
  );
}

function escape(line: string): string {
  return line.replaceAll(/[\\()]/g, '\\$&').replaceAll(/[^\u0020-\u007E]/g, '?');
}
