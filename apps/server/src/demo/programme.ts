import type { DatePrecision, FuzzyDate, LocalText, Provenance, Qualifier } from '@sitecast/contract';
import { inFive } from './local-text.ts';
import { sources } from './sources.ts';

export const programme = {
  code: 'alatau-city',
  zone: 'Asia/Almaty',
  /** Near enough for the sun: between Almaty and Qonayev. */
  place: { latitude: 43.6, longitude: 77.1 },
  name: inFive('Алатау қаласы', 'Город Алатау', 'Alatau City', '알라타우 시티', '阿拉套市'),
  description: inFive(
    'Алматы мен Қонаев арасындағы төрт тақырыптық ауданы бар жаңа қала.',
    'Новый город из четырёх тематических районов между Алматы и Конаевом.',
    'A new city of four thematic districts between Almaty and Konaev.',
    '알마티와 코나예프 사이에 네 개의 테마 지구로 세워지는 새로운 도시.',
    '位于阿拉木图与科纳耶夫之间、由四个主题片区组成的新城。',
  ),
  provenance: sources.announcement,
};

export const districts = [
  {
    code: 'gate',
    name: inFive('Gate ауданы', 'Район Gate', 'Gate District', '게이트 지구', '门户区（Gate）'),
    theme: inFive('Қаржы және бизнес', 'Финансы и бизнес', 'Finance and business', '금융과 비즈니스', '金融与商务'),
  },
  {
    code: 'golden',
    name: inFive('Golden ауданы', 'Район Golden', 'Golden District', '골든 지구', '黄金区（Golden）'),
    theme: inFive(
      'Білім және денсаулық сақтау',
      'Образование и здравоохранение',
      'Education and healthcare',
      '교육과 의료',
      '教育与医疗',
    ),
  },
  {
    code: 'growing',
    name: inFive('Growing ауданы', 'Район Growing', 'Growing District', '그로잉 지구', '成长区（Growing）'),
    theme: inFive(
      'Өнеркәсіп және логистика',
      'Промышленность и логистика',
      'Industry and logistics',
      '산업과 물류',
      '工业与物流',
    ),
  },
  {
    code: 'green',
    name: inFive('Green ауданы', 'Район Green', 'Green District', '그린 지구', '绿色区（Green）'),
    theme: inFive('Демалыс және туризм', 'Отдых и туризм', 'Recreation and tourism', '휴양과 관광', '休闲与旅游'),
  },
];

interface TargetValue {
  qualifier: Qualifier;
  value: number;
  horizon: string;
  provenance: Provenance;
}
const announced = (qualifier: Qualifier, value: number): TargetValue => ({
  qualifier,
  value,
  horizon: '2050',
  provenance: sources.announcement,
});

/** A unit is a symbol of every language; what is counted stands in the title. The first value is the announced one; the others stand beside it. */
export const targets: { metric: string; title: LocalText; unit: string; values: TargetValue[] }[] = [
  {
    metric: 'residents',
    title: inFive('Тұрғындар', 'Жители', 'Residents', '인구', '居民'),
    unit: '',
    values: [
      announced('up-to', 2_000_000),
      { qualifier: 'exact', value: 1_870_000, horizon: '2050', provenance: sources.generalPlan },
      { qualifier: 'exact', value: 2_040_000, horizon: '2050', provenance: sources.siteReported },
      { qualifier: 'up-to', value: 2_200_000, horizon: '2050', provenance: sources.g4 },
    ],
  },
  {
    metric: 'tourists',
    title: inFive('Жылдық туристер саны', 'Туристы в год', 'Tourists a year', '연간 관광객', '年游客量'),
    unit: '',
    values: [announced('more-than', 4_000_000)],
  },
  {
    metric: 'jobs',
    title: inFive('Жұмыс орындары', 'Рабочие места', 'Jobs', '일자리', '就业岗位'),
    unit: '',
    values: [announced('about', 1_000_000)],
  },
  {
    metric: 'housing',
    title: inFive('Тұрғын үй қоры', 'Жилой фонд', 'Housing', '주택', '住房'),
    unit: 'm²',
    values: [announced('more-than', 55_000_000)],
  },
  {
    metric: 'students',
    title: inFive('Білім алушыларға арналған орындар', 'Учебные места', 'Places for students', '학생 정원', '学位'),
    unit: '',
    values: [announced('exact', 40_000)],
  },
  {
    metric: 'area',
    title: inFive('Қаланың ауданы', 'Площадь города', 'Area of the city', '도시 면적', '城市面积'),
    unit: 'ha',
    values: [
      announced('exact', 88_000),
      { qualifier: 'more-than', value: 80_000, horizon: '2050', provenance: sources.area },
    ],
  },
];

