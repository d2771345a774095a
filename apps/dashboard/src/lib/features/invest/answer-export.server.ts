import { error } from '@sveltejs/kit';
import type { ExportTable } from './export-table.ts';
import { toCsv } from './write-csv.ts';
import { toXlsx } from './write-xlsx.server.ts';

/** A read model as a file. The JSON is the read model itself, with every provenance in it. */
export function answerExport(format: string, name: string, view: unknown, tables: () => ExportTable[]): Response {
  switch (format) {
    case 'json':
      return toFile(`${name}.json`, 'application/json', `${JSON.stringify(view, null, 2)}\n`);
    case 'csv':
      return toFile(`${name}.csv`, 'text/csv; charset=utf-8', toCsv(tables()));
    case 'xlsx':
      return toFile(
        `${name}.xlsx`,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        new Uint8Array(toXlsx(tables())),
      );
    default:
      error(404, 'request.not-found');
  }
}

function toFile(name: string, type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
