import type { PlanPhase, WorkCalendarView } from '@sitecast/contract';
import { inFive } from './local-text.ts';

/** The phases of the sample plan, and which of them each item lies in: invented like the rest of it. */
export const kParkPhases: (PlanPhase & { items: string[] })[] = [
  {
    code: 'P1',
    parent: null,
    title: inFive(
      'Дайындық және жер асты бөлігі',
      'Подготовка и нулевой цикл',
      'Preparation and substructure',
      '준비 및 기초',
      '准备与地下结构',
    ),
    items: ['M01', 'M02', 'M03', 'M04'],
  },
  {
    code: 'P2',
    parent: null,
    title: inFive(
      'Қаңқа және сыртқы қоршау',
      'Каркас и оболочка',
      'Frame and envelope',
      '골조 및 외피',
      '主体与外围护',
    ),
    items: ['M06', 'M07'],
  },
  {
    code: 'P3',
    parent: null,
    title: inFive(
      'Инженерлік желілер мен жүйелер',
      'Сети и инженерные системы',
      'Utilities and building services',
      '기반 설비 및 건축 설비',
      '管网与机电系统',
    ),
    items: ['M05', 'M08'],
  },
  {
    code: 'P4',
    parent: null,
    title: inFive(
      'Әрлеу және абаттандыру',
      'Отделка и благоустройство',
      'Fit-out and landscape',
      '마감 및 조경',
      '装修与景观',
    ),
    items: ['M09', 'M10'],
  },
  {
    code: 'P5',
    parent: null,
    title: inFive('Қабылдау және ашылу', 'Приёмка и открытие', 'Acceptance and opening', '인수 및 개장', '验收与开放'),
    items: ['M11', 'M12', 'M13'],
  },
];

/** Six days a week with the public holidays of Kazakhstan; the break after New Year is invented. */
export const kParkCalendar: WorkCalendarView = {
  name: 'K-Park',
  week: [1, 2, 3, 4, 5, 6],
  minutesPerDay: 480,
  holidays: 'kz',
  exceptions: [
    { from: '2026-01-03', to: '2026-01-08', works: false, name: null },
    { from: '2027-01-03', to: '2027-01-08', works: false, name: null },
  ],
};
