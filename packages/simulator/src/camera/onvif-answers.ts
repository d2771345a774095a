import type { Turn } from './lens-fault.ts';
import type { OnvifPreset } from './onvif-preset.ts';

export type OnvifState = {
  origin: string;
  presets: readonly OnvifPreset[];
  reach: Turn;
  at: Turn;
  isTurning: boolean;
  nowMs: number;
};

const profile = 'profile-1';
const namespaces = [
  'xmlns:env="http://www.w3.org/2003/05/soap-envelope"',
  'xmlns:ter="http://www.onvif.org/ver10/error"',
  'xmlns:tds="http://www.onvif.org/ver10/device/wsdl"',
  'xmlns:trt="http://www.onvif.org/ver10/media/wsdl"',
  'xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl"',
  'xmlns:tt="http://www.onvif.org/ver10/schema"',
].join(' ');

const wrap = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<env:Envelope ${namespaces}><env:Body>${body}</env:Body></env:Envelope>`;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The text that stands between two tags. */
export const unescapeXml = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** A SOAP fault with one of ONVIF's subcodes. */
export function faultSoap(subcode: 'NotAuthorized' | 'NoToken' | 'ActionNotSupported'): string {
  const value = `<env:Value>env:Sender</env:Value><env:Subcode><env:Value>ter:${subcode}</env:Value></env:Subcode>`;
  const reason = `<env:Reason><env:Text xml:lang="en">${subcode}</env:Text></env:Reason>`;
  return wrap(`<env:Fault><env:Code>${value}</env:Code>${reason}</env:Fault>`);
}

/** What the camera answers to a request by its name; null: it does not know it. */
export function answerSoap(name: string, state: OnvifState): string | null {
  switch (name) {
    case 'GetSystemDateAndTime':
      return wrap(writeClock(state.nowMs));
    case 'GetCapabilities':
      return wrap(
        `<tds:GetCapabilitiesResponse><tds:Capabilities>${writeServices(state.origin)}</tds:Capabilities></tds:GetCapabilitiesResponse>`,
      );
    case 'GetProfiles':
      return wrap(
        `<trt:GetProfilesResponse><trt:Profiles token="${profile}" fixed="true"><tt:Name>main</tt:Name>${videoSource}${videoEncoder}${ptzConfiguration}</trt:Profiles></trt:GetProfilesResponse>`,
      );
    case 'GetVideoSources':
      return wrap(
        '<trt:GetVideoSourcesResponse><trt:VideoSources token="source-1"><tt:Framerate>12.5</tt:Framerate><tt:Resolution><tt:Width>1280</tt:Width><tt:Height>720</tt:Height></tt:Resolution></trt:VideoSources></trt:GetVideoSourcesResponse>',
      );
    case 'GetPresets':
      return wrap(
        `<tptz:GetPresetsResponse>${state.presets.map((preset) => writePreset(preset, state.reach)).join('')}</tptz:GetPresetsResponse>`,
      );
    case 'GotoPreset':
      return wrap('<tptz:GotoPresetResponse/>');
    case 'GetStatus':
      return wrap(
        `<tptz:GetStatusResponse><tptz:PTZStatus>${writeStatus(state)}</tptz:PTZStatus></tptz:GetStatusResponse>`,
      );
    default:
      return null;
  }
}

const videoSource =
  '<tt:VideoSourceConfiguration token="video-1"><tt:Name>video</tt:Name><tt:UseCount>1</tt:UseCount><tt:SourceToken>source-1</tt:SourceToken><tt:Bounds x="0" y="0" width="1280" height="720"/></tt:VideoSourceConfiguration>';
const videoEncoder =
  '<tt:VideoEncoderConfiguration token="encoder-1"><tt:Name>encoder</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding><tt:Resolution><tt:Width>1280</tt:Width><tt:Height>720</tt:Height></tt:Resolution><tt:Quality>4</tt:Quality></tt:VideoEncoderConfiguration>';
const ptzConfiguration =
  '<tt:PTZConfiguration token="ptz-1"><tt:Name>ptz</tt:Name><tt:UseCount>1</tt:UseCount><tt:NodeToken>node-1</tt:NodeToken></tt:PTZConfiguration>';

function writeServices(origin: string): string {
  const services = { Device: 'device', Media: 'media', PTZ: 'ptz' };
  return Object.entries(services)
    .map(([name, path]) => `<tt:${name}><tt:XAddr>${origin}/onvif/${path}_service</tt:XAddr></tt:${name}>`)
    .join('');
}

function writeClock(nowMs: number): string {
  const now = new Date(nowMs);
  const time = `<tt:Time><tt:Hour>${now.getUTCHours()}</tt:Hour><tt:Minute>${now.getUTCMinutes()}</tt:Minute><tt:Second>${now.getUTCSeconds()}</tt:Second></tt:Time>`;
  const date = `<tt:Date><tt:Year>${now.getUTCFullYear()}</tt:Year><tt:Month>${now.getUTCMonth() + 1}</tt:Month><tt:Day>${now.getUTCDate()}</tt:Day></tt:Date>`;
  return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:UTCDateTime>${time}${date}</tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
}

function writePosition(name: string, at: Turn, reach: Turn): string {
  const share = (one: number, of: number): string => (of === 0 ? 0 : one / of).toFixed(4);
  return `<tt:${name}><tt:PanTilt x="${share(at.x, reach.x)}" y="${share(at.y, reach.y)}"/><tt:Zoom x="0"/></tt:${name}>`;
}

const writePreset = ({ token, name, turn }: OnvifPreset, reach: Turn): string =>
  `<tptz:Preset token="${escape(token)}"><tt:Name>${escape(name)}</tt:Name>${writePosition('PTZPosition', turn, reach)}</tptz:Preset>`;

function writeStatus({ at, reach, isTurning, nowMs }: OnvifState): string {
  const word = isTurning ? 'MOVING' : 'IDLE';
  const move = `<tt:MoveStatus><tt:PanTilt>${word}</tt:PanTilt><tt:Zoom>IDLE</tt:Zoom></tt:MoveStatus>`;
  return `${writePosition('Position', at, reach)}${move}<tt:UtcTime>${new Date(nowMs).toISOString()}</tt:UtcTime>`;
}
