import type {
  Certainty,
  Funding,
  LocalText,
  PartyRole,
  ProjectCategory,
  ProjectDate,
  ProjectStatus,
  Provenance,
} from '@sitecast/contract';
import { inFive } from './local-text.ts';
import { sources } from './sources.ts';

export interface DemoProject {
  code: string;
  district: string | null;
  districtDisputed: boolean;
  category: ProjectCategory;
  funding: Funding;
  status: ProjectStatus;
  areaM2: number | null;
  name: LocalText;
  description: LocalText;
  provenance: Provenance;
  parties: { name: string; role: PartyRole; certainty: Certainty; provenance: Provenance }[];
  facts: { text: LocalText; provenance: Provenance }[];
  /** Where it says who pays; left out where the project's own source does. */
  fundingProvenance?: Provenance;
  dates?: ProjectDate[];
}

/** Status and parties as the sources say them and no further. */
export const projects: DemoProject[] = [
  {
    code: 'k-park',
    district: 'golden',
    districtDisputed: true,
    category: 'culture',
    funding: 'private',
    status: 'under-construction',
    areaM2: 100_000,
    name: inFive('K-Park', 'K-Park', 'K-Park', 'K-파크', 'K-Park'),
    description: inFive(
      'Қазақстан кәрістері қауымдастығының бастамасымен салынып жатқан мәдени-іскерлік орталық.',
      'Культурно-деловой центр по инициативе Ассоциации корейцев Казахстана.',
      'A cultural and business centre initiated by the Association of Koreans in Kazakhstan.',
      '카자흐스탄 고려인협회가 발의한 문화·비즈니스 센터.',
      '由哈萨克斯坦高丽人协会发起的文化与商务中心。',
    ),
    provenance: sources.announcement,
    fundingProvenance: sources.mandat,
    dates: [
      {
        kind: 'start',
        date: { from: '2025-09-12', to: '2025-09-12', precision: 'day' },
        done: true,
        provenance: sources.announcement,
      },
      {
        kind: 'completion',
        date: { from: '2027-01-01', to: '2027-12-31', precision: 'year' },
        done: false,
        provenance: sources.hanin,
      },
      {
        kind: 'opening',
        date: { from: '2027-09-01', to: '2027-11-30', precision: 'season' },
        done: false,
        provenance: sources.mandat,
      },
    ],
    parties: [
      {
        name: 'Association of Koreans in Kazakhstan',
        role: 'initiator',
        certainty: 'agreed',
        provenance: sources.announcement,
      },
      { name: 'Caspian Group', role: 'developer', certainty: 'expected', provenance: sources.caspianKorea },
    ],
    facts: [
      {
        text: inFive(
          'Алғашқы тас 2025 жылғы 12 қыркүйекте қаланды.',
          'Первый камень заложен 12 сентября 2025 года.',
          'The first stone was laid on 12 September 2025.',
          '2025년 9월 12일 기공식이 열렸다.',
          '2025年9月12日举行奠基。',
        ),
        provenance: sources.announcement,
      },
      {
        text: inFive(
          'Аумағы 10 га; ашылуы 2027 жылғы күзге жоспарланған; жылына 3,5 миллионға дейін келуші.',
          'Площадь 10 га; открытие планируется осенью 2027 года; до 3,5 млн посетителей в год.',
          'Area 10 ha; opening planned for autumn 2027; up to 3.5 million visitors a year.',
          '면적 10ha, 2027년 가을 개장 예정, 연간 방문객 최대 350만 명.',
          '占地10公顷；计划2027年秋季开放；年访客最多350万人次。',
        ),
        provenance: sources.mandat,
      },
      {
        text: inFive(
          'Ауданы әртүрлі аталады: Golden ауданы.',
          'Район называют по-разному: район Golden.',
          'The district is named differently: Golden District.',
          '지구 명칭이 엇갈림: 골든 지구.',
          '所在片区说法不一：黄金区（Golden）。',
        ),
        provenance: sources.pravdaVisit,
      },
      {
        text: inFive(
          'Ауданы әртүрлі аталады: Green ауданы (сурет астындағы жазу).',
          'Район называют по-разному: район Green (подпись к изображению).',
          'The district is named differently: Green District (caption of a picture).',
          '지구 명칭이 엇갈림: 그린 지구(조감도 설명).',
          '所在片区说法不一：绿色区（Green）（效果图说明）。',
        ),
        provenance: sources.newspim,
      },
      {
        text: inFive(
          'Аяқталу мақсаты — 2027 жыл, 1937 жылғы күштеп көшіруден кейін 90 жыл.',
          'Цель завершения — 2027 год, спустя 90 лет после депортации 1937 года.',
          'Completion is aimed at 2027, 90 years after the deportation of 1937.',
          '1937년 강제이주 90주년인 2027년 완공이 목표이다.',
          '目标于2027年建成，即1937年强制迁徙90周年。',
        ),
        provenance: sources.hanin,
      },
    ],
  },
  {
    code: 'iconic-towers',
    district: 'gate',
    districtDisputed: false,
    category: 'landmark',
    funding: 'private',
    status: 'planned',
    areaM2: 276_800,
    name: inFive('Iconic Towers', 'Iconic Towers', 'Iconic Towers', '아이코닉 타워스', '标志性双塔（Iconic Towers）'),
    description: inFive(
      'Gate ауданындағы екі мұнара: 272 м және 80 м.',
      'Две башни в районе Gate: 272 м и 80 м.',
      'Two towers in the Gate District, 272 m and 80 m high.',
      '게이트 지구에 들어서는 272m와 80m의 두 타워.',
      '位于门户区的两座塔楼，高272米和80米。',
    ),
    provenance: sources.pravdaTowers,
    parties: [
      { name: 'Zaha Hadid Architects', role: 'designer', certainty: 'agreed', provenance: sources.archdaily },
      { name: 'SOM', role: 'designer', certainty: 'agreed', provenance: sources.archdaily },
      {
        name: 'Japanese firms (not named)',
        role: 'designer',
        certainty: 'expected',
        provenance: sources.announcement,
      },
      { name: 'CSCEC International', role: 'contractor', certainty: 'agreed', provenance: sources.tengri },
    ],
    facts: [
      {
        text: inFive(
          'Биіктігі 272 м, 56 қабат; жалпы ауданы 276 800 м²; подиумы 58 000 м².',
          'Высота 272 м, 56 этажей; общая площадь 276 800 м²; подиум 58 000 м².',
          'Height 272 m, 56 floors; 276,800 m² in all; podium 58,000 m².',
          '높이 272m, 56층, 총면적 276,800㎡, 포디엄 58,000㎡.',
          '高272米、56层；总面积276,800平方米；裙楼58,000平方米。',
        ),
        provenance: sources.pravdaTowers,
      },
      {
        text: inFive(
          'Қазаншұңқыр жұмыстары 2026 жылғы мамырдан жоспарланған.',
          'Работы по котловану запланированы с мая 2026 года.',
          'Work on the pit was planned from May 2026.',
          '2026년 5월부터 터파기 공사가 계획되었다.',
          '计划自2026年5月起开挖基坑。',
        ),
        provenance: sources.pravdaTowers,
      },
      {
        text: inFive(
          'Бір хабарда аяқталу мерзімі 2029 жыл деп аталған.',
          'В одном сообщении назван срок — к 2029 году.',
          'One report names 2029 as the year of completion.',
          '한 보도는 완공 시점을 2029년으로 언급했다.',
          '有一则报道称将于2029年前建成。',
        ),
        provenance: sources.towersYear,
      },
    ],
  },
  {
    code: 'gate-business-district',
    district: 'gate',
    districtDisputed: false,
    category: 'business',
    funding: 'mixed',
    status: 'announced',
    areaM2: null,
    name: inFive(
      'Gate іскерлік ауданы',
      'Деловой район Gate',
      'Gate business district',
      '게이트 비즈니스 지구',
      '门户区商务区',
    ),
    description: inFive(
      '2025 жылғы қыркүйекте Бейжіңде үшжақты негіздемелік келісім жасалды.',
      'В сентябре 2025 года в Пекине заключено трёхстороннее рамочное соглашение.',
      'A tripartite framework agreement was made in Beijing in September 2025.',
      '2025년 9월 베이징에서 3자 기본협정이 체결되었다.',
      '2025年9月在北京签署三方框架协议。',
    ),
    provenance: sources.announcement,
    parties: [
      {
        name: 'Alatau City Development Group',
        role: 'initiator',
        certainty: 'agreed',
        provenance: sources.announcement,
      },
      { name: 'CSCEC', role: 'contractor', certainty: 'expected', provenance: sources.announcement },
      {
        name: 'National Investment Corporation of the National Bank of Kazakhstan',
        role: 'investor',
        certainty: 'agreed',
        provenance: sources.announcement,
      },
    ],
    facts: [
      {
        text: inFive(
          'Gate ауданы: шамамен 4 000 га, 220 000-нан астам тұрғын, 6,5 млн м²-ден астам тұрғын үй, шамамен 181 000 жұмыс орны.',
          'Район Gate: около 4 000 га, более 220 000 жителей, более 6,5 млн м² жилья, около 181 000 рабочих мест.',
          'Gate District: about 4,000 ha, over 220,000 residents, over 6.5 million m² of housing, about 181,000 jobs.',
          '게이트 지구: 약 4,000ha, 인구 22만 명 이상, 주택 650만㎡ 이상, 일자리 약 18만1천 개.',
          '门户区：约4,000公顷，居民22万人以上，住房650万平方米以上，就业岗位约18.1万个。',
        ),
        provenance: sources.gate,
      },
    ],
  },
  {
    code: 'industrial-zone',
    district: 'growing',
    districtDisputed: false,
    category: 'industry',
    funding: 'private',
    status: 'announced',
    areaM2: null,
    name: inFive('Өнеркәсіптік аймақ', 'Индустриальная зона', 'Industrial zone', '산업단지', '工业区'),
    description: inFive(
      'Стратегиясын әзірлеу және кореялық ірі өндірушілерді тарту жоспарланып отыр.',
      'Готовится стратегия и привлечение якорных производителей из Южной Кореи.',
      'A strategy is being prepared to attract anchor manufacturers from South Korea.',
      '한국의 앵커 제조기업 유치를 위한 전략을 준비 중이다.',
      '正在制定战略，以吸引韩国龙头制造企业入驻。',
    ),
    provenance: sources.announcement,
    parties: [{ name: 'KPMG Korea', role: 'consultant', certainty: 'contracted', provenance: sources.announcement }],
    facts: [],
  },
  {
    code: 'race-track',
    district: 'green',
    districtDisputed: false,
    category: 'tourism',
    funding: 'private',
    status: 'announced',
    areaM2: null,
    name: inFive('Формула-1 трассасы', 'Трасса «Формулы-1»', 'Formula 1 race track', '포뮬러 1 서킷', '一级方程式赛道'),
    description: inFive(
      '2023 жылғы бас жоспар жобасында Green ауданында көрсетілген.',
      'Указана в проекте генерального плана 2023 года в районе Green.',
      'Shown in the Green District in the draft general plan of 2023.',
      '2023년 도시계획 초안에서 그린 지구에 배치되었다.',
      '见于2023年总体规划草案，位于绿色区。',
    ),
    provenance: sources.draftPlan,
    parties: [],
    facts: [],
  },
  {
    code: 'infrastructure-1',
    district: null,
    districtDisputed: false,
    category: 'infrastructure',
    funding: 'state',
    status: 'planned',
    areaM2: null,
    name: inFive(
      'Инфрақұрылым, 1-кезең',
      'Инфраструктура, этап 1',
      'Infrastructure, stage 1',
      '기반시설 1단계',
      '基础设施一期',
    ),
    description: inFive(
      '2026–2027 жылдарға арналған жол картасы: жолдар мен инженерлік желілер.',
      'Дорожная карта на 2026–2027 годы: дороги и инженерные сети.',
      'Roadmap for 2026–2027: roads and utilities.',
      '2026~2027년 로드맵: 도로와 공공 설비.',
      '2026—2027年路线图：道路与市政管网。',
    ),
    provenance: sources.roadmap,
    parties: [],
    facts: [
      {
        text: inFive(
          '21 жоба, 365,1 млрд теңге, 2026–2027.',
          '21 проект, 365,1 млрд тенге, 2026–2027.',
          '21 projects, 365.1 billion tenge, 2026–2027.',
          '21개 사업, 3,651억 텡게, 2026~2027년.',
          '21个项目，3651亿坚戈，2026—2027年。',
        ),
        provenance: sources.roadmap,
      },
    ],
  },
  {
    code: 'infrastructure-2',
    district: null,
    districtDisputed: false,
    category: 'infrastructure',
    funding: 'state',
    status: 'planned',
    areaM2: null,
    name: inFive(
      'Инфрақұрылым, 2-кезең',
      'Инфраструктура, этап 2',
      'Infrastructure, stage 2',
      '기반시설 2단계',
      '基础设施二期',
    ),
    description: inFive(
      '2028–2030 жылдарға арналған жол картасы, оның ішінде 49 км жол.',
      'Дорожная карта на 2028–2030 годы, в том числе 49 км дорог.',
      'Roadmap for 2028–2030, 49 km of roads among it.',
      '2028~2030년 로드맵, 도로 49km 포함.',
      '2028—2030年路线图，含49公里道路。',
    ),
    provenance: sources.roadmap,
    parties: [],
    facts: [
      {
        text: inFive(
          '9 жоба, 312,5 млрд теңге, 2028–2030.',
          '9 проектов, 312,5 млрд тенге, 2028–2030.',
          '9 projects, 312.5 billion tenge, 2028–2030.',
          '9개 사업, 3,125억 텡게, 2028~2030년.',
          '9个项目，3125亿坚戈，2028—2030年。',
        ),
        provenance: sources.roadmap,
      },
    ],
  },
];
