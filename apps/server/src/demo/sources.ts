import type { Provenance } from '@sitecast/contract';

const fact = (title: string, url: string | null, asOf: string | null): Provenance => ({
  kind: 'fact',
  source: { title, url, asOf },
});

/** Invented for the demo; every page says so. */
export const sample: Provenance = { kind: 'sample', source: null };

/** Where the facts come from. An address that is not known in full is left out, never guessed. */
export const sources = {
  announcement: fact(
    'Qazinform: What we know about Kazakhstan’s new Alatau City project',
    'https://qazinform.com/news/what-we-know-about-kazakhstans-new-alatau-city-project-728dbe',
    null,
  ),
  mandat: fact('mandat.kz', 'https://mandat.kz/?p=9834', null),
  hanin: fact('haninnews.info', 'https://haninnews.info/?p=9865', null),
  newspim: fact('Newspim, 20251014000805', null, '2025-10-14'),
  caspianKorea: fact('caspian.kr', 'https://caspian.kr/insights/8', null),
  pravdaVisit: fact('Kazakhstanskaya Pravda, 2025-09-29', null, '2025-09-29'),
  gate: fact('Kazinform (Uzbek service), 2025-10-08', null, '2025-10-08'),
  town: fact(
    'The Astana Times: Kazakhstan welcomes new town of Alatau',
    'https://astanatimes.com/2024/01/kazakhstan-welcomes-new-town-alatau',
    null,
  ),
  g4: fact('The Astana Times, October 2022', null, '2022-10-19'),
  generalPlan: fact('liter.kz (general plan)', null, null),
  siteReported: fact('todayheadline.co, after the official site', 'https://todayheadline.co/?p=163875', null),
  draftPlan: fact('caspian.kz (draft general plan)', 'https://caspian.kz/en/articles/101', null),
  archdaily: fact('ArchDaily', 'https://www.archdaily.com/1039500', null),
  pravdaTowers: fact(
    'Kazakhstanskaya Pravda: Первый небоскрёб Alatau City',
    'https://kazpravda.kz/n/pervyy-neboskreb-alatau-city',
    '2026-02-19',
  ),
  tengri: fact('Tengrinews', null, null),
  towersYear: fact('icma.az', null, null),
  roadmap: fact('Qazinform, 2026-01-15', null, '2026-01-15'),
  law: fact('alatau.city: Constitutional Law on Alatau City enters into force', null, null),
  roadshow: fact('Newspim 20251015001084; News1 5939023', null, '2025-10-15'),
  area: fact('Qazinform, 2025-09-08', null, '2025-09-08'),
} satisfies Record<string, Provenance>;
