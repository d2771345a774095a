import type { DocumentRecord } from '@sitecast/contract';
import { inFive } from './local-text.ts';
import { toSamplePdf } from './sample-pdf.ts';

export interface DemoDocument {
  record: DocumentRecord;
  fileName: string;
  bytes: Buffer;
  at: string;
}

const said = 'SAMPLE. Invented to show how documents are kept; no paper of the project.';
const provenance = { kind: 'sample', source: null } as const;

/** Two documents that show the list; both say of themselves that they are samples. */
export function createKParkDocuments(): DemoDocument[] {
  return [
    {
      record: {
        title: inFive(
          'Прогресті өлшеу ережелері (үлгі)',
          'Правила измерения хода работ (пример)',
          'Rules for measuring progress (sample)',
          '공정률 측정 규칙(예시)',
          '进度计量规则（示例）',
        ),
        kind: 'plan',
        visibility: 'public',
        provenance,
      },
      fileName: 'measuring-rules.pdf',
      at: '2025-10-01T05:00:00.000Z',
      bytes: toSamplePdf([
        'Rules for measuring progress',
        said,
        '',
        '1. Frame, utilities: units done of units planned.',
        '2. Contractual milestones: steps with weights fixed before work begins.',
        '3. A percent falls only by a correction with its reason, or by a new baseline.',
        '4. Who posts a number does not verify it; who verifies it does not approve it.',
      ]),
    },
    {
      record: {
        title: inFive(
          'Ай сайынғы шығындар жиыны (үлгі)',
          'Помесячная сводка затрат (пример)',
          'Costs by month, summary (sample)',
          '월별 비용 요약(예시)',
          '月度费用汇总（示例）',
        ),
        kind: 'report',
        visibility: 'investor',
        provenance,
      },
      fileName: 'costs-by-month.pdf',
      at: '2026-11-02T05:00:00.000Z',
      bytes: toSamplePdf([
        'Costs by month, summary',
        said,
        '',
        'Data date 31 October 2026.',
        'The sums stand on the page for investors, with their receipts.',
      ]),
    },
  ];
}
