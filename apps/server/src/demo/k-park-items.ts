import type { FuzzyDate, LocalText, MilestoneKind, ProgressMethod, Provenance } from '@sitecast/contract';
import { inFive } from './local-text.ts';
import { sample, sources } from './sources.ts';

export interface DemoItem {
  code: string;
  title: LocalText;
  kind: MilestoneKind;
  /** Percent of the whole, agreed. */
  weight: number;
  baseline: FuzzyDate;
  method: ProgressMethod;
  unit: string | null;
  steps: { code: string; title: LocalText; weight: number }[];
  provenance: Provenance;
}

const on = (day: string): FuzzyDate => ({ from: day, to: day, precision: 'day' });
const plain = { unit: null, steps: [], provenance: sample };

/** The sample plan of K-Park, baseline revision 1: invented, but for the first stone and the planned opening. */
export const kParkItems: DemoItem[] = [
  {
    ...plain,
    code: 'M01',
    title: inFive('Алғашқы тас', 'Первый камень', 'First stone', '기공', '奠基'),
    kind: 'public',
    weight: 0,
    baseline: on('2025-09-12'),
    method: 'none',
    provenance: sources.announcement,
  },
  {
    ...plain,
    code: 'M02',
    title: inFive(
      'Құрылыс алаңы дайындалып, қоршалды',
      'Площадка подготовлена и огорожена',
      'Site mobilised and fenced',
      '현장 준비 및 가설 울타리',
      '场地准备与围挡',
    ),
    kind: 'contractual',
    weight: 3,
    baseline: on('2025-11-30'),
    method: 'steps',
    steps: [
      { code: 'fence', title: inFive('Қоршау', 'Ограждение', 'Fence', '울타리', '围挡'), weight: 1 },
      {
        code: 'camp',
        title: inFive('Құрылысшылар қалашығы', 'Строительный городок', 'Site camp', '현장 사무소', '施工营地'),
        weight: 1,
      },
      {
        code: 'roads',
        title: inFive('Уақытша жолдар', 'Временные дороги', 'Temporary roads', '가설 도로', '临时道路'),
        weight: 1,
      },
    ],
  },
  {
    ...plain,
    code: 'M03',
    title: inFive(
      'Жер жұмыстары аяқталды',
      'Земляные работы завершены',
      'Earthworks complete',
      '토공사 완료',
      '土方工程完成',
    ),
    kind: 'payment',
    weight: 8,
    baseline: on('2026-03-31'),
    method: 'units',
    unit: 'm³',
  },
  {
    ...plain,
    code: 'M04',
    title: inFive('Іргетас аяқталды', 'Фундаменты завершены', 'Foundations complete', '기초공사 완료', '基础工程完成'),
    kind: 'payment',
    weight: 14,
    baseline: on('2026-07-31'),
    method: 'units',
    unit: 'm³',
  },
  {
    ...plain,
    code: 'M05',
    title: inFive(
      'Тұрақты электр, су және газ',
      'Постоянные электричество, вода и газ',
      'Permanent power, water, gas',
      '상시 전력·상수·가스 인입',
      '永久水、电、气接入',
    ),
    kind: 'interface',
    weight: 9,
    baseline: on('2026-11-15'),
    method: 'units',
  },
  {
    ...plain,
    code: 'M06',
    title: inFive('Қаңқа толық көтерілді', 'Каркас возведён', 'Frame topped out', '골조 상량', '主体结构封顶'),
    kind: 'phase-gate',
    weight: 20,
    baseline: on('2026-12-31'),
    method: 'units',
  },
  {
    ...plain,
    code: 'M07',
    title: inFive(
      'Жылу контуры жабылды',
      'Тепловой контур закрыт',
      'Envelope weather-tight',
      '외피 방수·기밀 완료',
      '外围护结构封闭',
    ),
    kind: 'payment',
    weight: 13,
    baseline: on('2027-03-31'),
    method: 'units',
    unit: 'm²',
  },
  {
    ...plain,
    code: 'M08',
    title: inFive(
      'Инженерлік жүйелердің бастапқы монтажы',
      'Черновой монтаж инженерных систем',
      'MEP rough-in',
      '기계·전기·배관 초벌 설치',
      '机电管线预埋',
    ),
    kind: 'payment',
    weight: 12,
    baseline: on('2027-05-31'),
    method: 'estimate',
  },
  {
    ...plain,
    code: 'M09',
    title: inFive('Ішкі әрлеу', 'Внутренняя отделка', 'Interior fit-out', '내부 마감', '室内装修'),
    kind: 'payment',
    weight: 10,
    baseline: on('2027-07-31'),
    method: 'units',
    unit: 'm²',
  },
  {
    ...plain,
    code: 'M10',
    title: inFive(
      'Көгалдандыру, мұз айдыны, жазғы кинотеатр',
      'Благоустройство, каток, летний кинотеатр',
      'Landscape, rink, summer cinema',
      '조경·빙상장·여름 영화관',
      '景观、冰场与夏季影院',
    ),
    kind: 'contractual',
    weight: 6,
    baseline: on('2027-08-15'),
    method: 'steps',
    steps: [
      { code: 'landscape', title: inFive('Көгалдандыру', 'Благоустройство', 'Landscape', '조경', '景观'), weight: 2 },
      { code: 'rink', title: inFive('Мұз айдыны', 'Каток', 'Rink', '빙상장', '冰场'), weight: 2 },
      {
        code: 'cinema',
        title: inFive('Жазғы кинотеатр', 'Летний кинотеатр', 'Summer cinema', '여름 영화관', '夏季影院'),
        weight: 2,
      },
    ],
  },
  {
    ...plain,
    code: 'M11',
    title: inFive(
      'Сынау және іске қосу',
      'Испытания и пусконаладка',
      'Testing and commissioning',
      '시험 및 시운전',
      '测试与调试',
    ),
    kind: 'phase-gate',
    weight: 3,
    baseline: on('2027-08-31'),
    method: 'start-finish',
  },
  {
    ...plain,
    code: 'M12',
    title: inFive(
      'Қабылдау актісі, төрт қолтаңба',
      'Акт приёмки, четыре подписи',
      'Acceptance act, four signatures',
      '준공 인수증, 4자 서명',
      '竣工验收，四方签字',
    ),
    kind: 'regulatory',
    weight: 2,
    baseline: on('2027-09-15'),
    method: 'steps',
    steps: [
      { code: 'customer', title: inFive('Тапсырыс беруші', 'Заказчик', 'Customer', '발주자', '建设单位'), weight: 1 },
      { code: 'contractor', title: inFive('Мердігер', 'Подрядчик', 'Contractor', '시공자', '施工单位'), weight: 1 },
      {
        code: 'technical-supervision',
        title: inFive('Техникалық қадағалау', 'Технический надзор', 'Technical supervision', '기술 감리', '技术监理'),
        weight: 1,
      },
      {
        code: 'designer-supervision',
        title: inFive('Авторлық қадағалау', 'Авторский надзор', 'Designer’s supervision', '설계 감리', '设计监理'),
        weight: 1,
      },
    ],
  },
  {
    ...plain,
    code: 'M13',
    title: inFive('Ашылуы', 'Открытие', 'Opening', '개장', '开放'),
    kind: 'public',
    weight: 0,
    baseline: { from: '2027-09-01', to: '2027-11-30', precision: 'season' },
    method: 'none',
    provenance: sources.mandat,
  },
];
