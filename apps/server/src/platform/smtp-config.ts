/** How mails leave. The password, or the file it stands in, is read by the sender alone. */
export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string | null;
  readonly passwordFile: string | null;
  /** As it stands in the mail: `Sitecast <reports@example.kz>`. */
  readonly from: string;
  /** The bare address. */
  readonly envelopeFrom: string;
}

interface Given {
  url: string | undefined;
  passwordFile: string | undefined;
  from: string | undefined;
  origin: string | undefined;
}

/**
 * Reads how mails leave; null where no mail server is named. Every fault goes to `faults`, by its variable and without its
 * value: an address of a mail server may hold a password (ENV1).
 */
export function parseSmtpConfig({ url, passwordFile, from, origin }: Given, faults: string[]): SmtpConfig | null {
  if (url === undefined) {
    if (passwordFile !== undefined) faults.push('SITECAST_SMTP_PASSWORD_FILE: needs SITECAST_SMTP_URL');
    if (from !== undefined) faults.push('SITECAST_MAIL_FROM: needs SITECAST_SMTP_URL');
    return null;
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isPlain = parsed !== null && /^(?:|\/)$/.test(parsed.pathname) && parsed.search === '' && parsed.hash === '';
  const isSmtp = parsed?.protocol === 'smtp:' || parsed?.protocol === 'smtps:';
  const user = decode(parsed?.username ?? '');
  const password = decode(parsed?.password ?? '');
  if (!isPlain || !isSmtp || parsed.hostname === '' || user === null || password === null) {
    faults.push('SITECAST_SMTP_URL: must be smtp(s)://[user[:password]@]host[:port]');
    return null;
  }
  if (passwordFile !== undefined && (parsed.username === '' || parsed.password !== '')) {
    faults.push('SITECAST_SMTP_PASSWORD_FILE: needs a user and no password in SITECAST_SMTP_URL');
  }
  const address = readAddress(from);
  if (address === null) faults.push('SITECAST_MAIL_FROM: must be an address, or a name and <an address>');
  if (origin === undefined) faults.push('SITECAST_ORIGIN: is needed where mail is sent, for the links in it');
  const secure = parsed.protocol === 'smtps:';
  return {
    host: parsed.hostname,
    port: parsed.port === '' ? (secure ? 465 : 587) : Number(parsed.port),
    secure,
    user: user === '' ? null : user,
    password: password === '' ? null : password,
    passwordFile: passwordFile ?? null,
    from: from ?? '',
    envelopeFrom: address ?? '',
  };
}

/** null where a percent sign begins no byte of a text: an address would not say what was meant. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function readAddress(from: string | undefined): string | null {
  const found = /^(?:[^<>\r\n"]{1,80} <([^\s<>@]{1,64}@[^\s<>@]{1,190})>|([^\s<>@]{1,64}@[^\s<>@]{1,190}))$/.exec(
    from ?? '',
  );
  return found?.[1] ?? found?.[2] ?? null;
}
