/**
 * Names of provinces, states and prefectures. Addresses may hold their codes, `us-ca` or `jp-13`, because Medusa's tax
 * regions know nothing else; `Intl` has names of countries only.
 */
import type { Language } from "../words"

/** ISO 3166-2: the code behind the country's, the name in English, and the one in Japanese where it has its own. */
const NAMES: Record<string, string> = {
  jp: `
    01 Hokkaido/北海道; 02 Aomori/青森県; 03 Iwate/岩手県; 04 Miyagi/宮城県; 05 Akita/秋田県; 06 Yamagata/山形県; 07
    Fukushima/福島県; 08 Ibaraki/茨城県; 09 Tochigi/栃木県; 10 Gunma/群馬県; 11 Saitama/埼玉県; 12 Chiba/千葉県; 13 Tokyo/東京都;
    14 Kanagawa/神奈川県; 15 Niigata/新潟県; 16 Toyama/富山県; 17 Ishikawa/石川県; 18 Fukui/福井県; 19 Yamanashi/山梨県; 20
    Nagano/長野県; 21 Gifu/岐阜県; 22 Shizuoka/静岡県; 23 Aichi/愛知県; 24 Mie/三重県; 25 Shiga/滋賀県; 26 Kyoto/京都府; 27
    Osaka/大阪府; 28 Hyogo/兵庫県; 29 Nara/奈良県; 30 Wakayama/和歌山県; 31 Tottori/鳥取県; 32 Shimane/島根県; 33 Okayama/岡山県;
    34 Hiroshima/広島県; 35 Yamaguchi/山口県; 36 Tokushima/徳島県; 37 Kagawa/香川県; 38 Ehime/愛媛県; 39 Kochi/高知県; 40
    Fukuoka/福岡県; 41 Saga/佐賀県; 42 Nagasaki/長崎県; 43 Kumamoto/熊本県; 44 Oita/大分県; 45 Miyazaki/宮崎県; 46
    Kagoshima/鹿児島県; 47 Okinawa/沖縄県`,
  us: `
    AK Alaska/アラスカ州; AL Alabama/アラバマ州; AR Arkansas/アーカンソー州; AS American Samoa/アメリカ領サモア; AZ Arizona/アリゾナ州; CA
    California/カリフォルニア州; CO Colorado/コロラド州; CT Connecticut/コネチカット州; DC District of Columbia/コロンビア特別区; DE
    Delaware/デラウェア州; FL Florida/フロリダ州; GA Georgia/ジョージア州; GU Guam/グアム; HI Hawaii/ハワイ州; IA Iowa/アイオワ州; ID
    Idaho/アイダホ州; IL Illinois/イリノイ州; IN Indiana/インディアナ州; KS Kansas/カンザス州; KY Kentucky/ケンタッキー州; LA
    Louisiana/ルイジアナ州; MA Massachusetts/マサチューセッツ州; MD Maryland/メリーランド州; ME Maine/メイン州; MI Michigan/ミシガン州; MN
    Minnesota/ミネソタ州; MO Missouri/ミズーリ州; MP Northern Mariana Islands/北マリアナ諸島; MS Mississippi/ミシシッピ州; MT
    Montana/モンタナ州; NC North Carolina/ノースカロライナ州; ND North Dakota/ノースダコタ州; NE Nebraska/ネブラスカ州; NH New
    Hampshire/ニューハンプシャー州; NJ New Jersey/ニュージャージー州; NM New Mexico/ニューメキシコ州; NV Nevada/ネバダ州; NY New
    York/ニューヨーク州; OH Ohio/オハイオ州; OK Oklahoma/オクラホマ州; OR Oregon/オレゴン州; PA Pennsylvania/ペンシルベニア州; PR Puerto
    Rico/プエルトリコ; RI Rhode Island/ロードアイランド州; SC South Carolina/サウスカロライナ州; SD South Dakota/サウスダコタ州; TN
    Tennessee/テネシー州; TX Texas/テキサス州; UM United States Minor Outlying Islands/合衆国領有小離島; UT Utah/ユタ州; VA
    Virginia/バージニア州; VI U.S. Virgin Islands/アメリカ領ヴァージン諸島; VT Vermont/バーモント州; WA Washington/ワシントン州; WI
    Wisconsin/ウィスコンシン州; WV West Virginia/ウェストバージニア州; WY Wyoming/ワイオミング州`,
  ca: `
    AB Alberta/アルバータ州; BC British Columbia/ブリティッシュコロンビア州; MB Manitoba/マニトバ州; NB New Brunswick/ニューブランズウィック州;
    NL Newfoundland and Labrador/ニューファンドランド・ラブラドール州; NS Nova Scotia/ノバスコシア州; NT Northwest
    Territories/ノースウエスト準州; NU Nunavut/ヌナブト準州; ON Ontario/オンタリオ州; PE Prince Edward Island/プリンスエドワードアイランド州; QC
    Quebec/ケベック州; SK Saskatchewan/サスカチュワン州; YT Yukon/ユーコン準州`,
  au: `
    ACT Australian Capital Territory/オーストラリア首都特別地域; NSW New South Wales/ニューサウスウェールズ州; NT Northern
    Territory/ノーザンテリトリー; QLD Queensland/クイーンズランド州; SA South Australia/南オーストラリア州; TAS Tasmania/タスマニア州; VIC
    Victoria/ビクトリア州; WA Western Australia/西オーストラリア州`,
  kr: `
    11 Seoul/ソウル特別市; 26 Busan/釜山広域市; 27 Daegu/大邱広域市; 28 Incheon/仁川広域市; 29 Gwangju/光州広域市; 30 Daejeon/大田広域市;
    31 Ulsan/蔚山広域市; 41 Gyeonggi/京畿道; 42 Gangwon/江原道; 43 North Chungcheong/忠清北道; 44 South Chungcheong/忠清南道;
    45 North Jeolla/全羅北道; 46 South Jeolla/全羅南道; 47 North Gyeongsang/慶尚北道; 48 South Gyeongsang/慶尚南道; 49
    Jeju/済州特別自治道; 50 Sejong/世宗特別自治市`,
  cn: `
    AH Anhui/安徽省; BJ Beijing/北京市; CQ Chongqing/重慶市; FJ Fujian/福建省; GD Guangdong/広東省; GS Gansu/甘粛省; GX
    Guangxi/広西チワン族自治区; GZ Guizhou/貴州省; HA Henan/河南省; HB Hubei/湖北省; HE Hebei/河北省; HI Hainan/海南省; HL
    Heilongjiang/黒竜江省; HN Hunan/湖南省; JL Jilin/吉林省; JS Jiangsu/江蘇省; JX Jiangxi/江西省; LN Liaoning/遼寧省; NM Inner
    Mongolia/内モンゴル自治区; NX Ningxia/寧夏回族自治区; QH Qinghai/青海省; SC Sichuan/四川省; SD Shandong/山東省; SH Shanghai/上海市;
    SN Shaanxi/陝西省; SX Shanxi/山西省; TJ Tianjin/天津市; XJ Xinjiang/新疆ウイグル自治区; XZ Tibet/チベット自治区; YN Yunnan/雲南省;
    ZJ Zhejiang/浙江省`,
  br: `
    AC Acre; AL Alagoas; AM Amazonas; AP Amapá; BA Bahia; CE Ceará; DF Distrito Federal; ES Espírito Santo;
    GO Goiás; MA Maranhão; MG Minas Gerais; MS Mato Grosso do Sul; MT Mato Grosso; PA Pará; PB Paraíba; PE
    Pernambuco; PI Piauí; PR Paraná; RJ Rio de Janeiro; RN Rio Grande do Norte; RO Rondônia; RR Roraima; RS
    Rio Grande do Sul; SC Santa Catarina; SE Sergipe; SP São Paulo; TO Tocantins`,
  es: `
    A Alicante; AB Albacete; AL Almería; AV Ávila; B Barcelona; BA Badajoz; BI Bizkaia; BU Burgos; C A
    Coruña; CA Cádiz; CC Cáceres; CE Ceuta; CO Córdoba; CR Ciudad Real; CS Castellón; CU Cuenca; GC Las
    Palmas; GI Girona; GR Granada; GU Guadalajara; H Huelva; HU Huesca; J Jaén; L Lleida; LE León; LO La
    Rioja; LU Lugo; M Madrid; MA Málaga; ML Melilla; MU Murcia; NA Navarra; O Asturias; OR Ourense; P
    Palencia; PM Illes Balears; PO Pontevedra; S Cantabria; SA Salamanca; SE Sevilla; SG Segovia; SO Soria;
    SS Gipuzkoa; T Tarragona; TE Teruel; TF Santa Cruz de Tenerife; TO Toledo; V Valencia; VA Valladolid; VI
    Álava; Z Zaragoza; ZA Zamora`,
  in: `
    AN Andaman and Nicobar Islands; AP Andhra Pradesh; AR Arunachal Pradesh; AS Assam; BR Bihar; CG
    Chhattisgarh; CH Chandigarh; CT Chhattisgarh; DH Dadra and Nagar Haveli and Daman and Diu; DL Delhi; DN
    Dadra and Nagar Haveli and Daman and Diu; GA Goa; GJ Gujarat; HP Himachal Pradesh; HR Haryana; JH
    Jharkhand; JK Jammu and Kashmir; KA Karnataka; KL Kerala; LA Ladakh; LD Lakshadweep; MH Maharashtra; ML
    Meghalaya; MN Manipur; MP Madhya Pradesh; MZ Mizoram; NL Nagaland; OD Odisha; OR Odisha; PB Punjab; PY
    Puducherry; RJ Rajasthan; SK Sikkim; TG Telangana; TN Tamil Nadu; TR Tripura; TS Telangana; UK
    Uttarakhand; UP Uttar Pradesh; UT Uttarakhand; WB West Bengal`,
  it: `
    AG Agrigento; AL Alessandria; AN Ancona; AO Aosta; AP Ascoli Piceno; AQ L'Aquila; AR Arezzo; AT Asti; AV
    Avellino; BA Bari; BG Bergamo; BI Biella; BL Belluno; BN Benevento; BO Bologna; BR Brindisi; BS Brescia;
    BT Barletta-Andria-Trani; BZ Bolzano; CA Cagliari; CB Campobasso; CE Caserta; CH Chieti; CI Carbonia-
    Iglesias; CL Caltanissetta; CN Cuneo; CO Como; CR Cremona; CS Cosenza; CT Catania; CZ Catanzaro; EN
    Enna; FC Forlì-Cesena; FE Ferrara; FG Foggia; FI Firenze; FM Fermo; FR Frosinone; GE Genova; GO Gorizia;
    GR Grosseto; IM Imperia; IS Isernia; KR Crotone; LC Lecco; LE Lecce; LI Livorno; LO Lodi; LT Latina; LU
    Lucca; MB Monza e Brianza; MC Macerata; ME Messina; MI Milano; MN Mantova; MO Modena; MS Massa-Carrara;
    MT Matera; NA Napoli; NO Novara; NU Nuoro; OG Ogliastra; OR Oristano; OT Olbia-Tempio; PA Palermo; PC
    Piacenza; PD Padova; PE Pescara; PG Perugia; PI Pisa; PN Pordenone; PO Prato; PR Parma; PT Pistoia; PU
    Pesaro e Urbino; PV Pavia; PZ Potenza; RA Ravenna; RC Reggio Calabria; RE Reggio Emilia; RG Ragusa; RI
    Rieti; RM Roma; RN Rimini; RO Rovigo; SA Salerno; SI Siena; SO Sondrio; SP La Spezia; SR Siracusa; SS
    Sassari; SV Savona; TA Taranto; TE Teramo; TN Trento; TO Torino; TP Trapani; TR Terni; TS Trieste; TV
    Treviso; UD Udine; VA Varese; VB Verbano-Cusio-Ossola; VC Vercelli; VE Venezia; VI Vicenza; VR Verona;
    VS Medio Campidano; VT Viterbo; VV Vibo Valentia`,
  mx: `
    AGU Aguascalientes; BCN Baja California; BCS Baja California Sur; CAM Campeche; CHH Chihuahua; CHP
    Chiapas; CMX Ciudad de México; COA Coahuila de Zaragoza; COL Colima; DUR Durango; GRO Guerrero; GUA
    Guanajuato; HID Hidalgo; JAL Jalisco; MEX México; MIC Michoacán de Ocampo; MOR Morelos; NAY Nayarit; NLE
    Nuevo León; OAX Oaxaca; PUE Puebla; QUE Querétaro; ROO Quintana Roo; SIN Sinaloa; SLP San Luis Potosí;
    SON Sonora; TAB Tabasco; TAM Tamaulipas; TLA Tlaxcala; VER Veracruz de Ignacio de la Llave; YUC Yucatán;
    ZAC Zacatecas`,
}

type Provinces = ReadonlyMap<string, Record<Language, string>>

function read(list: string): Provinces {
  return new Map(
    list.split(";").map((entry) => {
      const [, code = "", en = "", ja = en] =
        /^\s*(\S+)\s+([^/]+)(?:\/(.+))?$/s.exec(entry.replace(/\s+/g, " ")) ?? []
      return [code, { en, ja }]
    })
  )
}

const PROVINCES = new Map(Object.entries(NAMES).map(([country, list]) => [country, read(list)]))

/**
 * A province as people write it: a code of its country becomes a name, or its own part in capitals where we have none;
 * whatever else stands there is kept.
 */
export function provinceName(
  province: string | null,
  countryCode: string | null,
  language: Language
): string {
  const text = province?.trim() ?? ""
  const [, country = "", code = ""] = /^([a-z]{2})-([a-z0-9]{1,3})$/i.exec(text) ?? []
  if (!code || (countryCode && country.toLowerCase() !== countryCode.toLowerCase())) {
    return text
  }
  const name = PROVINCES.get(country.toLowerCase())?.get(code.toUpperCase())
  return name?.[language] ?? code.toUpperCase()
}