const on = (from: string, to = from, precision: DatePrecision = 'day'): FuzzyDate => ({ from, to, precision });

/** How far it is known; `done` only where a source says that it happened. */
export const programmeMilestones: { title: LocalText; date: FuzzyDate; done: boolean; provenance: Provenance }[] = [
  {
    title: inFive(
      'Тұжырымдама мен бас жоспар бекітілді',
      'Концепция и мастер-план утверждены',
      'Concept and master plan approved',
      '구상 및 마스터플랜 승인',
      '概念与总体规划获批',
    ),
    date: on('2022-10-01', '2022-12-31', 'window'),
    done: true,
    provenance: sources.announcement,
  },
  {
    title: inFive(
      'Алатау қала мәртебесін алды (Жарлық)',
      'Алатау получил статус города (указ)',
      'Alatau becomes a town by decree',
      '알라타우, 대통령령으로 시 승격',
      '阿拉套依法令设市',
    ),
    date: on('2024-01-09'),
    done: true,
    provenance: sources.town,
  },
  {
    title: inFive(
      'Іскерлік аудан туралы үшжақты негіздемелік келісім',
      'Трёхстороннее рамочное соглашение о деловом районе',
      'Tripartite framework agreement on a business district',
      '비즈니스 지구에 관한 3자 기본협정',
      '商务区三方框架协议签署',
    ),
    date: on('2025-09-01', '2025-09-30', 'month'),
    done: true,
    provenance: sources.announcement,
  },
  {
    title: inFive(
      'K-Park: алғашқы тас қаланды',
      'K-Park: заложен первый камень',
      'K-Park: first stone laid',
      'K-Park 기공',
      'K-Park 奠基',
    ),
    date: on('2025-09-12'),
    done: true,
    provenance: sources.announcement,
  },
  {
    title: inFive(
      'Сеулдегі инвестициялық роудшоу',
      'Инвестиционное роуд-шоу в Сеуле',
      'Investment roadshow in Seoul',
      '서울 투자 로드쇼',
      '首尔投资路演',
    ),
    date: on('2025-10-15', '2025-10-16', 'window'),
    done: true,
    provenance: sources.roadshow,
  },
  {
    title: inFive(
      'Ерекше құқықтық режим туралы Конституциялық заңға қол қойылды',
      'Подписан Конституционный закон об особом правовом режиме',
      'Constitutional Law on the special legal regime signed',
      '특별법적 체제에 관한 헌법적 법률 서명',
      '《特别法律制度宪法性法律》签署',
    ),
    date: on('2026-05-08'),
    done: true,
    provenance: sources.law,
  },
  {
    title: inFive(
      'Заңның бірінші бөлігі күшіне енді',
      'Вступила в силу первая часть закона',
      'First part of the law in force',
      '법률 1단계 시행',
      '法律第一阶段生效',
    ),
    date: on('2026-07-01'),
    done: true,
    provenance: sources.law,
  },
  {
    title: inFive(
      'Заңның екінші бөлігі күшіне енеді',
      'Вступает в силу вторая часть закона',
      'Second part of the law takes effect',
      '법률 2단계 시행',
      '法律第二阶段生效',
    ),
    date: on('2027-01-01'),
    done: false,
    provenance: sources.law,
  },
  {
    title: inFive(
      'Заң толық күшіне енеді',
      'Закон вступает в силу полностью',
      'The law takes effect in full',
      '법률 전면 시행',
      '法律全面生效',
    ),
    date: on('2027-07-01'),
    done: false,
    provenance: sources.law,
  },
  {
    title: inFive(
      'K-Park: жоспарланған ашылуы',
      'K-Park: планируемое открытие',
      'K-Park: planned opening',
      'K-Park 개장 예정',
      'K-Park 计划开放',
    ),
    date: on('2027-09-01', '2027-11-30', 'season'),
    done: false,
    provenance: sources.mandat,
  },
  {
    title: inFive(
      'Алғашқы көрінетін кезеңдер (2–3 жылда)',
      'Первые видимые этапы (через 2–3 года)',
      'First visible phases (in two to three years)',
      '첫 가시적 단계(2~3년 내)',
      '首批可见阶段（两至三年内）',
    ),
    date: on('2027-09-01', '2028-09-30', 'window'),
    done: false,
    provenance: sources.announcement,
  },
  {
    title: inFive(
      'Жаңа кешендердің алғашқы тұрғындары (4–5 жылда)',
      'Первые жители новых комплексов (через 4–5 лет)',
      'First residents of new complexes (in four to five years)',
      '신축 단지 첫 입주(4~5년 내)',
      '新住区首批居民入住（四至五年内）',
    ),
    date: on('2029-09-01', '2030-09-30', 'window'),
    done: false,
    provenance: sources.announcement,
  },
];
